"""Where translating hangs in Wagtail's admin. Read by cms/wagtail_hooks.py."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail_localize.models import Translation

from accounts.models import User
from cms.translation.adopting import NothingToTranslate, adopt
from cms.translation.declared import TRANSLATED
from cms.translation.publish_view import SHOWN, publish
from cms.translation.publishing import BELOW_PAR, waiting_side_by_side
from cms.translation.urls import instead
from cms.translation.words_view import warn_of_words


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's
def translating_urls() -> list[URLPattern | URLResolver]:
    """The table of a course, the languages of a page; and what stands instead of some of wagtail-localize's pages."""
    return [path("translations/", include("cms.translation.urls")), path("localize/", include(instead))]


@hooks.register("before_edit_page", order=-1)  # before wagtail-localize's
def side_by_side(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Bring what is edited side by side up to date, and ask before it is published below par."""
    opened = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True)
    translation = opened.select_related("source__locale", "target_locale").first()
    if translation is None:
        return None
    if request.method == "POST":
        is_publishing = request.POST.get("action") == "publish"
        return publish(request, translation, page.specific) if is_publishing else None
    try:
        adopt(page.specific)
    except NothingToTranslate:  # the original was deleted: the ordinary editor opens
        translation.enabled = False
        translation.save(update_fields=["enabled"])
    return None


@hooks.register("before_bulk_action")
def below_par_one_by_one(request: HttpRequest, action_type: str, pages: Any, action: Any) -> HttpResponse | None:
    """Many at once are published without a word, and without what was translated: each has its own button for that."""
    if action_type != "publish" or action.models != [Page]:
        return None
    found = list(pages)
    if action.cleaned_form.cleaned_data["include_descendants"]:
        found += [draft for page in pages for draft in page.get_descendants().not_live()]
    waiting = waiting_side_by_side(found)
    if not waiting:
        return None
    for page in waiting[:SHOWN]:
        to_page = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Open side by side"))
        messages.warning(request, f"{page.get_admin_display_title()}: {_('Publish below par?')}", buttons=[to_page])
    messages.error(request, _("Nothing was changed."))
    answer: HttpResponse = redirect(action.next_url)
    return answer


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def words_of_a_saved_page(request: HttpRequest, page: Page) -> None:
    """Words to avoid, said when a person saved a page; what the editor saves by itself has the note at the field."""
    if request.method == "POST" and request.accepts("text/html") and isinstance(page.specific, tuple(TRANSLATED)):
        warn_of_words(request, page.specific)


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def translations_button(page: Page, user: User, view_name: str = "", next_url: str | None = None) -> Iterator[Button]:
    """In a page's menu: its languages, side by side."""
    if issubclass(page.specific_class or Page, tuple(TRANSLATED)) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Translations, side by side"), reverse("translating:page", args=[page.pk]), icon_name="site", priority=58
        )


@hooks.register("construct_reports_menu")
def without_everybodys_translations(request: HttpRequest, items: list[MenuItem]) -> None:
    """wagtail-localize's report shows every trainer's pages: a course's own table stands with the course."""
    items[:] = [item for item in items if item.url != reverse("wagtail_localize:translations_report")]


@hooks.register("construct_page_action_menu")
def without_throwing_away(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """No button that throws a translation away for a copy of the original."""
    items[:] = [item for item in items if item.name != "localize-convert-to-alias"]


@hooks.register("insert_global_admin_js")
def words_script() -> SafeString:
    """Words to avoid, said while a person writes."""
    texts = {"write": _("Write: %(words)s"), "title": _("A word to look at: “%(said)s”")}
    return format_html(
        '<script src="{}" data-words="{}" data-write="{}" data-title="{}" defer></script>',
        static("js/admin-words.js"),
        reverse("translating:words"),
        texts["write"],
        texts["title"],
    )


@hooks.register("insert_global_admin_css")
def words_style() -> SafeString:
    """How they are shown, and the table of translations."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-translation.css"))


@hooks.register("register_log_actions")
def translation_log_actions(actions: LogActionRegistry) -> None:
    """Who published below par."""
    words = gettext_lazy("Translation published below par")
    actions.register_action(BELOW_PAR, words, words)
