"""What a regrade would change, without writing anything. The rules are in regrading.py."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from quizzes.domain import marks
from quizzes.domain.behaviour import interactive
from quizzes.domain.regrade import Change, Graded, changes
from quizzes.models import Attempt, AttemptSlot, Question, QuestionVersion, Quiz, Regrade
from quizzes.services.marking import HANDED_IN, grades_of
from quizzes.services.rescoring import Correction, Outcome, outcome_now, outcome_of
from quizzes.services.trying import PENALTY

Policy = Regrade.Policy
BY_KEY = (Policy.NEW_KEY, Policy.EITHER)
Wholes = dict[int, Decimal]  # max mark by slot


class NoReadyVersion(Exception):
    """The question has no version that is ready."""


class NothingLeft(Exception):
    """Without this question some attempts would have no question that counts."""


@dataclass(frozen=True)
class SlotChange:
    """What a regrade would write into one slot."""

    slot: AttemptSlot
    version: QuestionVersion
    max_mark: Decimal
    mark: Decimal | None
    fraction: Decimal | None
    state: str
    before: Outcome
    after: Outcome
    is_unreadable: bool = False

    @property
    def changes_mark(self) -> bool:
        """The mark, or what it is out of. Marks that differ by less than what is stored are the same."""
        old, new = self.slot.mark, self.mark
        if old is None or new is None or self.slot.max_mark != self.max_mark:
            return (old, self.slot.max_mark) != (new, self.max_mark)
        return abs(float(old - new)) > marks.SAME

    @property
    def changes_fraction(self) -> bool:
        return self.slot.fraction != self.fraction

    @property
    def only_moves(self) -> bool:
        """The mark stays; the learner reads the new key."""
        return not self.changes_mark and self.slot.version_id != self.version.pk

    @property
    def correction(self) -> Correction:
        """What the attempt would come to."""
        return Correction(self.slot.attempt, self.before, self.after)

    def as_log(self) -> dict[str, Any]:
        """For Regrade.changes: old and new, as text where it is a decimal."""
        old, new = self.slot, self
        return {
            "slot": old.pk,
            "attempt": old.attempt_id,
            "old": None if old.mark is None else str(old.mark),
            "new": None if new.mark is None else str(new.mark),
            "max": [str(old.max_mark), str(new.max_mark)],
            "version": [old.version_id, new.version.pk],
        }


@dataclass(frozen=True)
class Preview:
    """What a regrade would do. `moved` slots only get the new version: their marks stay. `kept`: overridden by
    a person. `unreadable`: the new key cannot read the answer, because an option it names is gone; a person marks it.
    """

    quiz: Quiz
    question: Question
    policy: str
    version: QuestionVersion
    changed: tuple[SlotChange, ...]
    moved: tuple[SlotChange, ...]
    kept: tuple[AttemptSlot, ...]
    unreadable: tuple[AttemptSlot, ...]
    compared: int
    in_progress: int

    @property
    def is_empty(self) -> bool:
        return not self.changed and not self.moved

    @property
    def corrections(self) -> list[Correction]:
        """The finished attempts whose score would change."""
        found = [change.correction for change in self.changed]
        return [one for one in found if one.attempt.state == Attempt.State.FINISHED and one.before != one.after]

    @property
    def gains(self) -> list[Correction]:
        return [one for one in self.corrections if one.gains_pass]

    @property
    def losses(self) -> list[Correction]:
        return [one for one in self.corrections if one.loses_pass]

    @property
    def concerned(self) -> list[Correction]:
        """Those who completed the course: a certificate may have been issued."""
        return [one for one in self.corrections if one.concerns_certificate]

    @property
    def fingerprint(self) -> str:
        """Says whether another comparison found the same."""
        rows = [change.as_log() for change in (*self.changed, *self.moved)]
        basis = [str(self.quiz.pk), self.question.pk, self.policy, rows]
        return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()


def preview_regrade(quiz: Quiz, question: Question, policy: str) -> Preview:
    """Compare, without writing anything. Raises NoReadyVersion and NothingLeft."""
    version = _version(question, policy)
    slots = _slots(quiz, question)
    kept = [slot for slot in slots if policy != Policy.NONE and _is_overridden(slot)]
    held = {slot.pk for slot in kept}
    due = [slot for slot in slots if slot.pk not in held]
    if policy == Policy.NONE:
        found = _without_question(due)
    else:
        found = _by_policy(due, version, policy, _wholes(quiz, question))
    readable = [change for change in found if not change.is_unreadable]
    return Preview(
        quiz=quiz,
        question=question,
        policy=policy,
        version=version,
        changed=tuple(change for change in readable if change.changes_mark),
        moved=tuple(change for change in readable if change.only_moves),
        kept=tuple(kept),
        unreadable=tuple(change.slot for change in found if change.is_unreadable),
        compared=len(slots),
        in_progress=Attempt.objects.open().filter(quiz=quiz, slots__version__question=question).count(),
    )


def _version(question: Question, policy: str) -> QuestionVersion:
    """The newest version that is ready; where no key is asked for, a retired one will do."""
    states = ["ready"] if policy in BY_KEY else ["ready", "retired"]
    version = question.versions.filter(state__in=states).order_by("state", "-number").first()
    if version is None:
        raise NoReadyVersion
    return version


def _slots(quiz: Quiz, question: Question) -> list[AttemptSlot]:
    """The question's places in attempts that are handed in; four queries however many there are."""
    slots = AttemptSlot.objects.filter(
        attempt__quiz=quiz, attempt__state__in=HANDED_IN, version__question=question
    ).select_related("version", "attempt__enrolment__learner", "attempt__enrolment__cohort")
    found = list(slots.prefetch_related("manual_marks", "attempt__slots").order_by("attempt", "position"))
    for slot in found:
        slot.attempt.quiz = quiz
    return found


