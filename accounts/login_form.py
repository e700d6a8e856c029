"""The sign-in form. A module of its own: allauth's forms ask for accounts.forms while they load."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """E-mail and password, and whether this computer is shared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"] = forms.BooleanField(
            label=_("This is my own device"),
            required=False,
            help_text=_("Leave it empty on a shared computer: you are signed out when the browser is closed."),
        )
        self.fields["password"].help_text = ""
