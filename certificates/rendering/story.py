"""The story in the middle of a certificate: to whom, for what, when.

It is set as large as it comfortably can be; what room is left is shared out between its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from certificates.rendering.block import MM, Block, set_block
from certificates.rendering.facts import Facts
from certificates.rendering.fitting import Measure, Setting, fit
from certificates.rendering.plan import Plan
from certificates.rendering.typeface import Typeface
from certificates.rendering.wording import Wording

Faces = Mapping[str, Typeface]
COURSE = (Measure(1, 22, 18), Measure(2, 19, 15.5), Measure(3, 16, 12.5), Measure(4, 12.5, 9), Measure(5, 12, 8))
SENTENCE = (Measure(1, 12.5, 10.5), Measure(2, 11, 9))
NAME_LEADING, COURSE_LEADING, SENTENCE_LEADING = 1.17, 1.24, 1.3
SHRINKS = (1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
RULE_PLACE = 0.54  # of the room below the name, from its lower end


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


@dataclass(frozen=True)
class Story:
    """The blocks, and the height in mm of the rule below the name."""

    blocks: tuple[Block, ...]
    rule: float


def tell(facts: Facts, wording: Wording, faces: Faces, plan: Plan) -> Story:
    """The story, set between the plan's two heights."""
    top, bottom = plan.story
    lines = comfortable(facts, wording, faces, plan)
    spare = max(0.0, bottom - top - tallness(lines))
    used = min(spare, plan.most_spare)
    blocks, at, rule = [], top + (spare - used) / 2, 0.0
    for line in lines:
        blocks.append(set_block(line.style, at, line.setting, faces[line.face], line.leading))
        room = line.gap + line.share * used
        at += line.height + room
        if line.style == "name":
            rule = at - room * RULE_PLACE
    return Story(tuple(blocks), rule)


def comfortable(facts: Facts, wording: Wording, faces: Faces, plan: Plan) -> Sequence[Line]:
    """The story at the largest scale that leaves it room to breathe."""
    room = plan.story[1] - plan.story[0]
    lines: list[Line] = []
    for shrink in SHRINKS:
        lines = list(told(facts, wording, faces, plan, shrink))
        if tallness(lines) <= room:
            break
    return lines


def told(facts: Facts, wording: Wording, faces: Faces, plan: Plan, shrink: float) -> Iterator[Line]:
    width = plan.body.width * MM

    def sentence(style: str, text: str, face: str, gap: float, share: float) -> Line:
        setting = fit(text, faces[face], width * 0.87, scaled(SENTENCE, shrink))
        return Line(style, face, setting, SENTENCE_LEADING, gap, share)

    name = fit(facts.name, faces["name"], width * 0.955, scaled(plan.name, shrink))
    course = fit(facts.course_title, faces["strong"], width * 0.88, scaled(COURSE, shrink))
    yield sentence("plain", wording.awarded_to, "text", 0.6, 0.06)
    yield Line("name", "name", name, NAME_LEADING, 5.2, 0.30)
    yield sentence("plain", wording.reason, "text", 0.8, 0.10)
    yield Line("course", "strong", course, COURSE_LEADING, 1.2, 0.22)
    yield sentence("plain", wording.detail, "text", 0.8, 0.32)
    yield sentence("issued", wording.issued, "italic", 0.0, 0.0)


def tallness(lines: Sequence[Line]) -> float:
    """Height in mm of the story with the least gaps."""
    return sum(line.height + line.gap for line in lines)


def scaled(measures: Sequence[Measure], shrink: float) -> tuple[Measure, ...]:
    return tuple(Measure(m.lines, m.largest * shrink, m.smallest * shrink) for m in measures)
