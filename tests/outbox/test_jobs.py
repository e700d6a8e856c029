"""A job is done once in effect: asked for twice, run twice, failed, or left behind by a worker that died."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from courses.models import Course
from outbox import services
from outbox.models import Job
from outbox.services import LEASE, MAX_ATTEMPTS, claim, enqueue, run
from tests.outbox.conftest import TASK, Work

SECOND = timedelta(seconds=1)


def hours() -> int:
    return int(Course.objects.get().hours)


def fail() -> None:
    raise RuntimeError("the printer is on fire")


def test_asking_twice_with_the_same_key_gives_one_job(course: Course, work: Work) -> None:
    for name in ("first", "second"):
        enqueue(TASK, key="k", course_id=course.pk, name=name)
    assert [job.arguments["name"] for job in Job.objects.all()] == ["first"]
    enqueue(TASK, key="another", course_id=course.pk)
    assert Job.objects.count() == 2


def test_asking_again_after_it_was_done_does_nothing(job: Job, work: Work) -> None:
    run(job.pk)
    enqueue(TASK, key="k", course_id=1)
    assert services.drain() == 0
    assert hours() == 2


def test_the_database_itself_refuses_a_second_job_with_the_key(job: Job) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(task=TASK, key="k", created_at=timezone.now(), run_after=timezone.now())


def test_what_is_asked_for_in_a_transaction_that_fails_was_never_asked_for(course: Course, work: Work) -> None:
    def business() -> None:
        with transaction.atomic():
            enqueue(TASK, key="k", course_id=course.pk)
            fail()

    with pytest.raises(RuntimeError):
        business()
    assert not Job.objects.exists()


def test_a_job_runs_once_and_is_marked_as_done(job: Job, work: Work) -> None:
    assert run(job.pk)
    assert not run(job.pk)
    job.refresh_from_db()
    assert (hours(), len(work.runs)) == (2, 1)
    assert job.done_at
    assert (job.leased_until, job.attempts, job.last_error) == (None, 1, "")


def test_effect_and_done_are_committed_together(job: Job, work: Work) -> None:
    seen: dict[str, Any] = {}

    def look() -> None:
        seen["in_transaction"] = connection.in_atomic_block
        seen["done"] = Job.objects.get().done_at

    work.then = look
    run(job.pk)
    assert seen == {"in_transaction": True, "done": None}


def test_a_job_that_fails_leaves_nothing_behind_and_is_tried_again_later(job: Job, work: Work) -> None:
    work.then = fail
    now = timezone.now()
    assert not run(job.pk, now=now)
    job.refresh_from_db()
    assert hours() == 1
    assert (job.done_at, job.failed_at, job.leased_until) == (None, None, None)
    assert job.last_error == "RuntimeError: the printer is on fire"
    assert job.run_after == now + 2 * SECOND
    work.then = lambda: None
    assert not run(job.pk, now=now + SECOND)
    assert run(job.pk, now=now + 2 * SECOND)
    job.refresh_from_db()
    assert (hours(), job.last_error) == (2, "")


def test_a_job_that_keeps_failing_waits_longer_each_time_and_is_given_up_loudly(
    job: Job, work: Work, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    work.then = fail
    now, waits = timezone.now(), []
    for _attempt in range(MAX_ATTEMPTS + 3):
        run(job.pk, now=now)
        job.refresh_from_db()
        waits.append((job.run_after - now).total_seconds())
        now = job.run_after
    assert len(work.runs) == MAX_ATTEMPTS
    assert waits[:4] == [2, 4, 8, 16]
    assert job.failed_at
    assert not claim(job.pk, now=now + timedelta(days=365))
    assert len([record for record in caplog.records if "failed" in record.message]) == MAX_ATTEMPTS
    assert client.get("/health/").json()["jobs_failed"] == 1


def test_a_task_nobody_knows_is_a_failure_and_not_a_crash(course: Course) -> None:
    enqueue("no.such.task", key="k")
    job = Job.objects.get()
    assert not run(job.pk)
    job.refresh_from_db()
    assert "no.such.task" in job.last_error


def test_a_long_error_is_cut_and_kept(job: Job, work: Work) -> None:
    def fail_at_length() -> None:
        raise ValueError("x" * 10_000)

    work.then = fail_at_length
    run(job.pk)
    job.refresh_from_db()
    assert len(job.last_error) == 2000


def test_a_job_that_somebody_is_at_is_not_to_be_had(job: Job) -> None:
    now = timezone.now()
    assert claim(job.pk, now=now)
    for later in (0 * SECOND, SECOND, LEASE - SECOND):
        assert not claim(job.pk, now=now + later)
        assert not run(job.pk, now=now + later)


def test_the_job_of_a_worker_that_was_killed_runs_again_after_its_lease(job: Job, work: Work) -> None:
    """A killed worker leaves a lease and nothing else: its transaction was never committed."""
    now = timezone.now()
    claim(job.pk, now=now)
    assert not run(job.pk, now=now + LEASE - SECOND)
    assert run(job.pk, now=now + LEASE)
    job.refresh_from_db()
    assert (hours(), job.attempts) == (2, 2)


def test_a_job_that_kills_every_worker_is_given_up_too(job: Job, work: Work) -> None:
    now = timezone.now()
    for n in range(MAX_ATTEMPTS):
        assert claim(job.pk, now=now + n * LEASE)
    assert not run(job.pk, now=now + MAX_ATTEMPTS * LEASE)
    job.refresh_from_db()
    assert job.failed_at
    assert "WorkersLost" in job.last_error
    assert (work.runs, hours()) == ([], 1)


def test_a_job_for_later_waits(course: Course, work: Work) -> None:
    now = timezone.now()
    enqueue(TASK, key="k", run_after=now + timedelta(hours=1), course_id=course.pk)
    job = Job.objects.get()
    assert not run(job.pk, now=now + timedelta(minutes=59))
    assert run(job.pk, now=now + timedelta(hours=1))
