"""What a quiz is for, as the settings it begins with. A trainer changes them like any others."""

from typing import Any

from courses.models import Activity
from quizzes.models import Quiz

PURPOSES: dict[str, dict[str, Any]] = {
    "pretest": {"is_practice": True, "pass_mark": 0},
    "module": {"pass_mark": 70, "behaviour": Quiz.Behaviour.INTERACTIVE, "shuffles_questions": True},
    "final": {
        "pass_mark": 70,
        "is_graded": True,
        "attempts_allowed": 3,
        "delay_minutes": 60,
        "shuffles_questions": True,
    },
}


def settle(activity: Activity, purpose: str) -> None:
    """Write the settings of a purpose; an unknown one changes nothing."""
    if settings := PURPOSES.get(purpose):
        Quiz.objects.filter(pk=activity.pk).update(**settings)
