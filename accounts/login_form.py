"""The sign-in form, and the password once more. A module of its own: allauth's forms ask for accounts.forms while they load."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from django import forms
from django.http import HttpRequest, HttpResponse
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

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; on one's own device the session lasts two weeks. Every other sign-in ends with the browser.

        A second factor may come between: the sign-in itself carries the answer to accounts.adapters.
        """
        self._login.signal_kwargs = {"is_own_device": self.cleaned_data["own"]}
        response: HttpResponse = super().login(request, redirect_url)
        request.session.set_expiry(None if self.cleaned_data["own"] else 0)
        return response


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
