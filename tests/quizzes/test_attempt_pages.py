"""The pages of an attempt: the learner's own, in any language, whatever a form sends."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Attempt, QuizPage, SavedResponse
from quizzes.services import start_attempt
from quizzes.services.overrides import Terms, put_override
from tests.factories import NOW, UserFactory, choice, make_enrolment
from tests.quizzes.forms import ask
from tests.quizzes.sitting import address, answer, hand_in, post, sit, stored

pytestmark = pytest.mark.django_db


def options(page) -> list[tuple[str, bool]]:
    """(id, is chosen) of each option, from top to bottom."""
    found = re.findall(r'name="choice" value="([^"]+)"( checked)?', page.content.decode())
    return [(key, bool(checked)) for key, checked in found]


def test_another_language_shows_the_same_options_in_the_same_order_with_the_same_answer(learner, attempt):
    answer(attempt, 1, "b")
    pages = {lang: learner.get(address("question", attempt.pk, 1, language=lang)) for lang in ("es", "en", "fr", "pt")}
    order = attempt.slots.get(position=1).option_order
    for page in pages.values():
        assert options(page) == [(key, key == "b") for key in order]
    assert "Opción b" in pages["es"].content.decode()
    assert "Option b" in pages["en"].content.decode()
    assert '<span lang="es">Opción b</span>' in pages["fr"].content.decode(), "no French text: the Spanish, said so"


def test_an_answer_given_in_one_language_is_changed_in_another(learner, attempt):
    post(learner, attempt, 1, "b")
    english = address("question", attempt.pk, 1, language="en")
    shown = learner.get(english).context
    form = {"sequence": shown["slot"].sequence, "page": shown["page_id"], "choice": "a", "goto": "2"}
    assert learner.post(english, form)["Location"] == address("question", attempt.pk, 2, language="en")
    assert stored(attempt) == ["a"]
    assert Attempt.objects.count() == 1


def test_starting_in_another_language_goes_on_with_the_same_attempt(learner, attempt):
    led = learner.post(address("start", "small", "quiz", language="en"))
    assert led["Location"] == address("question", attempt.pk, 1, language="en")


def everywhere(attempt) -> list[tuple[str, str]]:
    pk = attempt.pk
    return [
        ("get", address("question", pk, 1)),
        ("post", address("question", pk, 1)),
        ("post", address("save", pk, 1)),
        ("get", address("check", pk)),
        ("get", address("submit", pk)),
        ("post", address("submit", pk)),
        ("get", address("result", pk)),
    ]


@pytest.mark.parametrize("who", ["another learner of the course", "somebody else", "an administrator"])
def test_another_persons_attempt_looks_like_one_that_does_not_exist(client, enrolment, attempt, who):
    person = {
        "another learner of the course": lambda: make_enrolment(enrolment.cohort.course).learner,
        "somebody else": UserFactory,
        "an administrator": lambda: UserFactory(is_staff=True, is_superuser=True),
    }[who]()
    client.force_login(person)
    nowhere = Attempt(pk=attempt.pk + 1000)
    form = {"sequence": 0, "choice": "a", "goto": "2"}
    for (method, theirs), (_same, unknown) in zip(everywhere(attempt), everywhere(nowhere), strict=True):
        found, none = getattr(client, method)(theirs, form), getattr(client, method)(unknown, form)
        assert (found.status_code, none.status_code) == (404, 404), theirs
        assert without_addresses(found) == without_addresses(none)
    attempt.refresh_from_db()
    assert attempt.is_open
    assert SavedResponse.objects.count() == 0


def without_addresses(page) -> str:
    """The page without what differs at each request: the language links' addresses and the form's token."""
    return re.sub(r"/attempt/\d+/|csrfmiddlewaretoken\" value=\"\w+", "", page.content.decode())


def test_a_finished_attempt_of_another_is_hidden_too(client, enrolment, attempt):
    hand_in(attempt, "a", "a")
    client.force_login(make_enrolment(enrolment.cohort.course).learner)
    assert client.get(address("result", attempt.pk)).status_code == 404


def test_a_learner_who_has_no_place_in_the_course_starts_nothing(client, quiz):
    client.force_login(UserFactory())
    assert client.post(address("start", "small", "quiz")).status_code == 404
    led = client.get(address("quiz", "small", "quiz"))
    assert led["Location"] == reverse("courses:course", args=["small"])


@pytest.mark.parametrize("position", [0, 3, 999, 10**20])
def test_a_question_that_the_attempt_does_not_have_is_not_found(learner, attempt, position):
    form = {"sequence": 0, "choice": "a", "goto": "2"}
    question, save = (f"/es/attempt/{attempt.pk}/{position}/{end}" for end in ("", "save/"))
    assert learner.get(question).status_code == 404
    assert learner.post(question, form).status_code == 404
    assert learner.post(save, form).status_code == 404
    assert SavedResponse.objects.count() == 0


def test_an_attempt_number_beyond_all_numbers_is_not_found(learner):
    assert learner.get(f"/es/attempt/{10**30}/1/").status_code == 404


@pytest.mark.parametrize(
    "goto", ["abc", "", "0", "999", "-1", "1.0", "²", "9" * 5000, "0000001" + "9" * 5000, " 2", "\0"]
)
def test_a_button_that_leads_nowhere_saves_and_leads_to_the_check(learner, attempt, goto):
    assert post(learner, attempt, 1, "a", goto=goto)["Location"] == address("check", attempt.pk)
    assert stored(attempt) == ["a"]


def test_the_form_without_a_button_saves_and_leads_to_the_check(learner, attempt):
    form = {"sequence": 0, "choice": "a"}
    assert learner.post(address("question", attempt.pk, 1), form)["Location"] == address("check", attempt.pk)
    assert stored(attempt) == ["a"]


@pytest.mark.parametrize("sequence", [None, "", "x", "-1", "1e3", "²", "7", "9" * 40])
def test_a_form_that_does_not_say_what_it_had_seen_overwrites_nothing_and_is_kept(learner, attempt, sequence):
    answer(attempt, 1, "a")
    form = {"choice": "b", "goto": "2"} | ({} if sequence is None else {"sequence": sequence})
    told = learner.post(address("question", attempt.pk, 1), form, follow=True)
    assert told.redirect_chain[-1][0] == address("question", attempt.pk, 1)
    assert [message.level_tag for message in told.context["messages"]] == ["warning"]
    assert stored(attempt) == ["a"]
    assert SavedResponse.objects.last().response == {"selected": ["b"]}
    background = learner.post(address("save", attempt.pk, 1), form, headers={"Idempotency-Key": "k"})
    assert (background.status_code, background.json()["stored"]["response"]) == (409, {"selected": ["a"]})


@pytest.mark.parametrize(
    "chosen",
    [["z"], ["a", "b"], ["a", "a"], ["\0"], ["a" * 100_000], ["a"] * 500, ["a"] * 10_000],
    ids=["unknown", "two of one", "twice", "zero byte", "very long", "500", "10,000"],
)
def test_a_choice_that_does_not_fit_the_question_is_refused_and_nothing_is_lost(learner, attempt, chosen):
    answer(attempt, 1, "a")
    form = {"sequence": 1, "choice": chosen, "goto": "2"}
    for url in (address("question", attempt.pk, 1), address("save", attempt.pk, 1)):
        told = learner.post(url, form)
        assert told.status_code == 400
        assert "<h1" in told.content.decode(), "a page in words"
    assert stored(attempt) == ["a"]
    assert SavedResponse.objects.count() == 1


def test_no_choice_at_all_is_an_empty_answer(learner, attempt):
    answer(attempt, 1, "a")
    assert post(learner, attempt, 1).status_code == 302
    assert stored(attempt) == []


def test_a_mark_to_look_at_again_is_kept_and_taken_away(learner, attempt):
    for flag, is_flagged in (("1", True), ("", False), ("yes", False)):
        post(learner, attempt, 1, "a", flag=flag)
        assert attempt.slots.get(position=1).is_flagged is is_flagged


@pytest.mark.parametrize("key", ["x" * 10_000, "é", "'; DROP TABLE", " "])
def test_any_key_that_a_client_invents_will_do(learner, attempt, key):
    form = {"sequence": 0, "choice": "a"}
    for _again in range(2):
        said = learner.post(address("save", attempt.pk, 1), form, headers={"Idempotency-Key": key})
        assert (said.status_code, said.json()["sequence"]) == (200, 1)
    assert SavedResponse.objects.count() == 1


def test_saving_in_the_background_says_what_stands(learner, attempt):
    said = learner.post(address("save", attempt.pk, 1), {"sequence": 0, "choice": "b"})
    assert said.json()["sequence"] == 1
    assert said.json()["saved_at"]
    refused = learner.post(address("save", attempt.pk, 1), {"sequence": 0, "choice": "c"})
    told = refused.json()
    assert (refused.status_code, told["error"], told["sent"]) == (409, "stale", {"selected": ["c"]})
    assert (told["stored"]["sequence"], told["stored"]["response"]) == (1, {"selected": ["b"]})
    hand_in(attempt)
    closed = learner.post(address("save", attempt.pk, 1), {"sequence": 1, "choice": "a"})
    assert (closed.status_code, closed.json()) == (410, {"error": "closed"})


def test_saving_in_the_background_is_never_a_link(learner, attempt):
    assert learner.get(address("save", attempt.pk, 1)).status_code == 405


def test_the_check_page_counts_what_is_answered_and_leads_to_what_is_not(learner, attempt):
    answer(attempt, 1, "a")
    page = learner.get(address("check", attempt.pk))
    assert (page.context["answered"], [slot.position for slot in page.context["missing"]]) == (1, [2])
    assert address("question", attempt.pk, 2) in page.content.decode()


def test_after_handing_in_the_questions_lead_to_the_result_and_before_it_the_result_to_the_check(learner, attempt):
    assert learner.get(address("result", attempt.pk))["Location"] == address("check", attempt.pk)
    hand_in(attempt, "a", "b")
    for page in (address("question", attempt.pk, 1), address("check", attempt.pk)):
        assert learner.get(page)["Location"] == address("result", attempt.pk)


def test_the_result_shows_what_to_revise_with_reasons_and_the_score(learner, attempt):
    hand_in(attempt, "a", "b")
    page = learner.get(address("result", attempt.pk))
    assert [row["slot"].position for row in page.context["right"]] == [1]
    assert [row["slot"].position for row in page.context["revise"]] == [2]
    for text in ("Razón a", "Razón b", "Razón c", "Explicación"):
        assert text in page.content.decode()


def test_a_score_just_below_the_pass_mark_is_not_shown_as_the_pass_mark(learner, enrolment, quiz):
    ask(quiz, choice(), {**choice(stem="más"), "options": partial_options()}, pass_mark=70)
    attempt = sit(quiz, enrolment, "a", "a")
    page = learner.get(address("result", attempt.pk, language="en")).content.decode()
    assert not attempt.is_passed
    assert "69.6 %" in page


def partial_options() -> list[dict]:
    """The first earns 39.2 % of the mark."""
    options = choice()["options"]
    return [{**options[0], "weight": "0.392"}, {**options[1], "weight": "1"}, options[2]]


def test_attempts_left_are_counted_on_the_result(learner, enrolment, quiz):
    quiz.attempts_allowed = 1
    quiz.save()
    only = hand_in(start_attempt(enrolment, quiz, now=NOW), "b", "b")
    assert learner.get(address("result", only.pk)).context["attempts_left"] == 0


def test_attempts_left_count_what_was_granted_and_every_attempt_that_was_begun(learner, enrolment, quiz):
    quiz.attempts_allowed = 1
    quiz.save()
    put_override(quiz, enrolment, Terms(attempts_allowed=3), reason="Corte de luz", by=enrolment.learner, now=NOW)
    first = sit(quiz, enrolment, "b", "b")
    sit(quiz, enrolment, "b", "b", minutes=1)
    assert learner.get(address("result", first.pk)).context["attempts_left"] == 1


def test_a_quiz_that_was_taken_out_says_so_and_starts_nothing(learner, enrolment, quiz):
    QuizPage.objects.get(translation_key=quiz.activity_id).unpublish()
    course, name = enrolment.cohort.course.slug, quiz.activity.slug
    assert learner.get(address("quiz", course, name)).status_code == 410
    assert learner.post(address("start", course, name)).status_code == 410
    assert not Attempt.objects.exists()
