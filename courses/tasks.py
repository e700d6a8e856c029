"""Slow and periodic work on courses. Tasks take ids; every one may run twice."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from courses.services import copying, trying


@shared_task(name="courses.copy_step")
def copy_step(copy_id: int, step: int) -> None:
    """One step of a course's copy."""
    copying.copy_step(copy_id, step)


@shared_task(name="courses.publish_scheduled")
def publish_scheduled() -> None:
    """Periodic: pages go live, and end, when their authors planned it."""
    call_command("publish_scheduled", verbosity=0)


@shared_task(name="courses.end_old_trials")
def end_old_trials() -> None:
    """Periodic: who forgot to leave a trial has left it."""
    trying.end_old_trials(now=timezone.now())
