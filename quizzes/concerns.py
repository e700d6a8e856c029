"""Whose completed course a person should look at again: a regrade changed what it was completed with."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses.contributions import Concern
from quizzes.models import Regrade


def of_regrades() -> list[Concern]:
    """One for each completed enrolment whose result a regrade changed; one query."""
    regrades = Regrade.objects.filter(applied_at__isnull=False).exclude(certificates=[]).select_related("question")
    return [_concern(regrade, entry) for regrade in regrades for entry in regrade.certificates]


def _concern(regrade: Regrade, entry: dict[str, Any]) -> Concern:
    before, after = (_percent(score) for score in entry["score"])
    said = {"question": regrade.question.code, "before": before, "after": after}
    if entry["is_passed"] == [True, False]:
        text = _("The regrade of %(question)s changed the result from %(before)s to %(after)s: not passed any more.")
    else:
        text = _("The regrade of %(question)s changed the result from %(before)s to %(after)s.")
    url = reverse("quizzes_marking:regrade_log", args=[regrade.quiz_id, regrade.pk])
    assert regrade.applied_at is not None  # asked for above
    return Concern(entry["enrolment"], regrade.applied_at, text % said, url)


def _percent(score: str) -> str:
    if score in ("None", ""):
        return "–"
    return f"{number_format(Decimal(score).quantize(Decimal('0.1')))} %"
