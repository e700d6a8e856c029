"""The whole course as the parts of a book, in the active language."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts.countries import AMERICAS
from cms.printing import appendices
from cms.printing.checks import read_checks
from cms.printing.cleaning import Links, clean, without_dead_ends
from cms.printing.lessons import Appendix, LessonWriter, Shelf
from cms.printing.pictures import cover_art
from courses import reading
from courses.domain.outline import Module, build
from courses.in_your_country import Reader
from courses.models import Activity, LessonPage, ModulePage, Release
from courses.views.course import course_page
from library.domain.matching import fold
from library.models import Country, Instrument


@dataclass(frozen=True)
class Part:
    """A piece of the book that begins on a page of its own. `level`: its depth in the contents; 0: not listed there."""

    anchor: str
    title: str
    level: int
    html: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Book:
    """Everything between the covers."""

    title: str
    language: str
    parts: tuple[Part, ...]

    def html(self) -> str:
        """One file that needs nothing beside it."""
        return render_to_string("cms/printing/book.html", {"book": self})

    @property
    def listed(self) -> list[Part]:
        return [part for part in self.parts if part.level]


def write_book(release: Release, today: date) -> Book:
    """The course as the release has it, with the texts of today. Raises Http404 where no page of it is live."""
    course, language = release.course, reading.active_language()
    page = course_page(course)
    outline = build(reading.outline_entries(release, course), (), (), None)
    texts = _texts(outline.modules, language, course.source_language)
    links, appendix = Links(settings.AMPARO_BASE_URL), Appendix()
    shelf = Shelf(_library(), read_checks(course, _codes(texts)), links, _countries())
    lessons = [part for module in outline.modules for part in _module(module, texts, shelf, appendix)]
    behind = appendices.write(course, appendix, links, shelf.library)
    cover = {
        "course": course,
        "page": page,
        "release": release,
        "today": today,
        "language": language,
        "about": mark_safe(clean(page.about, links, level=3)),  # noqa: S308 cleaned
        "address": f"{settings.AMPARO_BASE_URL}/{language}/courses/{course.slug}/",
        "art": cover_art(page.cover_file),
        "whole": sum(len(pages) == 1 and pages[0].locale.language_code == language for pages in texts.values()),
        "lessons": len(texts),
    }
    front = Part("cover", "", 0, render_to_string("cms/printing/cover.html", cover))
    about = Part("about", _("About this course"), 1, render_to_string("cms/printing/about.html", cover))
    parts = [front, about, *lessons, *(Part(*row) for row in behind)]
    texts_of = without_dead_ends([part.html for part in parts])
    return Book(
        page.title, language, tuple(replace(part, html=html) for part, html in zip(parts, texts_of, strict=True))
    )


def _texts(modules: Iterable[Module], language: str, source: str) -> dict[str, list[LessonPage]]:
    """The pages of every lesson, by its activity, in the order of the book. Two queries however long it is."""
    rows = [row.entry for module in modules for row in module.rows if row.entry.kind == Activity.Kind.LESSON]
    keys = [UUID(entry.activity) for entry in rows]
    found: dict[str, list[LessonPage]] = {}
    for page in LessonPage.objects.live().filter(translation_key__in=keys).select_related("locale"):
        found.setdefault(str(page.translation_key), []).append(page)
    ordered = {entry.activity: found[entry.activity] for entry in rows if entry.activity in found}
    return {key: reading.pages_to_read(pages, language, source) for key, pages in ordered.items()}


def _codes(texts: dict[str, list[LessonPage]]) -> set[str]:
    blocks = [block for pages in texts.values() for page in pages for block in page.body.raw_data]
    return {str(block["value"]) for block in blocks if block["type"] == "check"}


def _library() -> dict[str, Instrument]:
    return {instrument.pk: instrument for instrument in Instrument.objects.with_provisions()}


def _countries() -> list[Reader]:
    """As readers of each country of the Americas, by name."""
    records = Country.objects.in_bulk()
    return sorted((Reader(iso, records.get(iso)) for iso in AMERICAS), key=lambda reader: fold(reader.name))


def _module(module: Module, texts: dict[str, list[LessonPage]], shelf: Shelf, appendix: Appendix) -> Iterator[Part]:
    """The module's title, then its lessons, each a part; what is asked in quizzes stays on the site."""
    rows = [row.entry for row in module.rows if row.entry.activity in texts]
    quizzes = [row.entry for row in module.rows if row.entry.kind != Activity.Kind.LESSON]
    context = {"module": module, "summary": _summary(module), "lessons": rows, "quizzes": quizzes}
    title = _("Module %(number)d: %(title)s") % {"number": module.number, "title": module.title}
    yield Part(f"m-{module.number}", title, 1, render_to_string("cms/printing/module.html", context))
    for position, entry in enumerate(rows, 1):
        number = f"{module.number}.{position}"
        writer = LessonWriter(shelf, appendix, number, entry.slug, entry.title)
        yield Part(f"l-{entry.slug}", f"{number} {entry.title}", 2, writer.write(texts[entry.activity]))


def _summary(module: Module) -> str:
    key = UUID(module.rows[0].entry.module)
    pages = ModulePage.objects.live().filter(translation_key=key, locale__language_code=module.language)
    return next(iter(pages.values_list("summary", flat=True)), "")
