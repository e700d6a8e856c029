"""A part of the book as pages of PDF, set by xhtml2pdf in the certificates' typefaces.

Links inside the book lead to other parts, which are drawn on their own. So each link and each place that one may
lead to is drawn as a link to an address that nobody has; `binding` knows the pages and puts true ones in their place.
"""

import io
import unicodedata
from functools import cache

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.template.loader import render_to_string
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates.rendering.drawing import failures_named
from certificates.rendering.errors import RenderingFailed
from certificates.rendering.typeface import FONTS, read_typeface

TO = "https://book.invalid/to#"
HERE = "https://book.invalid/here#"
TEXT = "AmparoText-Regular.ttf"
# Family, file, and where it stands in the family.
_FACES = (
    ("AmparoText", TEXT, ""),
    ("AmparoText", "AmparoText-SemiBold.ttf", "font-weight: bold;"),
    ("AmparoText", "AmparoText-Italic.ttf", "font-style: italic;"),
    ("AmparoDisplay", "AmparoDisplay-Regular.ttf", ""),
)
_INSTEAD = {"−": "–", "→": "›", "←": "‹", "⇒": "»", "☐": "•", "✓": "•", "\u00ad": "", "\u200b": "", "\u2011": "-"}


def draw(html: str) -> bytes:
    """The part's pages. Raises RenderingFailed."""
    page = io.BytesIO()
    with failures_named():
        result = pisa.CreatePDF(
            f"<html><head><style>{_style()}</style></head><body>{_for_paper(html)}</body></html>",
            dest=page,
            encoding="utf-8",
            resource_policy=ResourceAccessPolicy.server(FONTS, allow_remote=False),
        )
    if result.err:
        raise RenderingFailed("; ".join(str(entry[2]) for entry in result.log) or "an error without words")
    return page.getvalue()


@cache
def _style() -> str:
    faces = "".join(
        f'@font-face {{ font-family: {name}; {how} src: url("{FONTS / file}"); }}' for name, file, how in _FACES
    )
    return faces + render_to_string("cms/printing/paper.css")


def _for_paper(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for art in soup.select(".art"):  # drawn beyond its frame: nothing cuts it off on paper
        art.decompose()
    for tag in soup.find_all(["section", "nav", "header", "figure", "figcaption"]):
        tag["class"] = " ".join([*filter(None, tag.get_attribute_list("class")), tag.name])
        tag.name = "div"
    for link in soup.select('a[href^="#"]'):
        link["href"] = TO + str(link["href"])[1:]
    for place in soup.select("[id]"):
        _mark(soup, place)
    return "".join(_printable(sign) for sign in str(soup))


def _mark(soup: BeautifulSoup, place: Tag) -> None:
    """The first words of the place become a link to itself."""
    words = next((text for text in place.find_all(string=True) if text.strip() and not text.find_parent("a")), None)
    if isinstance(words, NavigableString):
        words.wrap(soup.new_tag("a", href=HERE + str(place["id"])))


def _printable(sign: str) -> str:
    """The sign, or the nearest that the typeface has; it never leaves a gap."""
    covered = _covered()
    if ord(sign) in covered or sign in "\n\t\r":
        return sign
    nearest = _INSTEAD.get(sign)
    if nearest is None:
        nearest = "".join(one for one in unicodedata.normalize("NFKD", sign) if ord(one) in covered) or "?"
    return nearest


@cache
def _covered() -> frozenset[int]:
    return read_typeface(FONTS / TEXT).covered
