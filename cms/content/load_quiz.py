"""Write a quiz's rules and parts. What the file says anew is written; what a trainer changed since stays."""

from typing import Any
from uuid import UUID

from cms.content.changes import Changes
from cms.content.quiz_file import PartFile, QuizFile
from courses.models import Course
from quizzes.models import Question, Quiz, QuizDraw
from quizzes.services.pools import InBank, PoolTooSmall, check_pool, drawable
from quizzes.services.settings import write_settings

PARTS = "parts"


def load_quiz(course: Course, file: QuizFile, key: UUID, changes: Changes) -> None:
    """Bring a quiz's rules into the site. Raises ContentError.

    Compares three: what the file said at the last load, what it says now, what the quiz has. Only what the file says
    anew is written; what differs because of a trainer is reported as kept.
    """
    quiz = Quiz.objects.select_for_update().get(pk=key)
    said = {**file.rules, PARTS: [part.as_said() for part in file.parts]}
    has = {**{name: getattr(quiz, name) for name in file.rules}, PARTS: _as_said(quiz)}
    different = [name for name in said if has[name] != said[name]]
    new = [name for name in different if name not in quiz.from_file or quiz.from_file[name] != said[name]]
    write_settings(quiz, {name: said[name] for name in new if name != PARTS})
    if PARTS in new:
        _write_parts(course, quiz, file.parts)
    if new:
        changes.add("changed", f"rules of the quiz {file.slug}")
    if kept := [name for name in different if name not in new]:
        changes.add("kept", f"rules of the quiz {file.slug} as the admin has them: {', '.join(kept)}")
    if quiz.from_file != said:
        Quiz.objects.filter(pk=key).update(from_file=said)


def _as_said(quiz: Quiz) -> list[dict[str, Any]]:
    return [
        {
            "category": part.category,
            "tag": part.tag,
            "objective": part.objective,
            "question": part.question.code if part.question else "",
            "count": part.count,
            "mark": _plain(part.mark),
            "section": part.section,
        }
        for part in quiz.draws.select_related("question")
    ]


def _plain(mark: Any) -> str:
    return f"{mark:f}".rstrip("0").rstrip(".") or "0"


def _write_parts(course: Course, quiz: Quiz, parts: tuple[PartFile, ...]) -> None:
    bank = drawable(course)
    found = Question.objects.filter(pk__in=[one.id for one in bank], code__in=[part.question for part in parts])
    # The course's own last: it stands over a shared one of the same code.
    questions = {question.code: question for question in found.order_by("course_id")}
    own = {question.code: question for question in found if question.course_id == course.pk}
    rows = [_row(quiz, position, part, {**questions, **own}, bank) for position, part in enumerate(parts)]
    quiz.draws.all().delete()
    QuizDraw.objects.bulk_create(rows)


def _row(quiz: Quiz, position: int, part: PartFile, questions: dict[str, Question], bank: list[InBank]) -> QuizDraw:
    fields = {name: value for name, value in part.as_said().items() if name != "question"}
    if part.question and part.question not in questions:
        raise part.entry.wrong(f"the bank has no ready question {part.question!r}", "questions")
    row = QuizDraw(quiz=quiz, position=position, question=questions.get(part.question), **fields)
    try:
        check_pool(row, bank)
    except PoolTooSmall as small:
        raise part.entry.wrong(f"{small.wanted} wanted, {small.found} ready in the bank", "count") from small
    return row
