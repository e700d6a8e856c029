"""What stands behind the lessons: answers, field cards, numbers, glossary, where to look in the library."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cms.printing.cleaning import Links
from cms.printing.lessons import Appendix
from courses import reading
from courses.models import Course
from courses.models.cards import PARTS
from library.domain.matching import fold
from library.domain.texts import text_in
from library.domain.verification import State, read_block_state
from library.models import GlossaryTerm, Instrument
from library.views import countries_by_name

Row = tuple[str, str, int, str]  # as cms.printing.book.Part


def write(course: Course, appendix: Appendix, links: Links, library: Mapping[str, Instrument]) -> Iterator[Row]:
    """The appendices that have something to say, in their order."""
    terms = _terms(links.terms)
    contents: list[tuple[str, str, dict[str, Any]]] = [
        ("answers-cases", _("Answers to the cases"), {"answers": appendix.cases}),
        ("answers-checks", _("Answers to the knowledge checks"), {"answers": appendix.checks}),
        ("cards", _("Field cards"), {"cards": _cards(course)}),
        ("numbers", _("Numbers for referrals, by country"), {"countries": _numbers()}),
        ("glossary", _("Glossary of the terms used"), {"terms": terms}),
        ("library", _("Where to look in the library"), {"instruments": _instruments(links, library)}),
    ]
    for anchor, title, context in contents:
        if any(context.values()):
            template = "answers" if anchor.startswith("answers") else anchor
            html = render_to_string(f"cms/printing/{template}.html", {"anchor": anchor, "title": title, **context})
            yield anchor, title, 1, html


def _cards(course: Course) -> list[dict[str, Any]]:
    """The field cards in the order of the modules' codes, each in the reader's language or the nearest."""
    order = reading.preference(reading.active_language(), course.source_language)
    cards = []
    for card in course.cards.order_by("slug"):
        language = next(code for code in order if code in card.title)
        lines = {part: card.lines(part, language) for part in PARTS}
        cards.append({"slug": card.slug, "title": card.title[language], "language": language, **lines})
    return cards


def _numbers() -> list[dict[str, Any]]:
    """Hotlines that were checked. One that nobody confirmed is worse on paper than none."""
    blocks = [(country, country.block("hotline")) for country in countries_by_name()]
    return [
        {"country": country, "hotline": block}
        for country, block in blocks
        if block and read_block_state(block) is State.CHECKED
    ]


def _terms(slugs: set[str]) -> list[GlossaryTerm]:
    language = reading.active_language()
    terms = GlossaryTerm.objects.filter(pk__in=slugs)
    return sorted(terms, key=lambda term: fold(text_in(term.term, language)))


def _instruments(links: Links, library: Mapping[str, Instrument]) -> list[dict[str, Any]]:
    """Every instrument that is cited, with the provisions that are, in the library's order."""
    cited: dict[str, set[str]] = {}
    for slug, provision in links.provisions:
        cited.setdefault(slug, set()).add(provision)
    return [
        {
            "instrument": instrument,
            "provisions": [one for one in instrument.provisions.all() if one.slug in cited[slug]],
            "address": f"{links.base}{instrument.get_absolute_url()}",
        }
        for slug, instrument in library.items()
        if slug in cited
    ]
