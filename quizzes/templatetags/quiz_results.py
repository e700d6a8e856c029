"""What trainers' pages of results need."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from quizzes.admin import result_words as words

register = template.Library()

register.filter("percent", words.percent)
register.filter("event_in_words", words.event)


@register.filter
def points(value: Any) -> str:
    """A mark with two places at most."""
    return words.number(value, 2)


@register.filter
def state_in_words(state: str) -> str:
    """The state of a learner in a quiz."""
    return str(words.STATES.get(state, state))


@register.filter
def answer_in_words(state: str) -> str:
    """The state of an answer."""
    return str(words.ANSWERS.get(state, state))


@register.filter
def save_in_words(outcome: str) -> str:
    """What became of a saved answer."""
    return str(words.SAVES.get(outcome, outcome))


@register.filter
def badge(state: str) -> str:
    """The look of a state: good, needs somebody, bad, or plain."""
    looks = {
        "passed": "positive",
        "right": "positive",
        "accepted": "positive",
        "waiting": "warning",
        "needs_grading": "warning",
        "partial": "warning",
        "stale": "warning",
        "not_passed": "critical",
        "wrong": "critical",
        "late": "critical",
        "gave_up": "critical",
    }
    return f"results-tag results-tag--{looks.get(state, 'plain')}"


@register.filter
def share(value: float | None) -> str:
    """A share as percent; what is undefined is said so."""
    return _("not enough data") if value is None else words.percent(100 * value, 0)


@register.filter
def family_first(person: Any) -> str:
    """A name as lists sort it."""
    return ", ".join(name for name in (person.last_name, person.first_name) if name) or str(person)
