"""Where the course tools hang in Wagtail's admin."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from accounts.models import User
from courses.admin import home
from courses.admin.gate import OwnDocuments, OwnImages, choosable
from courses.admin.menu import TrainersItem
from courses.services.granting import GRANTED, WITHDRAWN
from courses.services.releases import MOVED, PUBLISHED

NOT_FOR_TRAINERS = {"reports", "help"}  # they are about the whole site


@hooks.register("register_admin_urls")
def course_urls() -> list[URLPattern | URLResolver]:
    """My courses, readiness, releases, cohorts that move on."""
    return [path("courses/", include("courses.admin.urls"))]


@hooks.register("register_admin_menu_item")
def course_menu_item() -> MenuItem:
    """A trainer's own courses, first among their tools."""
    address = reverse_lazy("course_tools:index")
    return TrainersItem(_("My courses"), address, name="my-courses", icon_name="tasks", order=190)


@hooks.register("register_log_actions")
def course_log_actions(actions: LogActionRegistry) -> None:
    """What is kept of a release, and of a cohort that was moved to one."""
    actions.register_action(PUBLISHED, _("Release published"), _("Release published"))
    actions.register_action(MOVED, _("Cohort moved to a newer release"), _("Cohort moved to a newer release"))


@hooks.register("register_log_actions")
def role_log_actions(actions: LogActionRegistry) -> None:
    """What is kept of a role that was given or taken back."""
    actions.register_action(GRANTED, _("Role given"), _("Role given"))
    actions.register_action(WITHDRAWN, _("Role withdrawn"), _("Role withdrawn"))


@hooks.register("register_user_listing_buttons")
def courses_of_a_person(user: User, request_user: User) -> Iterator[Button]:
    """From the list of users to what each works on."""
    if request_user.is_superuser:
        yield Button(_("Courses"), reverse("course_tools:person", args=[user.pk]), icon_name="tasks", priority=30)


@hooks.register("construct_page_chooser_queryset")
def own_and_public_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Links lead to pages of one's own courses, and to what everyone can read."""
    return choosable(pages, request.user)


@hooks.register("construct_admin_api", order=100)  # after Wagtail's own
def own_files(router: WagtailAPIRouter) -> None:
    """Another course's files are not listed by the admin's API."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("construct_homepage_panels")
def course_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for a person in their courses, on the first page."""
    panels += home.panels_for(request.user)  # type: ignore[arg-type]  # the admin is behind the sign-in


@hooks.register("construct_homepage_summary_items", order=900)  # after those who add to it
def no_summary_for_trainers(request: HttpRequest, items: list[Component]) -> None:
    """How many pages and pictures the site holds helps nobody who teaches."""
    if not request.user.is_superuser:  # type: ignore[union-attr]
        items.clear()


@hooks.register("construct_main_menu", order=900)  # after every app has added its own
def menu_for_trainers(request: HttpRequest, items: list[MenuItem]) -> None:
    """What a trainer needs, and nothing else."""
    if not request.user.is_superuser:  # type: ignore[union-attr]
        items[:] = [item for item in items if item.name not in NOT_FOR_TRAINERS]
