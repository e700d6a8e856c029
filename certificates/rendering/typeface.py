"""A font, how wide its text runs, and the forms that xhtml2pdf cannot find by itself.

xhtml2pdf sets one glyph per character: no kerning, no ligatures, combining marks wherever they
fall. The fonts made by certificates/designs/build_fonts.py hold such *forms* as characters of
the Private Use Area; `shape` puts them in, and `finishing` writes the real text back.

What the font does not have is looked for in the fonts of other scripts: see `scripts`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from certificates.rendering import scripts
from certificates.rendering.design import DESIGNS, design_file
from certificates.rendering.errors import InvalidDesign
from certificates.rendering.quick import Font

FONTS = DESIGNS / "fonts"
OTHER_SCRIPTS = (
    "AmparoNaskh-Regular.ttf",
    "AmparoHebrew-Regular.ttf",
    "AmparoKai-Regular.ttf",
    "AmparoHangul-Regular.ttf",
)
LONGEST_FORM = 3  # characters, as in “ffi”, or a letter with two points
PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True, eq=False)
class Typeface:
    """One font file. `name` is its PostScript name, `metrics` its name in reportlab's register.

    `forms` maps clusters (g̃, fi) and `kerns` pairs (To) to private characters; `joins` maps Arabic
    letters to their isolated, final, initial and medial form, empty where there is none.
    """

    name: str
    path: Path
    metrics: str
    covered: frozenset[int] = field(repr=False)
    forms: Mapping[str, str] = field(repr=False)
    kerns: Mapping[str, str] = field(repr=False)
    joins: Mapping[str, Sequence[str]] = field(repr=False)

    def width(self, text: str, size: float) -> float:
        """The text's width in points at a size in points."""
        return float(sum(pdfmetrics.stringWidth(run.glyphs, run.face.metrics, size) for run in self.runs(text)))

    @lru_cache(maxsize=4096)  # noqa: B019 typefaces live as long as the process; labels and titles come again and again
    def runs(self, text: str) -> tuple[Run, ...]:
        """The text as it is printed, from left to right, in as few fonts as can be.

        Raises `MissingGlyphs` rather than leave a gap.
        """
        if self.covered.issuperset(map(ord, text)):
            return (Run(self, self.shape(text)),)
        pieces = scripts.visual_pieces(text, self, other_typefaces)
        return tuple(
            Run(face, face.shape_backwards(part) if backwards else face.shape(part)) for face, part, backwards in pieces
        )

    def shape(self, text: str) -> str:
        """Covered text as this font prints it, kerned and with its marks placed."""
        formed = "".join(self._formed(text))
        following = f"{formed[1:]}\0"
        return "".join(self.kerns.get(a + b, a) for a, b in zip(formed, following, strict=False))

    def shape_backwards(self, text: str) -> str:
        """The same for text that runs from right to left, in the order in which it is drawn."""
        joined = scripts.join(text, self.joins) if self.joins else list(self._formed(text))
        return "".join(reversed(scripts.placed(text, joined)))

    def _formed(self, text: str) -> Iterator[str]:
        position = 0
        while position < len(text):
            for length in range(LONGEST_FORM, 0, -1):
                piece = text[position : position + length]
                if length == 1 or piece in self.forms:
                    break
            yield self.forms.get(piece, piece)
            position += len(piece)

    @cached_property
    def meanings(self) -> dict[str, str]:
        """The real text behind every private character."""
        kerned = {private: pair[0] for pair, private in self.kerns.items()}
        joined = {glyph: text for text, glyphs in self.joins.items() for glyph in glyphs if glyph}
        formed = {private: text for text, private in self.forms.items()}
        return kerned | {glyph: as_read(text) for glyph, text in (joined | formed).items()}


def as_read(text: str) -> str:
    """The text of one glyph as a PDF reader wants it: it turns what runs from right to left around, letter by letter."""
    return text[::-1] if unicodedata.bidirectional(text[0]) in ("R", "AL") else text


@dataclass(frozen=True)
class Run:
    """Glyphs of one font, in the order in which they are drawn."""

    face: Typeface
    glyphs: str


def typefaces(design: Mapping[str, Any]) -> dict[str, Typeface]:
    """The design's typefaces by role: title, issuer, name, strong, text, italic."""
    return _typefaces(design["name"], tuple(design["fonts"].items()))


@lru_cache(maxsize=16)
def _typefaces(name: str, fonts: tuple[tuple[str, str], ...]) -> dict[str, Typeface]:
    faces = {role: read_typeface(design_file({"name": name}, path)) for role, path in fonts}
    if len({face.name for face in faces.values()}) < len({face.path for face in faces.values()}):
        raise InvalidDesign("Two fonts of the design share a PostScript name.")
    return faces


def all_typefaces(faces: Mapping[str, Typeface]) -> dict[str, Typeface]:
    """The design's typefaces and those of other scripts that have been read, by PostScript name."""
    return {face.name: face for face in (*_read.values(), *faces.values())}


_read: dict[Path, Typeface] = {}


def other_typefaces() -> Iterator[Typeface]:
    """The fonts for other scripts, in the order in which they are asked; each read when it is."""
    return (read_typeface(FONTS / name) for name in OTHER_SCRIPTS)


@lru_cache(maxsize=64)
def read_typeface(path: Path) -> Typeface:  # the large ones take a second, once
    """The typeface in a TrueType file, with the notes beside it (same name, `.json`), if any."""
    metrics = f"certificate {path}"
    try:
        font = Font(metrics, str(path))
    except TTFError as error:
        raise InvalidDesign(f"“{path.name}” is not a font that can be embedded: {error}") from error
    pdfmetrics.registerFont(font)
    notes = path.with_suffix(".json")
    found = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
    covered = (
        frozenset(font.face.charToGlyph)
        .difference(PRIVATE_USE)
        .union(map(ord, found.get("joins", {}) and scripts.INVISIBLE))
    )
    _read[path] = Typeface(
        name=font.face.name.decode(),
        path=path,
        metrics=metrics,
        covered=covered,
        forms=found.get("forms", {}),
        kerns=pairs(found.get("kerns", {})),
        joins=found.get("joins", {}),
    )
    return _read[path]


def pairs(kerns: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """{"T": {private: "ao"}} as {"Ta": private, "To": private}."""
    return {
        left + right: private for left, forms in kerns.items() for private, rights in forms.items() for right in rights
    }
