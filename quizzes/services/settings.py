"""A quiz's own rules, as a trainer sets them. Attempts that have begun keep the terms they began with."""

import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from courses.models import Enrolment
from quizzes.domain import behaviour
from quizzes.models import Attempt, Quiz
from quizzes.services.finishing import complete_by_method

CHANGED = "quizzes.settings.changed"
SETTINGS = (
    "pass_mark",
    "attempts_allowed",
    "delay_minutes",
    "time_limit_minutes",
    "opens_at",
    "closes_at",
    "method",
    "behaviour",
    "shuffles_questions",
    "shuffles_options",
    "is_graded",
    "is_practice",
    "review_policy",
    "feedback_bands",
)


class SettingsMoved(Exception):
    """Somebody saved the quiz's settings since the page was opened."""


def settings_of(quiz: Quiz) -> dict[str, Any]:
    """The settings by name."""
    return {name: getattr(quiz, name) for name in SETTINGS}


def fingerprint(quiz: Quiz) -> str:
    """What the settings are now: a form written on others is refused."""
    return hashlib.sha256(_as_text(settings_of(quiz)).encode()).hexdigest()[:16]


def _as_text(values: dict[str, Any]) -> str:
    plain = {name: f"{value:.2f}" if name == "pass_mark" else value for name, value in values.items()}
    return json.dumps(plain, sort_keys=True, cls=DjangoJSONEncoder)


@transaction.atomic
def change_settings(quiz: Quiz, values: dict[str, Any], *, seen: str, by: User) -> bool:
    """Set these settings; grades follow at once where the way of grading changed. Whether anything changed.

    Safe to repeat. Raises SettingsMoved when other settings were saved since `seen`.
    """
    stored = Quiz.objects.select_for_update().get(pk=quiz.pk)
    different = {name: value for name, value in values.items() if getattr(stored, name) != value}
    if not different:
        return False
    if fingerprint(stored) != seen:
        raise SettingsMoved
    old = {name: getattr(stored, name) for name in different}
    write_settings(stored, different)
    note_change(stored, by, old=_logged(old), new=_logged(different))
    return True


def write_settings(quiz: Quiz, different: dict[str, Any]) -> None:
    """Store settings that differ, and let the course's grades follow, and who has passed."""
    for name, value in different.items():
        setattr(quiz, name, value)
    quiz.save(update_fields=list(different))
    if different.keys() & {"method", "is_graded", "is_practice"}:
        _grade_anew(quiz)
    if "method" in different and not quiz.is_practice:
        complete_by_method(quiz, now=timezone.now())


def note_change(quiz: Quiz, by: User, **what: Any) -> None:
    """Keep in the quiz's log who changed what."""
    log(quiz, CHANGED, user=by, data=what)


def _logged(values: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def _grade_anew(quiz: Quiz) -> None:
    """The course's grade of everyone who finished an attempt. What a quiz gave while it counted is not taken back."""
    if not quiz.is_graded or quiz.is_practice:
        return
    finished = Attempt.objects.filter(quiz=quiz, is_practice=False).finished().order_by("number")
    scores: dict[int, list[Decimal]] = defaultdict(list)
    for enrolment, score in finished.values_list("enrolment", "score"):
        if score is not None:
            scores[enrolment].append(score)
    rows = list(Enrolment.objects.select_for_update().filter(pk__in=scores).order_by("pk"))
    for row in rows:
        row.grade = behaviour.overall(quiz.method, scores[row.pk])
    Enrolment.objects.bulk_update(rows, ["grade"], batch_size=500)


def contradictions(values: dict[str, Any]) -> list[tuple[str, str]]:
    """(setting, code) of what cannot hold together: graded_practice, graded_adaptive, closes_before_opens."""
    found = []
    if values.get("is_graded") and values.get("is_practice"):
        found.append(("is_practice", "graded_practice"))
    if values.get("is_graded") and values.get("behaviour") == Quiz.Behaviour.ADAPTIVE:
        found.append(("behaviour", "graded_adaptive"))
    opens, closes = values.get("opens_at"), values.get("closes_at")
    if opens and closes and closes <= opens:
        found.append(("closes_at", "closes_before_opens"))
    return found
