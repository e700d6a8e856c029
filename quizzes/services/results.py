"""Reads for those who teach: how a cohort did, what waits to be marked, everything that is known of an attempt.

Nothing here asks more questions of the database when there are more learners.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from courses.models import Cohort, Enrolment, Progress, ReleaseItem
from courses.reading import active_language, preference
from quizzes.models import Attempt, AttemptSlot, QuestionVersion, Quiz, QuizPage
from quizzes.services.finishing import PENDING, is_quiz_passed

NOT_STARTED, IN_PROGRESS, WAITING, NOT_PASSED, PASSED = "not_started", "in_progress", "waiting", "not_passed", "passed"
STATES = (NOT_STARTED, IN_PROGRESS, WAITING, NOT_PASSED, PASSED)  # as sorted: who needs something comes first


@dataclass(frozen=True)
class CohortQuiz:
    """A quiz as one cohort takes it."""

    cohort: Cohort
    quiz_id: UUID
    title: str
    learners: int
    tried: int
    passed: int
    waiting: int


@dataclass(frozen=True)
class LearnerResult:
    """How a learner stands in a quiz."""

    enrolment: Enrolment
    attempts: tuple[Attempt, ...]
    is_completed: bool
    has_override: bool

    @property
    def state(self) -> str:
        found = {attempt.state for attempt in self.attempts}
        if self.attempts and is_quiz_passed(self.attempts[0].quiz.method, self.attempts):
            return PASSED
        for state, said in ((Attempt.State.SUBMITTED, WAITING), (Attempt.State.IN_PROGRESS, IN_PROGRESS)):
            if state in found:
                return said
        return NOT_PASSED if found else NOT_STARTED

    @property
    def is_completed_without_pass(self) -> bool:
        """A pass was lost, or a person decided: the activity stays completed."""
        return self.is_completed and self.state != PASSED

    @property
    def best(self) -> Decimal | None:
        return max((attempt.score for attempt in self.attempts if attempt.score is not None), default=None)

    @property
    def last_activity(self) -> datetime | None:
        times = [t for a in self.attempts for t in (a.started_at, a.submitted_at, getattr(a, "saved_at", None)) if t]
        return max(times, default=None)


def titles_of(quiz_ids: Iterable[UUID], source: str = "es") -> dict[UUID, str]:
    """Titles of quizzes in the reader's language, else in another; one query. Live pages before hidden ones."""
    order = preference(active_language(), source)
    pages = QuizPage.objects.filter(translation_key__in=set(quiz_ids))
    rows = pages.values_list("translation_key", "title", "locale__language_code", "live")
    ranked = sorted(rows, key=lambda row: (not row[3], order.index(row[2])), reverse=True)
    return {key: title for key, title, _language, _live in ranked}


def quizzes_of_cohorts(cohorts: QuerySet[Cohort]) -> list[CohortQuiz]:
    """Every quiz that these cohorts take, with how many tried, passed and wait; six queries."""
    found = list(cohorts.select_related("course").order_by("course__title", "name", "pk"))
    items = ReleaseItem.objects.filter(release__in={c.release_id for c in found}, activity__kind="quiz")
    quizzes: dict[int, list[UUID]] = {}
    for release, activity in items.values_list("release", "activity"):
        quizzes.setdefault(release, []).append(activity)
    titles = titles_of([quiz for some in quizzes.values() for quiz in some])
    learners = dict(Enrolment.objects.active().filter(cohort__in=found).values_list("cohort").annotate(n=Count("pk")))
    counts = _counts(found)
    return [
        CohortQuiz(
            cohort, quiz, titles.get(quiz, ""), learners.get(cohort.pk, 0), *counts.get((cohort.pk, quiz), (0, 0, 0))
        )
        for cohort in found
        for quiz in quizzes.get(cohort.release_id, [])
    ]


def _counts(cohorts: list[Cohort]) -> dict[tuple[int, UUID], tuple[int, int, int]]:
    """Learners who tried and who passed, and attempts that wait, by cohort and quiz; two queries."""
    attempts = Attempt.objects.filter(enrolment__cohort__in=cohorts).exclude(enrolment__state="withdrawn")
    rows = attempts.values_list("enrolment__cohort", "quiz").annotate(
        tried=Count("enrolment", distinct=True),
        passed=Count("enrolment", distinct=True, filter=Q(is_passed=True)),
        waiting=Count("pk", filter=Q(state=Attempt.State.SUBMITTED)),
    )
    others = _passed_by_method(attempts.exclude(quiz__method=Quiz.Method.HIGHEST))
    counts: dict[tuple[int, UUID], tuple[int, int, int]] = {}
    for cohort, quiz, tried, passed, waiting in rows:
        counts[cohort, quiz] = tried, others.get((cohort, quiz), passed), waiting
    return counts


def _passed_by_method(attempts: QuerySet[Attempt]) -> dict[tuple[int, UUID], int]:
    """Learners whose attempts together pass, where the best one alone does not decide; one query."""
    whose: dict[tuple[int, UUID, int], list[Attempt]] = {}
    for attempt in attempts.select_related("quiz", "enrolment").order_by("number"):
        whose.setdefault((attempt.enrolment.cohort_id, attempt.quiz_id, attempt.enrolment_id), []).append(attempt)
    passed = {(cohort, quiz): 0 for cohort, quiz, _learner in whose}
    for (cohort, quiz, _learner), some in whose.items():
        passed[cohort, quiz] += is_quiz_passed(some[0].quiz.method, some)
    return passed


