# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools", "uharfbuzz"]
# ///
"""Build the fonts for other scripts from open fonts that Debian carries. Run once, by hand.

    apt-get install fonts-noto-core fonts-lxgw-wenkai fonts-nanum
    uv run certificates/designs/build_scripts.py /usr/share/fonts/truetype certificates/designs/fonts

Arabic and Hebrew get their joined letters and pointed letters as glyphs of the Private Use Area,
as HarfBuzz draws them; the `.json` beside each font says which is which. Of Chinese and Japanese
come the characters of GB 2312, Big5's and JIS X 0208's first levels, of Korean those of KS X 1001:
a name with a rarer one is put before a person.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import uharfbuzz as hb
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

PRIVATE_USE, EM = 0xE000, 1000
JOINER = "\u200d"
ARABIC = [
    *range(0x621, 0x63B),
    *range(0x641, 0x64B),
    0x640,
    *range(0x671, 0x6D4),
    0x6D5,
    *range(0x6EE, 0x6F0),
    *range(0x6FA, 0x700),
]
ARABIC_MARKS = [*range(0x64B, 0x656), 0x670]
ARABIC_OTHERS = [0x60C, 0x61B, 0x61F, *range(0x660, 0x66A), *range(0x6F0, 0x6FA)]
LAM, ALEFS = "\u0644", "\u0622\u0623\u0625\u0627\u0671"
HEBREW = [*range(0x5D0, 0x5EB)]
HEBREW_MARKS = [*range(0x5B0, 0x5BD), 0x5BF, 0x5C1, 0x5C2]
DOTS = "\u05bc\u05c1\u05c2"  # dagesh, shin dot, sin dot: they come together with a vowel
HEBREW_OTHERS = [0x5BE, 0x5C0, 0x5F3, 0x5F4]


def encoded(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> set[int]:
    """The characters of a double-byte encoding within a range of bytes."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in list(trails))
    texts = (pair.decode(encoding, "ignore") for pair in pairs)
    return {ord(text) for text in texts if len(text) == 1 and not unicodedata.category(text).startswith("C")}


TRAILS = range(0xA1, 0xFF)
HAN = (
    encoded("gb2312", range(0xB0, 0xF8), TRAILS)
    | encoded("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *TRAILS])
    | encoded("euc_jp", range(0xB0, 0xD0), TRAILS)
    | {*range(0x3041, 0x3097), *range(0x309D, 0x309F), *range(0x30A1, 0x30FF)}
    | {0x3001, 0x3002, 0x3005, 0x3006, 0x3007, 0x300C, 0x300D, 0x30FB, 0x30FC, 0xFF08, 0xFF09, 0xFF0C, 0x00B7, 0x3000}
    | set(map(ord, "煊璟翀暐珺玥烨喆堃淼焱垚昇彣栞夘﨑髙濵邊邉齋齊澤櫻濱國廣榮曉靜曄祺禎"))
)
HANGUL = encoded("euc_kr", range(0xB0, 0xC9), TRAILS)


class Face:
    """A font being built, and HarfBuzz reading its source."""

    def __init__(self, name: str, source: Path, wanted: Iterable[int]) -> None:
        self.name, self.font = name, TTFont(source, recalcTimestamp=False)
        self.rights = self.font["name"].getDebugName(0)
        self.shaper = hb.Font(hb.Face(hb.Blob.from_file_path(str(source))))
        self.next_code, self.joins, self.forms = PRIVATE_USE, dict[str, list[str]](), dict[str, str]()
        self.wanted = set(wanted) | {0x20}
        self.extra: dict[int, list[tuple[str, int, int]]] = {}
        self.advances: dict[int, int] = {}
        self.meant: dict[int, str] = {}

    def has(self, text: str) -> bool:
        return all(ord(char) in self.font.getBestCmap() for char in text)

    def form(self, text: str, *, before: str = "", after: str = "") -> str:
        """A private character drawn as HarfBuzz draws the text between two neighbours; empty if it has no glyph."""
        buffer = hb.Buffer()
        buffer.add_str(before + text + after)
        buffer.guess_segment_properties()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        hb.shape(self.shaper, buffer, {})
        parts, pen = [], 0
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            parts.append((self.shaper.glyph_to_string(info.codepoint), pen + at.x_offset, at.y_offset))
            pen += at.x_advance
        if any(name == ".notdef" for name, *_ in parts):
            return ""
        for code, known in self.extra.items():  # one glyph may stand for one text only
            if known == parts and self.advances[code] == pen and self.meant[code] == text:
                return chr(code)
        code, self.next_code = self.next_code, self.next_code + 1
        self.extra[code], self.advances[code], self.meant[code] = parts, pen, text
        return chr(code)

    def join(self, text: str) -> None:
        """The isolated, final, initial and medial form; empty where the letter does not join so."""
        forms = [
            self.form(text, before=before, after=after)
            for before, after in (("", ""), (JOINER, ""), ("", JOINER), (JOINER, JOINER))
        ]
        base = text[:2] if text[:2] in self.joins and len(text) > 2 else text[0]
        if len(text) > 1 and base in self.joins:
            known = self.joins[base]
        else:
            known = [forms[0], *(form if form != forms[0] else "" for form in forms[1:])]
            if joins_only_backwards(text):
                known[2] = known[3] = ""
        self.joins[text] = [form if known[index] else "" for index, form in enumerate(forms)]

    def save(self, folder: Path) -> None:
        self.subset()
        cmap = {code: name for code, name in self.font.getBestCmap().items() if code in self.wanted}
        for code, parts in self.extra.items():
            cmap[code] = self.assemble(f"form{code:04X}", parts, self.advances[code])
        for table in self.font["cmap"].tables:
            table.cmap = dict(cmap)
        self.font["post"].formatType = 3.0
        if self.font["head"].unitsPerEm != EM:  # reportlab writes wrong widths for other sizes of a short hmtx
            scale_upem(self.font, EM)
        align(self.font)
        rename(self.font, self.name, self.rights)
        self.font.save(folder / f"{self.name}.ttf")
        if self.extra:
            notes = {"forms": self.forms, "joins": self.joins}
            text = json.dumps(notes, ensure_ascii=False, indent=0, separators=(",", ":"), sort_keys=True)
            (folder / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")
        print(self.name, len(cmap), "characters,", (folder / f"{self.name}.ttf").stat().st_size, "bytes")

    def subset(self) -> None:
        options = Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True, glyph_names=True)
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "gasp", "prep", "vhea", "vmtx", "meta", "VDMX", "hdmx"]
        subsetter = Subsetter(options)
        glyphs = [name for parts in self.extra.values() for name, *_ in parts]
        subsetter.populate(unicodes=self.wanted, glyphs=glyphs)
        subsetter.subset(self.font)

    def assemble(self, name: str, parts: list[tuple[str, int, int]], advance: int) -> str:
        pen = TTGlyphPen(self.font["glyf"])
        for part, dx, dy in parts:
            pen.addComponent(part, (1, 0, 0, 1, dx, dy))
        glyph = pen.glyph()
        self.font["glyf"][name] = glyph
        glyph.recalcBounds(self.font["glyf"])
        self.font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
        return name


