"""The quizzes and the question bank of a course that is copied."""

from collections import defaultdict
from uuid import UUID

from courses.contributions import Copying
from courses.models import Course
from quizzes.models import Question, QuestionVersion, Quiz, QuizDraw

State = QuestionVersion.State
LIKE = ("category", "difficulty", "objective", "tags", "code")


def copy_quizzes(copying: Copying) -> None:
    """Every quiz with its settings and parts; with a whole course its questions too. Dates are of a run, not of a
    course: the copy is open. The same queries for any number."""
    questions = copy_bank(copying.source, copying.target) if copying.is_whole_course else {}
    old = list(Quiz.objects.filter(pk__in=copying.keys))
    parts = list(QuizDraw.objects.filter(quiz__in=[quiz.pk for quiz in old]))
    Quiz.objects.bulk_create([_quiz(quiz, copying.keys[quiz.pk]) for quiz in old])
    QuizDraw.objects.bulk_create([_part(part, copying.keys[part.quiz_id], questions) for part in parts])


def _quiz(quiz: Quiz, key: UUID) -> Quiz:
    quiz.pk, quiz.activity_id = key, key
    quiz.opens_at = quiz.closes_at = None
    quiz.from_file = {}  # no file says anything of the copy
    return quiz


def _part(part: QuizDraw, key: UUID, questions: dict[int, int]) -> QuizDraw:
    part.pk, part.quiz_id = None, key
    if part.question_id:
        part.question_id = questions.get(part.question_id, part.question_id)  # a shared one stays
    return part


def copy_bank(source: Course, target: Course) -> dict[int, int]:
    """Own copies of the course's questions under the same codes. Returns their ids by the old ones."""
    versions = _worth_keeping(source)
    old = list(Question.objects.filter(course=source, pk__in=versions))
    new = Question.objects.bulk_create(
        Question(course=target, **{name: getattr(question, name) for name in LIKE}) for question in old
    )
    ids = {before.pk: after.pk for before, after in zip(old, new, strict=True)}
    QuestionVersion.objects.bulk_create(
        QuestionVersion(question_id=ids[pk], number=number, state=one.state, content=one.content, checksum=one.checksum)
        for pk, kept in versions.items()
        for number, one in enumerate(kept, 1)
    )
    return ids


def _worth_keeping(course: Course) -> dict[int, list[QuestionVersion]]:
    """By question: the version that attempts take, and what stands above it. Older ones belong to old attempts."""
    found: dict[int, list[QuestionVersion]] = defaultdict(list)
    for version in QuestionVersion.objects.filter(question__course=course).order_by("question", "number"):
        kept = found[version.question_id]
        if version.state == State.READY or (kept and kept[-1].state != State.READY):
            kept.clear()
        kept.append(version)
    return dict(found)
