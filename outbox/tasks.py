"""The two Celery tasks through which everything else runs on a server."""

from celery import shared_task

from outbox import services


@shared_task(name="outbox.run")
def run(job_id: int) -> None:
    """Run one job; harmless if it ran already."""
    services.run(job_id)


@shared_task(name="outbox.sweep")
def sweep() -> None:
    """Periodic: send again what got lost on the way."""
    services.sweep()
