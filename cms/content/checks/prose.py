"""The words of a lesson as a reader meets them: without marks of the format, each passage with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.content.lesson_file import Block, LessonFile

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_WORD = re.compile(r"[^\W_]+(?:[-'’.:][^\W_]+)*")
_ABBREVIATIONS = (
    "art",
    "arts",
    "párr",
    "para",
    "v",
    "vs",
    "dr",
    "dra",
    "sr",
    "sra",
    "mr",
    "ms",
    "mrs",
    "n.º",
)
_END = re.compile(
    "".join(rf"(?<!\b(?i:{re.escape(word)})\.)" for word in _ABBREVIATIONS)
    + r"(?<=[.!?…])[\"”»)’]*\s+(?=[\"“«(¿¡‘]?[^\W\d_a-záéíóúñüàâçêîôûãõ]|[\"“«(¿¡]*\d)"
)
_NOT_PROSE = ("check", "figure", "box", "video", "audio", "download")  # a code, or said beside a picture or recording


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, table cell or heading, and the line on which it begins."""

    text: str
    line: int
    kind: str


def words(text: str) -> int:
    """How many words a text has; a number or a hyphenated word is one."""
    return len(_WORD.findall(text))


def without_links(text: str) -> str:
    """The words of links instead of the links; line breaks stay where they are."""
    return _LINK.sub(lambda match: match[1], text)


def sentences(text: str) -> list[str]:
    """A passage's sentences. "art. 36" and "Vélez Loor v. Panama" do not end one."""
    return [sentence.strip() for sentence in _END.split(text) if sentence.strip()]


def passages(lesson: LessonFile) -> Iterator[Passage]:
    """Everything a reader reads, in order."""
    for block in lesson.blocks:
        if block.kind not in _NOT_PROSE:
            yield from _passages(block)


def _passages(block: Block) -> Iterator[Passage]:
    if block.argument and block.kind != "cite":
        yield Passage(without_links(block.argument), block.line, block.kind)
    begin = block.line if block.kind in ("text", "heading") else block.line + 1
    held: list[str] = []
    at = begin
    for number, line in enumerate(without_links(block.text).split("\n"), begin):
        if held and (not line.strip() or re.match(r"(- |\d+\. |\||\? |-- |#)", line)):
            yield Passage(" ".join(held), at, block.kind)
            held = []
        if block.kind == "table" and line.strip():
            yield from _cells(line, number)
        elif line.strip():
            at = number if not held else at
            held.append(_bare(line))
            if line.startswith("? "):
                yield Passage(" ".join(held), at, block.kind)
                held = []
    if held:
        yield Passage(" ".join(held), at, block.kind)


def _cells(line: str, number: int) -> Iterator[Passage]:
    for cell in line.strip().strip("|").split("|"):
        if re.search(r"\w", cell):
            yield Passage(_bare(cell), number, "table")


def _bare(line: str) -> str:
    line = re.sub(r"^\s*(- |\d+\. |\? |-- |#+ |>)", "", line.strip())
    return re.sub(r"[*_]{1,2}(\S[^*_]*)[*_]{1,2}", r"\1", line).strip()
