"""The short way through xhtml2pdf: the same engine, without work that is the same each time.

A stylesheet is parsed once per process instead of once per page, a font is registered once. This
is the only file that uses what xhtml2pdf keeps to itself; it is tried with the versions named
here alone, and a test compares its pages pixel by pixel with those of the public way, which
`drawing.draw` takes with any other version.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import xhtml2pdf.document as engine
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PmlBaseDoc

KNOWN = {"0.2.28"}
IS_KNOWN = version("xhtml2pdf") in KNOWN
MOST_STYLESHEETS = 64

Fonts = tuple[tuple[str, Path], ...]
_stylesheets: dict[str, Any] = {}
_registered: dict[str, Path] = {}


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


def convert(html: str, fonts: Fonts, folder: Path, find: Callable[[str, str | None], str]) -> tuple[bytes, list[Any]]:
    """(the PDF, what xhtml2pdf logged). `find` says where a file of the page lies, or refuses it."""
    path = str(folder / "certificate.html")
    policy = ResourceAccessPolicy.server(folder, allow_remote=False)
    with engine._RENDER_LOCK, use_policy(policy), render_budget(policy):
        try:
            register(fonts)
            context = Context(path, fonts)
            context.pathCallback, context.resource_policy = find, policy
            context = engine.pisaStory(html, path, find, encoding="utf-8", context=context, resource_policy=policy)
            return build(context), context.log
        finally:
            cleanFiles()
            reset_caches()


def register(fonts: Fonts) -> None:
    """Each font once, under its family's name; the family has no other faces."""
    for family, path in fonts:
        name = family.lower()
        if _registered.get(name) == path:
            continue
        _registered[name] = path
        pdfmetrics.registerFont(TTFont(name, str(path)))
        for bold in (0, 1):
            for italic in (0, 1):
                addMapping(name, bold, italic, name)


def build(context: Any) -> bytes:
    """What xhtml2pdf does with a story, for one page without running titles."""
    page = io.BytesIO()
    document = PmlBaseDoc(page, pagesize=context.pageSize, allowSplitting=1, showBoundary=0)
    document.addPageTemplates(list(context.templateList.values()))
    document.pisaPositioned = context.positioned
    document.build(context.story)
    return page.getvalue()
