"""questions.yaml taken apart: each entry as the JSON that quizzes.domain scores."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from library.domain.yaml_file import Entry, read_entries
from quizzes.domain.curriculum import from_curriculum
from quizzes.domain.problems import QuestionProblem


@dataclass(frozen=True)
class QuestionRow:
    """A question of the bank: its code, where draws look, its content, and where it stands."""

    code: str
    category: str
    difficulty: int
    content: dict[str, Any]
    entry: Entry

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


def _category(lesson: str, content: dict[str, Any]) -> str:
    """Where draws look. What a person must read is never drawn by chance: it would hold up a certificate."""
    return f"open.{lesson}" if content["type"] == "essay" else lesson


def _row(entry: Entry) -> QuestionRow:
    try:
        content = from_curriculum(entry.everything())
    except QuestionProblem as problem:
        raise entry.wrong(f"{entry.text('id')}: {problem}") from problem
    return QuestionRow(
        code=entry.text("id").lower().replace(".", "-"),
        category=_category(entry.text("lesson"), content),
        difficulty=entry.plain("difficulty"),
        content=content,
        entry=entry,
    )
