"""Certificates for a whole cohort: first who gets one and who does not, then one job each in the outbox."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction

from accounts.models import User
from certificates.domain import entitlement
from certificates.models import Certificate, CertificateEvent, CertificateFile, CertificatePolicy
from certificates.rendering import RenderingFailed
from certificates.rendering.facts import clean
from certificates.rendering.typeface import typefaces
from certificates.services.delivery import render_key
from certificates.services.issuing import NotCompleted, issue_certificate, lock_enrolment
from certificates.services.reviewing import REFUSED, is_refused, newest_design
from courses.models import Cohort, Enrolment
from outbox.models import Job
from outbox.services import enqueue, enqueue_all, retry_all

TASK = "certificates.issue_by_person"
NEW, APPROVED = "new", "approved"
GIVEN = (NEW, APPROVED)  # who gets one; the other verdicts say why not


@dataclass(frozen=True)
class Candidate:
    """An enrolment of the cohort. `verdict` is "new" or "approved", or why there is none: see `_verdict`."""

    enrolment: Enrolment
    verdict: str
    certificate: Certificate | None = None
    words: str = ""

    @property
    def gets_one(self) -> bool:
        return self.verdict in GIVEN


def candidates(cohort: Cohort, kind: str) -> list[Candidate]:
    """Every place in the cohort with its verdict for a kind of certificate. Five queries, however many there are."""
    policy = CertificatePolicy.objects.filter(course=cohort.course_id).first()
    design = newest_design(policy).design if policy else None
    enrolments = cohort.enrolments.select_related("learner").order_by("learner__last_name", "learner__first_name", "pk")
    held = {row.enrolment_id: row for row in _newest(cohort, kind)}
    refused = set(_events(cohort, kind).values_list("certificate", flat=True))
    return [_candidate(each, kind, held.get(each.pk), refused, design) for each in enrolments]


def _newest(cohort: Cohort, kind: str) -> Iterable[Certificate]:
    """In the order of versions: the last one of each enrolment stays."""
    return Certificate.objects.filter(enrolment__cohort=cohort, kind=kind).order_by("version")


def _events(cohort: Cohort, kind: str) -> Any:
    found = CertificateEvent.objects.filter(kind=REFUSED, certificate__enrolment__cohort=cohort)
    return found.filter(certificate__kind=kind, certificate__state=Certificate.State.PENDING)


def _candidate(
    enrolment: Enrolment, kind: str, held: Certificate | None, refused: set[Any], design: dict[str, Any] | None
) -> Candidate:
    verdict = _verdict(enrolment, kind, held, refused) if design else "no_policy"
    if verdict in GIVEN and design:
        words = name_problem(enrolment.learner.get_full_name(), design)
        if words:
            return Candidate(enrolment, "unprintable", held, words)
    return Candidate(enrolment, verdict, held)


def _verdict(enrolment: Enrolment, kind: str, held: Certificate | None, refused: set[Any]) -> str:
    if held is not None:
        return _verdict_of_held(held, refused)
    if enrolment.learner.erased_at:
        return "erased"
    is_withdrawn = enrolment.state == Enrolment.State.WITHDRAWN
    is_completed = enrolment.completed_at is not None
    if entitlement.lacks(kind, is_completed=is_completed, is_withdrawn=is_withdrawn, has_person=True):
        return "withdrawn" if is_withdrawn else "not_completed"
    return NEW


def _verdict_of_held(held: Certificate, refused: set[Any]) -> str:
    if held.erased_at:
        return "erased"
    if held.state == Certificate.State.PENDING:
        return "refused" if held.pk in refused else APPROVED
    return "revoked" if held.state == Certificate.State.REVOKED else "has_one"


def name_problem(name: str, design: dict[str, Any]) -> str:
    """Which signs of a name none of the design's fonts has, in words; empty if it can be printed."""
    if not clean(name):
        return "—"
    try:
        typefaces(design)["name"].runs(clean(name))
    except RenderingFailed as error:
        return str(error)
    return ""


def job_key(enrolment_id: int, kind: str) -> str:
    """One job per place and kind: pressed twice, or by two people, it is the same one."""
    return f"certificate-bulk:{kind}:{enrolment_id}"


@transaction.atomic
def start_bulk(cohort: Cohort, kind: str, enrolment_ids: Iterable[int], *, by: User, now: datetime) -> int:
    """Ask for certificates for those of the places that may have one now. Return how many were asked for.

    What is asked for already is not asked for again; what ended without a certificate is tried anew.
    """
    wanted = set(enrolment_ids)
    return _start([pk for pk in _entitled(cohort, kind) if pk in wanted], kind, by, now)


def _entitled(cohort: Cohort, kind: str) -> list[int]:
    return [each.enrolment.pk for each in candidates(cohort, kind) if each.gets_one]


