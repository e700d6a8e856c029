"""allauth's forms for second factors, in our words; a code counts once; a lost key is said, not a crash."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.security.secrets import SecretIsLost

NAME_LENGTH = 60
LOST = _("Your second factor cannot be read any more. Ask an administrator to reset it.")


def _tidy_code(field: forms.Field, label: Any, hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 20}
    field.error_messages["required"] = _("Write the code.")


class _CodeForm(forms.Form):
    """A code from the app or the list; either opens once."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("The six figures that your authenticator app shows, or one of your recovery codes.")
        _tidy_code(self.fields["code"], _("Code"), hint)

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # allauth's form stands behind
        except SecretIsLost as error:
            raise forms.ValidationError(LOST) from error
        if self.authenticator.type == Authenticator.Type.TOTP and not self._is_new(code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _is_new(self, code: str) -> bool:
        """allauth forgets a code after one period; ours is good for as many as the tolerance gives it."""
        digits = "".join(sign for sign in code if sign.isdigit())
        lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        return bool(cache.add(f"totp-used:{self.user.pk}:{digits}", True, timeout=lifetime))


class AuthenticateForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc]
    """At the sign-in."""


class ReauthenticateForm(_CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    """Before something that matters, in a session that is open."""


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app proves that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy_code(self.fields["code"], _("The six figures that the app shows now"))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, with the name by which its owner will know it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["name"])
        self.fields["credential"].error_messages["required"] = _("The device did not answer. Try again.")
        alone = self.fields["passwordless"]
        alone.initial, alone.label = True, _("Sign in with it alone, without a password")
        alone.help_text = _(
            "The device then asks for your fingerprint, your face or its PIN. Untick it for a plain security key."
        )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["name"])


def _name(field: forms.Field) -> None:
    field.label, field.help_text = _("Name"), _("For instance: telephone, office computer.")
    field.max_length = NAME_LENGTH  # type: ignore[attr-defined]
    field.validators.append(MaxLengthValidator(NAME_LENGTH))
    field.widget.attrs |= {"maxlength": NAME_LENGTH, "autocomplete": "off"}
