"""A whole sitting with every type of question, over plain forms: as a browser without script sends them."""

import re

import pytest
from django.utils.html import strip_tags

from certificates.models import Certificate
from courses.models import Progress
from quizzes.domain.scoring import full_key
from tests.factories import certify, choice
from tests.quizzes.domain.samples import SAMPLES
from tests.quizzes.forms import answer_in, ask, begin, data_of, fill, finish, read_form, the_attempt
from tests.quizzes.secretive import ALL_TYPES, secretive, wrong
from tests.quizzes.sitting import address

pytestmark = pytest.mark.django_db
ESSAY = {"text": "Una línea.\nOtra, con «señas»."}


def in_any_order(response: dict) -> dict:
    """Boxes are ticked in the order in which they stand."""
    return {**response, "selected": sorted(response["selected"])} if "selected" in response else response


@pytest.mark.parametrize("kind", ALL_TYPES)
def test_who_knows_everything_earns_everything_in_any_language(learner, quiz, kind):
    content = secretive(kind)
    response = full_key(content) or ESSAY
    ask(quiz, content)
    url = begin(learner)
    form = fill(read_form(learner.get(url)), content, response)
    led = form.press(learner, "goto", "check", follow=True)
    assert led.redirect_chain[-1][0] == address("check", the_attempt().pk)
    assert led.context["answered"] == 1
    for lang in ("es", "en", "fr"):
        page = learner.get(address("question", the_attempt().pk, 1, language=lang))
        assert in_any_order(answer_in(read_form(page), content)) == in_any_order(response)
        assert f"-{lang}" in page.content.decode()
    attempt = finish(learner)
    slot = attempt.slots.get()
    if kind == "essay":
        assert (attempt.state, slot.state, attempt.score) == ("submitted", "needs_grading", None)
    else:
        assert (attempt.state, slot.state, attempt.score) == ("finished", "right", 100)


@pytest.mark.parametrize("kind", ALL_TYPES)
def test_the_page_saves_in_the_background_what_its_form_holds(learner, quiz, kind):
    content = secretive(kind)
    ask(quiz, content)
    form = fill(read_form(learner.get(begin(learner))), content, wrong(content))
    said = learner.post(address("save", the_attempt().pk, 1), form.data, headers={"Idempotency-Key": "k"})
    assert (said.status_code, said.json()["sequence"]) == (200, 1)
    slot = the_attempt().slots.get()
    assert slot.response == wrong(content)
    assert finish(learner).slots.get().state in ("wrong", "needs_grading")


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_samples_of_every_type_can_be_sat(learner, quiz, kind):
    content = SAMPLES[kind]
    response = full_key(content) or ESSAY
    ask(quiz, content)
    fill(read_form(learner.get(begin(learner))), content, response).press(learner, "goto", "check")
    assert finish(learner).slots.get().state == ("needs_grading" if kind == "essay" else "right")


def test_what_is_not_answered_counts_as_given_up(learner, quiz):
    ask(quiz, *map(secretive, ALL_TYPES))
    begin(learner)
    assert learner.get(address("check", the_attempt().pk)).context["answered"] == 0
    attempt = finish(learner)
    assert {slot.state for slot in attempt.slots.all()} == {"gave_up"}
    assert (attempt.state, attempt.score) == ("finished", 0)


def test_going_through_a_quiz_without_a_choice_answers_only_what_stands_in_some_order_anyway(learner, quiz):
    ask(quiz, *map(secretive, ALL_TYPES))
    url = begin(learner)
    for position in range(1, len(ALL_TYPES) + 1):
        last = position == len(ALL_TYPES)
        url = read_form(learner.get(url)).press(learner, "goto", "check" if last else f"{position + 1}")["Location"]
    states = {kind: slot.state for kind, slot in zip(ALL_TYPES, finish(learner).slots.all(), strict=True)}
    answered = {kind for kind, state in states.items() if state != "gave_up"}
    assert answered == {"ordering", "scenario"}, "the scenario holds an ordering"


def test_items_are_put_in_order_with_buttons_and_without_script(learner, quiz):
    content = secretive("ordering")
    ask(quiz, content)
    url = begin(learner)
    presses = 0
    for place, item in enumerate(content["order"]):
        while (form := read_form(learner.get(url))).data["order"].index(item) > place:
            assert form.press(learner, "move", f"{item}:up")["Location"] == url
            presses += 1
    assert presses > 0
    form = read_form(learner.get(url))
    assert form.data["order"] == content["order"]
    assert ("move", "ic:up") not in form.buttons, "the first cannot go up"
    assert ("move", "ib:down") not in form.buttons, "nor the last down"
    form.press(learner, "move", "ic:down")
    assert read_form(learner.get(url)).data["order"] == ["ia", "ic", "id", "ib"]
    read_form(learner.get(url)).press(learner, "move", "ic:up")
    assert finish(learner).score == 100


def test_an_ordering_inside_a_case_moves_its_own_items(learner, quiz):
    content = secretive("scenario")
    ask(quiz, content)
    url = begin(learner)
    before = read_form(learner.get(url)).data["q4-order"]
    form = fill(read_form(learner.get(url)), content, {"parts": {"q1": {"selected": ["oc"]}}})
    assert form.press(learner, "move", f"q4-{before[1]}:up")["Location"] == url
    form = read_form(learner.get(url))
    assert form.data["q4-order"] == [before[1], before[0], *before[2:]]
    assert form.data["q1-choice"] == ["oc"], "the other answers are saved with it"


