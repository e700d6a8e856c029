"""Codes of marking, results and statistics in words, for those who teach."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from quizzes.domain import marks
from quizzes.domain.advice import Advice
from quizzes.models import AttemptEvent, Regrade

STATES = {
    "not_started": lazy("Not started"),
    "in_progress": lazy("In progress"),
    "waiting": lazy("Waiting to be marked"),
    "not_passed": lazy("Not passed"),
    "passed": lazy("Passed"),
}
ANSWERS = {
    "right": lazy("Right"),
    "partial": lazy("Partly right"),
    "wrong": lazy("Wrong"),
    "gave_up": lazy("No answer"),
    "needs_grading": lazy("Waiting to be marked"),
    "ungradable": lazy("Not readable"),
    "missed": lazy("Not chosen, would be right"),
}
SAVES = {
    "accepted": lazy("Kept"),
    "stale": lazy("Lost: another window had saved since"),
    "late": lazy("Too late: kept, not counted"),
}


def number(value: Any, places: int = 1) -> str:
    """A number rounded once, half-up, as the language writes it, without idle zeros; "–" for nothing."""
    if value is None or value == "":
        return "–"
    shown = marks.shown(Decimal(str(value)), places)
    shown = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()
    return formats.number_format(shown)


def percent(value: Any, places: int = 1) -> str:
    """Percent, or "–" for nothing."""
    return "–" if value is None or value == "" else _("%(value)s %%") % {"value": number(value, places)}


def moment(value: datetime | str | None) -> str:
    """Date and time in the active time zone."""
    if not value:
        return _("no limit")
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def event(row: AttemptEvent) -> str:
    """What happened, in a sentence; a kind that is not known here by its own name."""
    say = EVENTS.get(row.kind)
    return say(row.details) if say else row.kind


def _moved(details: dict[str, Any]) -> dict[str, Any]:
    """Question, old mark and new."""
    marks_moved = {name: number(details.get(name), 2) for name in ("old", "new")}
    return {"position": details.get("position"), **marks_moved}


def _marked(details: dict[str, Any]) -> str:
    share = percent(Decimal(details.get("fraction", "0")) * 100)
    texts = {"position": details.get("position"), "share": share}
    return _("Question %(position)s: marked by rubric, %(share)s of the mark") % texts


def _regraded(details: dict[str, Any]) -> str:
    policy = dict(Regrade.Policy.choices).get(details.get("policy", ""), "")
    texts = {**_moved(details), "policy": policy}
    return _("Question %(position)s: regraded (%(policy)s), mark from %(old)s to %(new)s") % texts


def _deadline(details: dict[str, Any]) -> str:
    times = {name: moment(details.get(name)) for name in ("old", "new")}
    return _("Deadline moved from %(old)s to %(new)s") % times


EVENTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "started": lambda _details: _("Started"),
    "submitted": lambda _details: _("Handed in"),
    "finished": lambda details: _("Scored: %(score)s") % {"score": percent(details.get("score"))},
    "checked": lambda details: (
        _("Question %(position)s: answer checked, try %(tries)s")
        % {name: details.get(name) for name in ("position", "tries")}
    ),
    "marked": _marked,
    "overridden": lambda details: _("Question %(position)s: mark changed from %(old)s to %(new)s") % _moved(details),
    "regraded": _regraded,
    "deadline_moved": _deadline,
}


def advice(found: Advice, option: str = "", language: str = "") -> str:
    """What a trainer should look at, in a sentence. `option` and `language` are their names in words."""
    numbers = {name: number(value) for name, value in found.numbers.items() if not isinstance(value, str)}
    text = ADVICE.get(found.code)
    return str(text) % {**numbers, "option": option, "language": language} if text else found.code


ADVICE = {
    "not_enough_data": lazy("Not enough data yet: %(attempts)s of at least %(least)s attempts."),
    "key_may_be_wrong": lazy(
        "Facility %(facility)s %%, discrimination negative (%(discrimination)s): those who do well elsewhere get this "
        "wrong. Is the key right?"
    ),
    "works_against_the_total": lazy(
        "Its marks fall as the totals rise (discrimination %(discrimination)s). Look at the key and at the wording."
    ),
    "nobody_right": lazy("Nobody got it right. Is the key right, and is it taught in the course?"),
    "everybody_right": lazy("Everybody got it right: it does not tell who has learned."),
    "below_guessing": lazy(
        "Fewer got it right (%(facility)s %%) than by guessing (%(guess)s %%). It may mislead, or the key may be wrong."
    ),
    "very_hard": lazy("Very hard: %(facility)s %% of the marks were earned."),
    "very_easy": lazy("Very easy: %(facility)s %% of the marks were earned."),
    "hardly_discriminates": lazy(
        "It hardly tells those who know from those who do not (discrimination %(discrimination)s)."
    ),
    "option_never_chosen": lazy("Nobody chose “%(option)s”. Replace it by something a learner might believe."),
    "option_draws_the_strong": lazy(
        "The wrong option “%(option)s” was chosen more often by the best third (%(upper)s %%) than by the weakest "
        "(%(lower)s %%). It may be right as well, or badly worded."
    ),
    "fails_in_one_language": lazy(
        "In %(language)s only %(facility)s %% of the marks were earned, in the other languages %(others)s %%. "
        "Compare the translation."
    ),
}
