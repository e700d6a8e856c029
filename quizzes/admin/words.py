"""Codes in words, for those who teach."""

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
    """What happened, in a sentence."""
    details = row.details
    texts = {"position": details.get("position"), "old": number(details.get("old"), 2), "new": number(details.get("new"), 2)}
    match row.kind:
        case "started":
            return _("Started")
        case "submitted":
            return _("Handed in")
        case "finished":
            return _("Scored: %(score)s") % {"score": percent(details.get("score"))}
        case "checked":
            return _("Question %(position)s: answer checked, try %(tries)s") % {**texts, "tries": details.get("tries")}
        case "marked":
            share = percent(Decimal(details["fraction"]) * 100) if details.get("fraction") else "–"
            return _("Question %(position)s: marked by rubric, %(share)s of the mark") % {**texts, "share": share}
        case "overridden":
            return _("Question %(position)s: mark changed from %(old)s to %(new)s") % texts
        case "regraded":
            policy = Regrade.Policy(details["policy"]).label if details.get("policy") else ""
            return _("Question %(position)s: regraded (%(policy)s), from %(old)s to %(new)s") % {**texts, "policy": policy}
        case "deadline_moved":
            times = {"old": moment(details.get("old")), "new": moment(details.get("new"))}
            return _("Deadline moved from %(old)s to %(new)s") % times
    return row.kind


def advice(found: Advice, option: str = "", language: str = "") -> str:
    """What a trainer should look at, in a sentence. `option` and `language` are their names in words."""
    numbers = {
        name: number(value, 0 if name in ("attempts", "least") else 1)
        for name, value in found.numbers.items()
        if not isinstance(value, str)
    }
    text = ADVICE.get(found.code)
    return str(text) % {**numbers, "option": option, "language": language} if text else found.code


ADVICE = {
    "not_enough_data": lazy("Not enough data yet: %(attempts)s of at least %(least)s attempts."),
    "key_may_be_wrong": lazy(
        "Facility %(facility)s %%, discrimination negative (%(discrimination)s): those who do well elsewhere get this "
        "wrong. Is the key right?"
    ),
    "works_against_the_total": lazy(
        "Its marks fall as the totals rise (discrimination %(discrimination)s). Look at the key and at how the question "
        "is worded."
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
        "In %(language)s only %(facility)s %% of the marks were earned, in the other languages %(others)s %%. Compare the "
        "translation."
    ),
}
