"""Words and dates of the library in the reader's language."""

from datetime import date
from typing import Any

from django import template
from django.utils import formats, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from library.domain.dates import read_date
from library.domain.texts import language_of
from library.domain.verification import State, read_block_state
from library.models import ReferenceText
from library.words import (
    ACTS,
    ASPECTS,
    BODIES,
    GROUP_SENTENCES,
    GROUPS,
    HOW_IT_WORKS,
    PLACES,
    TOPICS,
    VERIFICATION,
)

register = template.Library()


@register.simple_tag
def lang_attr(texts: dict[str, str] | str) -> SafeString:
    """` lang="es"` where a text (or a language given by its code) is not in the page's language; else nothing."""
    page = (translation.get_language() or "es")[:2]
    language = texts if isinstance(texts, str) else language_of(texts, page)
    return SafeString("") if language == page else format_html(' lang="{}"', language)


@register.filter
def partial_date(text: str) -> str:
    """`1969-11-22`, `2008-03` or `1948` as the language writes it, with no more than is known."""
    found = read_date(text)
    if found.month is None:
        return str(found.year)
    return formats.date_format(found.first_day, "DATE_FORMAT" if found.day else "YEAR_MONTH_FORMAT")


@register.filter
def topic_words(topic: str) -> str:
    """A topic in words."""
    return str(TOPICS.get(topic, topic))


@register.filter
def body_words(body: str) -> str:
    """The name of the body that adopted an instrument."""
    return str(BODIES.get(body, body))


@register.filter
def place_words(place: str) -> str:
    """The name of a place."""
    return str(PLACES.get(place, place))


@register.filter
def act_words(act: str) -> str:
    """How a State became a party."""
    return str(ACTS.get(act, act))


@register.filter
def aspect_words(aspect: str) -> str:
    """What was checked."""
    return str(ASPECTS.get(aspect, aspect))


@register.filter
def group_words(works: str) -> str:
    """The name of a group of instruments."""
    return str(GROUPS[works])


@register.filter
def group_sentence(works: str) -> str:
    """How the instruments of a group work as sources."""
    return str(GROUP_SENTENCES[works])


@register.filter
def how_it_works(kind: str) -> str:
    """How an instrument of this kind works as a source, in one or two sentences."""
    return str(HOW_IT_WORKS[kind])


@register.filter
def state_words(state: State) -> str:
    """How far something was checked."""
    return str(VERIFICATION[state])


@register.simple_tag
def reference_box(slug: str, language: str) -> ReferenceText | None:
    """The box with this code in that language or the nearest; one query. None where it is gone."""
    return next(iter(ReferenceText.objects.boxes().filter(slug=slug).nearest(language or "es")), None)


@register.inclusion_tag("library/_verification.html", takes_context=True)
def verification(
    context: template.Context, of: State | dict[str, Any], is_quiet: bool = False, says_no_day: bool = False
) -> dict[str, Any]:
    """How far something was checked, from a State or a country's block, and for a block on which day.

    Quiet where it stands in every row; there `says_no_day` says in few words that no day was recorded.
    """
    state = of if isinstance(of, State) else read_block_state(of)
    day = None if isinstance(of, State) else of.get("verified_on")
    is_undated = not day and not isinstance(of, State) and state in (State.CHECKED, State.PARTLY)
    return {
        "request": context.get("request"),
        "state": state,
        "is_quiet": is_quiet,
        "day": date.fromisoformat(day) if day else None,
        "has_no_day": is_undated and not is_quiet,
        "says_no_day": is_undated and says_no_day,
    }
