"""The layout “landscape”: A4 on its side, everything placed in millimetres from the top left.

The head (issuer and title) and the foot (QR code, signatories, serial) stand still. The story
between them (name, course, dates) is set as large as it comfortably can be, and what room is
left is shared out between its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from certificates.rendering.facts import Facts, Signatory
from certificates.rendering.fitting import Measure, Setting, fit
from certificates.rendering.qr import qr_operators
from certificates.rendering.typeface import Typeface
from certificates.rendering.wording import Wording

Faces = Mapping[str, Typeface]
MM = 72 / 25.4  # points
PAGE_HEIGHT = 210  # mm
STYLESHEET = Template(Path(__file__).with_name("landscape.css").read_text(encoding="utf-8"))

STORY_TOP, STORY_BOTTOM = 83.0, 152.5  # mm: the room between title and signatures
QR_LEFT, QR_TOP, QR_SIDE = 25.0, 156.5, 23.5  # mm
SIGNED_LEFT, SIGNED_RIGHT, SIGNED_TOP = 62.0, 235.0, 166.0  # mm
HEAD_WIDTH, NAME_WIDTH, COURSE_WIDTH, SENTENCE_WIDTH = 190.0, 226.0, 208.0, 205.0  # mm
SCAN_WIDTH, REGISTER_WIDTH, NOTE_WIDTH = 40.0, 39.0, 170.0  # mm

ISSUER = (Measure(1, 11.5, 7.5), Measure(2, 8, 6))
TITLE = (Measure(1, 36, 18),)
SUBTITLE = (Measure(1, 15, 9),)
NAME = (Measure(1, 41, 29), Measure(2, 31, 21), Measure(3, 21, 15))
COURSE = (Measure(1, 22, 18), Measure(2, 19, 15.5), Measure(3, 16, 12.5), Measure(4, 12.5, 9))
SENTENCE = (Measure(1, 12.5, 10.5), Measure(2, 11, 9))
SIGNATORY = (Measure(1, 11.5, 9), Measure(2, 9.5, 7))
ROLE = (Measure(1, 9.5, 8), Measure(2, 8.5, 6.5))
VALUE, NOTE, LABEL = (Measure(1, 9, 6),), (Measure(1, 8.5, 6),), (Measure(1, 7.5, 5),)

LEADING, NAME_LEADING, COURSE_LEADING, SENTENCE_LEADING = 1.2, 1.17, 1.24, 1.3
TRACKING = 0.2  # space between capitals, as a share of their size
CAPITAL = 0.7  # the usual width of a capital, as a share of its size
SHRINKS = (1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
MOST_SPARE = 15.0  # mm of spare room that the story takes up before it is centred instead
RULE_PLACE = 0.54  # of the room below the name, from its lower end


@dataclass(frozen=True)
class Sheet:
    """A composed page: HTML for xhtml2pdf, and PDF operators to draw over it."""

    html: str
    drawing: bytes


@dataclass(frozen=True)
class Block:
    """Lines of text at a height in mm, in the style of a class of the stylesheet."""

    style: str
    top: float
    markup: str
    extra: str = ""

    def html(self) -> str:
        place = f"top:{self.top:.2f}mm;{self.extra}"
        return f'<div class="{self.style}" style="{place}">{self.markup}</div>'


def set_block(
    style: str,
    top: float,
    setting: Setting,
    face: Typeface,
    leading: float = LEADING,
    extra: str = "",
) -> Block:
    """A block of fitted text, each line in the face's own glyphs and safe to stand in HTML."""
    markup = "<br>".join(escape(face.shape(line)) for line in setting.lines)
    size = f"font-size:{setting.size:.1f}pt;line-height:{setting.size * leading:.2f}pt;"
    return Block(style, top, markup, size + extra)


def compose(facts: Facts, wording: Wording, faces: Faces, colours: Mapping[str, str]) -> Sheet:
    """Set a certificate's texts on the page."""
    blocks = [
        *head(facts, wording, faces),
        *story(facts, wording, faces),
        *foot(facts, wording, faces),
    ]
    html = Template(PAGE).substitute(
        language=escape(facts.language),
        style=stylesheet(faces, colours),
        blocks="\n".join(block.html() for block in blocks),
    )
    bottom = PAGE_HEIGHT - QR_TOP - QR_SIDE
    code = qr_operators(facts.verify_url, QR_LEFT * MM, bottom * MM, QR_SIDE * MM, colours["primary"])
    return Sheet(html, code)


PAGE = """<!DOCTYPE html>
<html lang="$language"><head><meta charset="utf-8"><style>$style</style></head>
<body>
$blocks
</body></html>"""


def stylesheet(faces: Faces, colours: Mapping[str, str]) -> str:
    files = {face.name: face.path for face in faces.values()}
    fonts = "\n".join(f'@font-face {{ font-family: {name}; src: url("{path}"); }}' for name, path in files.items())
    roles = {f"face_{role}": face.name for role, face in faces.items()}
    return f"{fonts}\n{STYLESHEET.substitute(roles, **colours)}"


# --- head -----------------------------------------------------------------------------------


def head(facts: Facts, wording: Wording, faces: Faces) -> Iterator[Block]:
    yield from tracked("issuer", 49.5, facts.issuer.upper(), faces["issuer"], ISSUER)
    yield from tracked("title", 55.0, wording.title, faces["title"], TITLE)
    subtitle = fit(wording.subtitle, faces["italic"], HEAD_WIDTH * MM, SUBTITLE)
    yield set_block("subtitle", 71.5, subtitle, faces["italic"])


