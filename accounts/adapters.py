"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.security.notices import queue_notice


class AccountAdapter(DefaultAccountAdapter):
    """Writes to people in their own language, and forgets a sign-in on shared computers."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = getattr(user, "language", None) or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What changed, to the person, by the outbox: no change fails because a mail server is away."""
        said = {
            "ip": self.get_client_ip(self.request),
            "user_agent": self.get_http_user_agent(self.request)[:200],
            **{name: str(value) for name, value in (context or {}).items()},
        }
        queue_notice(template_prefix, user, email=email or "", **said)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Ends with the browser, except where accounts.login_form carried word through every step of the sign-in."""
        is_own = (kwargs.get("signal_kwargs") or {}).get("is_own_device")
        request.session.set_expiry(None if is_own else 0)
        return super().post_login(request, user, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The safest way first, in our words. Whoever has a second factor shows that: a password was not enough before."""
        words = {
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
            "mfa_reauthenticate": _("Use a code"),
            "reauthenticate": _("Use the password"),
        }
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        ways = [{**found[way], "description": said} for way, said in words.items() if way in found]
        return [way for way in ways if way["id"] != "reauthenticate"] or ways
