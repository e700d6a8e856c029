"""GIFT, as Moodle reads it. Grammar: quizzes.md, section 5.

strict reads what Moodle reads and nothing else. helpful (the default) also mends {#0}, decimal commas, a missing
blank line after $CATEGORY:, {true} in small letters and rounded weights, and says so in the question's notes.
A block that cannot be read is a problem with its line; the other blocks are not touched by it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.domain.formats.categories import read_path
from quizzes.domain.formats.gift_item import read_item
from quizzes.domain.formats.gift_text import hidden, show
from quizzes.domain.formats.limits import QUESTIONS
from quizzes.domain.formats.model import Parsed, Problem, Result, Unreadable
from quizzes.domain.formats.reading import Options, Reading

CATEGORY = "$CATEGORY:"
_ID = re.compile(r"\[id:((?:\\\]|[^\]\[<>])*)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\[<>`])*)\]")


@dataclass
class Block:
    """Lines between blank lines. Comments are apart; every line knows its number."""

    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    follows_category: bool = False

    def add(self, number: int, line: str) -> None:
        if line.lstrip().startswith("//"):
            self.comments.append(line)
        else:
            self.lines.append(line)
            self.numbers.append(number)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def line(self) -> int:
        return self.numbers[0]

    def line_at(self, offset: int) -> int:
        """The number of the line on which a character of the hidden text stands."""
        return self.numbers[min(hidden(self.text).count("\n", 0, offset), len(self.numbers) - 1)]

    @property
    def code(self) -> str:
        found = [code for comment in self.comments for code in _ID.findall(comment)]
        return found[-1].replace("\\]", "]") if found else ""

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag.replace("\\]", "]") for comment in self.comments for tag in _TAG.findall(comment))


def read_gift(text: str, options: Options) -> Result:
    """Every question of the text, and a problem for every block that holds none."""
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    category: tuple[str, ...] = ()
    for part in (part for block in blocks(text) for part in _parts(block, options)):
        if len(parsed) + len(problems) > QUESTIONS:
            break
        if part.text.lstrip().startswith(CATEGORY):
            category = read_path(show(hidden(part.text)[len(CATEGORY) :]))
            continue
        read = read_block(part, category, options)
        parsed.append(read) if isinstance(read, Parsed) else problems.append(read)
    return Result(tuple(parsed), tuple(problems))


def read_block(block: Block, category: tuple[str, ...], options: Options) -> Parsed | Problem:
    """The question that a block holds, or why it holds none."""
    reading = Reading(options, block.line)
    if block.follows_category:
        reading.note("repaired_category")
    try:
        return read_item(reading, block.text, category, block.code, block.tags)
    except Unreadable as problem:
        return problem.at(block.line_at(problem.offset))


def blocks(text: str) -> Iterator[Block]:
    """The text cut at its blank lines. Comments alone are no block."""
    block = Block()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            block.add(number, line)
            continue
        if block.lines:
            yield block
        block = Block()
    if block.lines:
        yield block


def _parts(block: Block, options: Options) -> list[Block]:
    """Categories and the question right behind them are blocks of their own, if slips are mended."""
    if options.strict:
        return [block]
    count = next((n for n, line in enumerate(block.lines) if not line.lstrip().startswith(CATEGORY)), len(block.lines))
    parts = [Block([line], [number]) for line, number in zip(block.lines[:count], block.numbers, strict=False)]
    if count < len(block.lines):
        rest = (block.lines[count:], block.numbers[count:], block.comments)
        parts.append(Block(*rest, follows_category=count > 0))
    return parts