def tracked(style: str, top: float, text: str, face: Typeface, measures: Sequence[Measure]) -> Iterator[Block]:
    """Spaced capitals, one block a line.

    xhtml2pdf centres spaced text as if it were not: half of the excess is taken off the margin.
    """
    setting = fit(text, face, HEAD_WIDTH * MM / (1 + TRACKING / CAPITAL), measures)
    for index, line in enumerate(setting.lines):
        gap = TRACKING * setting.size
        shift = (len(face.shape(line)) - 1) * gap / 2
        extra = f"letter-spacing:{gap:.2f}pt;margin-left:{-shift:.2f}pt;"
        height = top + index * setting.size * LEADING / MM
        yield set_block(style, height, Setting((line,), setting.size), face, extra=extra)


# --- story ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One part of the story; after it comes `gap` mm and its `share` of the spare room."""

    style: str
    face: str
    setting: Setting
    leading: float
    gap: float
    share: float

    @property
    def height(self) -> float:
        return self.setting.height(self.leading) / MM


def story(facts: Facts, wording: Wording, faces: Faces) -> Iterator[Block]:
    lines = comfortable(facts, wording, faces)
    spare = max(0.0, STORY_BOTTOM - STORY_TOP - tallness(lines))
    used = min(spare, MOST_SPARE)
    top = STORY_TOP + (spare - used) / 2
    for line in lines:
        yield set_block(line.style, top, line.setting, faces[line.face], line.leading)
        room = line.gap + line.share * used
        top += line.height + room
        if line.style == "name":
            yield Block("rule", top - room * RULE_PLACE, "&nbsp;")


def comfortable(facts: Facts, wording: Wording, faces: Faces) -> list[Line]:
    """The story at the largest scale that leaves it room to breathe."""
    for shrink in SHRINKS:
        lines = told(facts, wording, faces, shrink)
        if tallness(lines) <= STORY_BOTTOM - STORY_TOP:
            break
    return lines


def told(facts: Facts, wording: Wording, faces: Faces, shrink: float) -> list[Line]:
    def sentence(style: str, text: str, face: str, gap: float, share: float) -> Line:
        setting = fit(text, faces[face], SENTENCE_WIDTH * MM, scaled(SENTENCE, shrink))
        return Line(style, face, setting, SENTENCE_LEADING, gap, share)

    name = fit(facts.name, faces["name"], NAME_WIDTH * MM, scaled(NAME, shrink))
    course = fit(facts.course_title, faces["strong"], COURSE_WIDTH * MM, scaled(COURSE, shrink))
    return [
        sentence("plain", wording.awarded_to, "text", 0.6, 0.06),
        Line("name", "name", name, NAME_LEADING, 5.2, 0.30),
        sentence("plain", wording.reason, "text", 0.8, 0.10),
        Line("course", "strong", course, COURSE_LEADING, 1.2, 0.22),
        sentence("plain", wording.detail, "text", 0.8, 0.32),
        sentence("issued", wording.issued, "italic", 0.0, 0.0),
    ]


def tallness(lines: Sequence[Line]) -> float:
    """Height in mm of the story with the least gaps."""
    return sum(line.height + line.gap for line in lines)


def scaled(measures: Sequence[Measure], shrink: float) -> list[Measure]:
    return [Measure(m.lines, m.largest * shrink, m.smallest * shrink) for m in measures]


# --- foot -----------------------------------------------------------------------------------


def foot(facts: Facts, wording: Wording, faces: Faces) -> Iterator[Block]:
    yield from signatures(facts.signatories, faces)
    yield from register(facts, wording, faces)
    scan = fit(wording.scan, faces["text"], SCAN_WIDTH * MM, LABEL)
    yield set_block("scan", QR_TOP + QR_SIDE + 1.2, scan, faces["text"])
    note = fit(wording.verification, faces["italic"], NOTE_WIDTH * MM, NOTE)
    yield set_block("verification", 182.6, note, faces["italic"])


def register(facts: Facts, wording: Wording, faces: Faces) -> Iterator[Block]:
    """The serial and the code, to be typed where the QR code cannot be scanned."""
    rows = (
        (160.5, wording.serial_label, facts.serial),
        (170.0, wording.code_label, facts.grouped_code),
    )
    for top, label, value in rows:
        small = fit(label, faces["text"], REGISTER_WIDTH * MM, LABEL)
        strong = fit(value, faces["strong"], REGISTER_WIDTH * MM, VALUE)
        yield set_block("register label", top, small, faces["text"])
        yield set_block("register value", top + 3.6, strong, faces["strong"])


def signatures(signatories: Sequence[Signatory], faces: Faces) -> Iterator[Block]:
    """A rule, a name and a role for each, in even columns; names share a size, so do roles."""
    count = len(signatories)
    column = (SIGNED_RIGHT - SIGNED_LEFT) / max(1, count)
    width = min(66.0, column - 6)
    names = alike([p.name for p in signatories], faces["strong"], width - 1, SIGNATORY)
    roles = alike([p.role for p in signatories], faces["text"], width - 1, ROLE)
    for index, (name, role) in enumerate(zip(names, roles, strict=True)):
        left = SIGNED_LEFT + column * (index + 0.5) - width / 2
        place = f"left:{left:.2f}mm;width:{width:.2f}mm;"
        below = SIGNED_TOP + 1.3 + name.height(LEADING) / MM
        yield Block("signed", SIGNED_TOP, "&nbsp;", place)
        yield set_block("signatory", SIGNED_TOP + 1.0, name, faces["strong"], extra=place)
        yield set_block("role", below, role, faces["text"], extra=place)


def alike(texts: Sequence[str], face: Typeface, width: float, measures: Sequence[Measure]) -> list[Setting]:
    """Each text fitted to `width` mm, all at the smallest of their sizes."""
    settings = [fit(text, face, width * MM, measures) for text in texts]
    size = min((setting.size for setting in settings), default=0.0)
    return [Setting(setting.lines, size) for setting in settings]