def _is_overridden(slot: AttemptSlot) -> bool:
    given = list(slot.manual_marks.all())
    return bool(given and given[-1].reason)


def _without_question(slots: Iterable[AttemptSlot]) -> list[SlotChange]:
    """The question no longer counts: nothing to earn in it, nothing earned. Its fraction stays, to come back to."""
    found = [_change(slot, fraction=slot.fraction, state=slot.state, max_mark=Decimal(0)) for slot in slots]
    if any(not _counts(change) for change in found):
        raise NothingLeft
    return found


def _counts(change: SlotChange) -> bool:
    """Whether the attempt still has a question that counts."""
    return any(slot.max_mark > 0 for slot in change.slot.attempt.slots.all() if slot.pk != change.slot.pk)


def _by_policy(slots: list[AttemptSlot], version: QuestionVersion, policy: str, whole: Wholes) -> list[SlotChange]:
    """By a key, or full marks for everyone. What stands at the newest version is right by the new key already."""
    due = {slot.pk: slot for slot in slots if policy == Policy.FULL_MARKS or slot.version_id != version.pk}
    due |= {slot.pk: slot for slot in slots if slot.pk in whole}  # it did not count; now it does again
    graded = [_graded(slot, whole.get(pk, slot.max_mark)) for pk, slot in due.items()]
    by_key = {found.key: found for found in changes(graded, version.content, policy)}  # type: ignore[arg-type]
    return [_decided(slot, by_key.get(pk), version, policy, whole.get(pk, slot.max_mark)) for pk, slot in due.items()]


def _decided(
    slot: AttemptSlot, found: Change | None, version: QuestionVersion, policy: str, whole: Decimal
) -> SlotChange:
    by_new_key = {"version": version} if policy == Policy.NEW_KEY else {}
    stays = _change(slot, fraction=slot.fraction, state=slot.state, max_mark=whole, **by_new_key)
    if found is None:
        return stays
    if found.fraction is None or found.new_state == "ungradable" or _is_unchecked(slot):
        return replace(stays, version=slot.version, is_unreadable=True)
    fraction = found.fraction if policy == Policy.FULL_MARKS else _after_tries(slot, version, found.fraction)
    if policy == Policy.EITHER and slot.fraction is not None and fraction <= slot.fraction:
        return stays
    moved = {"version": version} if policy in BY_KEY else {}
    return _change(slot, fraction=fraction, state=found.new_state, max_mark=whole, **moved)


def _is_unchecked(slot: AttemptSlot) -> bool:
    """With tries: what was saved last is not what earned the mark."""
    return slot.tries > 0 and slot.checked_sequence != slot.sequence


def _after_tries(slot: AttemptSlot, version: QuestionVersion, fraction: Decimal) -> Decimal:
    """What further tries cost is lost under the new key too."""
    if slot.tries < 2:
        return fraction
    penalty = float(version.content.get("penalty", PENALTY))
    return marks.stored(interactive(float(fraction), penalty, slot.tries - 1))


def _graded(slot: AttemptSlot, whole: Decimal) -> Graded:
    """The slot as the comparison takes it; an essay keeps what a person gave it."""
    given = list(slot.manual_marks.all())
    grades = grades_of(slot.version.content, given[-1]) if given else {}
    return Graded(slot.pk, slot.response, whole, _mark(slot.fraction, whole), slot.state, grades)


def _change(
    slot: AttemptSlot,
    *,
    fraction: Decimal | None,
    state: str,
    max_mark: Decimal,
    version: QuestionVersion | None = None,
) -> SlotChange:
    mark = _mark(fraction, max_mark)
    pairs = [(other.mark, other.max_mark) for other in slot.attempt.slots.all() if other.pk != slot.pk]
    after = outcome_of(slot.attempt.quiz, [*pairs, (mark, max_mark)])
    return SlotChange(slot, version or slot.version, max_mark, mark, fraction, state, outcome_now(slot.attempt), after)


def _mark(fraction: Decimal | None, max_mark: Decimal) -> Decimal | None:
    return None if fraction is None else marks.stored(fraction * max_mark)


def _wholes(quiz: Quiz, question: Question) -> Wholes:
    """What the slots that do not count any more counted before, from the log."""
    dropped = Regrade.objects.filter(quiz=quiz, question=question, policy=Policy.NONE, applied_at__isnull=False)
    log = [entry for regrade in dropped.order_by("pk") for entry in regrade.changes]
    return {entry["slot"]: Decimal(entry["max"][0]) for entry in log if Decimal(entry["max"][0]) > 0}
