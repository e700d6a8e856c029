"""A lesson file taken apart: front matter and blocks, each with its line. The format: content/README.md."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from library.domain.errors import ContentError

LANGUAGES = ("es", "en", "fr", "pt")
KINDS = [
    "scene",
    "goal",
    "keypoints",
    "cite",
    "table",
    "case",
    "quote",
    "steps",
    "timeline",
    "figure",
    "comparison",
    "accordion",
    "video",
    "audio",
    "download",
    "country",
    "box",
    "check",
    "activity",
    "reflection",
    "takeaways",
    "text",
    "heading",
]  # "text" and "heading" are what stands between the ::: blocks
_FIELDS = {"lesson", "lang", "title", "summary", "minutes", "legal_review"}
EXTENTS = ("whole", "summary")
SUMMARY_KINDS = ("goal", "keypoints")  # the blocks of a lesson of which only the summary is translated
_OPEN = re.compile(r"^:::\s*([a-z]+)(?:\s+(.*\S))?\s*$")


class Malformed(ValueError):
    """A block that does not have the form its kind asks for."""


@dataclass(frozen=True)
class Block:
    """A piece of a lesson: its kind, what stands behind the kind, its text, and where it begins (line from 1)."""

    kind: str
    argument: str
    text: str
    line: int


@dataclass(frozen=True)
class LessonFile:
    """One lesson in one language; of `extent` whole, or summary: what it is about, while the text is untranslated."""

    path: Path
    lesson: str
    language: str
    title: str
    summary: str
    minutes: int
    legal_review: date | None
    blocks: tuple[Block, ...]
    extent: str = "whole"

    @property
    def is_summary(self) -> bool:
        """Whether it has goal and key points only."""
        return self.extent == "summary"

    def wrong(self, line: int, message: str) -> ContentError:
        """The error to raise about a line of this file."""
        return ContentError(self.path, line, message)


def read_lesson(path: Path) -> LessonFile:
    """Read a lesson file. Raises ContentError with file, line and what to put right."""
    lines = read_lines(path)
    front, start = front_matter(path, lines)
    _check_front(path, front)
    lesson = LessonFile(
        path=path,
        lesson=str(front["lesson"]),
        language=front["lang"],
        title=str(front["title"]).strip(),
        summary=str(front["summary"]).strip(),
        minutes=front["minutes"],
        legal_review=front["legal_review"],
        blocks=tuple(read_blocks(path, lines, start)),
        extent=front.get("extent", "whole"),
    )
    if lesson.is_summary:
        _check_summary(lesson)
    return lesson


def _check_summary(lesson: LessonFile) -> None:
    """Goal and key points, each once, nothing else: the rest comes from the original."""
    for block in lesson.blocks:
        if block.kind not in SUMMARY_KINDS:
            raise lesson.wrong(block.line, f"extent: summary has ::: goal and ::: keypoints only, no {block.kind}")
    for kind in SUMMARY_KINDS:
        found = [block for block in lesson.blocks if block.kind == kind]
        if len(found) != 1:
            line = found[1].line if found else 1
            raise lesson.wrong(line, f"extent: summary needs one ::: {kind} block, here are {len(found)}")


def read_lines(path: Path) -> list[str]:
    """The lines of a file. Raises ContentError where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError(path, line, "is not written in UTF-8") from error


def front_matter(path: Path, lines: list[str]) -> tuple[Any, int]:
    """What stands between the two ---, unchecked, and the index of the line behind. Raises ContentError."""
    if not lines or lines[0].strip() != "---" or "---" not in lines[1:]:
        raise ContentError(path, 1, "the file begins with front matter between two lines of ---")
    end = lines.index("---", 1)
    try:
        front = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ContentError(
            path, (mark.line if mark else 0) + 2, f"front matter is not YAML: {error.problem}"
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # signs that YAML does not know; dates like 2026-13-45
        raise ContentError(path, 1, f"front matter cannot be read: {error}") from error
    return front, end + 1


def _check_front(path: Path, front: object) -> None:
    if not isinstance(front, dict) or set(front) - {"extent"} != _FIELDS:
        raise ContentError(
            path,
            1,
            f"front matter has exactly these fields: {', '.join(sorted(_FIELDS))}; and extent, if only the summary is translated",
        )
    if front["lang"] not in LANGUAGES:
        raise ContentError(path, 1, f"lang: one of {', '.join(LANGUAGES)}")
    if front.get("extent", "whole") not in EXTENTS:
        raise ContentError(path, 1, f"extent: one of {', '.join(EXTENTS)}")
    if type(front["minutes"]) is not int or not 1 <= front["minutes"] <= 32767:
        raise ContentError(path, 1, "minutes: a whole number from 1 to 32767")
    if front["legal_review"] is not None and not isinstance(front["legal_review"], date):
        raise ContentError(path, 1, "legal_review: null or a date like 2026-11-30")
    for field in ("lesson", "title", "summary"):
        if not str(front[field] or "").strip():
            raise ContentError(path, 1, f"{field}: write a text")


def read_blocks(path: Path, lines: list[str], start: int) -> list[Block]:
    """The blocks from this line on (an index, from 0). Raises ContentError."""
    blocks: list[Block] = []
    running: list[str] = []
    at = start
    while at < len(lines):
        opened = _OPEN.match(lines[at])
        if lines[at].startswith(":::") and not opened:
            raise ContentError(path, at + 1, "a block opens with ::: and its kind; this ::: closes nothing")
        if opened or lines[at].startswith("## "):
            blocks += _text(running, at)
            running = []
        if opened:
            block, at = _fenced(path, lines, at, opened)
            blocks.append(block)
        elif lines[at].startswith("## "):
            blocks.append(Block("heading", "", lines[at][3:].strip(), at + 1))
        else:
            running.append(lines[at])
        at += 1
    return blocks + _text(running, at)


def _fenced(path: Path, lines: list[str], at: int, opened: re.Match[str]) -> tuple[Block, int]:
    kind, argument = opened[1], opened[2] or ""
    if kind not in KINDS or kind in ("text", "heading"):
        raise ContentError(path, at + 1, f"there is no block called {kind!r}")
    end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith(":::")), None)
    if end is None or lines[end].strip() != ":::":
        raise ContentError(path, at + 1, f"the block {kind!r} is not closed with :::")
    return Block(kind, argument, "\n".join(lines[at + 1 : end]).strip("\n"), at + 1), end


def _text(running: list[str], end: int) -> list[Block]:
    blank = next((n for n, line in enumerate(running) if line.strip()), len(running))
    text = "\n".join(running[blank:]).rstrip("\n")
    return [Block("text", "", text, end - len(running) + blank + 1)] if text else []
