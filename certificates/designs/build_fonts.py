# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools", "uharfbuzz"]
# ///
"""Build a design's fonts from the open fonts that npm carries. Run once, by hand.

    npm pack @expo-google-fonts/{cinzel,cormorant-garamond,eb-garamond}   # and unpack each
    uv run certificates/designs/build_fonts.py UNPACKED_FOLDER certificates/designs/fonts

xhtml2pdf draws one glyph after the other: it neither kerns nor places combining marks. So each
face leaves here with *forms*: glyphs in the Private Use Area that hold a letter with its mark
(g̃), a ligature (fi), or a letter with the advance it has before another one (T before a).
HarfBuzz says once, here, where things go; the `.json` beside each font tells the renderer which
form stands for which text. The renderer writes the real text back into the PDF, so that it can
still be copied, searched and read aloud.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import dataclass, field
from itertools import product
from math import radians, tan
from pathlib import Path
from string import ascii_letters, ascii_lowercase
from typing import Any

import uharfbuzz as hb
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# What a name may be written in: Latin with all its extensions, IPA letters and modifiers (used
# in Indigenous spellings), combining marks, Greek, Cyrillic, and the punctuation around them.
COVERED = [
    *range(0x20, 0x7F), *range(0xA0, 0x530), *range(0x1E00, 0x2000), *range(0x2010, 0x2028),
    *range(0x2030, 0x203B), *range(0x20A0, 0x20C0), 0x2113, 0x2116, 0x2122,
    *range(0x2C60, 0x2C80), *range(0xA720, 0xA800),
]  # fmt: skip
# Characters drawn with another one's glyph where a font has none of its own.
LOOKALIKES = {
    0x2010: 0x2D, 0x2011: 0x2D, 0x2BC: 0x2019, 0x2BB: 0x2018, 0x2BD: 0x201B, 0x2B9: 0x2032,
    0xA78B: 0x27, 0xA78C: 0x27, 0x2C8: 0x27, 0x2BE: 0x2019, 0x2BF: 0x2018, 0x2EE: 0x201D,
}  # fmt: skip

MARKS = [
    0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30B, 0x30C, 0x30D,
    0x323, 0x324, 0x325, 0x327, 0x328, 0x32D, 0x330, 0x331, 0x332,
]  # fmt: skip
TONES = [0x300, 0x301, 0x302, 0x303, 0x304, 0x30C, 0x331]
TONED = "äëïöüãẽĩõũỹñâêîôûąęįǫẹọịụạāēīōūåæøœɨʉɛɔəŋɓɗƙɇʌɩʋÄËÏÖÜÃẼĨÕŨỸÑÂÊÎÔÛĄĘĮǪẸỌỊỤẠĀĒĪŌŪÅÆØŒƗɄƐƆƏŊƁƊƘɆɅƖƲ"
KERNED = [c for c in map(chr, range(0x21, 0x180)) if c.isalpha()] + [*"’'-.,"]
LIGATURES = ("f_", "g_", "uniFB", "fi", "fl")  # how their glyph names begin
KERN_STEP, KERN_LEAST = 12, 8  # font units, of 1000 to the em
MARK_GAP = 36  # least distance of a mark from what it stands on, in font units
PRIVATE_USE = 0xE000


@dataclass(frozen=True)
class Recipe:
    """One face: its source, the fonts that fill its gaps, and how it is used."""

    name: str
    source: str
    fillers: tuple[Filler, ...] = ()
    slant: float = 0  # degrees
    capitals_only: bool = False


@dataclass(frozen=True)
class Filler:
    """A font to borrow glyphs from, scaled to the face's height and leaned by `slant` degrees."""

    source: str
    scale: float = 1
    slant: float = 0


EB = "EBGaramond"
CAPITALS = 1.07  # makes EB Garamond's capitals as tall as Cinzel's
RECIPES = [
    Recipe("AmparoText-Regular", f"{EB}_400Regular"),
    Recipe(
        "AmparoText-Italic",
        f"{EB}_400Regular_Italic",
        (Filler(f"{EB}_400Regular", slant=14),),
        slant=16,
    ),
    Recipe("AmparoText-SemiBold", f"{EB}_600SemiBold"),
    Recipe(
        "AmparoName-Italic",
        "CormorantGaramond_600SemiBold_Italic",
        (Filler(f"{EB}_500Medium_Italic", 0.97), Filler(f"{EB}_500Medium", 0.97, slant=14)),
        slant=16,
    ),
    Recipe(
        "AmparoDisplay-Regular",
        "Cinzel_400Regular",
        (Filler(f"{EB}_400Regular", CAPITALS),),
        capitals_only=True,
    ),
    Recipe(
        "AmparoDisplay-SemiBold",
        "Cinzel_600SemiBold",
        (Filler(f"{EB}_600SemiBold", CAPITALS),),
        capitals_only=True,
    ),
]


