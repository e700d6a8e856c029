"""What trainers' pages have in common: title and breadcrumbs."""

from typing import Any

from django.urls import reverse
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
