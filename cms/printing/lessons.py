"""One lesson as a part of the book. Known blocks have a form for paper; all others come as the web page has them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from cms.printing.checks import PaperCheck
from cms.printing.cleaning import Links, clean
from cms.printing.pictures import inlined
from courses.in_your_country import Reader, said_of
from courses.lessons import legal_review
from courses.models import LessonCitation, LessonPage
from library.models import Instrument


@dataclass
class Appendix:
    """Answers gathered on the way, as HTML, in the order of the book."""

    cases: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shelf:
    """What lessons take from: the library, the checks of the bank; and where links are noted."""

    library: Mapping[str, Instrument]
    checks: Mapping[str, PaperCheck]
    links: Links
    countries: Sequence[Reader] = ()


@dataclass
class LessonWriter:
    """Writes one lesson. `number` as in 2.3; `slug` makes its ids."""

    shelf: Shelf
    appendix: Appendix
    number: str
    slug: str
    title: str
    asked: int = 0

    def write(self, pages: Sequence[LessonPage]) -> str:
        """The lesson of `reading.pages_to_read`: where the first is only a summary, the text of the second follows."""
        is_continued = len(pages) > 1
        opening = self._blocks(pages[0], ()) if is_continued else ""
        said = pages[0].block_kinds if is_continued else ()
        context = {
            "number": self.number,
            "slug": self.slug,
            "title": self.title,
            "lesson": pages[0],
            "opening": opening,
            "body": self._blocks(pages[-1], said),
            "language": pages[-1].locale.language_code,
            "is_continued": is_continued,
            "legal_review": legal_review(pages),
            "sources": self._sources(pages),
        }
        return render_to_string("cms/printing/lesson.html", context)

    def _sources(self, pages: Iterable[LessonPage]) -> list[Instrument]:
        cited = LessonCitation.objects.filter(page__in=[page.pk for page in pages]).order_by("position")
        rows = list(cited.values_list("instrument_id", "provision"))
        self.shelf.links.provisions |= set(rows)
        slugs = dict.fromkeys(slug for slug, _provision in rows)
        return [self.shelf.library[slug] for slug in slugs if slug in self.shelf.library]

    def _blocks(self, page: LessonPage, said: Iterable[str]) -> str:
        html = "\n".join(self._block(page, block) for block in page.body if block.block_type not in set(said))
        return mark_safe(clean(html, self.shelf.links, level=4))  # noqa: S308 rendered templates, cleaned

    def _block(self, page: LessonPage, block: Any) -> str:
        own = OWN.get(block.block_type)
        return own(self, block.value) if own else block.render({"page": page, "library": self.shelf.library})

    def mark(self) -> str:
        """The end of the ids of the next thing that is asked, and of its answer."""
        self.asked += 1
        return f"{self.slug}-{self.asked}"


def _heading(_writer: LessonWriter, value: Any) -> str:
    return render_to_string("cms/printing/heading.html", {"value": value})


def _reflection(_writer: LessonWriter, value: Any) -> str:
    return render_to_string("cms/printing/reflection.html", {"value": value})


def _cite(writer: LessonWriter, value: Any) -> str:
    instrument = writer.shelf.library.get(value["instrument"])
    return render_to_string("cms/printing/cite.html", {"value": value, "instrument": instrument}) if instrument else ""


def _figure(_writer: LessonWriter, value: Any) -> str:
    source = inlined(value["image"]) if value["image"] else ""
    return render_to_string("cms/printing/figure.html", {"value": value, "source": source})


def _case(writer: LessonWriter, value: Any) -> str:
    context = {"value": value, "mark": writer.mark(), "number": writer.number}
    answers = render_to_string("cms/printing/case_answers.html", context)
    writer.appendix.cases.append(clean(answers, writer.shelf.links, level=3))
    return render_to_string("cms/printing/case.html", context)


def _country(writer: LessonWriter, value: Any) -> str:
    """Paper does not know who reads it: every country of which something is known."""
    said = [(reader.name, said_of(value, reader)) for reader in writer.shelf.countries]
    rows = [{"name": name, "said": one} for name, one in said if one.is_known]
    return render_to_string("cms/printing/country.html", {"value": value, "rows": rows})


def _check(writer: LessonWriter, value: Any) -> str:
    check = writer.shelf.checks.get(str(value))
    if check is None:
        return ""
    number, mark = len(writer.appendix.checks) + 1, writer.mark()
    answer = check.answered(number, mark, writer.number)
    writer.appendix.checks.append(clean(answer, writer.shelf.links, level=3))
    return check.asked(number, mark)


OWN: dict[str, Callable[[LessonWriter, Any], str]] = {
    "heading": _heading,
    "reflection": _reflection,
    "cite": _cite,
    "figure": _figure,
    "case": _case,
    "check": _check,
    "country": _country,
}
