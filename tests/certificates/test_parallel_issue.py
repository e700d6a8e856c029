"""Many workers issue at once, on rows that are really locked."""

import os
from contextlib import suppress
from random import Random

import pytest

from certificates import tasks  # noqa: F401 registers them for the drainers
from certificates.domain import merkle
from certificates.domain.codes import parse_serial
from certificates.models import Certificate, CertificateEvent, LogEntry, SerialCounter
from certificates.services import issue_certificate, issuing, reissue_certificate
from certificates.services.log import root_at
from outbox.models import Job
from outbox.services import run
from tests.certificates.conftest import complete
from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment
from tests.quizzes.committed import on_postgresql, together

pytestmark = on_postgresql
WORKERS, LEARNERS = 8, int(os.environ.get("AMPARO_RACE_LEARNERS", "40"))  # the goal is measured with 400


@pytest.fixture(scope="module")
def completed(committed_database):
    """Make a course that so many learners have completed."""

    def make(slug: str, learners: int):
        course = make_course(slug, modules=(1,), languages=("es",), quiz=False)
        certify(course)
        return [complete(make_enrolment(course)) for _n in range(learners)]

    return make


def certificates(enrolments) -> list[Certificate]:
    return list(Certificate.objects.filter(enrolment__in=[e.pk for e in enrolments]).order_by("serial"))


def gap_free() -> bool:
    """Whether the register holds every number up to the last one given, once."""
    numbers = sorted(parse_serial(c.serial)[1] for c in Certificate.objects.exclude(serial=None))
    return numbers == list(range(1, SerialCounter.objects.get(year=2026).last + 1))


def recomputed_root() -> bytes:
    """The root from the entries alone, as the RFC defines it."""

    def over(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        half = merkle.split(len(hashes))
        return merkle.node_hash(over(hashes[:half]), over(hashes[half:]))

    leaves = LogEntry.objects.order_by("index").values_list("leaf", flat=True)
    return over([merkle.leaf_hash(bytes(leaf)) for leaf in leaves])


def test_eight_workers_at_the_same_enrolments_give_one_certificate_each_without_gaps(completed):
    enrolments = completed("parallel-a", LEARNERS)

    def worker(n: int) -> int:
        for enrolment in Random(n).sample(enrolments, LEARNERS):
            issue_certificate(enrolment.pk, now=NOW)
        return LEARNERS

    assert together(worker, WORKERS) == [LEARNERS] * WORKERS
    found = certificates(enrolments)
    assert len(found) == LEARNERS
    assert {c.enrolment_id for c in found} == {e.pk for e in enrolments}
    assert gap_free()
    assert list(LogEntry.objects.values_list("index", flat=True)) == list(range(LEARNERS))
    assert root_at(LEARNERS) == recomputed_root()
    assert CertificateEvent.objects.filter(certificate__in=found, kind="issued").count() == LEARNERS
    for work in ("render", "mail"):
        keys = [f"certificate-{work}:{c.pk}" for c in found]
        assert Job.objects.filter(key__in=keys).count() == LEARNERS


def test_eight_drainers_run_each_issue_once(completed):
    enrolments = completed("parallel-b", 16)
    keys = [f"certificate:{e.pk}:completion" for e in enrolments]
    jobs = list(Job.objects.filter(key__in=keys).values_list("id", flat=True))

    def drainer(n: int) -> int:
        return sum(run(job) for job in Random(n).sample(jobs, len(jobs)))

    ran = together(drainer, WORKERS)
    assert sum(ran) == len(jobs), "each job ran to its end in one place"
    assert len(certificates(enrolments)) == len(enrolments)
    assert set(Job.objects.filter(id__in=jobs).values_list("attempts", flat=True)) == {1}


def test_issues_that_fail_in_between_leave_no_gaps(completed, monkeypatch):
    enrolments = completed("parallel-c", 16)
    unlucky = {e.pk for e in enrolments[::3]}
    add_event = issuing.add_event

    def failing(certificate, *args, **kwargs):
        if certificate.enrolment_id in unlucky:
            raise RuntimeError("power cut")
        add_event(certificate, *args, **kwargs)

    monkeypatch.setattr(issuing, "add_event", failing)
    together(lambda n: [_try(e.pk) for e in Random(n).sample(enrolments, len(enrolments))], WORKERS)
    assert {c.enrolment_id for c in certificates(enrolments)} == {e.pk for e in enrolments} - unlucky
    assert gap_free()


def _try(enrolment_id: int) -> None:
    with suppress(RuntimeError):
        issue_certificate(enrolment_id, now=NOW)


def test_two_administrators_who_correct_at_once_make_one_correction(completed):
    (enrolment,) = completed("parallel-d", 1)
    certificate = issue_certificate(enrolment.pk, now=NOW)
    person = UserFactory()

    def correct(n: int):
        return reissue_certificate(certificate, by=person, reason="name", now=NOW)

    results = together(correct, WORKERS)
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert Certificate.objects.filter(enrolment=enrolment).count() == 2
    assert gap_free()
