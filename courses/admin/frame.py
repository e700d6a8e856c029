"""What these screens have in common: title, breadcrumbs, the platform's time zone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Course

Crumb = tuple[str, str]


def heading(title: str, *path: Crumb, icon: str = "tasks") -> dict[str, Any]:
    """Title and breadcrumbs of a page; the path (label, address) leads to it from outside in."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url, "label": label} for label, url in path]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }


def index_path() -> Crumb:
    """The crumb that leads back to the list."""
    return _("My courses"), reverse("course_tools:index")


def course_path(course: Course) -> Crumb:
    """The crumb that leads back to the course."""
    return str(course), reverse("course_tools:course", args=[course.pk])


def render_here(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Times stand in the platform's own zone, and the page names it."""
    zone = settings.AMPARO_ISSUER_TIME_ZONE
    with timezone.override(zone):
        return render(request, f"courses/admin/{template}", {"zone": zone, **context})