def results_of(cohort: Cohort, quiz_id: UUID) -> list[LearnerResult]:
    """How every learner of the cohort stands in the quiz; four queries."""
    enrolments = list(
        Enrolment.objects.active()
        .filter(cohort=cohort)
        .select_related("learner")
        .order_by("learner__last_name", "learner__first_name", "pk")
    )
    attempts: dict[int, list[Attempt]] = {}
    rows = Attempt.objects.filter(quiz=quiz_id, enrolment__cohort=cohort).select_related("quiz").order_by("number")
    for attempt in rows.annotate(saved_at=Max("slots__saved_at")):
        attempts.setdefault(attempt.enrolment_id, []).append(attempt)
    done = Progress.objects.filter(activity=quiz_id, enrolment__cohort=cohort, completed_at__isnull=False)
    completed = set(done.values_list("enrolment", flat=True))
    excepted = set(Enrolment.objects.filter(cohort=cohort, quiz_overrides__quiz=quiz_id).values_list("pk", flat=True))
    return [LearnerResult(e, tuple(attempts.get(e.pk, ())), e.pk in completed, e.pk in excepted) for e in enrolments]


def sorted_results(rows: list[LearnerResult], ordering: str) -> list[LearnerResult]:
    """Sorted by learner, state, best, attempts or activity; with a minus the other way round. Nothing sorts last."""
    key = ordering.removeprefix("-")
    keys = {
        "state": lambda row: STATES.index(row.state),
        "best": lambda row: row.best,
        "attempts": lambda row: len(row.attempts),
        "activity": lambda row: row.last_activity,
    }
    if key not in keys:
        return rows[::-1] if ordering == "-learner" else rows
    known = [row for row in rows if keys[key](row) is not None]
    known.sort(key=keys[key], reverse=ordering.startswith("-"))
    return [*known, *(row for row in rows if keys[key](row) is None)]


def attempts_to_mark(cohorts: QuerySet[Cohort]) -> QuerySet[Attempt]:
    """Handed in and waiting for a person, the oldest first, with how many answers wait; nobody's who was erased."""
    waiting = Attempt.objects.filter(
        state=Attempt.State.SUBMITTED, enrolment__cohort__in=cohorts, enrolment__learner__erased_at=None
    )
    counted = waiting.annotate(pending=Count("slots", filter=Q(slots__state=PENDING)))
    related = counted.select_related("enrolment__learner", "enrolment__cohort__course", "quiz__activity")
    return related.order_by("submitted_at", "pk")


def waiting_by_cohort(cohorts: QuerySet[Cohort]) -> list[tuple[Cohort, int]]:
    """Cohorts in which attempts wait, with how many."""
    is_waiting = Q(enrolments__attempts__state=Attempt.State.SUBMITTED, enrolments__learner__erased_at=None)
    waiting = Count("enrolments__attempts", filter=is_waiting)
    found = cohorts.annotate(waiting=waiting).filter(waiting__gt=0).select_related("course")
    return [(cohort, cohort.waiting) for cohort in found.order_by("course__title", "name", "pk")]  # type: ignore[attr-defined]


def next_slot_to_mark(attempt: Attempt, after: int = 0) -> AttemptSlot | None:
    """The attempt's next answer that waits, in the order of the questions; the first again after the last."""
    waiting = list(attempt.slots.filter(state=PENDING).order_by("position"))
    return next((slot for slot in waiting if slot.position > after), waiting[0] if waiting else None)


@dataclass(frozen=True)
class SlotHistory:
    """A question of an attempt, with every answer that ever arrived and every mark a person gave."""

    slot: AttemptSlot
    content: dict[str, Any]  # as the learner saw it: a regrade may have moved the slot to a newer version
    saves: list[Any] = field(default_factory=list)
    marks: list[Any] = field(default_factory=list)


def history_of(attempt: Attempt) -> list[SlotHistory]:
    """The attempt's questions in order; five queries at most."""
    slots = attempt.slots.select_related("version__question").prefetch_related("saves", "manual_marks__by")
    seen = _contents_seen(attempt)
    return [
        SlotHistory(
            slot,
            seen.get(slot.position, slot.version.content),
            sorted(slot.saves.all(), key=lambda save: (save.received_at, save.pk)),
            list(slot.manual_marks.all()),
        )
        for slot in slots
    ]


def _contents_seen(attempt: Attempt) -> dict[int, dict[str, Any]]:
    """What the learner saw, by position, where a regrade moved the slot to a newer version since."""
    regrades = attempt.events.filter(kind="regraded").order_by("-id").values_list("details", flat=True)
    first = {details["position"]: details["version"][0] for details in regrades if "version" in details}
    contents = dict(QuestionVersion.objects.filter(pk__in=first.values()).values_list("pk", "content"))
    return {position: contents[pk] for position, pk in first.items() if pk in contents}