def test_an_essay_waits_for_a_person_and_no_certificate_follows(learner, quiz, enrolment):
    certify(quiz.activity.course)
    ask(quiz, secretive("essay"), choice())
    url = begin(learner)
    fill(read_form(learner.get(url)), secretive("essay"), ESSAY).press(learner, "goto", "2")
    fill(read_form(learner.get(address("question", the_attempt().pk, 2))), choice(), {"selected": ["a"]}).press(
        learner, "goto", "check"
    )
    attempt = finish(learner)
    enrolment.refresh_from_db()
    assert (attempt.state, attempt.score, attempt.is_passed, attempt.finished_at) == ("submitted", None, False, None)
    assert not Progress.objects.filter(completed_at__isnull=False).exists()
    assert (enrolment.completed_at, enrolment.grade) == (None, None)
    assert Certificate.objects.count() == 0
    page = learner.get(address("result", attempt.pk, language="en"))
    assert "a person will read your answer" in strip_tags(page.content.decode())
    assert "%" not in strip_tags(re.search("<h1>.*?</h1>", page.content.decode())[0])
    assert "Waiting to be marked" in learner.get(address("quiz", "small", "quiz", language="en")).content.decode()


def test_an_essay_is_kept_to_the_last_sign_however_long_and_however_its_lines_end(learner, quiz):
    ask(quiz, secretive("essay"))
    text = ("Línea con eñe y «comillas».\n" * 800)[:20_000]
    sent = text.replace("\n", "\r\n").replace("Línea", "L\x00ínea", 1)  # a form's line ends; a sign PostgreSQL refuses
    form = read_form(learner.get(begin(learner)))
    form.data["text"] = [sent]
    form.press(learner, "goto", "check")
    assert the_attempt().slots.get().response == {"text": text}


@pytest.mark.parametrize("text", ["1414214", "1 414 214,1", "1,414,214", "1.414214e6", "١٤١٤٢١٤"])
def test_a_number_may_be_written_as_people_write_it(learner, quiz, text):
    ask(quiz, secretive("numeric"))
    fill(read_form(learner.get(begin(learner))), secretive("numeric"), {"text": text}).press(learner, "goto", "check")
    assert finish(learner).score == 100


def test_a_decimal_comma_is_read(learner, quiz):
    content = {**SAMPLES["numeric"], "units": []}
    ask(quiz, content)
    fill(read_form(learner.get(begin(learner))), content, {"text": "5,1"}).press(learner, "goto", "check")
    assert finish(learner).score == 100


WARNING = re.compile(r"data-no-number hidden")


def test_what_is_no_number_is_kept_and_asked_again_once(learner, quiz):
    ask(quiz, secretive("numeric"))
    url = begin(learner)
    page = learner.get(url)
    assert WARNING.search(page.content.decode()), "nothing to say yet"
    form = fill(read_form(page), secretive("numeric"), {"text": "abc"})
    assert form.press(learner, "goto", "check")["Location"] == url
    again = learner.get(url)
    assert the_attempt().slots.get().response == {"text": "abc"}
    assert not WARNING.search(again.content.decode())
    assert answer_in(read_form(again), secretive("numeric")) == {"text": "abc"}
    led = read_form(again).press(learner, "goto", "check", follow=True)
    assert led.redirect_chain[-1][0] == address("check", the_attempt().pk), "who means it goes on"
    assert led.context["rows"][0]["is_no_number"]
    assert (finish(learner).score, the_attempt().slots.get().mark) == (0, 0)


def test_what_is_no_number_is_also_asked_again_inside_a_text_and_in_the_background(learner, quiz):
    content = secretive("cloze")
    ask(quiz, content)
    url = begin(learner)
    response = {"parts": {**full_key(content)["parts"], "p3": {"text": "mil"}}}
    form = fill(read_form(learner.get(url)), content, response)
    said = learner.post(address("save", the_attempt().pk, 1), form.data)
    assert said.json()["is_no_number"] is True
    assert not WARNING.search(learner.get(url).content.decode())
    said = learner.post(address("save", the_attempt().pk, 1), {**form.data, "p3-text": "7", "sequence": "1"})
    assert said.json()["is_no_number"] is False


def test_two_windows_with_the_same_answer_are_no_conflict(learner, quiz):
    """Nor is a button pressed while the page was still saving what it sends."""
    ask(quiz, choice())
    url = begin(learner)
    form = fill(read_form(learner.get(url)), choice(), {"selected": ["b"]})
    learner.post(address("save", the_attempt().pk, 1), form.data, headers={"Idempotency-Key": "autosave"})
    led = form.press(learner, "goto", "check", follow=True)
    assert led.redirect_chain[-1][0] == address("check", the_attempt().pk)
    assert list(led.context["messages"]) == []
    said = learner.post(address("save", the_attempt().pk, 1), {**form.data, **data_of(choice(), {"selected": ["c"]})})
    assert said.status_code == 409
