"""A quiz's settings in course.yaml: each has its effect, faults name their line, a trainer's changes stay."""

from pathlib import Path

import pytest

from cms.content.load import load_content, read_content
from library.domain.errors import ContentError
from quizzes.domain.review_policy import PRESETS
from quizzes.models import Question, Quiz, QuizDraw
from tests.cms.conftest import Rewrite
from tests.cms.test_content_faults import spoil

pytestmark = pytest.mark.django_db
COURSE = "courses/tiny/course.yaml"
DRAWS = "    draws: [{category: T1, count: 2}]\n"
EVERYTHING = """\
    behaviour: interactive
    grading: average
    shuffle_questions: true
    shuffle_options: false
    review: exam
    feedback:
    - {from: 70, text: {es: Bien, en: Well, fr: Bien, pt: Bem}}
    - {from: 0, text: {es: Siga, en: Go on}}
    draws:
    - section: {es: Primero, en: First}
      questions: [T1.1-2]
    - category: T1
      count: 1
      mark: 2.50
"""


def rules() -> dict[str, object]:
    return Quiz.objects.values("behaviour", "method", "shuffles_questions", "shuffles_options", "review_policy").get()


def test_every_setting_of_the_file_is_the_quizs(content: Path, rewrite: Rewrite) -> None:
    rewrite(COURSE, DRAWS, EVERYTHING)
    load_content(content)
    assert rules() == {
        "behaviour": "interactive",
        "method": "average",
        "shuffles_questions": True,
        "shuffles_options": False,
        "review_policy": PRESETS["exam"],
    }
    quiz = Quiz.objects.get()
    assert [(band["from"], band["text"]["en"]) for band in quiz.feedback_bands] == [(0, "Go on"), (70, "Well")]
    fixed, drawn = quiz.draws.select_related("question")
    assert (fixed.question.code, fixed.section) == ("t1-1-2", {"es": "Primero", "en": "First"})
    assert (drawn.category, drawn.count, drawn.mark, drawn.section) == ("T1", 1, 2.5, {})
    again = load_content(content)
    assert again.notes == []


@pytest.mark.parametrize("pool", ["tag: ley", "objective: o1", "category: T1.1, tag: ley"])
def test_a_quiz_of_the_file_draws_by_tag_and_objective(content: Path, rewrite: Rewrite, pool: str) -> None:
    load_content(content)
    Question.objects.update(tags=["ley"], objective="o1")
    rewrite(COURSE, "{category: T1, count: 2}", f"{{{pool}, count: 2}}")
    load_content(content)
    assert pool.split(": ")[-1] in QuizDraw.objects.get().pool_name
    assert load_content(content).is_empty


def test_practice_comes_from_the_file_too(content: Path, rewrite: Rewrite) -> None:
    rewrite(
        COURSE,
        "    attempts: 3\n    delay: 10\n    is_graded: true\n",
        "    is_practice: true\n    behaviour: adaptive\n",
    )
    load_content(content)
    quiz = Quiz.objects.get()
    assert (quiz.is_practice, quiz.behaviour, quiz.rules().attempts_allowed) == (True, "adaptive", None)


def test_what_a_trainer_changed_stays_until_the_file_says_something_new(content: Path, rewrite: Rewrite) -> None:
    load_content(content)
    Quiz.objects.update(pass_mark=80, review_policy=PRESETS["results"])
    QuizDraw.objects.update(count=1)
    kept = ("kept", "rules of the quiz t1-quiz as the admin has them: pass_mark, review_policy, parts")
    for _twice in range(2):
        changes = load_content(content)
        assert changes.is_empty
        assert changes.notes == [kept]
    rewrite(COURSE, "    attempts: 3\n", "    attempts: 4\n")
    load_content(content)
    quiz = Quiz.objects.get()
    assert (quiz.attempts_allowed, quiz.pass_mark, quiz.draws.get().count) == (4, 80, 1)
    rewrite(COURSE, "    attempts: 4\n", "    attempts: 4\n    pass_mark: 75\n")
    assert ("changed", "rules of the quiz t1-quiz") in load_content(content).notes
    assert (Quiz.objects.get().pass_mark, QuizDraw.objects.get().count) == (75, 1)


READ = [
    ("is_graded: true", "behaviour: eager", "eager", "one of deferred, interactive, adaptive"),
    ("is_graded: true", "grading: best", "best", "one of highest"),
    ("is_graded: true", "review: secret", "secret", "one of learning, results, exam"),
    ("is_graded: true", "shuffle_options: perhaps", "perhaps", "true or false"),
    ("is_graded: true", "is_practice: true", "attempts: 3", "practice is without"),
    ("is_graded: true", "is_graded: true\n    behaviour: adaptive", "adaptive", "not for a graded quiz"),
    ("is_graded: true", "feedback: [{from: 101, text: {es: a, en: b}}]", "101", "100 at most"),
    ("is_graded: true", "feedback: [{from: 5, text: {es: a}}]", "from: 5", "en is missing"),
    ("{category: T1, count: 2}", "{count: 2}", "count: 2", "say what to draw from"),
    ("{category: T1, count: 2}", "{category: T1, count: 1}, {category: T1, count: 1}", "draws", "asks this already"),
    ("{category: T1, count: 2}", "{questions: [T1.1-1, T1.1-1]}", "draws", "asks this already"),
    ("{category: T1, count: 2}", "{questions: [T1.1-1], count: 1}", "draws", "not a field"),
    ("{category: T1, count: 2}", "{category: T1, count: 2, mark: -1}", "draws", "points for each"),
    ("{category: T1, count: 2}", "{category: T1, count: 2, section: Uno}", "draws", "write fields here"),
]
WRITTEN = [
    ("{category: T1, count: 2}", "{category: T1, count: 3}", "draws", "3 wanted, 2 ready"),
    ("{category: T1, count: 2}", "{questions: [T9.9-9]}", "draws", "no ready question 't9-9-9'"),
]


@pytest.mark.parametrize(("old", "new", "where", "said"), READ, ids=[f"{n}-{row[3]}" for n, row in enumerate(READ)])
def test_a_fault_is_named_while_the_file_is_read(
    content: Path, rewrite: Rewrite, old: str, new: str, where: str, said: str
) -> None:
    file, line = spoil(content, rewrite, COURSE, old, new, where)
    with pytest.raises(ContentError, match=said) as caught:
        read_content(content)
    assert str(caught.value).startswith(f"{file}, line {line}: "), str(caught.value)


@pytest.mark.parametrize(("old", "new", "where", "said"), WRITTEN)
def test_what_the_bank_does_not_have_is_named_with_its_line(
    content: Path, rewrite: Rewrite, old: str, new: str, where: str, said: str
) -> None:
    file, line = spoil(content, rewrite, COURSE, old, new, where)
    with pytest.raises(ContentError, match=said) as caught:
        load_content(content)
    assert str(caught.value).startswith(f"{file}, line {line}: "), str(caught.value)
    assert not Quiz.objects.exists()
