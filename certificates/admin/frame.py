"""What these screens have in common: title, breadcrumbs, the issuer's time zone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.admin.access import is_administrator


def heading(title: str, *path: tuple[str, str], icon: str = "certificate") -> dict[str, Any]:
    """Title and breadcrumbs of a page; the path leads to it from outside in."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url if url.startswith("/") else reverse(url), "label": label} for label, url in path]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "doc-full" if icon == "certificate" else icon,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }


def register_path() -> tuple[str, str]:
    """The crumb that leads back to the list."""
    return _("Certificates"), "certificate_admin:index"


def render_here(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Times stand in the issuer's own zone, as the printed dates do, and the page names it."""
    zone = settings.AMPARO_ISSUER_TIME_ZONE
    with timezone.override(zone):
        context = {"zone": zone, "is_administrator": is_administrator(request), **context}
        return render(request, f"certificates/admin/{template}", context, status=status)
