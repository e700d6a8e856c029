"""Before an attempt is handed in, not one byte of the key reaches the learner. Afterwards every option has its reason."""

import re

import pytest
from django.urls import reverse

from quizzes.models import QuestionVersion
from quizzes.services import put_question, start_attempt
from tests.factories import NOW, choice, make_course, make_enrolment, quiz_of
from tests.quizzes.sitting import address, answer, hand_in

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")
REASON, EXPLANATION, TEST = "RAZONSECRETA", "EXPLICACIONSECRETA", "PRUEBASECRETA"
SECRET = re.compile(rb"RAZONSECRETA|EXPLICACIONSECRETA|PRUEBASECRETA|3141593|6858407|2718282|weight|fraction")
WEIGHTS = {
    "one right": ("1", "-0.2718282", "0.3141593"),
    "several right": ("0.3141593", "0.6858407", "-0.2718282"),
    "true or false": ("-0.2718282", "1", "0.3141593"),
}


def secretive(kind: str) -> dict:
    """A question that carries a mark in everything the learner must not see yet."""
    question = choice(
        stem=f"¿Qué dice {kind}?", feedback=dict.fromkeys(LANGUAGES, EXPLANATION), multiple="several" in kind
    )
    for option, weight in zip(question["options"], WEIGHTS[kind], strict=True):
        option |= {"weight": weight, "feedback": dict.fromkeys(LANGUAGES, f"{REASON}{option['id']}"), "note": TEST}
    best = ["a", "b"] if "several" in kind else [o["id"] for o in question["options"] if o["weight"] == "1"]
    tests = [{"response": {"selected": best}, "fraction": "1", "note": TEST}]
    return question | {"type": "truefalse" if "true" in kind else "choice", "tests": tests}


@pytest.fixture
def enrolment(db):
    course = make_course(modules=(0,))
    for kind in WEIGHTS:
        put_question(course, kind.replace(" ", "-"), secretive(kind), category="S")
    quiz_of(course).draws.update(category="S", count=3)
    return make_enrolment(course)


@pytest.fixture
def walk(learner, attempt):
    """Every answer of the server that a learner can get for an attempt, in all languages, in any state."""

    def visit() -> dict[str, bytes]:
        seen = {}

        def look(what: str, response) -> None:
            headers = "".join(f"{key}: {value}\n" for key, value in response.headers.items())
            seen[f"{what} ({response.status_code})"] = headers.encode() + response.content

        for lang in LANGUAGES:

            def to(name: str, *args, lang: str = lang) -> str:
                return address(name, *args, language=lang)

            look(f"{lang} quiz", learner.get(to("quiz", "small", "quiz")))
            look(f"{lang} start", learner.post(to("start", "small", "quiz"), follow=True))
            look(f"{lang} check", learner.get(to("check", attempt.pk)))
            look(f"{lang} result", learner.get(to("result", attempt.pk), follow=True))
            look(f"{lang} learning", learner.get(f"/{lang}/my-learning/", follow=True))
            for slot in attempt.slots.all():
                place = (attempt.pk, slot.position)
                look(f"{lang} question {slot.position}", learner.get(to("question", *place)))
                for sequence in (slot.sequence, 77):
                    form = {"sequence": sequence, "choice": "a", "goto": "check"}
                    look(f"{lang} save {slot.position} {sequence}", learner.post(to("save", *place), form))
                    slot.refresh_from_db()
                    form |= {"page": f"{lang}{sequence}", "sequence": slot.sequence if sequence != 77 else 77}
                    look(
                        f"{lang} post {slot.position} {sequence}",
                        learner.post(to("question", *place), form, follow=True),
                    )
                look(f"{lang} misfit {slot.position}", learner.post(to("save", *place), {"sequence": 0, "choice": "z"}))
        return seen

    return visit


def leaks(seen: dict[str, bytes]) -> dict[str, list[bytes]]:
    return {what: SECRET.findall(body) for what, body in seen.items() if SECRET.search(body)}


def test_nothing_of_the_key_is_sent_before_handing_in(walk):
    seen = walk()
    states = {re.search(r"\((\d+)\)$", what)[1] for what in seen}
    assert states == {"200", "400", "409"}, "every kind of answer was looked at"
    assert len(seen) == 4 * (5 + 3 * 6)
    assert leaks(seen) == {}


def test_nothing_of_the_key_is_sent_when_answers_come_too_late(learner, attempt):
    hand_in(attempt)
    for lang in LANGUAGES:
        closed = learner.post(address("save", attempt.pk, 1, language=lang), {"sequence": 0, "choice": "a"})
        assert closed.status_code == 410
        assert not SECRET.search(closed.content)


def test_nothing_of_the_key_is_sent_in_the_next_attempt(learner, enrolment, quiz, attempt):
    hand_in(attempt)
    again = start_attempt(enrolment, quiz, now=NOW)
    for lang in LANGUAGES:
        for where in (("quiz", "small", "quiz"), ("check", again.pk), ("question", again.pk, 1)):
            assert not SECRET.search(learner.get(address(*where, language=lang)).content), where


def test_the_page_of_a_question_is_the_same_whichever_option_is_right(learner, attempt):
    def page() -> str:
        html = learner.get(address("question", attempt.pk, 1)).content.decode()
        return re.sub(r'name="(?:page|csrfmiddlewaretoken)" value="\w+"', "", html)

    before = page()
    version = attempt.slots.get(position=1).version
    for option in version.content["options"]:
        option["weight"] = {"1": "0", "0": "1"}.get(option["weight"], "1")
        option["feedback"] = {}
    QuestionVersion.objects.filter(pk=version.pk).update(content=version.content)
    assert page() == before


def test_after_handing_in_the_result_shows_every_reason_in_the_readers_language(learner, attempt):
    answer(attempt, 1, "a")
    learner.post(address("submit", attempt.pk))
    for lang in LANGUAGES:
        page = learner.get(address("result", attempt.pk, language=lang)).content.decode()
        for option in "abc":
            assert page.count(f"{REASON}{option}") >= 3, (lang, option)
        assert page.count(EXPLANATION) == 3
        assert TEST not in page
        assert "3141593" not in page, "weights are the trainer's business"


def test_a_public_page_of_the_course_shows_no_question(client, attempt):
    page = client.get(reverse("courses:course", args=["small"])).content
    assert not SECRET.search(page)
    assert "¿Qué dice".encode() not in page
