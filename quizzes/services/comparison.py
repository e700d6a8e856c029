"""What a regrade would change: the comparison that a person looks at before deciding."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quizzes.domain import marks
from quizzes.models import Attempt, AttemptSlot, Question, QuestionVersion, Quiz
from quizzes.services.rescoring import Correction, Outcome


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
    a person. `unreadable`: the new key cannot read the answer, because an option it names is gone, or the record does
    not say what was tried; a person marks it.
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
