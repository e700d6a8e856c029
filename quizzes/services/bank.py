"""Write questions: a change makes the next version, the same content makes nothing."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import Course
from quizzes.domain.likeness import likeness
from quizzes.domain.questions import check, checksum
from quizzes.models import Question, QuestionVersion

Content = dict[str, Any]
State = QuestionVersion.State
A_MOMENT = timedelta(minutes=1)  # between two presses of one button


class CodeTaken(Exception):
    """Another question of the course has this code."""


class QuestionMoved(Exception):
    """Somebody saved the question since it was opened. Carries the version that stands now."""

    def __init__(self, newest: QuestionVersion) -> None:
        super().__init__(f"question {newest.question_id} stands at version {newest.number}")
        self.newest = newest


@transaction.atomic
def put_question(
    course: Course | None,
    code: str,
    content: Content,
    *,
    category: str,
    difficulty: int = 2,
    ready: bool = True,
    objective: str | None = None,
    tags: Iterable[str] | None = None,
) -> tuple[Question, str]:
    """Store a question. Returns it with "created", "changed" or "unchanged".

    A draft is written over; what is ready or retired stays, and the change is the next version. Objective and tags
    stay as they are where nothing is said about them.

    Raises quizzes.domain.questions.QuestionProblem if it is to be ready and could not be scored fairly.
    """
    if ready:
        check(content)
    about: dict[str, Any] = {"category": category, "difficulty": difficulty}
    about |= {} if objective is None else {"objective": objective}
    about |= {} if tags is None else {"tags": list(tags)}
    question, is_new = Question.objects.update_or_create(course=course, code=code, defaults=about)
    is_changed = _put_version(question, content, State.READY if ready else State.DRAFT)
    if not is_changed:
        return question, "unchanged"
    return question, "created" if is_new else "changed"


def _put_version(question: Question, content: Content, state: QuestionVersion.State) -> bool:
    """Whether there was something to write. The row of the question is locked by then."""
    newest = newest_version(question)
    if newest and newest.checksum == checksum(content) and newest.state == state:
        return False
    if newest and newest.state == State.DRAFT:
        newest.content, newest.checksum, newest.state = content, checksum(content), state
        newest.save()
        return True
    QuestionVersion.objects.create(
        question=question,
        number=newest.number + 1 if newest else 1,
        state=state,
        content=content,
        checksum=checksum(content),
    )
    return True


def newest_version(question: Question) -> QuestionVersion | None:
    """The last version, whatever its state."""
    return question.versions.order_by("-number").first()


@transaction.atomic
def create_question(course: Course | None, code: str, content: Content, **about: Any) -> Question:
    """A question that was not there. A code is made if none is given. Sent twice in a moment, it is one question.

    Raises CodeTaken and what put_question does.
    """
    if course:
        Course.objects.select_for_update().get(pk=course.pk)  # the second press waits for the first
    codes = Q(code=code) if code else Q(code__startswith=_code_stem(about["category"]))
    if found := _just_made(course, codes, content, about["category"], is_ready=about.get("ready", True)):
        return found
    code = code or free_code(course, about["category"])
    if Question.objects.filter(course=course, code=code).exists():
        raise CodeTaken(code)
    return put_question(course, code, content, **about)[0]


def _just_made(course: Course | None, codes: Q, content: Content, category: str, *, is_ready: bool) -> Question | None:
    """What the same button made a moment ago."""
    since = timezone.now() - A_MOMENT
    made = Question.objects.filter(codes, course=course, category=category, created_at__gt=since)
    versions = QuestionVersion.objects.filter(
        question__in=made, number=1, state=State.READY if is_ready else State.DRAFT
    )
    wanted = likeness(content)
    found = (one.question for one in versions.select_related("question") if likeness(one.content) == wanted)
    return next(found, None)


@transaction.atomic
def change_question(question: Question, content: Content, *, seen: str, ready: bool, **about: Any) -> str:
    """Save a question that was opened when its newest version had the checksum `seen`.

    Returns what put_question says. Raises QuestionMoved, so that nobody's work is written over unseen.
    """
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    newest = newest_version(locked)
    if newest and newest.checksum not in (seen, checksum(content)):
        raise QuestionMoved(newest)
    is_ready_as_it_is = newest is not None and newest.state == State.READY and newest.checksum == checksum(content)
    return put_question(locked.course, locked.code, content, ready=ready or is_ready_as_it_is, **about)[1]


def free_code(course: Course | None, category: str) -> str:
    """The first of c1-1-1, c1-1-2, … that no question of the course has."""
    stem = _code_stem(category)
    codes = set(Question.objects.filter(course=course, code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(codes) + 2) if (code := f"{stem}-{n}") not in codes)


def _code_stem(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "q"


@transaction.atomic
def retire_question(question: Question) -> None:
    """No quiz draws it any more. Attempts keep their versions. Safe to repeat."""
    Question.objects.select_for_update().get(pk=question.pk)
    for version in question.versions.filter(state=State.READY):
        version.state = State.RETIRED
        version.save()


@transaction.atomic
def restore_question(question: Question) -> None:
    """Use a retired question again: its last content, as the next version. Safe to repeat.

    Raises quizzes.domain.questions.QuestionProblem.
    """
    Question.objects.select_for_update().get(pk=question.pk)
    newest = newest_version(question)
    if newest and newest.state == State.RETIRED:
        check(newest.content)
        _put_version(question, newest.content, State.READY)


@transaction.atomic
def discard_draft(question: Question) -> bool:
    """Throw away what was never ready: the draft, and the question if it was nothing else. Whether the question is left.

    Raises django.db.models.ProtectedError for a draft that a quiz names.
    """
    if not Question.objects.select_for_update().filter(pk=question.pk).first():
        return False  # pressed twice
    question.versions.filter(state=State.DRAFT).delete()
    if question.versions.exists():
        return True
    question.delete()
    return False


@transaction.atomic
def duplicate_question(question: Question, course: Course | None) -> Question:
    """A draft with the same content under a code of its own, in the same course or another.

    Pressed twice in a moment, it is one copy.
    """
    Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    newest = newest_version(question)
    content = newest.content if newest else {}
    codes = Q(code__startswith=f"{_code_stem(question.code)}-") | Q(code=question.code)
    made = _just_made(course, codes & ~Q(pk=question.pk), content, question.category, is_ready=False)
    if made:
        return made
    return create_question(
        course,
        _own_code(course, question),
        content,
        category=question.category,
        difficulty=question.difficulty,
        objective=question.objective,
        tags=question.tags,
        ready=False,
    )


def _own_code(course: Course | None, question: Question) -> str:
    is_taken = Question.objects.filter(course=course, code=question.code).exists()
    return free_code(course, question.code) if is_taken else question.code
