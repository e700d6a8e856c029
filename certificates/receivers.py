"""A completed course asks for its certificate."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.models import Enrolment
from courses.signals import course_completed
from outbox.services import enqueue


@receiver(course_completed, dispatch_uid="certificates.issue_on_completion")
def issue_on_completion(sender: type[Enrolment], enrolment: Enrolment, at: datetime, **kwargs: Any) -> None:
    """Put the issue into the outbox, in the transaction that completed the course."""
    enqueue("certificates.issue", key=f"certificate:{enrolment.pk}:completion", enrolment_id=enrolment.pk)