RIGHT_JOINING = set(
    "\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0675\u0676\u0677\u0688\u0689\u068a\u068b\u068c\u068d\u068e\u068f\u0690\u0691\u0692\u0693\u0694\u0695\u0696\u0697\u0698\u0699\u06c0\u06c3\u06c4\u06c5\u06c6\u06c7\u06c8\u06c9\u06ca\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef"
)


def joins_only_backwards(text: str) -> bool:
    return text[-1] in RIGHT_JOINING


def align(font: TTFont) -> None:
    """The line metrics of AmparoName-Italic, so that a line's baseline does not depend on its script."""
    em = font["head"].unitsPerEm
    ascent, descent = round(0.924 * em), -round(0.287 * em)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, descent, 0
    font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender, font["OS/2"].sTypoLineGap = ascent, descent, 0
    font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = ascent, -descent


def rename(font: TTFont, name: str, rights: str) -> None:
    """An own name, as a changed font must have, with the copyright of its source."""
    family, style = name.split("-")
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (13, 14)]
    for name_id, text in {0: rights, 1: family, 2: style, 3: f"{name};1", 4: f"{family} {style}", 6: name}.items():
        table.setName(text, name_id, 3, 1, 0x409)


def arabic(source: Path, folder: Path) -> None:
    face = Face("AmparoNaskh-Regular", source, [*ARABIC, *ARABIC_MARKS, *ARABIC_OTHERS])
    letters = [chr(code) for code in ARABIC if face.has(chr(code))]
    lams = [LAM + alef for alef in ALEFS]
    for text in (*letters, *lams):
        face.join(text)
    for code in ARABIC_OTHERS:
        face.joins[chr(code)] = [face.form(chr(code)), "", "", ""]
    for mark in map(chr, ARABIC_MARKS):
        for text in (*letters[:40], *lams):
            face.join(text + mark)
        for text in letters[:40]:
            if mark != "\u0651":
                face.join(unicodedata.normalize("NFC", f"{text}\u0651{mark}"))
    face.save(folder)


def hebrew(source: Path, folder: Path) -> None:
    face = Face("AmparoHebrew-Regular", source, [*HEBREW, *HEBREW_MARKS, *HEBREW_OTHERS])
    for code in (*HEBREW, *HEBREW_OTHERS):
        face.forms[chr(code)] = face.form(chr(code))
    marks = list(map(chr, HEBREW_MARKS))
    pairs = [(first, second) for first in DOTS for second in marks if first != second]
    for letter in map(chr, HEBREW):
        for points in (*((mark,) for mark in marks), *pairs):
            text = unicodedata.normalize("NFC", letter + "".join(points))
            face.forms.setdefault(text, face.form(text))
    face.save(folder)


def main(fonts: Path, folder: Path) -> None:
    sources = {path.stem: path for path in fonts.rglob("*.ttf")}
    arabic(sources["NotoNaskhArabic-Regular"], folder)
    hebrew(sources["NotoSerifHebrew-Regular"], folder)
    Face("AmparoKai-Regular", sources["LXGWWenKai-Regular"], HAN).save(folder)
    Face("AmparoHangul-Regular", sources["NanumMyeongjo"], HANGUL).save(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
