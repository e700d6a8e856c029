"""Where the erasing of people hangs in Wagtail's admin. Nobody is deleted there: histories refer to everybody."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from accounts.models import User
from accounts.security.admin import REQUIRED
from accounts.security.resetting import RESET


class AdministratorsItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """For administrators alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern | URLResolver]:
    """Erasing a person, and what was erased."""
    return [path("people/", include("accounts.privacy.desk"))]


@hooks.register("register_settings_menu_item")
def erasures_item() -> MenuItem:
    """Beside Wagtail's own list of people."""
    return AdministratorsItem(
        lazy("Erased people"), reverse_lazy("people:erasures"), name="erasures", icon_name="bin", order=610
    )


@hooks.register("register_user_listing_buttons")
def erase_button(user: User, request_user: User, **kwargs: Any) -> Iterator[Button]:
    """In the list of people, in each one's menu."""
    if request_user.is_superuser and user.pk != request_user.pk and not user.erased_at:
        yield Button(_("Erase…"), reverse("people:erase", args=[user.pk]), icon_name="bin", priority=40)


@hooks.register("before_delete_user")
def erase_instead(request: HttpRequest, user: User) -> HttpResponse:
    """Deleting would fail on the first history that refers to the person, or take the history along."""
    return redirect("people:erase", user.pk)


@hooks.register("before_edit_user")
def nobody_to_edit(request: HttpRequest, user: User) -> HttpResponse | None:
    """Who was erased has no name to be given again."""
    return redirect("people:erasures") if user.erased_at else None


@hooks.register("before_bulk_action")
def erase_one_by_one(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Many at once is how the wrong ones go."""
    if action_type != "delete" or action.models != [User]:
        return None
    messages.info(request, _("People are erased one by one: open the person's menu in the list."))
    return redirect("wagtailusers_users:index")


@hooks.register("register_admin_urls")
def security_urls() -> list[URLPattern | URLResolver]:
    """Which roles need a second factor; resets."""
    return [path("security/", include("accounts.security.urls"))]


@hooks.register("register_settings_menu_item")
def security_item() -> MenuItem:
    """How people sign in."""
    address = reverse_lazy("sign_in_security:index")
    return AdministratorsItem(lazy("Sign-in security"), address, name="sign-in-security", icon_name="lock", order=620)


@hooks.register("register_account_menu_item")
def sign_in_item(request: HttpRequest) -> dict[str, str]:
    """In one's own settings: what Wagtail does not change here."""
    return {
        "url": reverse("mfa_index"),
        "label": _("E-mail, password and second factor"),
        "help_text": _("How you sign in, on your own page of the site."),
    }


@hooks.register("register_user_listing_buttons")
def reset_button(user: User, request_user: User, **kwargs: Any) -> Iterator[Button]:
    """In the list of people, for who lost device and codes."""
    if request_user.is_superuser:
        address = f"{reverse('sign_in_security:reset')}?{urlencode({'email': user.email})}"
        yield Button(_("Second factor…"), address, icon_name="lock", priority=35)


@hooks.register("register_log_actions")
def security_log_actions(actions: LogActionRegistry) -> None:
    """What is kept of it."""
    actions.register_action(RESET, lazy("Second factors reset"), lazy("Second factors reset"))
    actions.register_action(REQUIRED, lazy("Required second factors changed"), lazy("Required second factors changed"))
