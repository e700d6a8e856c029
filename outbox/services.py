"""Put work in, take it out, run it once in effect."""

import logging
from collections.abc import Callable
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
A_SWEEP = 1000  # jobs published again at once
IN_HANDS = 100  # jobs that workers have read from the broker and not begun: neither there nor lost


def enqueue(task: str, *, key: str, run_after: datetime | None = None, **arguments: Any) -> None:
    """Ask for a task, within the caller's transaction. A second request with the same key changes nothing."""
    enqueue_all(task, {key: arguments}, run_after=run_after)


def enqueue_all(task: str, wanted: dict[str, dict[str, Any]], *, run_after: datetime | None = None) -> None:
    """Ask for a task many times: arguments by key. For ten thousand it takes a few seconds."""
    now = timezone.now()
    jobs = [
        Job(task=task, key=key, arguments=arguments, created_at=now, run_after=run_after or now)
        for key, arguments in wanted.items()
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=1000)
    if settings.OUTBOX_RELAY == "celery":
        transaction.on_commit(lambda: _publish_all(list(wanted)), robust=True)


def _publish_all(keys: list[str]) -> None:
    for key in keys:
        _publish(key)


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
    """Publish again what is due and may be in nobody's hands. Return how many there were.

    Always what was taken before: its worker died, or it failed and its pause is over. What was never taken only if
    the broker holds fewer messages than there is work: behind a long queue nothing is lost, and a second message for
    everything that waits there would keep the workers busy with what is done already.
    """
    due = Job.objects.due(timezone.now())
    lost = list(due.filter(attempts__gt=0).values_list("id", flat=True)[:A_SWEEP])
    untouched, waiting = due.filter(attempts=0), messages_waiting()
    if not waiting or untouched.count() > waiting + IN_HANDS:
        lost += untouched.values_list("id", flat=True)[: A_SWEEP - len(lost)]
    for job_id in lost:
        current_app.send_task("outbox.run", args=[job_id])
    return len(lost)


def messages_waiting() -> int:
    """How many messages the broker holds; none if it cannot say."""
    try:
        with current_app.connection_for_read() as connection:
            channel: Any = connection.channel()
            queue = channel.queue_declare(queue=current_app.conf.task_default_queue, passive=True)
            return int(queue.message_count)
    except Exception:  # a queue that is empty does not exist; a broker that is down is tried by sending
        return 0


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


def forget(names: Callable[[str], bool], *, about: dict[str, Any] | None = None) -> int:
    """Empty the rows that name somebody who is being erased, or are `about` them. Return how many there were.

    `about`: arguments that say so, such as {"user_id": 7}. What such a job was to do is not done any more.
    """
    now, found = timezone.now(), 0
    rows = Job.objects.order_by("id").values_list("id", "key", "arguments", "last_error", "done_at", "failed_at")
    for pk, key, arguments, last_error, done_at, failed_at in rows.iterator():
        changes: dict[str, Any] = {"last_error": ""} if names(last_error) else {}
        is_about = bool(about) and (about or {}).items() <= arguments.items()
        if is_about or names(f"{key} {list(arguments.values())}"):
            ended = None if done_at or failed_at else now
            changes |= {"key": f"forgotten:{pk}", "arguments": {}, "done_at": ended or done_at}
        found += Job.objects.filter(pk=pk).update(**changes) if changes else 0
    return found
