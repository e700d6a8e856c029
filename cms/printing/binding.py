"""The parts' pages bound into one PDF: contents with page numbers, links, outline, page numbers, metadata."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from pikepdf import Array, Dictionary, Name, OutlineItem
from reportlab.pdfgen.canvas import Canvas

from certificates.rendering.typeface import FONTS, read_typeface
from cms.printing.paper import HERE, TEXT, TO, draw

A4 = (595.28, 841.89)  # points
MARGIN = 62.4
FOOT = 36
LONGEST = 90  # signs of the title at the foot of each page


@dataclass(frozen=True)
class Entry:
    """A line of the contents: where it leads, and how deep it stands."""

    anchor: str
    title: str
    level: int


@dataclass(frozen=True)
class Sheet:
    """Some pages, and what of the contents begins on them."""

    entries: tuple[Entry, ...]
    pdf: bytes


def bind(sheets: Sequence[Sheet], *, title: str, language: str, author: str) -> bytes:
    """One file. The first sheet is the cover, the contents come behind it."""
    cover, *rest = sheets
    covers = _count(cover.pdf)
    rows = _rows(rest, covers + 1)
    contents = draw(_contents(rows))
    rows = _rows(rest, covers + _count(contents) + 1)
    contents = draw(_contents(rows))
    with pikepdf.new() as book:
        for data in (cover.pdf, contents, *(sheet.pdf for sheet in rest)):
            with pikepdf.open(io.BytesIO(data)) as part:
                book.pages.extend(part.pages)
        _link(book)
        _number(book, title, covers)
        _outline(book, rows)
        return _finished(book, title, language, author)


def _count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as part:
        return len(part.pages)


def _rows(sheets: Iterable[Sheet], first: int) -> list[tuple[Entry, int]]:
    """Each line of the contents with its page. `first`: the number of the first sheet's first page."""
    rows = []
    for sheet in sheets:
        with pikepdf.open(io.BytesIO(sheet.pdf)) as part:
            begins = {
                str(mark.A.URI)[len(HERE) :]: number
                for number, page in reversed([*enumerate(part.pages)])
                for mark in _marks(page, HERE)
            }
            rows += [(entry, first + begins.get(entry.anchor, 0)) for entry in sheet.entries]
            first += len(part.pages)
    return rows


def _contents(rows: list[tuple[Entry, int]]) -> str:
    return render_to_string("cms/printing/paper_contents.html", {"rows": rows})


def _link(book: pikepdf.Pdf) -> None:
    """Marks become places, links inside the book lead to them; what leads nowhere is taken out."""
    places: dict[str, Any] = {}
    for page in book.pages:
        for mark in _marks(page, HERE):
            top = max(mark.Rect[1], mark.Rect[3])
            places.setdefault(str(mark.A.URI)[len(HERE) :], Array([page.obj, Name.XYZ, None, float(top) + 8, None]))
    for page in book.pages:
        for mark in _marks(page, TO):
            place = places.get(str(mark.A.URI)[len(TO) :])
            if place is not None:
                del mark["/A"]
                mark.Dest = place
        if "/Annots" in page:
            kept = [one for one in page.Annots if not _address(one).startswith((HERE, TO))]
            page.Annots = Array(kept)


def _marks(page: pikepdf.Page, start: str) -> list[Any]:
    return [one for one in page.get("/Annots", ()) if _address(one).startswith(start)]


def _address(annotation: Any) -> str:
    action = annotation.get("/A")
    return str(action.get("/URI", "")) if action is not None else ""


def _number(book: pikepdf.Pdf, title: str, covers: int) -> None:
    """Title and page number at the foot of every page but the cover."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=A4, invariant=1)
    short = title if len(title) <= LONGEST else f"{title[:LONGEST]}…"
    for number in range(1, len(book.pages) + 1):
        if number > covers:
            canvas.setFont(read_typeface(FONTS / TEXT).metrics, 8.5)
            canvas.setFillGray(0.35)
            canvas.drawString(MARGIN, FOOT, short)
            canvas.drawRightString(A4[0] - MARGIN, FOOT, str(number))
        canvas.showPage()
    canvas.save()
    with pikepdf.open(drawn) as feet:
        for page, foot in zip(book.pages, feet.pages, strict=True):
            page.add_overlay(foot, pikepdf.Rectangle(page.trimbox))


def _outline(book: pikepdf.Pdf, rows: list[tuple[Entry, int]]) -> None:
    with book.open_outline() as outline:
        for entry, page in rows:
            item = OutlineItem(entry.title, page - 1)
            level = outline.root[-1].children if entry.level > 1 and outline.root else outline.root
            level.append(item)


def _finished(book: pikepdf.Pdf, title: str, language: str, author: str) -> bytes:
    book.Root.Lang = pikepdf.String(language)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    book.Root.PageMode = Name.UseOutlines
    book.docinfo["/Title"] = pikepdf.String(title)
    book.docinfo["/Author"] = pikepdf.String(author)
    result = io.BytesIO()
    book.save(
        result,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return result.getvalue()
