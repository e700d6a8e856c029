"""Reference boxes and comparisons in Wagtail's admin, for administrators."""

from typing import ClassVar

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from library import admin_lists
from library.models import ReferenceText
from library.picking import LIBRARY_LINK

_LISTS = [
    path("citable/", admin_lists.citable, name="citable"),
    path("boxes/", admin_lists.boxes, name="boxes"),
    path("links/", admin_lists.links, name="links"),
]


@hooks.register("register_admin_urls")
def list_urls() -> list[URLPattern | URLResolver]:
    """What authors pick from while they write."""
    return [path("library/", include((_LISTS, "library_lists")))]


@hooks.register("register_rich_text_features")
def library_links(features: FeatureRegistry) -> None:
    """A button that marks words as a term of the glossary or links them to a provision."""
    control = ControlFeature(
        {"type": LIBRARY_LINK}, js=["js/admin-library-link.js"], css={"all": ["css/admin-blocks.css"]}
    )
    features.register_editor_plugin("draftail", LIBRARY_LINK, control)


@hooks.register("insert_editor_js")
def library_link_words() -> SafeString:
    """The button's words, in the language of who writes."""
    words = {
        "title": _now("Glossary and library"),
        "help": _now("A term of the glossary shows its meaning when the learner points at it or presses it."),
        "find": _now("Search by title, article or word"),
        "none": _now("Nothing found. Try fewer or other words."),
        "failed": _now("The list could not be loaded. Close this, check your connection and try again."),
        "cancel": _now("Cancel"),
    }
    return json_script({"url": reverse("library_lists:links"), "words": words}, "library-link")


class ReferenceTextViewSet(SnippetViewSet):
    """List, edit, history: one row a text and language."""

    model = ReferenceText
    icon = "clipboard-list"
    menu_label = _("Reference boxes")
    menu_name = "reference-texts"
    menu_order = 240
    add_to_admin_menu = True
    list_display: ClassVar = ["title", "kind", "slug", "language"]
    list_filter: ClassVar = ["kind", "language"]
    search_fields: ClassVar = ["title", "summary", "slug"]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("position")]),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]


register_snippet(ReferenceTextViewSet)
