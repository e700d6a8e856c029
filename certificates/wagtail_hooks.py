"""Where the screens for certificates hang in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from certificates.admin import home
from certificates.admin.access import is_administrator
from certificates.services.designing import SAVED
from certificates.services.policies import CHANGED
from courses.permissions import cohorts_of


class ReadersItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """For administrators, and for those who work with learners."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request) or cohorts_of(request.user).exists()  # type: ignore[arg-type]


class AdministratorsItem(MenuItem):  # type: ignore[misc]
    """For administrators alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request)


@hooks.register("register_admin_urls")
def certificate_urls() -> list[URLPattern | URLResolver]:
    """The register, issuing, courses' terms, designs."""
    return [path("certificates/", include("certificates.admin.urls"))]


def _item(kind: type[MenuItem], label: Any, name: str, icon: str, order: int) -> MenuItem:
    address = reverse_lazy(f"certificate_admin:{name}")
    return kind(label, address, name=f"certificates-{name}", icon_name=icon, order=order)


@hooks.register("register_admin_menu_item")
def certificate_menu() -> MenuItem:
    """Trainers find the register of their cohorts, administrators everything."""
    items = [
        _item(ReadersItem, _("Register"), "index", "list-ul", 10),
        _item(AdministratorsItem, _("Issue for a cohort"), "bulk", "group", 20),
        _item(AdministratorsItem, _("Courses"), "policies", "cog", 30),
        _item(AdministratorsItem, _("Designs"), "designs", "doc-full", 40),
    ]
    menu = Menu(items=items)
    return SubmenuMenuItem(_("Certificates"), menu, name="certificates", icon_name="doc-full", order=230)


@hooks.register("construct_homepage_panels")
def certificate_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Certificates that wait for an administrator, on the first page."""
    panels += home.panels_for(request.user)  # type: ignore[arg-type]  # the admin is behind the sign-in


@hooks.register("register_log_actions")
def certificate_log_actions(actions: LogActionRegistry) -> None:
    """What is kept of a change to how a course certifies, and of a design's new version."""
    actions.register_action(CHANGED, _("Certificate policy changed"), _("Certificate policy changed"))
    actions.register_action(SAVED, _("Certificate design saved"), _("Certificate design saved"))