def _start(chosen: list[int], kind: str, by: User, now: datetime) -> int:
    wanted = {job_key(pk, kind): {"enrolment_id": pk, "kind": kind, "by_id": by.pk} for pk in chosen}
    enqueue_all(TASK, wanted)
    retry_all(list(wanted), now=now, done_too=True)
    return len(chosen)


@transaction.atomic
def start_for_everyone(cohort: Cohort, kind: str, *, by: User, now: datetime) -> None:
    """Ask in the background for everybody in the cohort who may have one then: too many to be ticked. Repeatable.

    Raises ValueError for teaching, which is said of chosen people.
    """
    if kind == Certificate.Kind.TRAINER:
        raise ValueError(kind)
    key = f"{_everyone(cohort.pk, kind)}{by.pk}"
    enqueue("certificates.issue_for_everyone", key=key, cohort_id=cohort.pk, kind=kind, by_id=by.pk)
    retry_all([key], now=now, done_too=True)


@transaction.atomic
def issue_for_everyone(cohort: Cohort, kind: str, *, by: User, now: datetime) -> int:
    """The job: one job each. Return how many."""
    return _start(_entitled(cohort, kind), kind, by, now)


def _everyone(cohort_id: int, kind: str) -> str:
    return f"certificate-bulk-everyone:{kind}:{cohort_id}:"


@transaction.atomic
def issue_by_person(enrolment_id: int, kind: str, *, by: User, now: datetime) -> Certificate | None:
    """One of the jobs. None if the place is not entitled any more or was refused in the meantime. Repeatable."""
    lock_enrolment(enrolment_id)
    held = Certificate.objects.filter(enrolment=enrolment_id, kind=kind).order_by("-version").first()
    if held is not None and is_refused(held):
        return None
    try:
        return issue_certificate(enrolment_id, now=now, by=by, kind=kind)
    except NotCompleted:
        return None


@dataclass(frozen=True)
class Step:
    """How far one place is: its job, its certificate, whether the file is drawn."""

    enrolment: Enrolment
    job: Job
    certificate: Certificate | None
    has_file: bool

    @property
    def state(self) -> str:
        """issued, left out, failed for good, to be tried again, waiting."""
        if self.certificate is not None and self.certificate.serial:
            return "issued"
        if self.job.done_at:
            return "left_out"
        if self.job.failed_at:
            return "failed"
        return "again" if self.job.last_error else "waiting"


@dataclass(frozen=True)
class Run:
    """How far a cohort's certificates of a kind are."""

    steps: list[Step]
    drawing: int  # files that are about to be drawn for the first time
    is_starting: bool = False  # everybody was asked for, and nobody's job is written yet

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(step.state for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def settled(self) -> int:
        return self.counts["issued"] + self.counts["left_out"] + self.counts["failed"]

    @property
    def drawn(self) -> int:
        return sum(step.has_file for step in self.steps)

    @property
    def is_over(self) -> bool:
        """Nothing more happens soon: what failed waits longer."""
        return self.settled == self.total and not self.drawing and not self.is_starting

    @property
    def troubled(self) -> list[Step]:
        return [step for step in self.steps if step.state in ("failed", "again", "left_out")]


def progress(cohort: Cohort, kind: str) -> Run:
    """How far it is; six queries, however many there are."""
    enrolments = {each.pk: each for each in cohort.enrolments.select_related("learner")}
    jobs = Job.objects.filter(key__in=[job_key(pk, kind) for pk in enrolments]).order_by("id")
    held = {row.enrolment_id: row for row in _newest(cohort, kind)}
    files = CertificateFile.objects.filter(kind="pdf", certificate__enrolment__cohort=cohort, certificate__kind=kind)
    drawn = set(files.values_list("certificate", flat=True))
    steps = []
    for job in jobs:
        pk = job.arguments["enrolment_id"]
        certificate = held.get(pk)
        steps.append(Step(enrolments[pk], job, certificate, certificate is not None and certificate.pk in drawn))
    is_starting = Job.objects.open().filter(key__startswith=_everyone(cohort.pk, kind)).exists()
    return Run(steps, _drawing(held.values()), is_starting)


def _drawing(certificates: Iterable[Certificate]) -> int:
    keys = [render_key(certificate) for certificate in certificates if certificate.serial]
    return Job.objects.open().filter(key__in=keys, last_error="").count()


def has_begun(cohort: Cohort, kind: str) -> bool:
    """Whether any certificate of the kind was asked for here."""
    keys = [job_key(pk, kind) for pk in cohort.enrolments.values_list("pk", flat=True)]
    return Job.objects.filter(key__in=keys).exists()


def try_again(cohort: Cohort, kind: str, *, now: datetime) -> int:
    """Run at once what failed or waits to be tried again. Return how many."""
    return retry_all([step.job.key for step in progress(cohort, kind).troubled], now=now)
