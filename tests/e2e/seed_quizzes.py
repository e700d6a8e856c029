"""A course with quizzes of every type in the running site, and learners who are signed in already.

Runs beside the site, with its settings: see tests/e2e/quiz_site.py. Each function prints JSON.
"""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.utils import timezone

from courses.models import Cohort, Course, CoursePage, ModulePage
from courses.services import enrol
from quizzes.models import Attempt, Quiz, QuizDraw, QuizPage
from quizzes.services import put_question, start_attempt
from tests.factories import UserFactory, add, choice, make_cohort, make_course
from tests.quizzes.marking import essay
from tests.quizzes.secretive import secretive

SLUG = "every-type"
LONG = "Una persona viaja de noche en autobús con un documento que no es suyo; el conductor la conoce por su nombre."
TYPES = ("choice", "multiple", "truefalse", "matching", "gaps", "short", "numeric", "ordering", "cloze", "scenario")


def contents() -> dict[str, list[dict[str, Any]]]:
    """What each quiz asks."""
    every = [secretive(kind) for kind in TYPES] + [essay()]
    every[0]["stem"]["text"] = dict.fromkeys(("es", "en"), LONG)
    some = [choice(stem=f"Pregunta {n}") for n in range(3)] + [secretive("matching"), secretive("gaps")]
    return {"types": every, "tries": every[:-1], "faults": some, "timed": some[:2]}


def course() -> dict[str, Any]:
    """Make the course; the second time leave it."""
    if not Course.objects.filter(slug=SLUG).exists():
        made = make_course(SLUG, modules=(0,), quiz=False)
        for name, questions in contents().items():
            _quiz(made, name, questions)
        make_cohort(made, is_self_paced=True)
        Quiz.objects.filter(activity__course=made, activity__slug="tries").update(behaviour="interactive")
        Quiz.objects.filter(activity__course=made, activity__slug="timed").update(time_limit_minutes=30)
        CoursePage.objects.filter(course=made).update(live=False)  # other journeys look at the catalogue
    return {"slug": SLUG, "types": [*TYPES, "essay"]}


def _quiz(made: Course, name: str, questions: list[dict[str, Any]]) -> None:
    for language in ("es", "en"):
        module = ModulePage.objects.get(locale__language_code=language, path__startswith=_path(made, language))
        add(module, QuizPage, f"{SLUG}-{name}", language, slug=name, minutes=5, title=f"Cuestionario {name}")
    quiz = Quiz.objects.get(activity__course=made, activity__slug=name)
    for position, content in enumerate(questions):
        question = put_question(made, f"{name}-{position}", content, category="Z")[0]
        QuizDraw.objects.create(quiz=quiz, position=position, question=question)


def _path(made: Course, language: str) -> str:
    return str(made.pages.get(locale__language_code=language).path)


def attempt(name: str) -> dict[str, Any]:
    """A new learner in front of a quiz, with an attempt and a session."""
    learner = UserFactory(email=f"{name}-{timezone.now().timestamp()}@example.org")
    place = enrol(learner, Cohort.objects.get(course__slug=SLUG), now=timezone.now(), language="es")
    quiz = Quiz.objects.get(activity__course__slug=SLUG, activity__slug=name)
    started = start_attempt(place, quiz, now=timezone.now())
    return {"attempt": started.pk, "session": session_of(learner), "questions": started.slots.count()}


def session_of(learner: Any) -> str:
    """The key of a new session of the learner: what a browser has in its cookie after signing in."""
    store = SessionStore()
    store[SESSION_KEY] = str(learner.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = learner.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def deadline(attempt_id: str, seconds: str) -> dict[str, Any]:
    """Move the end of an attempt to so many seconds from now."""
    end = timezone.now() + timedelta(seconds=float(seconds))
    return {"moved": Attempt.objects.filter(pk=attempt_id).update(deadline=end)}


def run(command: str, *arguments: str) -> None:
    """Do one of the above and print what it gives."""
    print(json.dumps({"course": course, "attempt": attempt, "deadline": deadline}[command](*arguments)))  # noqa: T201
