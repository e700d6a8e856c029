"""The banks of the courses that come with the site: enough to draw from, and every question knows its place."""

from pathlib import Path

import pytest
import yaml

from cms.content.misconception_file import read_misconceptions
from cms.content.question_file import QuestionRow, check_references, read_questions
from library.domain.yaml_file import read_document

CONTENT = Path(__file__).resolve().parents[2] / "content"
COURSES = sorted(path.parent for path in CONTENT.glob("courses/*/course.yaml"))
courses = pytest.mark.parametrize("folder", COURSES, ids=[path.name for path in COURSES])


def pool(rows: list[QuestionRow], category: str) -> list[QuestionRow]:
    return [row for row in rows if row.category == category or row.category.startswith(f"{category}.")]


@courses
def test_every_draw_of_the_courses_finds_enough_questions(folder: Path) -> None:
    rows = read_questions(folder / "questions.yaml")
    modules = yaml.safe_load((folder / "course.yaml").read_text(encoding="utf-8"))["modules"]
    draws = [draw for module in modules for act in module["activities"] for draw in act.get("draws", [])]
    assert draws
    for draw in draws:
        if "category" in draw:
            assert len(pool(rows, draw["category"])) > draw["count"], draw


@courses
def test_every_question_belongs_to_a_lesson_of_its_course(folder: Path) -> None:
    modules = read_document(folder / "course.yaml").entries("modules")
    lessons = {a.text("lesson") for module in modules for a in module.entries("activities") if a.has("lesson")}
    for row in read_questions(folder / "questions.yaml"):
        assert row.category.removeprefix("open.") in lessons


@courses
def test_every_outcome_of_the_courses_is_tested_and_every_misconception_is_listed(folder: Path) -> None:
    rows = read_questions(folder / "questions.yaml")
    outcomes = read_document(folder / "course.yaml").texts("outcomes")
    counts = {len(text.splitlines()) for text in outcomes.values()}
    assert len(counts) == 1
    (count,) = counts
    check_references(rows, count, read_misconceptions(CONTENT / "misconceptions.yaml"))
    assert {row.objective for row in rows} - {None} == set(range(1, count + 1))


def test_no_question_stands_in_two_courses() -> None:
    codes = [row.code for folder in COURSES for row in read_questions(folder / "questions.yaml")]
    assert len(codes) == len(set(codes)) >= 148
