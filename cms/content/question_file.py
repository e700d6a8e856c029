"""questions.yaml taken apart: each entry as the JSON that quizzes.domain scores."""

import json
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.content.question_pictures import read_question_pictures
from library.domain.yaml_file import Entry, read_entries
from quizzes.domain.curriculum import from_curriculum
from quizzes.domain.formats import Picture
from quizzes.domain.problems import QuestionProblem
from quizzes.domain.questions import check

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")  # neither 012, which YAML counts in eights, nor 1:30, in sixties
_REQUIRED = ("id", "lesson", "difficulty", "stem", "explanation")
_OPTIONAL = (
    *("course", "module", "type", "bloom", "objective", "options", "answer", "answer_mode", "citations"),
    *("left", "right", "tolerance", "unit", "model_answer", "keywords", "grading", "tags"),
)
# Types that have no form of their own here: the content as the bank keeps it.
_AS_KEPT = ("id", "lesson", "difficulty", "content")
_TAG = 60  # signs
_OPTION_FIELDS = ("id", "text", "correct", "correct_position", "left", "right", "feedback", "misconception")


@dataclass(frozen=True)
class QuestionRow:
    """A question of the bank: its code, where draws look, its content, and where it stands.

    The objective counts the course's outcomes from 1; None where the file says nothing.
    """

    code: str
    category: str
    difficulty: int
    objective: int | None
    content: dict[str, Any]
    entry: Entry
    tags: tuple[str, ...] | None = None
    pictures: tuple[Picture, ...] = ()

    @property
    def type(self) -> str:
        return str(self.content["type"])


def read_questions(path: Path) -> list[QuestionRow]:
    """The questions of a course's bank. Raises ContentError."""
    rows = [_row(entry) for entry in read_entries(path, "questions")]
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise row.entry.wrong(f"the id {row.code} stands here twice", "id")
        seen.add(row.code)
    return rows


def check_references(rows: Iterable[QuestionRow], outcomes: int, misconceptions: Container[str]) -> None:
    """Objectives are among the course's outcomes, misconceptions in their file. Raises ContentError."""
    for row in rows:
        if row.objective and row.objective > outcomes:
            raise row.entry.wrong(f"course.yaml has {outcomes} outcomes", "objective")
        for option in _options(row.entry):
            if option.has("misconception") and option.text("misconception") not in misconceptions:
                raise option.wrong(f"misconceptions.yaml has no {option.text('misconception')!r}", "misconception")


def _category(lesson: str, content: dict[str, Any]) -> str:
    """Where draws look. What a person must read is never drawn by chance: it would hold up a certificate."""
    return f"open.{lesson}" if content["type"] == "essay" else lesson


def _row(entry: Entry) -> QuestionRow:
    is_as_kept = entry.has("content")
    if is_as_kept:
        entry.allow(_AS_KEPT, ("objective", "tags"))
    else:
        entry.allow(_REQUIRED, _OPTIONAL)
        _check_options(entry)
        _check_number(entry, "answer")
        _check_number(entry, "tolerance")
    difficulty = _whole(entry, "difficulty", 3)
    objective = _whole(entry, "objective", 99) if entry.has("objective") else None
    content = _content_as_kept(entry) if is_as_kept else _content(entry)
    lesson = entry.text("lesson")
    return QuestionRow(
        code=entry.text("id").lower().replace(".", "-"),
        category=lesson if is_as_kept else _category(lesson, content),
        difficulty=difficulty,
        objective=objective,
        content=content,
        entry=entry,
        tags=_tags(entry),
        pictures=read_question_pictures(entry, content),
    )


def _tags(entry: Entry) -> tuple[str, ...] | None:
    if not entry.has("tags"):
        return None
    tags = tuple(tag.strip() for tag in entry.strings("tags"))
    if not all(0 < len(tag) <= _TAG for tag in tags):
        raise entry.wrong(f"words of at most {_TAG} signs", "tags")
    return tags


def _content_as_kept(entry: Entry) -> dict[str, Any]:
    content: dict[str, Any] = entry.entry("content").everything()
    try:
        json.dumps(content, allow_nan=False)
        check(content)
    except QuestionProblem as problem:
        raise entry.wrong(f"{entry.text('id')}: {problem}") from problem
    except (TypeError, ValueError, RecursionError) as error:
        raise entry.wrong(f"holds what cannot be kept: {error}", "content") from error
    return content


def _content(entry: Entry) -> dict[str, Any]:
    try:
        content = from_curriculum(entry.everything())
        check(content)
    except QuestionProblem as problem:
        raise entry.wrong(f"{entry.text('id')}: {problem}") from problem
    return content


def _options(entry: Entry) -> list[Entry]:
    return entry.entries("options") if entry.has("options") else []


def _check_options(entry: Entry) -> None:
    options = _options(entry)
    for option in options:
        option.allow([], _OPTION_FIELDS)
        if option.has("correct_position"):
            _whole(option, "correct_position", len(options))
        if option.has("misconception") and (not option.has("correct") or option.plain("correct") is not False):
            raise option.wrong("only a wrong option has a misconception behind it", "misconception")


def _check_number(entry: Entry, key: str) -> None:
    """Where the question asks for a number. Elsewhere an answer is an option's id, or several."""
    if entry.has(key) and entry.has("type") and entry.text("type") == "numeric":
        text = entry.text(key)
        if not _NUMBER.fullmatch(text) or (key == "tolerance" and text.startswith("-")):
            raise entry.wrong("a number like 12 or 0.5", key)


def _whole(entry: Entry, key: str, top: int) -> int:
    text = entry.text(key)
    if not re.fullmatch(r"[1-9]\d?", text) or int(text) > top:
        raise entry.wrong(f"a whole number from 1 to {top}", key)
    return int(text)
