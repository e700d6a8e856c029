"""What a regrade would change, without writing anything. The rules are in regrading.py."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from quizzes.domain import marks
from quizzes.domain.regrade import Change, Graded, changes
from quizzes.models import Attempt, AttemptSlot, Question, QuestionVersion, Quiz, Regrade
from quizzes.services.comparison import Preview, SlotChange
from quizzes.services.marking import HANDED_IN, grades_of
from quizzes.services.replaying import replay, tries_of
from quizzes.services.rescoring import outcome_now, outcome_of

Policy = Regrade.Policy
BY_KEY = (Policy.NEW_KEY, Policy.EITHER)
Wholes = dict[int, Decimal]  # max mark by slot


class NoReadyVersion(Exception):
    """The question has no version that is ready."""


class NothingLeft(Exception):
    """Without this question some attempts would have no question that counts."""


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
    tried = {pk: slot for pk, slot in due.items() if slot.tries and policy in BY_KEY}
    again = tries_of(tried.values())
    return [
        _played_again(slot, again.get(pk), version, policy, whole.get(pk, slot.max_mark))
        if pk in tried
        else _decided(slot, by_key.get(pk), version, policy, whole.get(pk, slot.max_mark))
        for pk, slot in due.items()
    ]


def _stays(slot: AttemptSlot, version: QuestionVersion, policy: str, whole: Decimal) -> SlotChange:
    """The same mark; under the new key the slot moves to its version."""
    by_new_key = version if policy == Policy.NEW_KEY else slot.version
    return _change(slot, fraction=slot.fraction, state=slot.state, max_mark=whole, version=by_new_key)


def _played_again(
    slot: AttemptSlot, tries: list[dict[str, Any]] | None, version: QuestionVersion, policy: str, whole: Decimal
) -> SlotChange:
    """What every try that was made comes to by the new key, the last as the first."""
    stays = _stays(slot, version, policy, whole)
    again = replay(version.content, tries, slot.attempt.behaviour) if tries else None
    if again is None:
        return replace(stays, version=slot.version, is_unreadable=True)
    fraction = marks.stored(again.fraction)
    if slot.fraction is not None and (
        fraction == slot.fraction or (policy == Policy.EITHER and fraction < slot.fraction)
    ):
        return stays
    return _change(slot, fraction=fraction, state=again.state, max_mark=whole, version=version)


def _decided(
    slot: AttemptSlot, found: Change | None, version: QuestionVersion, policy: str, whole: Decimal
) -> SlotChange:
    stays = _stays(slot, version, policy, whole)
    if found is None:
        return stays
    if found.fraction is None or found.new_state == "ungradable":
        return replace(stays, version=slot.version, is_unreadable=True)
    if policy == Policy.EITHER and slot.fraction is not None and found.fraction <= slot.fraction:
        return stays
    moved = version if policy in BY_KEY else slot.version
    return _change(slot, fraction=found.fraction, state=found.new_state, max_mark=whole, version=moved)


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
    after = outcome_of(slot.attempt, [*pairs, (mark, max_mark)])
    return SlotChange(slot, version or slot.version, max_mark, mark, fraction, state, outcome_now(slot.attempt), after)


def _mark(fraction: Decimal | None, max_mark: Decimal) -> Decimal | None:
    return None if fraction is None else marks.stored(fraction * max_mark)


def _wholes(quiz: Quiz, question: Question) -> Wholes:
    """What the slots that do not count any more counted before, from the log."""
    dropped = Regrade.objects.filter(quiz=quiz, question=question, policy=Policy.NONE, applied_at__isnull=False)
    log = [entry for regrade in dropped.order_by("pk") for entry in regrade.changes]
    return {entry["slot"]: Decimal(entry["max"][0]) for entry in log if Decimal(entry["max"][0]) > 0}
