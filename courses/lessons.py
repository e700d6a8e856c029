"""A lesson's text as HTML, rendered once for all learners."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from courses.domain.study_time import StudyTime, study_time
from courses.in_your_country import reader_in
from courses.models import LessonCitation, LessonPage
from courses.reading import A_DAY, active_language
from courses.terms import with_definitions
from library.models import Instrument

TOKEN_PLACE = "@@csrf@@"  # noqa: S105 not a token: where one goes


@dataclass(frozen=True)
class Heading:
    """A heading of the lesson, for the table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True)
class LessonText:
    """Everything of a lesson that does not depend on who reads it.

    `opening` is what a translation in part has: goal and key points. Empty where the whole lesson is translated.
    `language` is that of all the rest, which is another page's text if `is_continued`.
    """

    opening: SafeString
    html: SafeString
    headings: tuple[Heading, ...]
    reflection: str
    language: str
    sources: SafeString
    is_continued: bool = False
    time: StudyTime | None = None

    def for_form(self, token: str) -> "LessonText":
        """With the reader's own token in the forms of the knowledge checks: the rest is everybody's."""
        return replace(self, html=mark_safe(self.html.replace(TOKEN_PLACE, token)))  # noqa: S308 rendered templates


def lesson_text(pages: Sequence[LessonPage], tree_version: object, country: str = "") -> LessonText:
    """The lesson's text, of `reading.lesson_pages`, with links in the reader's language; served from the cache.

    `country`: the reader's; a text that speaks of countries is kept for each of them.
    """
    place = country if any("country" in page.block_kinds for page in pages) else ""
    version = f"{active_language()}:{place}:{tree_version}"
    key = f"lesson-text-2:{'+'.join(str(page.pk) for page in pages)}:{version}"
    text: LessonText | None = cache.get(key)
    if text is None:
        text = render_lesson(pages, place)
        cache.set(key, text, A_DAY)
    return text


def render_lesson(pages: Sequence[LessonPage], country: str = "") -> LessonText:
    """Render the blocks, one template each; headings get anchors. What a summary says is not said again."""
    is_continued = len(pages) > 1
    context = _context(pages, country)
    begun = [block.render({"page": pages[0], **context}) for block in pages[0].body] if is_continued else []
    text = _render_blocks(pages[-1], context, pages[0].block_kinds if is_continued else ())
    sources = render_to_string("blocks/sources.html", {"sources": _sources(pages, context["library"])})
    opening, html = with_definitions("\n".join(begun), text.html)
    return replace(
        text,
        opening=opening,
        html=html,
        sources=sources,
        is_continued=is_continued,
        time=study_time(pages[-1].body.raw_data, text.language),
    )


def _context(pages: Sequence[LessonPage], country: str) -> dict[str, Any]:
    """What the blocks share, fetched once however many ask for it."""
    has_country = any("country" in page.block_kinds for page in pages)
    return {"library": _cited_instruments(pages), "country": reader_in(country) if has_country else None}


def _render_blocks(page: LessonPage, shared: dict[str, Any], said: Collection[str]) -> LessonText:
    """The page's text without the kinds of blocks that are `said` already."""
    anchors: dict[str, int] = {}
    headings, parts, reflection = [], [], ""
    for block in page.body:
        context = {"page": page, **shared}
        if block.block_type in said:
            continue
        if block.block_type == "heading":
            context["anchor"] = _anchor(str(block.value), anchors)
            headings.append(Heading(str(context["anchor"]), str(block.value)))
        if block.block_type == "reflection":
            reflection = str(block.value)
            continue
        parts.append(block.render(context))
    html = mark_safe("\n".join(parts))  # noqa: S308 rendered templates
    return LessonText(SafeString(), html, tuple(headings), reflection, page.locale.language_code, SafeString())


def legal_review(pages: Iterable[LessonPage]) -> date | None:
    """The day on which a lawyer had read everything the learner sees; None while a part is unread."""
    days = [page.legal_review for page in pages]
    return max(day for day in days if day) if all(days) else None


def _anchor(text: str, taken: dict[str, int]) -> str:
    stem = slugify(text)[:60] or "s"
    stem = stem if re.match("[a-z]", stem) else f"s-{stem}"
    taken[stem] = taken.get(stem, 0) + 1
    return stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"


def _cited_instruments(pages: Sequence[LessonPage]) -> dict[str, Instrument]:
    slugs = {block.value["instrument"] for page in pages for block in page.body if block.block_type == "cite"}
    slugs |= set(LessonCitation.objects.filter(page__in=pages).values_list("instrument_id", flat=True))
    return {i.pk: i for i in Instrument.objects.filter(pk__in=slugs).prefetch_related("provisions")}


def _sources(pages: Sequence[LessonPage], library: dict[str, Instrument]) -> list[Instrument]:
    """In the order of the text; what only a summary cites comes last."""
    order = [page.pk for page in reversed(pages)]
    cited = LessonCitation.objects.filter(page__in=pages).values_list("page_id", "position", "instrument_id")
    ranked = sorted(cited, key=lambda row: (order.index(row[0]), row[1]))
    return [library[slug] for slug in dict.fromkeys(slug for _page, _position, slug in ranked) if slug in library]
