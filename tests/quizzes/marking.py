"""A quiz with an essay in it, and those who mark it."""

from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from accounts.roles import Role
from courses.models import Cohort
from courses.services.granting import grant
from quizzes.models import Attempt, AttemptSlot, Question, Quiz, QuizDraw
from quizzes.services import put_question, save_answer, start_attempt, submit_attempt
from tests.factories import NOW, UserFactory, choice

ESSAY_AT, CHOICE_AT = 1, 2
GOOD, POOR = {"": {"r1": "l2", "r2": "l2"}}, {"": {"r1": "l0", "r2": "l0"}}


def essay(**more: Any) -> dict[str, Any]:
    """Two criteria with 0, 1 or 2 points."""
    levels = [{"id": f"l{n}", "points": str(n), "text": {"es": f"Nivel {n}", "en": f"Level {n}"}} for n in range(3)]
    rubric = [
        {"id": f"r{n}", "text": {"es": f"Criterio {n}", "en": f"Criterion {n}"}, "levels": levels} for n in (1, 2)
    ]
    return {
        "schema": 1,
        "type": "essay",
        "stem": {"format": "plain", "text": {"es": "Explique el principio.", "en": "Explain the principle."}},
        "model_answer": {"es": "Nadie queda sin protección.", "en": "Nobody is left unprotected."},
        "keywords": {"es": ["protección"], "en": ["protection"]},
        "rubric": rubric,
        **more,
    }


def scenario() -> dict[str, Any]:
    """A case with a choice and an essay, each worth half."""
    part = {"default_mark": "1"}
    return {
        "schema": 1,
        "type": "scenario",
        "stem": {"format": "plain", "text": {"es": "El caso.", "en": "The case."}},
        "parts": [{**choice(), **part, "id": "q1"}, {**essay(), **part, "id": "q2"}],
    }


def with_essay(quiz: Quiz, content: dict[str, Any] | None = None) -> Quiz:
    """The quiz asks an essay, then a choice whose right answer is a; passed with half of the marks."""
    course = quiz.activity.course
    quiz.draws.all().delete()
    for position, (code, body) in enumerate({"essay": content or essay(), "fixed": choice()}.items()):
        question = put_question(course, code, body, category="E")[0]
        QuizDraw.objects.create(quiz=quiz, position=position, question=question)
    quiz.pass_mark = 50
    quiz.shuffles_options = False
    quiz.save()
    return quiz


def write(attempt: Attempt, position: int, response: dict[str, Any], *, at: Any = NOW) -> None:
    """Save any kind of answer."""
    slot = attempt.slots.get(position=position)
    save_answer(
        attempt, position, response, sequence=slot.sequence, message_id=f"{position}-{slot.sequence}", received_at=at
    )


def hand_in_essay(
    quiz: Quiz, enrolment: Any, *, chosen: str = "a", text: str = "Mi respuesta.", at: Any = NOW
) -> Attempt:
    """An attempt whose essay waits."""
    attempt = start_attempt(enrolment, quiz, now=at)
    write(attempt, ESSAY_AT, {"text": text}, at=at)
    write(attempt, CHOICE_AT, {"selected": [chosen]}, at=at)
    return submit_attempt(attempt.pk, now=at)


def slot_of(attempt: Attempt, position: int = ESSAY_AT) -> AttemptSlot:
    return attempt.slots.get(position=position)


def change_key(question: Question, right: str = "b") -> None:
    """The next version of a choice, with another key."""
    put_question(question.course, question.code, choice(right=right), category=question.category)


def make_trainer(cohort: Cohort | None = None) -> User:
    """Somebody with a place in the admin, who writes the cohort's course and runs the cohort."""
    trainer = UserFactory(is_staff=True, first_name="Rodrigo", last_name="Alcántara")
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    trainer.user_permissions.add(access)
    if cohort:
        grant(cohort.course, trainer, Role.TRAINER, by=None)
        cohort.trainers.add(trainer)
    return trainer
