"""What a quiz asks, part by part. Attempts that have begun keep their questions; the next ones follow the change."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from accounts.models import User
from quizzes.domain.quiz_order import Place, Way, moved, without
from quizzes.models import Question, Quiz, QuizDraw
from quizzes.services.pools import check_pool, drawable
from quizzes.services.settings import note_change

Texts = dict[str, str]
FAR = 1_000_000  # positions are unique: rows step out of the way before they take their new places


class AlreadyAsked(Exception):
    """The quiz has this part already."""


class NotInBank(Exception):
    """The question is another course's, or not ready."""


class PartsMoved(Exception):
    """Somebody changed the quiz's parts since the page was opened."""


@dataclass(frozen=True)
class Draw:
    """Random questions of a category, a tag, an objective, or of all that are named."""

    category: str = ""
    tag: str = ""
    objective: str = ""
    count: int = 1
    mark: Decimal = Decimal(1)
    section: tuple[tuple[str, str], ...] = ()

    def fields(self) -> dict[str, object]:
        return {**vars(self), "section": dict(self.section)}

    @property
    def pool(self) -> dict[str, str]:
        return {"category": self.category, "tag": self.tag, "objective": self.objective}


def fingerprint(parts: Sequence[QuizDraw]) -> str:
    """What a page shows of the parts: a button on it acts only while this is still so. Expects their questions."""
    rows = [[part.pk, part.section, part.pool_name, part.count, str(part.mark)] for part in parts]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def add_draw(quiz: Quiz, draw: Draw, *, by: User) -> QuizDraw:
    """Put a draw at the end. Raises AlreadyAsked for a pool that the quiz draws from already, and PoolTooSmall."""
    parts = _locked_parts(quiz)
    if quiz.draws.filter(question=None, **draw.pool).exists():
        raise AlreadyAsked
    part = QuizDraw(quiz=quiz, position=len(parts), **draw.fields())
    check_pool(part, drawable(quiz.activity.course))
    part.save()
    note_change(quiz, by, added=f"{part.count} × {part.pool_name}")
    return part


@transaction.atomic
def add_question(quiz: Quiz, question: Question, *, by: User) -> QuizDraw:
    """Put a fixed question at the end. Raises AlreadyAsked and NotInBank."""
    parts = _locked_parts(quiz)
    if any(part.question_id == question.pk for part in parts):
        raise AlreadyAsked
    if question.pk not in {one.id for one in drawable(quiz.activity.course)}:
        raise NotInBank
    part = QuizDraw.objects.create(quiz=quiz, position=len(parts), question=question)
    note_change(quiz, by, added=part.pool_name)
    return part


@transaction.atomic
def change_part(part: QuizDraw, draw: Draw, *, by: User) -> bool:
    """Give a part other terms; of a fixed question only points and section. Whether anything changed.

    Raises AlreadyAsked and PoolTooSmall.
    """
    quiz = part.quiz
    _locked_parts(quiz)
    fields = draw.fields()
    if part.question_id:
        fields = {"mark": draw.mark, "section": dict(draw.section)}
    elif quiz.draws.filter(question=None, **draw.pool).exclude(pk=part.pk).exists():
        raise AlreadyAsked
    different = {name: value for name, value in fields.items() if getattr(part, name) != value}
    for name, value in different.items():
        setattr(part, name, value)
    if different.keys() - {"mark", "section"}:
        check_pool(part, drawable(quiz.activity.course))
    if different:
        part.save(update_fields=list(different))
        note_change(quiz, by, changed=part.pool_name)
    return bool(different)


@transaction.atomic
def move_part(quiz: Quiz, part: int, way: Way, *, seen: str, by: User) -> None:
    """One step up or down. Raises PartsMoved: the second press of a button moves nothing further."""
    parts = _locked_parts(quiz)
    if fingerprint(parts) != seen:
        raise PartsMoved
    before = _places(parts)
    after = moved(before, part, way)
    if after != before:
        _write_order(quiz, parts, after)
        note_change(quiz, by, moved=next(p.pool_name for p in parts if p.pk == part))


@transaction.atomic
def remove_part(quiz: Quiz, part: int, *, by: User) -> None:
    """Take a part out of the quiz. Safe to repeat."""
    parts = _locked_parts(quiz)
    gone = next((one for one in parts if one.pk == part), None)
    if gone is None:
        return
    after = without(_places(parts), part)
    name = gone.pool_name
    gone.delete()
    _write_order(quiz, [one for one in parts if one.pk], after)
    note_change(quiz, by, removed=name)


def _locked_parts(quiz: Quiz) -> list[QuizDraw]:
    """The parts in order, while nobody else changes them."""
    Quiz.objects.select_for_update().get(pk=quiz.pk)
    return list(quiz.draws.select_related("question"))


def _places(parts: list[QuizDraw]) -> list[Place]:
    return [(part.pk, part.section) for part in parts]


def _write_order(quiz: Quiz, parts: list[QuizDraw], places: list[Place]) -> None:
    quiz.draws.update(position=F("position") + FAR)
    rows = {part.pk: part for part in parts}
    for position, (key, title) in enumerate(places):
        rows[key].position, rows[key].section = position, title
    QuizDraw.objects.bulk_update(rows.values(), ["position", "section"])
