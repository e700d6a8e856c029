"""A composed certificate: what is the same on many, and what is this one's own.

Head (issuer and title) and foot (signatories, labels) depend on the design, the language and the
signatories: they are drawn once. The story, the serial and the QR code are drawn each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from certificates.rendering.block import LEADING, MM, Block, alike, set_block
from certificates.rendering.drawing import Markup
from certificates.rendering.facts import Facts, Signatory
from certificates.rendering.fitting import Measure, Setting, fit
from certificates.rendering.pictures import Placed
from certificates.rendering.plan import Plan
from certificates.rendering.qr import paint, qr_operators
from certificates.rendering.story import Faces, tell
from certificates.rendering.typeface import Typeface
from certificates.rendering.wording import Wording

STYLESHEET = Template(Path(__file__).with_name("sheet.css").read_text(encoding="utf-8"))
ISSUER = (Measure(1, 11.5, 7.5), Measure(2, 8, 6))
SUBTITLE = (Measure(1, 15, 9),)
SIGNATORY = (Measure(1, 11.5, 9), Measure(2, 9.5, 7))
ROLE = (Measure(1, 9.5, 8), Measure(2, 8.5, 6.5))
VALUE, NOTE, LABEL = (Measure(1, 9, 6),), (Measure(1, 8.5, 6.5), Measure(2, 8, 6)), (Measure(1, 7.5, 5),)
TRACKING = 0.2  # space between capitals, as a share of their size
CAPITAL = 0.7  # the usual width of a capital, as a share of its size
SIGNATURE_HEIGHT, SIGNATURE_ABOVE = 13.0, 0.6  # mm


@dataclass(frozen=True)
class Sheet:
    """`fixed` is equal for many certificates, `own` for this one alone, with `drawing` on top."""

    fixed: Markup
    own: Markup
    drawing: bytes
    pictures: tuple[Placed, ...]


def compose(
    facts: Facts, wording: Wording, faces: Faces, colours: Mapping[str, str], logos: Sequence[str], plan: Plan
) -> Sheet:
    """Set a certificate's texts on the page."""
    style = tuple(sorted(colours.items()))
    story = tell(facts, wording, faces, plan)
    labels, values = zip(*register(facts, wording, faces, plan), strict=True)
    fixed = [*head(facts, wording, faces, plan), *foot(facts, wording, faces, plan), *labels]
    columns = list(signature_columns(facts.signatories, plan))
    return Sheet(
        fixed=markup(fixed, facts.language, faces, style, plan),
        own=markup([*story.blocks, *values], facts.language, faces, style, plan),
        drawing=b"\n".join((rule(plan, story.rule, colours["accent"]), code(facts, plan, colours["primary"]))),
        pictures=(*placed_logos(logos, plan), *signatures(facts.signatories, columns, plan, colours["primary"])),
    )


def markup(
    blocks: Sequence[Block], language: str, faces: Faces, colours: tuple[tuple[str, str], ...], plan: Plan
) -> Markup:
    used = {face.name: face.path for face in faces.values()}
    others = {face.name: face.path for block in blocks for face in block.faces if face.name not in used}
    style = stylesheet(tuple((role, face.name) for role, face in faces.items()), colours, plan)
    style += "".join(f"\n.{name} {{ font-family: {name}; }}" for name in sorted(others))
    body = "\n".join(block.html() for block in blocks)
    page = f"@page {{ size: {plan.width}mm {plan.height}mm; margin: 0; }}"
    return Markup(escape(language), page, style, body, tuple(sorted({**used, **others}.items())))


@lru_cache(maxsize=64)
def stylesheet(roles: tuple[tuple[str, str], ...], colours: tuple[tuple[str, str], ...], plan: Plan) -> str:
    columns = {"body": plan.body, "head": plan.head, "scan": plan.scan, "register": plan.register, "note": plan.note}
    places = {f"{name}_{key}": value for name, column in columns.items() for key, value in vars(column).items()}
    return STYLESHEET.substitute({f"face_{role}": name for role, name in roles} | dict(colours) | places)


def rule(plan: Plan, top: float, colour: str) -> bytes:
    """The line below the name."""
    if not plan.rule_width:
        return b""
    middle, y = plan.body.left + plan.body.width / 2, plan.height - top
    ends = [(middle + side * plan.rule_width / 2) * MM for side in (-1, 1)]
    return f"q {paint(colour)} RG 0.7 w {ends[0]:.2f} {y * MM:.2f} m {ends[1]:.2f} {y * MM:.2f} l S Q".encode()


def code(facts: Facts, plan: Plan, colour: str) -> bytes:
    left, top, side = plan.qr
    return qr_operators(facts.verify_url, left * MM, (plan.height - top - side) * MM, side * MM, colour)


