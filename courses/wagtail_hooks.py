"""Where the course tools hang in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from courses.permissions import courses_of
from courses.services.releases import MOVED, PUBLISHED


class TrainersItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """Shown to those who have a course to look after."""

    def is_shown(self, request: HttpRequest) -> bool:
        return courses_of(request.user).exists()  # type: ignore[arg-type]  # the admin is behind the sign-in


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
