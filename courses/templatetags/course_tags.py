"""What pages of other apps show of courses."""

from typing import Any

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from courses import in_your_country
from courses.in_your_country import Reader, Said
from courses.models import Activity, LessonCitation
from courses.reading import FALLBACKS, active_language
from courses.views.catalogue import cards
from library.models import Instrument, Provision

register = template.Library()


@register.inclusion_tag("courses/citing_lessons.html", takes_context=True)
def lessons_citing(context: Any, instrument: str) -> dict[str, Any]:
    """The live lessons that cite an instrument, each in the reader's language or the nearest."""
    rows = LessonCitation.objects.filter(instrument=instrument, page__live=True).order_by("page__path")
    order = [active_language(), *FALLBACKS]
    best: dict[Any, dict[str, Any]] = {}
    for row in rows.values("page__translation_key", "page__title", "page__locale__language_code"):
        key, spoken = row["page__translation_key"], row["page__locale__language_code"]
        if key not in best or order.index(spoken) < order.index(best[key]["language"]):
            best[key] = {"title": row["page__title"], "language": spoken}
    for activity in Activity.objects.current().filter(pk__in=best).select_related("course"):
        best[activity.pk] |= {"course": activity.course, "slug": activity.slug}
    return {"lessons": [lesson for lesson in best.values() if "course" in lesson], "request": context.get("request")}


@register.simple_tag
def course_cards() -> Any:
    """The catalogue's cards, for the front door."""
    return cards()


@register.simple_tag
def qr_code(address: str, label: str) -> SafeString:
    """The address as a QR code, black on white whatever the theme: a drawing with `label` for who cannot see it."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4, dark="#000", light="#fff")
    svg = mark_safe(drawing)  # noqa: S308 drawn here, holds no text
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, svg)


@register.filter
def language_in_a_sentence(code: str) -> str:
    """A language's name in the reader's words, as it stands within a sentence: small but in English."""
    name = str(get_language_info(code)["name_translated"])
    return name if active_language() == "en" else name.lower()


@register.simple_tag(takes_context=True)
def said_to_reader(context: Any, value: Any) -> Said:
    """What an "In your country" box says to the reader whose country the lesson knows."""
    return in_your_country.said_of(value, context.get("country") or Reader())


@register.filter
def provision(instrument: Instrument, slug: str) -> Provision | None:
    """The instrument's provision with this slug, from what was fetched with it."""
    return next((p for p in instrument.provisions.all() if p.slug == slug), None)
