"""What a result shows: each part of it at its moment; the words for what was reached."""

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from quizzes.domain.review_policy import PARTS
from quizzes.domain.scoring import full_key
from quizzes.models import ManualMark
from quizzes.services.overrides import Terms, put_override
from tests.factories import NOW
from tests.quizzes.forms import ask, begin, fill, finish, read_form, the_attempt
from tests.quizzes.secretive import TYPES, secretive, wrong
from tests.quizzes.sitting import address, sit

pytestmark = pytest.mark.django_db
ESSAY = {"text": "Mi respuesta."}


BANDS = [
    {"from": 50, "text": {"es": "Casi.", "en": "Nearly there."}},
    {"from": 0, "text": {"es": "Repase.", "en": "Read it again."}},
    {"from": 100, "text": {"es": "Todo.", "en": "All of it."}},
]


@pytest.mark.parametrize(("chosen", "text"), [("bb", "Read it again."), ("ab", "Nearly there."), ("aa", "All of it.")])
def test_the_result_says_the_words_of_the_band_that_was_reached(learner, enrolment, quiz, chosen, text):
    quiz.feedback_bands = BANDS
    quiz.save()
    page = learner.get(address("result", sit(quiz, enrolment, *chosen).pk, language="en")).content.decode()
    assert [band["text"]["en"] for band in BANDS if band["text"]["en"] in page] == [text]


def test_while_an_answer_waits_to_be_read_no_band_is_reached(learner, quiz):
    ask(quiz, secretive("essay"), feedback_bands=BANDS)
    fill(read_form(learner.get(begin(learner))), secretive("essay"), ESSAY).press(learner, "goto", "check")
    page = learner.get(address("result", finish(learner).pk, language="en")).content.decode()
    assert not any(band["text"]["en"] in page for band in BANDS)


SIGNS = {
    "attempt": "Enunciado choice",
    "correctness": "opt--wrong",
    "marks": "of 1.00 points",
    "specific": "ZSPECIFIC-oa",
    "general": "ZGENERAL-choice",
    "answer": "Right answer",
}
MOMENTS = {"right_after": 1, "later": 3, "closed": 120}  # minutes after handing in; the quiz closes after 60


def shown_at(learner, clock, attempt, minutes: float) -> set[str]:
    clock.now = NOW
    clock.forward(minutes=minutes)
    page = learner.get(address("result", attempt.pk, language="en")).content.decode()
    return {part for part, sign in SIGNS.items() if sign in page}


@pytest.fixture
def wrongly_answered(learner, clock, quiz):
    """Handed in with a wrong choice, right now."""
    clock.now = NOW
    ask(quiz, secretive("choice"))
    fill(read_form(learner.get(begin(learner))), secretive("choice"), {"selected": ["oa"]}).press(
        learner, "goto", "check"
    )
    attempt = finish(learner)
    clock.forward(minutes=60)
    quiz.closes_at = clock.now
    return attempt


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("part", PARTS)
def test_each_part_shows_at_its_moment_and_at_no_other(learner, clock, quiz, wrongly_answered, part, moment):
    quiz.review_policy = {moment: ["attempt", part]}
    quiz.save()
    for at, minutes in MOMENTS.items():
        expected = {"attempt", part} if at == moment else set()
        assert shown_at(learner, clock, wrongly_answered, minutes) == expected, at


def test_whoever_has_longer_reads_the_answers_when_it_closes_for_them(learner, clock, quiz, wrongly_answered):
    quiz.review_policy = {"closed": list(PARTS)}
    quiz.save()
    attempt = wrongly_answered
    terms = Terms(closes_at=NOW + timedelta(minutes=180))
    put_override(quiz, attempt.enrolment, terms, reason="Viaje", by=attempt.enrolment.learner, now=NOW)
    assert shown_at(learner, clock, attempt, 120) == set(), "it may be sat again"
    assert shown_at(learner, clock, attempt, 200) == set(PARTS)


def test_nothing_but_the_mark_shows_without_the_questions(learner, clock, quiz, wrongly_answered):
    quiz.review_policy = {"right_after": [part for part in PARTS if part != "attempt"]}
    quiz.save()
    assert shown_at(learner, clock, wrongly_answered, 1) == set()
    page = learner.get(address("result", wrongly_answered.pk, language="en"))
    assert page.context["shown"] == {"marks"}
    assert "Not passed yet: 0 of 1" in page.content.decode()


def test_the_score_is_a_mark_too(learner, clock, quiz, wrongly_answered):
    quiz.review_policy = {"right_after": ["attempt", "correctness"], "later": ["marks"]}
    quiz.save()
    result, front = (
        address("result", wrongly_answered.pk, language="en"),
        address("quiz", "small", "quiz", language="en"),
    )
    clock.now = NOW
    for url in (result, front):
        text = strip_tags(learner.get(url).content.decode())
        assert "Handed in" in text
        assert not re.search(r"-27|Not passed", text), url
    clock.forward(minutes=5)
    for url in (result, front):
        assert "Not passed" in strip_tags(learner.get(url).content.decode()), url


def test_during_an_attempt_the_result_leads_back_to_it(learner, quiz):
    ask(quiz, secretive("choice"), review_policy={"during": list(PARTS), "right_after": list(PARTS)})
    begin(learner)
    assert learner.get(address("result", the_attempt().pk))["Location"] == address("check", the_attempt().pk)


@pytest.mark.parametrize("kind", TYPES)
def test_without_correctness_right_and_wrong_answers_look_the_same(learner, quiz, kind):
    content = secretive(kind)
    ask(quiz, content, review_policy={"right_after": ["attempt"]})
    looks = []
    for response in (full_key(content), wrong(content)):
        form = read_form(learner.get(begin(learner)))
        fill(form, content, response).press(learner, "goto", "check")
        page = learner.get(address("result", finish(learner).pk, language="en")).content.decode()
        main = re.search("<main.*</main>", page, re.DOTALL)[0]
        looks.append(sorted(set(re.findall(r'class="[^"]*"|#i-[\w-]+|<h\d[^>]*>', main))))
    assert looks[0] == looks[1]


def test_the_words_of_who_read_the_answer_are_a_reason_too(learner, quiz, enrolment):
    ask(quiz, secretive("essay"))
    fill(read_form(learner.get(begin(learner))), secretive("essay"), ESSAY).press(learner, "goto", "check")
    attempt = finish(learner)
    ManualMark.objects.create(
        slot=attempt.slots.get(), fraction=1, comment="Muy claro.", by=enrolment.learner, at=NOW, reason="privado"
    )
    page = address("result", attempt.pk)
    assert "Muy claro." in learner.get(page).content.decode()
    assert "privado" not in learner.get(page).content.decode()
    quiz.review_policy = {"right_after": ["attempt", "marks"], "later": ["attempt", "marks"]}
    quiz.save()
    assert "Muy claro." not in learner.get(page).content.decode()
