"""A lesson's text as HTML, rendered once for all learners."""

import re
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from courses.models import LessonCitation, LessonPage
from courses.reading import A_DAY, active_language
from library.models import Instrument

TOKEN_PLACE = "@@csrf@@"  # noqa: S105 not a token: where one goes


@dataclass(frozen=True)
class Heading:
    """A heading of the lesson, for the table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True)
class LessonText:
    """Everything of a lesson that does not depend on who reads it."""

    html: SafeString
    headings: tuple[Heading, ...]
    reflection: str

    def for_form(self, token: str) -> "LessonText":
        """With the reader's own token in the forms of the knowledge checks: the rest is everybody's."""
        return replace(self, html=mark_safe(self.html.replace(TOKEN_PLACE, token)))  # noqa: S308 rendered templates


def lesson_text(page: LessonPage, tree_version: object) -> LessonText:
    """The lesson's text in the page's language, with links in the reader's; served from the cache."""
    key = f"lesson:{page.pk}:{active_language()}:{tree_version}"
    text: LessonText | None = cache.get(key)
    if text is None:
        text = render_lesson(page)
        cache.set(key, text, A_DAY)
    return text


def render_lesson(page: LessonPage) -> LessonText:
    """Render the blocks, one template each; headings get anchors."""
    anchors: dict[str, int] = {}
    headings, parts, reflection = [], [], ""
    library = _cited_instruments(page)
    for block in page.body:
        context = {"page": page, "library": library}
        if block.block_type == "heading":
            context["anchor"] = _anchor(str(block.value), anchors)
            headings.append(Heading(str(context["anchor"]), str(block.value)))
        if block.block_type == "reflection":
            reflection = str(block.value)
            continue
        parts.append(block.render(context))
    parts.append(render_to_string("blocks/sources.html", {"sources": _sources(page, library)}))
    return LessonText(mark_safe("\n".join(parts)), tuple(headings), reflection)  # noqa: S308 rendered templates


def _anchor(text: str, taken: dict[str, int]) -> str:
    stem = slugify(text)[:60] or "s"
    stem = stem if re.match("[a-z]", stem) else f"s-{stem}"
    taken[stem] = taken.get(stem, 0) + 1
    return stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"


def _cited_instruments(page: LessonPage) -> dict[str, Instrument]:
    slugs = {block.value["instrument"] for block in page.body if block.block_type == "cite"}
    slugs |= set(LessonCitation.objects.filter(page=page).values_list("instrument_id", flat=True))
    return {i.pk: i for i in Instrument.objects.filter(pk__in=slugs).prefetch_related("provisions")}


def _sources(page: LessonPage, library: dict[str, Instrument]) -> list[Instrument]:
    cited = LessonCitation.objects.filter(page=page).order_by("position").values_list("instrument_id", flat=True)
    return [library[slug] for slug in dict.fromkeys(cited) if slug in library]