@dataclass
class Face:
    """A font being built, with HarfBuzz reading its untouched source."""

    recipe: Recipe
    font: TTFont
    shaper: hb.Font
    cmap: dict[int, str]
    native: set[int]
    forms: dict[str, str] = field(default_factory=dict)
    kerns: dict[str, dict[str, str]] = field(default_factory=dict)
    next_code: int = PRIVATE_USE

    def bounds(self, char: str) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character's ink, in font units."""
        glyphs = self.font.getGlyphSet()
        pen = BoundsPen(glyphs)
        glyphs[self.cmap[ord(char)]].draw(pen)
        return pen.bounds or (0, 0, 0, 0)

    def advance(self, char: str) -> int:
        return self.font["hmtx"][self.cmap[ord(char)]][0]

    def assembled(self, *parts: tuple[str, int, int]) -> Any:
        """A glyph made of others, each moved by (dx, dy) font units."""
        pen = TTGlyphPen(self.font["glyf"])
        for name, dx, dy in parts:
            pen.addComponent(name, (1, 0, 0, 1, dx, dy))
        return pen.glyph()

    def add(self, glyph: Any, advance: int, code: int | None = None) -> str:
        """Append a glyph under a code (the next private one by default); return its character."""
        if code is None:
            code, self.next_code = self.next_code, self.next_code + 1
        name = f"form{code:04X}"
        self.font["glyf"][name] = glyph
        glyph.recalcBounds(self.font["glyf"])
        self.font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
        self.cmap[code] = name
        return chr(code)

    def shaped(self, text: str, *, ligatures: bool = False) -> list[tuple[str, int, int, int]]:
        """(glyph, advance, x offset, y offset) as HarfBuzz sets the text, in font units."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.shaper, buffer, {"liga": ligatures, "clig": False, "calt": False})
        return [
            (self.shaper.glyph_to_string(info.codepoint), at.x_advance, at.x_offset, at.y_offset)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]


# --- the steps ------------------------------------------------------------------------------


def build(recipe: Recipe, sources: dict[str, Path], folder: Path) -> None:
    face = open_face(recipe, sources)
    compose_letters(face)
    for filler in recipe.fillers:
        fill(face, filler, TTFont(sources[filler.source]))
    draw_lookalikes(face)
    form_clusters(face)
    form_ligatures(face)
    form_kerns(face)
    save(face, sources, folder)


def open_face(recipe: Recipe, sources: dict[str, Path]) -> Face:
    path = sources[recipe.source]
    font = TTFont(path, recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "gasp", "prep"]
    subsetter = Subsetter(options)
    ligatures = [name for name in font.getGlyphOrder() if name.startswith(LIGATURES)]
    subsetter.populate(unicodes=COVERED, glyphs=ligatures)
    subsetter.subset(font)
    cmap = dict(font.getBestCmap())
    shaper = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    return Face(recipe, font, shaper, cmap, set(cmap))


def compose_letters(face: Face) -> None:
    """Draw the precomposed letters a font lacks from its own letter and mark (Cinzel's Ẽ)."""
    for code in COVERED:
        parts = unicodedata.normalize("NFD", chr(code))
        wanted = code not in face.cmap and len(parts) == 2 and wants(face, chr(code))
        if wanted and drawable(face, parts):
            face.add(composite(face, *parts), face.advance(parts[0]), code)


def fill(face: Face, filler: Filler, source: TTFont) -> None:
    """Borrow the characters the face still lacks."""
    cmap, glyphs = source.getBestCmap(), source.getGlyphSet()
    lean = (filler.scale, 0, filler.scale * tan(radians(filler.slant)), filler.scale, 0, 0)
    lacking = (c for c in COVERED if c in cmap and c not in face.cmap and wants(face, chr(c)))
    for code in lacking:
        outline, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[cmap[code]].draw(outline)
        outline.replay(TransformPen(pen, lean))
        face.add(pen.glyph(), round(source["hmtx"][cmap[code]][0] * filler.scale), code)


def draw_lookalikes(face: Face) -> None:
    for code, twin in LOOKALIKES.items():
        if code not in face.cmap and twin in face.cmap:
            face.cmap[code] = face.cmap[twin]


def form_clusters(face: Face) -> None:
    """Letters with a mark for which Unicode has no single character."""
    wanted = [*product(ascii_letters, map(chr, MARKS)), *product(TONED, map(chr, TONES))]
    for base, mark in wanted:
        text = unicodedata.normalize("NFC", base + mark)
        if len(text) == 2 and text == base + mark and wants(face, base) and drawable(face, text):
            face.forms[text] = face.add(composite(face, base, mark), face.advance(base))


def form_ligatures(face: Face) -> None:
    """fi, ffi, gy: what the font joins by default, except capitals (Th)."""
    if face.recipe.capitals_only:
        return
    tails = ["".join(t) for n in (1, 2) for t in product(ascii_lowercase, repeat=n)]
    for text in (head + tail for head in "fg" for tail in tails):
        shaped = face.shaped(text, ligatures=True)
        if len(shaped) == 1:
            glyph, advance, *_ = shaped[0]
            face.forms[text] = face.add(face.assembled((glyph, 0, 0)), advance)


def form_kerns(face: Face) -> None:
    """One glyph per letter and distinct kern; pairs within a step of each other share it."""
    letters = [c for c in KERNED if ord(c) in face.native and wants(face, c)]
    for left in letters:
        plain, rights = face.advance(left), dict[int, str]()
        for right in letters:
            shaped = face.shaped(left + right)
            kern = shaped[0][1] - plain if len(shaped) == 2 else 0
            if abs(kern) >= KERN_LEAST:
                step = max(1, round(abs(kern) / KERN_STEP)) * KERN_STEP * (1 if kern > 0 else -1)
                rights[step] = rights.get(step, "") + right
        forms = {kerned(face, left, plain + kern): chars for kern, chars in sorted(rights.items())}
        if forms:
            face.kerns[left] = forms


def save(face: Face, sources: dict[str, Path], folder: Path) -> None:
    rename(face, sources)
    cmap = dict(sorted(face.cmap.items()))
    for table in face.font["cmap"].tables:
        table.cmap = dict(cmap)
    face.font["post"].formatType = 3.0
    face.font.save(folder / f"{face.recipe.name}.ttf")
    notes = {"forms": face.forms, "kerns": face.kerns}
    text = json.dumps(notes, ensure_ascii=False, indent=0, separators=(",", ":"), sort_keys=True)
    (folder / f"{face.recipe.name}.json").write_text(text + "\n", encoding="utf-8")
    kerns = sum(map(len, face.kerns.values()))
    print(face.recipe.name, len(face.cmap), "characters,", len(face.forms), "forms,", kerns, "kerns")


# --- helpers --------------------------------------------------------------------------------


def wants(face: Face, char: str) -> bool:
    return not face.recipe.capitals_only or not char.islower()


def drawable(face: Face, text: str) -> bool:
    return all(ord(char) in face.cmap for char in text)


def composite(face: Face, base: str, mark: str) -> Any:
    drawn = undotted(face, base, mark)
    dx, dy = mark_offset(face, drawn, mark)
    return face.assembled((face.cmap[ord(drawn)], 0, 0), (face.cmap[ord(mark)], dx, dy))


def undotted(face: Face, base: str, mark: str) -> str:
    """i and j lose their dot below a mark that takes its place."""
    dotless = {"i": "ı", "j": "ȷ"}.get(base, base)
    above = unicodedata.combining(mark) == 230
    return dotless if above and ord(dotless) in face.cmap else base


def mark_offset(face: Face, base: str, mark: str) -> tuple[int, int]:
    """Where the mark goes, from the base's origin: the font's own anchor, else by its ink."""
    x, y = anchored(face, base, mark) or centred(face, base, mark)
    return round(x), round(cleared(face, base, mark, y))


def anchored(face: Face, base: str, mark: str) -> tuple[float, float] | None:
    if not {ord(base), ord(mark)} <= face.native:
        return None
    shaped = face.shaped(base + mark)
    if len(shaped) != 2 or shaped[1][2:] == (0, 0):
        return None
    return shaped[0][1] + shaped[1][2], shaped[1][3]


def centred(face: Face, base: str, mark: str) -> tuple[float, float]:
    left, bottom, right, top = face.bounds(base)
    mark_left, mark_bottom, mark_right, mark_top = face.bounds(mark)
    y = cleared(face, base, mark, 0)
    rise = (mark_bottom + mark_top) / 2 + y - (bottom + top) / 2
    lean = rise * tan(radians(face.recipe.slant))
    return (left + right) / 2 + lean - (mark_left + mark_right) / 2, y


def cleared(face: Face, base: str, mark: str, y: float) -> float:
    """Lift (or lower) a mark until it no longer touches what it stands on."""
    _, bottom, _, top = face.bounds(base)
    _, mark_bottom, _, mark_top = face.bounds(mark)
    place = unicodedata.combining(mark)
    if place == 230:
        return max(y, top + MARK_GAP - mark_bottom)
    if place == 220:
        return min(y, bottom - MARK_GAP - mark_top)
    return y  # cedilla, ogonek and strokes touch the letter


def kerned(face: Face, char: str, advance: int) -> str:
    return face.add(face.assembled((face.cmap[ord(char)], 0, 0)), advance)


def rename(face: Face, sources: dict[str, Path]) -> None:
    """Own names, as a changed font must have, with the copyright of every font in it."""
    origins = [face.recipe.source, *(filler.source for filler in face.recipe.fillers)]
    rights = dict.fromkeys(TTFont(sources[o])["name"].getDebugName(0) for o in origins)
    family, style = face.recipe.name.split("-")
    names = {
        0: "; ".join(rights),
        1: family,
        2: style,
        3: f"{face.recipe.name};1",
        6: face.recipe.name,
    }
    table = face.font["name"]
    table.names = [n for n in table.names if n.nameID in (13, 14)]
    for name_id, text in {**names, 4: f"{family} {style}"}.items():
        table.setName(text, name_id, 3, 1, 0x409)


def main(packages: Path, folder: Path) -> None:
    sources = {path.stem: path for path in packages.rglob("*.ttf")}
    folder.mkdir(parents=True, exist_ok=True)
    for recipe in RECIPES:
        build(recipe, sources, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
