"""Somebody lost the telephone, the key and the list: let them in with the password, and set up anew."""

import logging

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from accounts.security.notices import queue_notice

logger = logging.getLogger(__name__)
RESET = "accounts.second_factor.reset"


@transaction.atomic
def reset_second_factor(person: User, *, by: User | None) -> int:
    """Remove every second factor and the recovery codes; keep who did it; tell the person. Returns how many there were.

    `by` is nobody where an operator did it on the server.
    """
    found = list(Authenticator.objects.select_for_update().filter(user=person))
    if not found:
        return 0
    kinds = sorted(factor.type for factor in found)
    Authenticator.objects.filter(pk__in=[factor.pk for factor in found]).delete()
    log(instance=person, action=RESET, user=by, data={"kinds": kinds})
    logger.warning("Second factors of person %s reset by %s: %s", person.pk, by.pk if by else "operator", kinds)
    queue_notice("mfa/email/reset", person)
    return len(found)


def factors_of(person: User | None) -> list[Authenticator]:
    """What a reset would remove, the oldest first."""
    return list(Authenticator.objects.filter(user=person).order_by("created_at", "pk")) if person else []
