"""A worker may be killed at any moment, with kill -9: nothing is doubled, nothing lost."""

import os
import signal
from multiprocessing import get_context
from random import Random

from django.db import connections

from certificates.domain.codes import parse_serial
from certificates.models import Certificate, LogEntry, LogHead, SerialCounter
from certificates.services import issue_certificate, issuing
from certificates.services.log import root_at
from outbox.models import Job
from tests.certificates.test_parallel_issue import completed, recomputed_root  # noqa: F401 a fixture
from tests.factories import NOW
from tests.quizzes.committed import on_postgresql

pytestmark = on_postgresql
PLACES = ["build_snapshot", "add_event", "enqueue", "append_entry"]
FORK = get_context("fork")


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(function):
    def after(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return after


def killed_worker(number: int, enrolment_id: int) -> None:
    """A process that issues, and is killed before or after one of the steps."""
    connections["default"].connection = None  # the parent's connection stays the parent's
    place = PLACES[number % len(PLACES)]
    dies = die if number % 2 else die_after(getattr(issuing, place))
    setattr(issuing, place, dies)
    issue_certificate(enrolment_id, now=NOW)


def test_twenty_workers_killed_in_the_middle_leave_nothing_doubled_and_nothing_lost(completed):  # noqa: F811
    enrolments = completed("killed", 20)
    connections.close_all()
    for number, enrolment in enumerate(enrolments):
        worker = FORK.Process(target=killed_worker, args=(number, enrolment.pk))
        worker.start()
        worker.join(30)
        assert worker.exitcode == -signal.SIGKILL
    assert not Certificate.objects.filter(enrolment__in=enrolments).exists()
    assert (LogEntry.objects.count(), SerialCounter.objects.filter(last__gt=0).count()) == (0, 0)
    for enrolment in Random(1).sample(enrolments, 20) * 2:
        issue_certificate(enrolment.pk, now=NOW)
    found = list(Certificate.objects.filter(enrolment__in=enrolments).order_by("serial"))
    assert [parse_serial(certificate.serial)[1] for certificate in found] == list(range(1, 21))
    assert Job.objects.filter(key__in=[f"certificate-mail:{c.pk}" for c in found]).count() == 20
    assert LogHead.objects.get().size == LogEntry.objects.count() == 20


def test_the_logs_root_is_what_its_entries_give():
    size = LogHead.objects.get().size
    assert list(LogEntry.objects.values_list("index", flat=True)) == list(range(size))
    assert root_at(size) == recomputed_root()
