"""Where the screens for course packs hang in Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from certificates.admin.access import is_administrator
from cms.packs.views import IMPORTED
from cms.translation import hooks as translation_hooks  # noqa: F401 registers its own


class PacksItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """For administrators alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_administrator(request)


@hooks.register("register_admin_urls")
def pack_urls() -> list[URLPattern | URLResolver]:
    """Export and import of courses."""
    return [path("packs/", include("cms.packs.urls"))]


@hooks.register("register_admin_menu_item")
def pack_menu_item() -> MenuItem:
    """Courses as files."""
    return PacksItem(
        _("Course packs"), reverse_lazy("course_packs:index"), name="course-packs", icon_name="download", order=240
    )


@hooks.register("register_log_actions")
def pack_log_actions(actions: LogActionRegistry) -> None:
    """Who brought which pack in."""
    actions.register_action(IMPORTED, _("Course pack imported"), _("Course pack imported"))


@hooks.register("insert_global_admin_css")
def brand_style() -> SafeString:
    """The admin in Amparo's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-brand.css"))
