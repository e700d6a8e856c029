"""A lesson's blocks as the JSON of its StreamField. The same file always gives the same JSON, ids included."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from cms.content.figure_file import figure_fields
from cms.content.lesson_file import Block, LessonFile, Malformed
from cms.content.maker import Maker, caption, points, questions, table_rows
from cms.content.richtext import Targets, UnknownLink, to_plain
from cms.content.stream_more import MAKERS as MORE


def stream(lesson: LessonFile, targets: Targets) -> list[dict[str, Any]]:
    """The body of a lesson page. Raises ContentError with the line of the block that is wrong.

    The nth block of a kind has the same id in every language: translating side by side goes by it.
    """
    seen: Counter[str] = Counter()
    converted = []
    for block in lesson.blocks:
        converted.append(_convert(lesson, seen[block.kind], block, targets))
        seen[block.kind] += 1
    return converted


def _convert(lesson: LessonFile, number: int, block: Block, targets: Targets) -> dict[str, Any]:
    make = Maker(f"{lesson.lesson}/{block.kind}/{number}", targets)
    try:
        value = MAKERS[block.kind](make, block)
    except (UnknownLink, Malformed) as error:
        raise lesson.wrong(block.line, f"{block.kind}: {error}") from error
    return {"type": block.kind, "value": value, "id": make.id()}


def _rich(make: Maker, block: Block) -> str:
    if not block.text.strip():
        raise Malformed("is empty")
    return make.html(block.text)


def _plain(make: Maker, block: Block) -> str:
    return to_plain(" ".join(block.text.split()))


def _list(make: Maker, block: Block) -> list[dict[str, Any]]:
    return make.items([make.line(point) for point in points(block)])


def _cite(make: Maker, block: Block) -> dict[str, str]:
    instrument, _space, provision = block.argument.partition(" ")
    make.targets.href("cite", f"{instrument}/{provision}" if provision else instrument)
    return {"instrument": instrument, "provision": provision, "note": make.html(block.text)}


def _table(make: Maker, block: Block) -> dict[str, Any]:
    heads, rows = table_rows(block.text)
    return {
        "columns": [{"type": "text", "heading": to_plain(cell)} for cell in heads],
        "rows": [{"values": [make.line(cell) for cell in row]} for row in rows],
        "caption": to_plain(block.argument),
    }


def _case(make: Maker, block: Block) -> dict[str, Any]:
    text, pairs = questions(block.text)
    if not block.argument or not pairs:
        raise Malformed("needs a title and at least one question on a line beginning with ?")
    values = [{"question": to_plain(question), "answer": make.html(answer)} for question, answer in pairs]
    return {"title": to_plain(block.argument), "text": make.html(text), "questions": make.items(values)}


def _quote(make: Maker, block: Block) -> dict[str, str]:
    text, _dashes, source = block.text.partition("\n-- ")
    return {"text": to_plain(" ".join(text.split())), "source": to_plain(source)}


def _steps(make: Maker, block: Block) -> dict[str, Any]:
    return {"caption": caption(block), "steps": make.items([_step(make, point) for point in points(block)])}


def _step(make: Maker, point: str) -> dict[str, str]:
    named = re.fullmatch(r"\*\*([^*\[\]]+)\*\*\s*(.*)", point)
    if not named:
        raise Malformed("each step begins with its name in bold, links stand behind it: - **Listen.** What happens")
    return {"name": named[1].strip(), "text": make.line(named[2]) if named[2] else ""}


def _timeline(make: Maker, block: Block) -> dict[str, Any]:
    return {"caption": caption(block), "moments": make.items([_moment(make, point) for point in points(block)])}


def _moment(make: Maker, point: str) -> dict[str, str]:
    time, _bar, text = point.partition("|")
    if not time.strip() or not text.strip():
        raise Malformed("each line is a time, a bar and what happens: - 22:40 | The call comes in")
    return {"time": to_plain(time.strip()), "text": make.line(text.strip())}


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
    **MORE,
}
