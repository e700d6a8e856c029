"""How allauth's second factors behave here."""

from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.security import secrets


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed for us
    """Encrypts what is stored, draws the QR without inline style, and says it in our words."""

    error_messages = {
        "add_email_blocked": gettext_lazy("Confirm the new address with the code that we send there."),
        "cannot_delete_authenticator": gettext_lazy("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up a passkey or an authenticator app first."),
        "incorrect_code": gettext_lazy(
            "That is not right, or it is too old. Take the code that shows now and try again."
        ),
        "unverified_email": gettext_lazy("Confirm your e-mail address first: without it you could lock yourself out."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Four modules of quiet, dark on white in the dark theme too: cameras expect it."""
        code = segno.make(url, error="m", micro=False)
        return str(code.svg_inline(scale=4, border=4, light="#fff", dark="#000", omitsize=True))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """The site as the person's device names it."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.WAGTAIL_SITE_NAME}
