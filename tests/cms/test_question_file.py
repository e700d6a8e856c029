"""questions.yaml: what a question is about, the error behind a wrong option, and numbers that are none."""

from pathlib import Path

import pytest

from cms.content.load import load_content, read_content
from library.domain.errors import ContentError
from quizzes.models import Question
from tests.cms.conftest import Rewrite

QUESTIONS = "courses/tiny/questions.yaml"
MISCONCEPTIONS = """\
misconceptions:
- id: border-needed
  text: {es: Hay frontera, en: A border, fr: Une frontière, pt: Uma fronteira}
"""
NUMERIC = """\
- id: T1.1-3
  lesson: T1.1
  type: numeric
  difficulty: 1
  stem: {es: ¿Cuántos?, en: How many?}
  options:
  - {id: correct, correct: true, feedback: {es: Claro, en: Right}}
  - {id: incorrect, correct: false, feedback: {es: Tampoco, en: Wrong}}
  answer: 12
  tolerance: 0
  explanation: {es: Porque sí, en: Because}
"""
ORDERING = """\
- id: T1.1-3
  lesson: T1.1
  type: ordering
  difficulty: 1
  stem: {es: Ordene, en: Put in order}
  options:
  - {id: a, correct_position: 2, text: {es: Dos, en: Two}, feedback: {es: Sí, en: 'Yes'}}
  - {id: b, correct_position: 1, text: {es: Uno, en: One}, feedback: {es: Sí, en: 'Yes'}}
  explanation: {es: Porque sí, en: Because}
"""


@pytest.fixture
def bank(content: Path) -> Path:
    """The content with a list of misconceptions."""
    (content / "misconceptions.yaml").write_text(MISCONCEPTIONS, encoding="utf-8")
    return content


def mark(rewrite: Rewrite, slug: str = "border-needed") -> int:
    return rewrite(QUESTIONS, "correct: false\n", f"correct: false\n    misconception: {slug}\n") + 1


def refused(folder: Path) -> ContentError:
    with pytest.raises(ContentError) as raised:
        read_content(folder)
    return raised.value


@pytest.mark.django_db
def test_a_question_says_which_outcome_it_tests_and_loading_again_changes_nothing(bank: Path, rewrite: Rewrite) -> None:
    load_content(bank)
    rewrite(QUESTIONS, "difficulty: 1\n", "difficulty: 1\n  objective: 1\n")
    assert load_content(bank).notes == [("changed", "question t1-1-1")]
    assert list(Question.objects.order_by("code").values_list("objective", flat=True)) == ["1", ""]
    assert load_content(bank).is_empty


@pytest.mark.django_db
def test_a_harder_question_is_reported(bank: Path, rewrite: Rewrite) -> None:
    load_content(bank)
    rewrite(QUESTIONS, "difficulty: 1", "difficulty: 3")
    assert load_content(bank).notes == [("changed", "question t1-1-1")]


@pytest.mark.django_db
def test_an_outcome_that_a_trainer_wrote_stays_where_the_file_says_nothing(bank: Path) -> None:
    load_content(bank)
    Question.objects.filter(code="t1-1-1").update(objective="knows")
    assert load_content(bank).is_empty
    assert Question.objects.get(code="t1-1-1").objective == "knows"


@pytest.mark.django_db
def test_a_wrong_option_names_the_error_behind_it(bank: Path, rewrite: Rewrite) -> None:
    mark(rewrite)
    load_content(bank)
    right, wrong = Question.objects.get(code="t1-1-1").versions.get().content["options"]
    assert wrong["misconception"] == "border-needed"
    assert "misconception" not in right
    assert load_content(bank).is_empty


def test_an_outcome_the_course_does_not_have_is_named_with_its_line(bank: Path, rewrite: Rewrite) -> None:
    line = rewrite(QUESTIONS, "difficulty: 1\n", "difficulty: 1\n  objective: 2\n") + 1
    error = refused(bank)
    assert (error.line, error.message) == (line, "objective: course.yaml has 1 outcomes")


def test_an_unknown_misconception_is_named_with_its_line(bank: Path, rewrite: Rewrite) -> None:
    line = mark(rewrite, "flat-earth")
    error = refused(bank)
    assert (error.line, error.message) == (line, "misconception: misconceptions.yaml has no 'flat-earth'")


def test_a_right_option_has_no_misconception(bank: Path, rewrite: Rewrite) -> None:
    line = rewrite(QUESTIONS, "correct: true\n", "correct: true\n    misconception: border-needed\n") + 1
    error = refused(bank)
    assert (error.line, "only a wrong option" in error.message) == (line, True)


def test_a_field_with_a_slip_of_the_pen_is_named(bank: Path, rewrite: Rewrite) -> None:
    line = rewrite(QUESTIONS, "correct: false\n", "correct: false\n    misconcepton: border-needed\n") + 1
    error = refused(bank)
    assert (error.line, error.message) == (line, "misconcepton: is not a field of this entry")


@pytest.mark.parametrize("value", ["0", "4", "-1", "1.5", "01", "many", "1:30", "null", "true", "!!int x", "99999999"])
def test_a_difficulty_that_is_none_is_named_with_its_line(bank: Path, rewrite: Rewrite, value: str) -> None:
    line = rewrite(QUESTIONS, "difficulty: 1", f"difficulty: {value}")
    error = refused(bank)
    assert (error.file, error.line) == (bank / QUESTIONS, line)


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        (NUMERIC, "answer: 12", "answer: a dozen"),
        (NUMERIC, "answer: 12", "answer: 012"),
        (NUMERIC, "answer: 12", "answer: .nan"),
        (NUMERIC, "answer: 12", "answer: 1:30"),
        (NUMERIC, "answer: 12", "answer: true"),
        (NUMERIC, "tolerance: 0", "tolerance: -1"),
        (NUMERIC, "tolerance: 0", "tolerance: some"),
        (ORDERING, "correct_position: 2", "correct_position: 3"),
        (ORDERING, "correct_position: 2", "correct_position: first"),
    ],
)
def test_a_number_that_is_none_is_named_with_its_line(
    bank: Path, rewrite: Rewrite, question: str, old: str, new: str
) -> None:
    with (bank / QUESTIONS).open("a", encoding="utf-8") as file:
        file.write(question)
    assert len(read_content(bank).courses[0][1]) == 3
    line = rewrite(QUESTIONS, old, new)
    error = refused(bank)
    assert (error.file, error.line) == (bank / QUESTIONS, line)


@pytest.mark.parametrize("old", ["pass_mark: 101", "attempts: 32768", "time_limit: 1.5"])
def test_a_rule_of_a_quiz_stays_within_what_the_database_holds(bank: Path, rewrite: Rewrite, old: str) -> None:
    rewrite("courses/tiny/course.yaml", "    attempts: 3\n", "")
    line = rewrite("courses/tiny/course.yaml", "    delay: 10\n", f"    {old}\n")
    assert refused(bank).line == line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("fr: Une frontière, ", "", "missing: fr"), ("text:", "texts:", "is not a field")],
)
def test_a_misconception_is_written_in_every_language(
    bank: Path, rewrite: Rewrite, old: str, new: str, said: str
) -> None:
    rewrite("misconceptions.yaml", old, new)
    assert said in refused(bank).message


def test_a_misconception_stands_there_once(bank: Path) -> None:
    (bank / "misconceptions.yaml").write_text(
        MISCONCEPTIONS + MISCONCEPTIONS.removeprefix("misconceptions:\n"), encoding="utf-8"
    )
    assert "stands here twice" in refused(bank).message
