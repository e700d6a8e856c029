"""Codes that an author picks from a list with a search, where they would otherwise have to know them by heart."""

from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks

LIBRARY_LINK = "library-link"  # a button of the text editor: library/wagtail_hooks.py


def furnish(block: blocks.Block) -> None:
    """Give every rich text in the block the button, and every label its capital letter.

    Migrations do not know of it: nothing of it is stored.
    """
    block.label = capfirst(block.label)
    if isinstance(block, blocks.RichTextBlock) and LIBRARY_LINK not in block.features:
        block.features = [*block.features, LIBRARY_LINK]
    inner = [block.child_block] if isinstance(block, blocks.ListBlock) else getattr(block, "child_blocks", {}).values()
    for child in inner:
        furnish(child)


class PickInput(forms.TextInput):
    """A field for a code; the script lays a search over it. `source`: the name of the address that lists what there is.

    `partner`: the field beside it that takes the second part of what is picked, such as the provision.
    """

    def __init__(self, source: str, partner: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.source, self.partner = source, partner

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The words of the search are those of who writes, not of who started the server."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        words = {
            "find": _("Search by title, article or word"),
            "change": _("Choose another"),
            "none": _("Nothing found. Try fewer or other words."),
            "failed": _("The list could not be loaded. Write the code, or save the draft and load the page again."),
            "gone": _("Not in the list any more: choose another"),
        }
        said = {f"data-pick-{name}-value": word for name, word in words.items()}
        return attrs | said | {"data-controller": "pick", "data-pick-url-value": self._url} | self._partner

    @property
    def _url(self) -> str:
        try:
            return reverse(self.source)
        except NoReverseMatch:  # an installation without that app: the code is written by hand
            return ""

    @property
    def _partner(self) -> dict[str, str]:
        return {"data-pick-partner-value": self.partner} if self.partner else {}

    @cached_property
    def media(self) -> forms.Media:  # type: ignore[override]
        """The script and its look, in the editor alone."""
        return forms.Media(js=["js/admin-blocks.js"], css={"all": ["css/admin-blocks.css"]})


class UntranslatedBlock(blocks.CharBlock):  # type: ignore[misc]  # Wagtail has no types
    """A short text that is the same in every language: a code, a length. Migrations know it as a CharBlock."""

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, {k: v for k, v in kwargs.items() if k not in ("source", "partner")}

    def get_translatable_segments(self, value: str) -> list[Any]:
        """Nothing of it is for a translator."""
        return []

    def restore_translated_segments(self, value: str, segments: object) -> str:
        return value


class CodeBlock(UntranslatedBlock):
    """A code of the library or of the question bank, picked from the list at `source`."""

    def __init__(self, *args: Any, source: str = "", partner: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source:
            self.field.widget = PickInput(source, partner)
