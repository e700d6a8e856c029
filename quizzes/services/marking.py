"""Marks that a person gives: answers read with a rubric, and marks overridden with a reason.

ManualMark keeps every mark a person gave, in order and for ever; the slot holds the one that counts. A mark by
rubric has no reason, an override has one. Once an attempt is finished its marks change by override only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from quizzes.domain import marks
from quizzes.domain.scoring import grade_rubric, minimum, score
from quizzes.models import Attempt, AttemptSlot, ManualMark
from quizzes.services.events import note
from quizzes.services.finishing import PENDING, finish_attempt
from quizzes.services.rescoring import Correction, outcome_now, rescore_attempt

Content = dict[str, Any]
Levels = dict[str, str]  # level by criterion
HANDED_IN = (Attempt.State.SUBMITTED, Attempt.State.FINISHED)
WHOLE = ""  # the key of a question that is an essay as a whole; a scenario's essays go by their part's id


class NotHandedIn(Exception):
    """The learner is still answering, or gave the attempt up."""


class NothingToMark(Exception):
    """The answer does not wait for a person: another trainer marked it, or it never did."""


class RubricIncomplete(Exception):
    """A criterion has no level. `parts` are the keys of the rubrics that lack one."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts


class ReasonMissing(Exception):
    """What changes a decision needs a reason."""


class NotAMark(ValueError):
    """The mark is not between the lowest and the highest that the question can have."""


@dataclass(frozen=True)
class Given:
    """What a trainer decided about an answer."""

    fraction: Decimal
    rubric: dict[str, Any]
    comment: str
    reason: str = ""


def essays_in(content: Content, response: Content | None) -> list[tuple[str, Content]]:
    """The essays of a question that wait to be read, with their keys: itself, or parts of a scenario."""
    result = score(content, response)
    if result.state != PENDING:
        return []
    if not result.parts:
        return [(WHOLE, content)]
    parts = zip(content["parts"], result.parts, strict=True)
    return [(part["id"], part) for part, found in parts if found.state == PENDING]


def grades_of(content: Content, given: ManualMark | None) -> dict[str, float]:
    """A stored mark by rubric as the scoring takes it: fraction by key."""
    if given is None:
        return {}
    if content.get("type") == "essay":
        return {WHOLE: float(given.fraction)}
    rubrics = {part["id"]: part["rubric"] for part in content.get("parts", ()) if part.get("rubric")}
    found = {key: grade_rubric(rubric, given.rubric.get(key, {})) for key, rubric in rubrics.items()}
    return {key: fraction for key, fraction in found.items() if fraction is not None}


@transaction.atomic
def mark_answer(slot_id: int, chosen: Mapping[str, Levels], *, comment: str, by: User, now: datetime) -> Attempt:
    """Mark an answer by its rubric; with the last one the attempt is finished. Safe to repeat.

    `chosen` holds the levels by criterion, by essay. Raises RubricIncomplete and NothingToMark.
    """
    slot = _locked(slot_id)
    given = _read(slot, chosen, comment.strip())
    last = slot.manual_marks.last()
    if last is not None and last.by_id == by.pk and _is_same(last, given):
        return slot.attempt
    if slot.attempt.state != Attempt.State.SUBMITTED or not is_markable(slot, last):
        raise NothingToMark
    _record(slot, given, by, now)
    note(slot.attempt, "marked", now, by=by, position=slot.position, fraction=str(given.fraction))
    return finish_attempt(slot.attempt, now=now, by=by)


def is_markable(slot: AttemptSlot, last: ManualMark | None) -> bool:
    """The answer waits, or was marked by rubric and the attempt still waits for another: it may be corrected."""
    return slot.state == PENDING or (last is not None and not last.reason)


@transaction.atomic
def override_mark(slot_id: int, mark: Decimal, *, reason: str, comment: str, by: User, now: datetime) -> Correction:
    """Replace the mark of a question, with a reason. Safe to repeat: the same decision again writes nothing.

    Returns the attempt before and after. Nothing is ever revoked.
    Raises NotHandedIn, ReasonMissing and NotAMark.
    """
    if not reason.strip():
        raise ReasonMissing
    slot = _locked(slot_id)
    attempt = slot.attempt
    if attempt.state not in HANDED_IN:
        raise NotHandedIn
    given = Given(_fraction(slot, mark), {}, comment.strip(), reason.strip())
    if _is_new(slot, given, by):
        old = "" if slot.mark is None else str(slot.mark)
        _record(slot, given, by, now)
        new = str(marks.stored(given.fraction * slot.max_mark))
        note(attempt, "overridden", now, by=by, position=slot.position, old=old, new=new, reason=given.reason)
        return rescore_attempt(attempt, by=by, now=now)
    return Correction(attempt, outcome_now(attempt), outcome_now(attempt))


def _is_new(slot: AttemptSlot, given: Given, by: User) -> bool:
    """Not what this person decided last, or a regrade changed it since."""
    last = slot.manual_marks.last()
    return last is None or last.by_id != by.pk or not _is_same(last, given)


def _locked(slot_id: int) -> AttemptSlot:
    """The slot, with its attempt locked first, in the order in which handing in locks."""
    attempt_id = AttemptSlot.objects.values_list("attempt", flat=True).get(pk=slot_id)
    attempts = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "enrolment__cohort")
    attempt = attempts.get(pk=attempt_id)
    slot = AttemptSlot.objects.select_related("version").get(pk=slot_id)
    slot.attempt = attempt
    return slot


def _read(slot: AttemptSlot, chosen: Mapping[str, Levels], comment: str) -> Given:
    content = slot.version.content
    essays = essays_in(content, slot.response)
    if not essays:
        raise NothingToMark
    found = {key: grade_rubric(part["rubric"], dict(chosen.get(key, {}))) for key, part in essays}
    if missing := [key for key, fraction in found.items() if fraction is None]:
        raise RubricIncomplete(missing)
    grades = {key: fraction for key, fraction in found.items() if fraction is not None}
    fraction = score(content, slot.response, grades).fraction or 0.0
    rubric = dict(chosen[WHOLE]) if WHOLE in grades else {key: dict(chosen[key]) for key in grades}
    return Given(marks.stored(fraction), rubric, comment)


def _fraction(slot: AttemptSlot, mark: Decimal) -> Decimal:
    """The mark as a share of the question's."""
    if not mark.is_finite() or slot.max_mark <= 0 or not lowest_mark(slot) <= mark <= slot.max_mark:
        raise NotAMark
    return marks.stored(mark / slot.max_mark)


def lowest_mark(slot: AttemptSlot) -> Decimal:
    """The least that the question can earn: below 0 where a wrong option costs marks."""
    return marks.stored(min(0.0, minimum(slot.version.content)) * float(slot.max_mark))


def _is_same(mark: ManualMark, given: Given) -> bool:
    stored = (mark.fraction, mark.rubric, mark.comment, mark.reason)
    return stored == (given.fraction, given.rubric, given.comment, given.reason)


def _record(slot: AttemptSlot, given: Given, by: User, now: datetime) -> None:
    ManualMark.objects.create(
        slot=slot,
        fraction=given.fraction,
        rubric=given.rubric,
        comment=given.comment,
        reason=given.reason,
        by=by,
        at=now,
    )
