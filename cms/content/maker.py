"""What the makers of blocks share: ids that follow from the place, rich text, and how lists, tables and pairs are written."""

import re
import uuid
from typing import Any

from cms.content.lesson_file import Block, Malformed
from cms.content.richtext import Targets, to_html, to_line, to_plain

_NAMESPACE = uuid.UUID("5f0c2f0e-6c0f-4f52-9d6a-2d0b8f0f7b11")


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


def points(block: Block) -> list[str]:
    """The points of a list, each on one line. Raises Malformed."""
    found = re.findall(r"(?ms)^- (.*?)(?=^- |\Z)", block.text)
    if not found:
        raise Malformed("write a list, each line beginning with -")
    return [" ".join(point.split()) for point in found]


def caption(block: Block) -> str:
    """What stands behind the kind. Raises Malformed where nothing does."""
    if not block.argument:
        raise Malformed(f"needs a caption on its first line: ::: {block.kind} What it shows")
    return to_plain(block.argument)


def table_rows(text: str) -> tuple[list[str], list[list[str]]]:
    """Heading and rows of a table. Raises Malformed."""
    rows = [_cells(line) for line in text.splitlines() if line.strip()]
    if len(rows) < 3 or not all(re.fullmatch(r":?-+:?", cell) for cell in rows[1]):
        raise Malformed("write a heading row, a row of ---, then the rows")
    if any(len(row) != len(rows[0]) for row in rows):
        raise Malformed("every row needs as many cells as the heading")
    return rows[0], rows[2:]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def questions(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first line beginning with ?, and each such line with the text below it. Raises Malformed."""
    before, *rest = re.split(r"(?m)^\? ", text)
    pairs = [(line, below.strip()) for line, _break, below in (part.partition("\n") for part in rest)]
    if not all(below for _line, below in pairs):
        raise Malformed("each question needs an answer below it")
    return before.strip(), pairs


_FIELD = re.compile(r"([a-z]+):[ \t]*(.*)")


def fields(text: str, allowed: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """The lines `name: value` at the beginning, up to the first empty line, and the text behind. Raises Malformed."""
    head, _break, rest = text.strip("\n").partition("\n\n")
    found: dict[str, str] = {}
    for line in head.splitlines():
        match = _FIELD.fullmatch(line.strip())
        if not match or match[1] not in allowed:
            raise Malformed(f"begins with lines of {', '.join(f'{name}:' for name in allowed)}, then an empty line")
        found[match[1]] = match[2].strip()
    return found, rest.strip()