def placed_logos(logos: Sequence[str], plan: Plan) -> Iterator[Placed]:
    """Logos fill the plan's places in their order."""
    for checksum, (centre, top, width, height) in zip(logos, plan.logos, strict=False):
        yield Placed(checksum, centre - width / 2, plan.height - top - height, width, height, ink="")


# --- head -----------------------------------------------------------------------------------


def head(facts: Facts, wording: Wording, faces: Faces, plan: Plan) -> Iterator[Block]:
    yield from tracked("head issuer", plan.issuer_top, facts.issuer.upper(), faces["issuer"], ISSUER, plan)
    yield from tracked("head title", plan.title_top, wording.title, faces["title"], plan.title, plan)
    subtitle = fit(wording.subtitle, faces["italic"], plan.head.width * 0.8 * MM, SUBTITLE)
    yield set_block("head subtitle", plan.subtitle_top, subtitle, faces["italic"])


def tracked(
    style: str, top: float, text: str, face: Typeface, measures: tuple[Measure, ...], plan: Plan
) -> Iterator[Block]:
    """Spaced capitals, one block a line.

    xhtml2pdf centres spaced text as if it were not: half of the excess is taken off the margin.
    """
    setting = fit(text, face, plan.head.width * 0.8 * MM / (1 + TRACKING / CAPITAL), measures)
    for index, line in enumerate(setting.lines):
        gap = TRACKING * setting.size
        letters = sum(len(run.glyphs) for run in face.runs(line))
        shift = (letters - 1) * gap / 2 if plan.head.align == "center" else 0
        extra = f"letter-spacing:{gap:.2f}pt;margin-left:{-shift:.2f}pt;"
        height = top + index * setting.size * LEADING / MM
        yield set_block(style, height, Setting((line,), setting.size), face, extra=extra)


# --- foot -----------------------------------------------------------------------------------


def foot(facts: Facts, wording: Wording, faces: Faces, plan: Plan) -> Iterator[Block]:
    yield from signed(facts.signatories, faces, plan)
    _, top, side = plan.qr
    scan = fit(wording.scan, faces["text"], (plan.scan.width - 1.5) * MM, LABEL)
    yield set_block("scan", top + side + 1.2, scan, faces["text"])
    note = fit(wording.verification, faces["italic"], (plan.note.width - 1) * MM, NOTE)
    yield set_block("verification", plan.note_top, note, faces["italic"])


def register(facts: Facts, wording: Wording, faces: Faces, plan: Plan) -> Iterator[tuple[Block, Block]]:
    """The serial and the code with their labels, to be typed where the QR code cannot be scanned."""
    rows = ((wording.serial_label, facts.serial), (wording.code_label, facts.grouped_code))
    width = (plan.register.width - 1) * MM
    for top, (label, value) in zip(plan.register_tops, rows, strict=True):
        small, strong = fit(label, faces["text"], width, LABEL), fit(value, faces["strong"], width, VALUE)
        yield (
            set_block("register label", top, small, faces["text"]),
            set_block("register value", top + 3.6, strong, faces["strong"]),
        )


def signature_columns(signatories: Sequence[Signatory], plan: Plan) -> Iterator[tuple[float, float]]:
    """(left, width) in mm of each signatory's column, evenly spread."""
    left, right, _ = plan.signed
    column = (right - left) / max(1, len(signatories))
    width = min(66.0, column - 6)
    for index in range(len(signatories)):
        yield left + column * (index + 0.5) - width / 2, width


def signed(signatories: Sequence[Signatory], faces: Faces, plan: Plan) -> Iterator[Block]:
    """A rule, a name and a role for each; names share a size, so do roles."""
    columns, top = list(signature_columns(signatories, plan)), plan.signed[2]
    width = columns[0][1] - 1 if columns else 0.0
    names = alike([p.name for p in signatories], faces["strong"], width, SIGNATORY)
    roles = alike([p.role for p in signatories], faces["text"], width, ROLE)
    for (left, width), name, role in zip(columns, names, roles, strict=True):
        place = f"left:{left:.2f}mm;width:{width:.2f}mm;"
        yield Block("signed", top, "\u00a0", place)
        yield set_block("signatory", top + 1.0, name, faces["strong"], extra=place)
        yield set_block("role", top + 1.3 + name.height(LEADING) / MM, role, faces["text"], extra=place)


def signatures(
    signatories: Sequence[Signatory], columns: Sequence[tuple[float, float]], plan: Plan, ink: str
) -> Iterator[Placed]:
    """The pictures of the signatures, above the lines, in the design's ink."""
    bottom = plan.height - plan.signed[2] + SIGNATURE_ABOVE
    for person, (left, width) in zip(signatories, columns, strict=True):
        if person.signature:
            yield Placed(person.signature, left, bottom, width, SIGNATURE_HEIGHT, ink)
