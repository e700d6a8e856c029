"""Periodic work. The result is right without it: reading an attempt closes it too."""

from celery import shared_task
from django.utils import timezone

from quizzes import services


@shared_task(name="quizzes.close_expired_attempts")
def close_expired_attempts() -> None:
    """Hand in attempts whose time is over."""
    services.close_expired_attempts(now=timezone.now())
