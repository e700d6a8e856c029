"""The slow work about accounts. Every task may run twice."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.models import ErasureRequest
from accounts.privacy import notices, services
from accounts.security.notices import send_notice


@shared_task(name="accounts.erase")
def erase(request_id: int) -> None:
    """Erase a person whose day has come."""
    services.erase_person(request_id, now=timezone.now())


@shared_task(name="accounts.tell_of_erasure")
def tell_of_erasure(request_id: int) -> None:
    """Say when it happens, and how it is taken back."""
    notices.tell_of_erasure(ErasureRequest.objects.select_related("person").get(pk=request_id))


@shared_task(name="accounts.notice")
def notice(number: str, template: str, user_id: int, email: str, context: dict[str, Any]) -> None:
    """A letter about a change that concerns the security of somebody's account."""
    send_notice(number, template, user_id, email, context)
