"""Put work in, take it out, run it once in effect."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from outbox.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 32  # with an hour between the later ones: a mail server may be away for a day
LONGEST_PAUSE = 3600  # seconds


def enqueue(task: str, *, key: str, run_after: datetime | None = None, **arguments: Any) -> None:
    """Ask for a task, within the caller's transaction. A second request with the same key changes nothing."""
    now = timezone.now()
    job = Job(task=task, key=key, arguments=arguments, created_at=now, run_after=run_after or now)
    Job.objects.bulk_create([job], ignore_conflicts=True)
    if settings.OUTBOX_RELAY == "celery":
        transaction.on_commit(lambda: _publish(key), robust=True)


def _publish(key: str) -> None:
    """Hand the row to Celery. If the broker is down the sweep does it later: the row is the truth."""
    job_id = Job.objects.open().filter(key=key).values_list("id", flat=True).first()
    if job_id is not None:
        current_app.send_task("outbox.run", args=[job_id], retry=False)


class WorkersLost(Exception):
    """Every worker that took the job was gone before its end."""


@transaction.atomic
def claim(job_id: int, *, now: datetime) -> bool:
    """Take the lease; False if the job is done or somebody else is at it, even for longer than the lease."""
    free = Job.objects.due(now).select_for_update(skip_locked=True).filter(pk=job_id).first()
    if free is None:
        return False
    taken = Job.objects.due(now).filter(pk=job_id).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return taken == 1


def run(job_id: int, *, now: datetime | None = None) -> bool:
    """Claim and run one job. Return whether it ran to its end here.

    The task's effect and "done" commit together. A task whose worker dies is leased again after LEASE.
    """
    now = now or timezone.now()
    if not claim(job_id, now=now):
        return False
    job = Job.objects.get(pk=job_id)
    try:
        if job.attempts > MAX_ATTEMPTS:
            raise WorkersLost
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=job_id)  # held to the end: see claim
            current_app.tasks[job.task].run(**job.arguments)
            Job.objects.filter(pk=job_id).update(done_at=timezone.now(), leased_until=None, last_error="")
    except Exception as error:
        log.exception("Job %s failed", job)
        _note_failure(job, error, now)
        return False
    return True


def _note_failure(job: Job, error: Exception, now: datetime) -> None:
    """Try again later, each time a little later; give up loudly after MAX_ATTEMPTS."""
    final = job.attempts >= MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk).update(
        leased_until=None,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        run_after=now + timedelta(seconds=min(2**job.attempts, LONGEST_PAUSE)),
        failed_at=now if final else None,
    )


def drain(*, limit: int = 100) -> int:
    """Run what is due, oldest first. Return how many jobs ran to their end."""
    due = list(Job.objects.due(timezone.now()).values_list("id", flat=True)[:limit])
    return sum(run(job_id) for job_id in due)


def sweep() -> int:
    """Publish again what is due but was never taken: a lost message, a broker that was down."""
    due = list(Job.objects.due(timezone.now()).values_list("id", flat=True)[:1000])
    for job_id in due:
        current_app.send_task("outbox.run", args=[job_id])
    return len(due)


def retry_all(keys: list[str], *, now: datetime, done_too: bool = False) -> int:
    """Run jobs that failed as soon as may be, with all their attempts before them; `done_too` those that ended as well.

    What runs now, or never failed, is left alone. Return how many there were.
    """
    stuck = Q(failed_at__isnull=False) | Q(done_at=None, leased_until=None) & ~Q(last_error="")
    stuck |= Q(done_at__isnull=False) if done_too else Q(pk__in=[])
    jobs = Job.objects.filter(stuck, key__in=keys)
    found = list(jobs.values_list("key", flat=True))
    jobs.update(done_at=None, failed_at=None, leased_until=None, attempts=0, last_error="", run_after=now)
    if settings.OUTBOX_RELAY == "celery":
        for key in found:
            transaction.on_commit(partial(_publish, key), robust=True)
    return len(found)
