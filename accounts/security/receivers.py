"""What follows when a factor is added, or used up."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.security.policy import FACTORS, SET_UP_HERE


@receiver(authenticator_added)
def remember_session(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Whoever sets up a factor has shown it, in this session: asking again at once would only annoy."""
    if authenticator.type in FACTORS:
        request.session[SET_UP_HERE] = user.pk


@receiver(authenticator_used)
def tell_of_recovery(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """A recovery code is the way in of who lost the device, and of who found the list."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        left = len(Authenticator.objects.get(pk=authenticator.pk).wrap().get_unused_codes())  # ours is from before
        get_adapter().send_notification_mail("mfa/email/recovery_code_used", user, {"left": left})
