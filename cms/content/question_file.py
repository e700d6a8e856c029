"""questions.yaml taken apart: each entry as the JSON that quizzes.domain scores."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from library.domain.yaml_file import Entry, read_entries
from quizzes.domain.marks import stored

CHOICE_TYPES = ("single", "multiple", "truefalse", "scenario")


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


def _row(entry: Entry) -> QuestionRow:
    kind = entry.text("type")
    if (difficulty := entry.plain("difficulty")) not in (1, 2, 3):
        raise entry.wrong("1, 2 or 3", "difficulty")
    content = _choice(entry, kind) if kind in CHOICE_TYPES else {"type": kind, **entry.everything()}
    return QuestionRow(
        code=entry.text("id").lower().replace(".", "-"),
        category=entry.text("lesson"),
        difficulty=difficulty,
        content={"schema": 1, **content},
        entry=entry,
    )


def _choice(entry: Entry, kind: str) -> dict[str, Any]:
    options = entry.entries("options")
    right = [option.plain("correct") for option in options]
    if not all(isinstance(value, bool) for value in right):
        raise entry.wrong("each option is correct: true or correct: false", "options")
    if not any(right):
        raise entry.wrong("mark the right option with correct: true", "options")
    multiple = kind == "multiple"
    weights = _weights(right) if multiple else ["1" if is_right else "0" for is_right in right]
    return {
        "type": "truefalse" if kind == "truefalse" else "choice",
        "multiple": multiple,
        "shuffle": kind != "truefalse",
        "default_mark": "1",
        "stem": {"format": "plain", "text": entry.texts("stem")},
        "options": [
            {"id": o.text("id"), "text": o.texts("text"), "weight": weight, "feedback": o.texts("feedback")}
            for o, weight in zip(options, weights, strict=True)
        ],
        "feedback": entry.texts("explanation"),
        "citations": [_citation(c) for c in entry.entries("citations")] if entry.has("citations") else [],
    }


def _weights(right: list[bool]) -> list[str]:
    """Right options share one mark; wrong ones share minus one, so that ticking every box earns nothing."""
    good, bad = right.count(True), right.count(False)
    return [str(stored(1 / good)) if is_right else str(-stored(1 / bad)) for is_right in right]


def _citation(entry: Entry) -> dict[str, str]:
    return {"instrument": entry.text("instrument"), "ref": entry.text("ref", "")}
