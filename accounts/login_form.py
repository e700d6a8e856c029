"""The sign-in form. A module of its own: allauth's forms ask for accounts.forms while they load."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
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
        """Sign in; on one's own device the session lasts two weeks. Every other sign-in ends with the browser."""
        response: HttpResponse = super().login(request, redirect_url)
        request.session.set_expiry(None if self.cleaned_data["own"] else 0)
        return response
