"""A font, how wide its text runs, and the forms that xhtml2pdf cannot find by itself.

xhtml2pdf sets one glyph per character: no kerning, no ligatures, combining marks wherever they
fall. The fonts made by certificates/designs/build_fonts.py hold such *forms* as characters of
the Private Use Area; `shape` puts them in, and `finishing` writes the real text back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from certificates.rendering.design import design_file
from certificates.rendering.errors import InvalidDesign, MissingGlyphs

LONGEST_FORM = 3  # characters, as in “ffi”
PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True, eq=False)
class Typeface:
    """One font file. `name` is its PostScript name, `metrics` its name in reportlab's register.

    `forms` maps clusters (g̃, fi) and `kerns` pairs (To) to private characters.
    """

    name: str
    path: Path
    metrics: str
    covered: frozenset[int] = field(repr=False)
    forms: Mapping[str, str] = field(repr=False)
    kerns: Mapping[str, str] = field(repr=False)

    def width(self, text: str, size: float) -> float:
        """The text's width in points at a size in points."""
        return float(pdfmetrics.stringWidth(self.shape(text), self.metrics, size))

    def shape(self, text: str) -> str:
        """The text as this font prints it; raises `MissingGlyphs` rather than leave a gap."""
        missing = [char for char in text if ord(char) not in self.covered]
        if missing:
            raise MissingGlyphs(text, missing)
        formed = "".join(self._formed(text))
        following = f"{formed[1:]}\0"
        return "".join(self.kerns.get(a + b, a) for a, b in zip(formed, following, strict=False))

    def _formed(self, text: str) -> Iterator[str]:
        position = 0
        while position < len(text):
            for length in range(LONGEST_FORM, 0, -1):
                piece = text[position : position + length]
                if length == 1 or piece in self.forms:
                    break
            yield self.forms.get(piece, piece)
            position += len(piece)

    def meanings(self) -> dict[str, str]:
        """The real text behind every private character."""
        kerned = {private: pair[0] for pair, private in self.kerns.items()}
        return kerned | {private: text for text, private in self.forms.items()}


def typefaces(design: Mapping[str, Any]) -> dict[str, Typeface]:
    """The design's typefaces by role: title, issuer, name, strong, text, italic."""
    fonts = design["fonts"].items()
    faces = {role: read_typeface(design_file(design, path)) for role, path in fonts}
    if len({face.name for face in faces.values()}) < len({face.path for face in faces.values()}):
        raise InvalidDesign("Two fonts of the design share a PostScript name.")
    return faces


@lru_cache(maxsize=64)
def read_typeface(path: Path) -> Typeface:
    """The typeface in a TrueType file, with the notes beside it (same name, `.json`), if any."""
    metrics = f"certificate {path}"
    try:
        font = TTFont(metrics, str(path))
    except TTFError as error:
        raise InvalidDesign(f"“{path.name}” is not a font that can be embedded: {error}") from error
    pdfmetrics.registerFont(font)
    notes = path.with_suffix(".json")
    found = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
    covered = frozenset(font.face.charToGlyph).difference(PRIVATE_USE)
    return Typeface(
        name=font.face.name.decode(),
        path=path,
        metrics=metrics,
        covered=covered,
        forms=found.get("forms", {}),
        kerns=pairs(found.get("kerns", {})),
    )


def pairs(kerns: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """{"T": {private: "ao"}} as {"Ta": private, "To": private}."""
    return {
        left + right: private for left, forms in kerns.items() for private, rights in forms.items() for right in rights
    }
