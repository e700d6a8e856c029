"""The short way through xhtml2pdf: the same engine, without work that is the same each time.

A stylesheet is parsed once per process instead of once per page, a font is registered once, and a
page is read as the XML that it is. This is the only file that uses what xhtml2pdf keeps to itself;
it is tried with the versions named here alone, and a test compares its pages pixel by pixel with
those of the public way, which `drawing.draw` takes with any other version.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.dom import minidom

import xhtml2pdf.document as engine
import xhtml2pdf.parser as walk
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Spacer
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.default import DEFAULT_CSS
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PmlBaseDoc

KNOWN = {("0.2.28", "5.1")}  # of xhtml2pdf and of the reportlab it draws with
IS_KNOWN = (version("xhtml2pdf"), version("reportlab").rpartition(".")[0]) in KNOWN
MOST_STYLESHEETS = 64
# White space at the start or after a sign that is escaped in HTML, such a sign, or what stands between.
PIECES = re.compile(r"""[&<>"']|(?:^|(?<=[&<>"']))[ \t\n\f\r]+|[^&<>"']+""")

Fonts = tuple[tuple[str, Path], ...]
_stylesheets: dict[str, Any] = {}
_registered: dict[str, Path] = {}
_drawable: dict[tuple[str, ...], set[str]] = {}  # the characters that the first of some fonts that has them can draw


class Context(pisaContext):  # type: ignore[misc]
    """A page's state, with fonts that are registered already and stylesheets that are parsed already."""

    def __init__(self, path: str, fonts: Fonts) -> None:
        super().__init__(path)
        self.fontList: dict[str, str] = {**self.fontList, **{family.lower(): family.lower() for family, _ in fonts}}

    def _parseCSSSource(self, text: str, sourceName: str) -> Any:  # noqa: N802, N803
        # “@page” sets up the page as it is parsed, so that sheet is parsed each time.
        return self._parsed(text, sourceName)

    def _parsed(self, text: str, source: str) -> Any:
        if "@page" in text:
            return super()._parseCSSSource(text, source)
        if text not in _stylesheets:
            if len(_stylesheets) >= MOST_STYLESHEETS:
                _stylesheets.clear()
            _stylesheets[text] = super()._parseCSSSource(text, source)
        return _stylesheets[text]

    def _warn_missing_glyphs(self, text: str, candidates: list[str]) -> None:
        # Once per process for the same signs in the same fonts; what is missing is said each time.
        found = _drawable.setdefault(tuple(candidates), set())
        unknown = "".join(set(text) - found)
        if unknown:
            super()._warn_missing_glyphs(unknown, candidates)
            found.update(set(unknown) - self._glyph_warned)


class Font(TTFont):  # type: ignore[misc]
    """A font whose widths are written in one go: reportlab asks each of some hundred numbers what it is."""

    def addObjects(self, document: Any) -> None:  # noqa: N802
        super().addObjects(document)
        if not IS_KNOWN:
            return
        for font in document.idToObject["BasicFonts"].dict.values():
            if isinstance(getattr(font, "Widths", None), PDFArray):
                font.Widths = f"[{' '.join(map(str, font.Widths.sequence))}]"


def convert(page: str, fonts: Fonts, folder: Path, find: Callable[[str, str | None], str]) -> tuple[bytes, list[Any]]:
    """(the PDF, what xhtml2pdf logged) of a page that is XML. `find` says where a file of the page lies, or refuses it."""
    path = str(folder / "certificate.html")
    policy = ResourceAccessPolicy.server(folder, allow_remote=False)
    with engine._RENDER_LOCK, use_policy(policy), render_budget(policy):
        try:
            register(fonts)
            context = Context(path, fonts)
            context.pathCallback, context.resource_policy = find, policy
            tell(page, context)
            return build(context), context.log
        finally:
            cleanFiles()


def register(fonts: Fonts) -> None:
    """Each font once, under its family's name; the family has no other faces."""
    for family, path in fonts:
        name = family.lower()
        if _registered.get(name) == path:
            continue
        _registered[name] = path
        reset_caches()  # what was known of a font of that name
        _drawable.clear()
        pdfmetrics.registerFont(Font(name, str(path)))
        for bold in (0, 1):
            for italic in (0, 1):
                addMapping(name, bold, italic, name)


def tell(page: str, context: Context) -> None:
    """What xhtml2pdf does with a page's text. Our own is XML, and a parser in C is ten times as fast as one of HTML."""
    document = minidom.parseString(page.encode())  # noqa: S318 made here, every name escaped
    for block in document.getElementsByTagName("body")[0].getElementsByTagName("*"):
        cut(block)
    context.addDefaultCSS(DEFAULT_CSS)
    walk.pisaPreLoop(document, context)
    context.parseCSS()
    walk.pisaLoop(document, context)
    walk.warnDroppedFunctions(context.cssDroppedFunctions, context.cssDroppedFunctionSources)
    walk.warnUnsupportedProperties(context.cssParser.declaredBySource)
    context.story = context.story or [Spacer(1, 1)]
    context.node = None
    context.cssAttrCache.clear()
    context.cssPseudoCache.clear()
    document.unlink()


def cut(element: Any) -> None:
    """Cut the element's texts where html5lib would: xhtml2pdf sets each piece by itself, which shows in the last digit."""
    for text in [child for child in element.childNodes if child.nodeType == child.TEXT_NODE]:
        for piece in PIECES.findall(text.data)[:-1]:
            text = text.splitText(len(piece))


def build(context: Any) -> bytes:
    """What xhtml2pdf does with a story, for one page without running titles."""
    page = io.BytesIO()
    # Not compressed: what becomes of the page is compressed when it is finished, and once is enough.
    document = PmlBaseDoc(page, pagesize=context.pageSize, allowSplitting=1, showBoundary=0, pageCompression=0)
    document.addPageTemplates(list(context.templateList.values()))
    document.pisaPositioned = context.positioned
    document.build(context.story)
    return page.getvalue()
