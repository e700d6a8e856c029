"""Reference boxes and comparisons in Wagtail's admin, for administrators."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from library.models import ReferenceText


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
