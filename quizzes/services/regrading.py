"""A question was wrong: compare what the marks would be, then change them, with a log.

The comparison writes nothing. The change is made only if the comparison a person saw still holds. What it does:

- Regrade.changes is its log, and each attempt has an event with the reason.
- A mark that a person overrode with a reason stays as it is, unless the question stops counting.
- Under the new key a slot moves to the version that now marks it, so that the learner reads the key that counts; the
  log keeps the version they sat. Under "either" only those who gain move.
- Where an answer could be checked before handing in, every try is played again by the new key: whoever was right at
  once by it has the full mark, whatever they tried after being told it was wrong.
- Full marks for everyone are written as manual marks without a reason, and so is a new mark where a person's mark by
  rubric stands: finish_attempt lets the last manual mark count.
- A question that does not count has 0 as its max mark; the log keeps the old one.
- Attempts in progress are left alone: regrade again when they are handed in.
- A pass that is gained completes the activity. One that is lost takes nothing back: Regrade.certificates lists the
  completed enrolments whose result changed, for a person to decide.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from quizzes.models import Attempt, ManualMark, Question, Quiz, Regrade
from quizzes.services.comparing import NoReadyVersion, NothingLeft, Policy, preview_regrade
from quizzes.services.comparison import Preview, SlotChange
from quizzes.services.events import note
from quizzes.services.marking import ReasonMissing
from quizzes.services.rescoring import Correction, rescore_attempt

__all__ = [
    "NoReadyVersion",
    "NothingLeft",
    "Policy",
    "Preview",
    "PreviewOutdated",
    "ReasonMissing",
    "preview_regrade",
    "regrade_question",
]


class PreviewOutdated(Exception):
    """Something changed since the comparison was made: look at it again."""


@transaction.atomic
def regrade_question(
    quiz: Quiz, question: Question, policy: str, *, fingerprint: str, reason: str, by: User, now: datetime
) -> Regrade | None:
    """Change the marks as the comparison with this fingerprint said. None if there is nothing (left) to change.

    Raises ReasonMissing, PreviewOutdated, and what preview_regrade raises.
    """
    if not reason.strip():
        raise ReasonMissing
    attempts = Attempt.objects.filter(quiz=quiz, slots__version__question=question).order_by("pk")
    list(Attempt.objects.select_for_update().filter(pk__in=attempts.values("pk")).order_by("pk").values_list("pk"))
    preview = preview_regrade(quiz, question, policy)
    if preview.is_empty:
        return None
    if preview.fingerprint != fingerprint:
        raise PreviewOutdated
    regrade = Regrade.objects.create(
        quiz=quiz,
        question=question,
        policy=policy,
        reason=reason.strip(),
        changes=[change.as_log() for change in (*preview.changed, *preview.moved)],
        certificates=[_concern(one) for one in preview.concerned],
        made_by=by,
        made_at=now,
        applied_at=now,
    )
    for change in (*preview.changed, *preview.moved):
        _apply(change, regrade, by, now)
    return regrade


def _apply(change: SlotChange, regrade: Regrade, by: User, now: datetime) -> None:
    slot = change.slot
    given = list(slot.manual_marks.all())
    if change.fraction is not None and change.changes_fraction and (given or regrade.policy == Policy.FULL_MARKS):
        kept = {"rubric": given[-1].rubric, "comment": given[-1].comment} if given else {}
        ManualMark.objects.create(slot=slot, fraction=change.fraction, by=by, at=now, **kept)
    is_new_mark = change.changes_mark  # before the slot is written: a change compares with it
    log = {key: value for key, value in change.as_log().items() if key not in ("slot", "attempt")}
    slot.version, slot.max_mark = change.version, change.max_mark
    slot.fraction, slot.mark, slot.state = change.fraction, change.mark, change.state
    slot.save(update_fields=["version", "max_mark", "fraction", "mark", "state"])
    details = {"position": slot.position, "regrade": regrade.pk, "policy": regrade.policy, "reason": regrade.reason}
    note(slot.attempt, "regraded", now, by=by, **details, **log)
    if is_new_mark:
        rescore_attempt(slot.attempt, by=by, now=now)


def _concern(found: Correction) -> dict[str, Any]:
    """A completed enrolment whose result changed."""
    return {
        "enrolment": found.attempt.enrolment_id,
        "attempt": found.attempt.pk,
        "score": [str(found.before.score), str(found.after.score)],
        "is_passed": [found.before.is_passed, found.after.is_passed],
    }
