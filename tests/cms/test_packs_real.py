"""Every file of the real courses, read and written again, says the same: no database, all three courses."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cms.content.course_file import CourseFile, read_course
from cms.content.figure_file import CREDIT, figure_fields
from cms.content.lesson_file import LessonFile, read_lesson
from cms.content.question_file import QuestionRow, read_questions
from cms.content.quiz_file import QuizFile, read_quiz
from cms.content.richtext import Targets
from cms.content.stream import stream
from cms.packs.blocks import Writer
from cms.packs.notes import Notes
from cms.packs.questions import entry_of
from cms.packs.quiz import draw_entries, rules_entry
from cms.packs.yaml_text import as_yaml
from library.domain.yaml_file import read_document
from quizzes.models import Question, QuestionVersion, Quiz, QuizDraw

COURSES = Path(__file__).resolve().parents[2] / "content/courses"
SLUGS = sorted(path.name for path in COURSES.iterdir())


class Everything(set[Any]):
    """A library in which everything is found."""

    def __contains__(self, name: object) -> bool:
        return True


class Drawings:
    """Calls each drawing as the lesson did."""

    def put(self, picture: Any, _language: str) -> str:
        return str(picture.title)


@cache
def course_of(slug: str) -> CourseFile:
    return read_course(COURSES / slug)


def body_of(lesson: LessonFile) -> tuple[list[dict[str, Any]], dict[int, Any]]:
    """The lesson as a page keeps it, and its pictures by the ids that stand in it."""
    figures = [block for block in lesson.blocks if block.kind == "figure"]
    numbers = {block.argument: number for number, block in enumerate(figures)}
    library = Targets(*[Everything()] * 5, pictures=numbers)
    credits_ = {block.argument: figure_fields(block).get("credit", CREDIT) for block in figures}
    pictures = {n: SimpleNamespace(title=name, description="", credit=credits_[name]) for name, n in numbers.items()}
    return stream(lesson, library), pictures


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_written_as_a_file_is_read_back_as_it_was(slug: str, tmp_path: Path) -> None:
    for lesson in course_of(slug).lessons:
        body, pictures = body_of(lesson)
        text = Writer(lesson.language, Drawings(), Notes(), pictures).write(body)  # type: ignore[arg-type]
        front = lesson.path.read_text(encoding="utf-8").split("---\n")[1]
        file = tmp_path / lesson.path.name
        file.write_text(f"---\n{front}---\n\n{text}", encoding="utf-8")
        assert body_of(read_lesson(file))[0] == body, lesson.path


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_written_as_an_entry_is_read_back_as_it_was(slug: str, tmp_path: Path) -> None:
    rows, notes = read_questions(COURSES / slug / "questions.yaml"), Notes()
    entries = [entry_of(version_of(row), course_of(slug).outcomes, notes) for row in rows]
    assert notes.lines == []
    assert not [entry for entry in entries if "content" in entry]
    file = tmp_path / "questions.yaml"
    file.write_text(as_yaml({"questions": entries}), encoding="utf-8")
    assert [said_of(row) for row in read_questions(file)] == [said_of(row) for row in rows]


def version_of(row: QuestionRow) -> QuestionVersion:
    fields = {"code": row.code, "category": row.category, "difficulty": row.difficulty, "tags": list(row.tags or ())}
    question = Question(**fields, objective="" if row.objective is None else str(row.objective))
    return QuestionVersion(question=question, content=row.content)


def said_of(row: QuestionRow) -> tuple[Any, ...]:
    return row.code, row.category, row.difficulty, row.objective, row.tags, row.content


@pytest.mark.parametrize("slug", SLUGS)
def test_every_quizs_rules_and_draws_written_as_an_entry_are_read_back_as_they_were(slug: str, tmp_path: Path) -> None:
    quizzes = [one for module in course_of(slug).modules for one in module.activities if isinstance(one, QuizFile)]
    assert quizzes
    for quiz in quizzes:
        written = as_yaml(written_of(quiz))
        file = tmp_path / "quiz.yaml"
        file.write_text(written, encoding="utf-8")
        again = read_quiz(read_document(file))
        assert (again.rules, again.parts) == (quiz.rules, quiz.parts), quiz.slug


def written_of(quiz: QuizFile) -> dict[str, Any]:
    draws = []
    for part in quiz.parts:
        said = part.as_said()
        code = said.pop("question")
        draw = QuizDraw(**said, question=Question(code=code) if code else None)
        draw.clean_fields(exclude=["quiz", "question", "position"])
        draws.append(draw)
    row = Quiz(**quiz.rules)
    row.clean_fields(exclude=["activity", "review_policy", "feedback_bands", "from_file"])
    texts = {"quiz": quiz.slug, "title": quiz.title, "introduction": quiz.introduction, "minutes": quiz.minutes}
    return {**texts, **rules_entry(row, quiz.slug, Notes()), "draws": draw_entries(draws)}
