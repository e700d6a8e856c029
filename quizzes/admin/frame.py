"""What trainers' pages have in common: title, breadcrumbs, the time zone in which times are told."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _


def heading(title: str, *path: tuple[str, str], icon: str = "") -> dict[str, Any]:
    """Title and breadcrumbs of a page; the path leads to it from outside in."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url if url.startswith("/") else reverse(url), "label": label} for label, url in path]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }


def render_here(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page about several cohorts tells times in the platform's own zone, and says so as `zone`."""
    zone = settings.AMPARO_ISSUER_TIME_ZONE
    with timezone.override(zone):
        return render(request, template, {**context, "zone": zone})
