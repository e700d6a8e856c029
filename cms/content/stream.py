"""A lesson's blocks as the JSON of its StreamField. The same file always gives the same JSON, ids included."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from cms.content.figure_file import figure_fields
from cms.content.lesson_file import Block, LessonFile, Malformed
from cms.content.richtext import Targets, UnknownLink, to_html, to_line, to_plain

_NAMESPACE = uuid.UUID("5f0c2f0e-6c0f-4f52-9d6a-2d0b8f0f7b11")


def stream(lesson: LessonFile, targets: Targets) -> list[dict[str, Any]]:
    """The body of a lesson page. Raises ContentError with the line of the block that is wrong."""
    return [_convert(lesson, number, block, targets) for number, block in enumerate(lesson.blocks)]


def _convert(lesson: LessonFile, number: int, block: Block, targets: Targets) -> dict[str, Any]:
    make = Maker(f"{lesson.lesson}/{lesson.language}/{number}", targets)
    try:
        value = MAKERS[block.kind](make, block)
    except (UnknownLink, Malformed) as error:
        raise lesson.wrong(block.line, f"{block.kind}: {error}") from error
    return {"type": block.kind, "value": value, "id": make.id()}


class Maker:
    """Makes values for one block, with ids that follow from its place."""

    def __init__(self, place: str, targets: Targets) -> None:
        self.place, self.targets, self.count = place, targets, 0

    def id(self) -> str:
        """The next id of this block."""
        self.count += 1
        return str(uuid.uuid5(_NAMESPACE, f"{self.place}/{self.count}"))

    def html(self, text: str) -> str:
        return to_html(text, self.targets)

    def line(self, text: str) -> str:
        return to_line(text, self.targets)

    def items(self, values: list[Any]) -> list[dict[str, Any]]:
        """A ListBlock's items."""
        return [{"type": "item", "value": value, "id": self.id()} for value in values]


def _rich(make: Maker, block: Block) -> str:
    if not block.text.strip():
        raise Malformed("is empty")
    return make.html(block.text)


def _plain(make: Maker, block: Block) -> str:
    return to_plain(" ".join(block.text.split()))


def _list(make: Maker, block: Block) -> list[dict[str, Any]]:
    return make.items([make.line(point) for point in _points(block)])


def _points(block: Block) -> list[str]:
    points = re.findall(r"(?ms)^- (.*?)(?=^- |\Z)", block.text)
    if not points:
        raise Malformed("write a list, each line beginning with -")
    return [" ".join(point.split()) for point in points]


def _cite(make: Maker, block: Block) -> dict[str, str]:
    instrument, _space, provision = block.argument.partition(" ")
    make.targets.href("cite", f"{instrument}/{provision}" if provision else instrument)
    return {"instrument": instrument, "provision": provision, "note": make.html(block.text)}


def _table(make: Maker, block: Block) -> dict[str, Any]:
    rows = [_cells(line) for line in block.text.splitlines() if line.strip()]
    if len(rows) < 3 or not all(re.fullmatch(r":?-+:?", cell) for cell in rows[1]):
        raise Malformed("write a heading row, a row of ---, then the rows")
    if any(len(row) != len(rows[0]) for row in rows):
        raise Malformed("every row needs as many cells as the heading")
    return {
        "columns": [{"type": "text", "heading": to_plain(cell)} for cell in rows[0]],
        "rows": [{"values": [make.line(cell) for cell in row]} for row in rows[2:]],
        "caption": to_plain(block.argument),
    }


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _case(make: Maker, block: Block) -> dict[str, Any]:
    text, *questions = re.split(r"(?m)^\? ", block.text)
    if not block.argument or not questions:
        raise Malformed("needs a title and at least one question on a line beginning with ?")
    pairs = [question.partition("\n") for question in questions]
    if not all(answer.strip() for _q, _n, answer in pairs):
        raise Malformed("each question needs an answer below it")
    values = [{"question": to_plain(q), "answer": make.html(answer.strip())} for q, _n, answer in pairs]
    return {"title": to_plain(block.argument), "text": make.html(text.strip()), "questions": make.items(values)}


def _quote(make: Maker, block: Block) -> dict[str, str]:
    text, _dashes, source = block.text.partition("\n-- ")
    return {"text": to_plain(" ".join(text.split())), "source": to_plain(source)}


def _steps(make: Maker, block: Block) -> dict[str, Any]:
    return {"caption": _caption(block), "steps": make.items([_step(make, point) for point in _points(block)])}


def _step(make: Maker, point: str) -> dict[str, str]:
    named = re.fullmatch(r"\*\*([^*\[\]]+)\*\*\s*(.*)", point)
    if not named:
        raise Malformed("each step begins with its name in bold, links stand behind it: - **Listen.** What happens")
    return {"name": named[1].strip(), "text": make.line(named[2]) if named[2] else ""}


def _timeline(make: Maker, block: Block) -> dict[str, Any]:
    return {"caption": _caption(block), "moments": make.items([_moment(make, point) for point in _points(block)])}


def _moment(make: Maker, point: str) -> dict[str, str]:
    time, _bar, text = point.partition("|")
    if not time.strip() or not text.strip():
        raise Malformed("each line is a time, a bar and what happens: - 22:40 | The call comes in")
    return {"time": to_plain(time.strip()), "text": make.line(text.strip())}


def _caption(block: Block) -> str:
    if not block.argument:
        raise Malformed(f"needs a caption on its first line: ::: {block.kind} What it shows")
    return to_plain(block.argument)


def _figure(make: Maker, block: Block) -> dict[str, Any]:
    fields = figure_fields(block)
    if block.argument not in make.targets.pictures:
        raise Malformed(f"there is no drawing {block.argument!r}")
    image = make.targets.pictures[block.argument]
    return {"image": image, "alt": fields["alt"], "caption": to_plain(fields.get("caption", ""))}


def _box(make: Maker, block: Block) -> str:
    if block.argument not in make.targets.boxes:
        raise Malformed(f"content/library/boxes/ has no box {block.argument!r}")
    if block.text.strip():
        raise Malformed("stands alone: its text is in content/library/boxes/")
    return block.argument


def _check(make: Maker, block: Block) -> str:
    code = block.argument.strip().lower().replace(".", "-")
    if code not in make.targets.questions:
        raise Malformed(f"questions.yaml has no question {block.argument!r}")
    return code


MAKERS: dict[str, Callable[[Maker, Block], Any]] = {
    "scene": _rich,
    "goal": _rich,
    "text": _rich,
    "activity": _rich,
    "keypoints": _list,
    "takeaways": _list,
    "heading": _plain,
    "reflection": _plain,
    "cite": _cite,
    "table": _table,
    "case": _case,
    "quote": _quote,
    "steps": _steps,
    "timeline": _timeline,
    "figure": _figure,
    "box": _box,
    "check": _check,
}
