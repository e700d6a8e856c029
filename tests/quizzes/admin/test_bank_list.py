"""The list of the bank."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Course
from quizzes.models import Attempt, AttemptSlot, Question, QuizDraw
from quizzes.services import put_question, start_attempt
from quizzes.services.bank import retire_question
from tests.factories import NOW, choice, make_course, make_enrolment, make_questions, quiz_of
from tests.quizzes.admin.bank_desk import BANK, signed_in, trainer_of


@pytest.fixture
def course(db: None) -> Course:
    return make_course()


@pytest.fixture
def trainer(course: Course) -> Client:
    return signed_in(trainer_of(course))


def found(trainer: Client, query: str = "") -> set[str]:
    return {entry.question.code for entry in trainer.get(f"{BANK}?{query}").context["entries"]}


def test_it_takes_the_same_number_of_queries_for_any_bank(trainer: Client, course: Course) -> None:
    trainer.get(BANK)

    def queries(query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            trainer.get(f"{BANK}?{query}")
        return len(captured)

    asked = ("", "q=pregunta", "missing=fr&tag=x", "category=Q&kind=single&state=ready")
    few = [queries(query) for query in asked]
    make_questions(course, 15, "R")
    QuizDraw.objects.create(quiz=quiz_of(course), position=9, category="R")
    assert [queries(query) for query in asked] == few


def test_words_are_found_without_their_accents(trainer: Client, course: Course) -> None:
    put_question(course, "trata", choice(stem="¿Qué es la detención?"), category="C1")
    assert found(trainer, "q=detencion que") == {"trata"}
    assert found(trainer, "q=TRATA") == {"trata"}
    assert found(trainer, "q=nada") == set()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("kind=single", {"one", "old"}),
        ("kind=multiple", {"many"}),
        ("kind=truefalse", set()),
        ("state=ready", {"one", "many"}),
        ("state=draft", {"many", "draft"}),
        ("state=retired", {"old"}),
        ("difficulty=3", {"many"}),
        ("tag=víctimas", {"one"}),
        ("missing=en", {"one"}),
        ("missing=es", set()),
        ("category=Z1", {"one", "many"}),
        ("category=Z", set()),
        ("course=shared", set()),
        ("kind=nonsense&category=Z1.1", {"many"}),
    ],
)
def test_it_is_narrowed(trainer: Client, course: Course, query: str, codes: set[str]) -> None:
    Question.objects.filter(course=course).update(category="elsewhere")
    spanish: dict[str, Any] = choice()
    spanish["stem"]["text"] = {"es": "¿Cuál?"}
    many = choice(right="ab", multiple=True)
    put_question(course, "one", spanish, category="Z1", tags=["víctimas"])
    put_question(course, "many", many, category="Z1.1", difficulty=3)
    put_question(
        course, "many", {**many, "feedback": {"es": "otra", "en": "other"}}, category="Z1.1", difficulty=3, ready=False
    )
    put_question(
        course, "draft", {"type": "essay", "stem": {"format": "plain", "text": {}}}, category="Z2", ready=False
    )
    retire_question(put_question(course, "old", choice(), category="Z3")[0])
    mine = {"one", "many", "draft", "old"}
    assert found(trainer, query) & mine - ({"draft"} if "missing" in query else set()) == codes


def test_the_tree_counts_what_is_below(trainer: Client, course: Course) -> None:
    for code, category in (("a", "C1.1"), ("b", "C1.2"), ("c", "C10"), ("d", "C2")):
        put_question(course, code, choice(), category=category)
    tree = [(branch.name, branch.count, branch.depth) for branch in trainer.get(BANK).context["tree"]]
    assert tree == [("C1", 2, 0), ("C1.1", 1, 1), ("C1.2", 1, 1), ("C2", 1, 0), ("C10", 1, 0), ("Q", 3, 0)]


def test_the_share_translated_is_shown(trainer: Client, course: Course) -> None:
    content = choice()
    del content["feedback"]["en"]
    put_question(course, "half", content, category="H")
    page = trainer.get(f"{BANK}?category=H").content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    assert "es 100 %" in page
    assert "en 87 %" in page


def test_uses_count_pools_and_names(trainer: Client, course: Course) -> None:
    named = put_question(course, "named", choice(), category="N")[0]
    QuizDraw.objects.create(quiz=quiz_of(course), position=5, question=named)
    quizzes = {entry.question.code: entry.quizzes for entry in trainer.get(BANK).context["entries"]}
    assert quizzes == {"named": 1, "q-1": 1, "q-2": 1, "q-3": 1}


def test_facility_is_shown_once_it_says_something(trainer: Client, course: Course) -> None:
    assert "not enough data" in trainer.get(BANK).content.decode()
    for n in range(6):
        attempt = start_attempt(make_enrolment(course), quiz_of(course), now=NOW)
        Attempt.objects.filter(pk=attempt.pk).update(state="finished", finished_at=NOW, score=50)
        AttemptSlot.objects.filter(attempt=attempt).update(mark=n % 2)
    entries = {e.question.pk: e for e in trainer.get(BANK).context["entries"]}
    known = [entry for entry in entries.values() if entry.answers >= 5]
    assert known or all(entry.facility is None for entry in entries.values())
    for entry in known:
        assert 0 <= entry.facility <= 100
