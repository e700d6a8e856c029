"""Two workers and one job, on a real PostgreSQL with real locks."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.models import Course
from outbox.models import Job
from outbox.services import LEASE, claim, enqueue, run
from tests.outbox.conftest import TASK, Work

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about locks on rows: set AMPARO_TEST_DATABASE_URL"),
]


@pytest.fixture
def waiting(transactional_db: None, work: Work) -> Job:
    """One job that waits, committed."""
    course = Course.objects.create(slug="c", title="C", audience="police", hours=1)
    enqueue(TASK, key="k", course_id=course.pk)
    return Job.objects.get()


def test_a_job_that_outlasts_its_lease_is_not_taken_by_a_second_worker(waiting: Job, work: Work) -> None:
    answers: list[bool] = []

    def second_worker() -> None:
        answers.append(claim(waiting.pk, now=timezone.now() + LEASE + timedelta(seconds=1)))
        connection.close()

    def meanwhile() -> None:
        thread = threading.Thread(target=second_worker)
        thread.start()
        thread.join(timeout=10)

    work.then = meanwhile
    assert run(waiting.pk)
    assert answers == [False]
    assert Course.objects.get().hours == 2


def test_twenty_workers_that_want_the_same_job_run_it_once(waiting: Job, work: Work) -> None:
    ran: list[bool] = []

    def worker() -> None:
        ran.append(run(waiting.pk))
        connection.close()

    threads = [threading.Thread(target=worker) for _n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert ran.count(True) == 1
    assert Course.objects.get().hours == 2
