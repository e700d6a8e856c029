"""What moving a cohort to another release would mean for each of its learners. The same queries for any number."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from courses.contributions import certificate_holders
from courses.domain.completion import Item
from courses.domain.moving import Asked, Effect, asked, effect
from courses.models import Cohort, Enrolment, Progress, Release, ReleaseItem


@dataclass(frozen=True)
class Standing:
    """One learner: done and asked before and after, and what that comes to."""

    enrolment: Enrolment
    effect: Effect
    done_before: int
    done_after: int
    more: int
    has_certificate: bool


@dataclass(frozen=True)
class Move:
    """The preview of a move."""

    asked: Asked
    standings: list[Standing]
    counts: Counter[str]
    certificates: int


def preview_move(cohort: Cohort, release: Release) -> Move:
    """What would become of everyone who has not withdrawn; those for whom most changes come first."""
    change = asked(_items(cohort.release), _items(release))
    enrolments = Enrolment.objects.active().filter(cohort=cohort)
    holders = certificate_holders(enrolments)
    completed = _completed(cohort)
    rows = [
        _standing(one, change, completed[one.pk], one.pk in holders) for one in enrolments.select_related("learner")
    ]
    order = list(Effect)
    rows.sort(key=lambda row: (order.index(row.effect), str(row.enrolment.learner).casefold(), row.enrolment.pk))
    counts: Counter[str] = Counter(row.effect.value for row in rows)
    return Move(change, rows, counts, sum(row.has_certificate for row in rows))


def _standing(enrolment: Enrolment, change: Asked, completed: set[str], has_certificate: bool) -> Standing:
    done = frozenset(completed)
    return Standing(
        enrolment=enrolment,
        effect=effect(change, done, has_completed_course=enrolment.completed_at is not None),
        done_before=len(change.before & done),
        done_after=len(change.after & done),
        more=len(change.added - done),
        has_certificate=has_certificate,
    )


def _items(release: Release) -> list[Item]:
    rows = ReleaseItem.objects.filter(release=release).select_related("activity")
    return [Item(str(row.activity_id), row.is_required, row.activity.retired_at is not None) for row in rows]


def _completed(cohort: Cohort) -> dict[int, set[str]]:
    """Completed activities by enrolment."""
    rows = Progress.objects.filter(enrolment__cohort=cohort, completed_at__isnull=False)
    found: dict[int, set[str]] = defaultdict(set)
    for enrolment, activity in rows.values_list("enrolment_id", "activity_id").iterator():
        found[enrolment].add(str(activity))
    return found
