"""Blocks that speak of law: a provision of the library, and what holds in the learner's country."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.countries import country_choices
from library.blocks import LINE, TEXT
from library.models import Instrument, Provision
from library.picking import CodeBlock

FACTS = [
    ("anti_trafficking_law", _("Law against trafficking in persons")),
    ("migration_law", _("Migration law")),
    ("palermo_protocol", _("Palermo Protocol on trafficking in persons")),
    ("american_convention", _("American Convention on Human Rights")),
    ("hotline", _("Hotline")),
]


class CitationBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail has no types
    """A provision of the library, by the ids in its address. Title, year and gist come from the library."""

    instrument = CodeBlock(
        label=_("instrument"),
        help_text=_("Search and choose: the library adds title, year, plain words and the link."),
        source="library_lists:citable",
        partner="provision",
    )
    provision = blocks.CharBlock(label=_("provision"), required=False, help_text=_("e.g. 3-a"))
    note = blocks.RichTextBlock(
        label=_("why it matters here"),
        features=LINE,
        required=False,
        help_text=_("One sentence: what the officer, consul or judge does because of it. It may be left out."),
    )

    class Meta:
        icon = "link"
        template = "blocks/cite.html"
        label = _("Legal citation")

    def get_preview_value(self) -> Any:
        """The first provision that the library explains."""
        first = Provision.objects.first()
        return self.normalize({"instrument": first.instrument_id, "provision": first.slug, "note": ""} if first else {})

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With the instrument, as a lesson fetches it."""
        found = Instrument.objects.with_provisions().filter(pk=value.get("instrument"))
        return {**(parent_context or {}), "library": {one.pk: one for one in found}}

    def clean(self, value: Any) -> Any:
        """What is cited must be in the library: learners follow the link."""
        cleaned = super().clean(value)
        slug, provision = cleaned["instrument"], cleaned["provision"]
        instrument = Instrument.objects.with_provisions().filter(pk=slug).first() if slug else None
        if slug and instrument is None:
            message = _("The library has no such instrument. Choose one from the list.")
            raise blocks.StructBlockValidationError({"instrument": ValidationError(message)})
        if instrument and provision and provision not in {one.slug for one in instrument.provisions.all()}:
            message = _(
                "The library does not explain this provision. Choose one from the list, or the whole instrument."
            )
            raise blocks.StructBlockValidationError({"instrument": ValidationError(message)})
        return cleaned


class CountryTextBlock(blocks.StructBlock):  # type: ignore[misc]
    """What a trainer says about one country."""

    country = blocks.ChoiceBlock(choices=country_choices, label=_("country"))
    text = blocks.RichTextBlock(features=TEXT, label=_("what holds there"))


class CountryBlock(blocks.StructBlock):  # type: ignore[misc]
    """In your country: what the library and the trainer say of the learner's own, and an honest word where nothing is known."""

    title = blocks.CharBlock(
        label=_("title"), help_text=_("What it is about, e.g. The law and the number to call. Every learner sees it.")
    )
    show = blocks.MultipleChoiceBlock(
        choices=FACTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("from the library"),
        help_text=_("Shown for the learner's own country with how far it was checked; left out where it is not known."),
    )
    texts = blocks.ListBlock(
        CountryTextBlock(),
        default=[],
        label=_("your own words for a country"),
        help_text=_("Only for countries you are sure of. A learner sees the text of their country and no other."),
    )
    otherwise = blocks.RichTextBlock(
        features=TEXT,
        label=_("for all other countries"),
        help_text=_("Shown where nothing is known: what the learner should look up, and whom to ask at their post."),
    )

    class Meta:
        icon = "site"
        template = "blocks/country.html"
        label = _("In your country")

    def clean(self, value: Any) -> Any:
        """Something must be able to appear, and each country speaks once."""
        cleaned = super().clean(value)
        named = [one["country"] for one in cleaned["texts"] if one["country"]]
        if len(set(named)) < len(named):
            message = _("A country stands here twice: put its texts together.")
            raise blocks.StructBlockValidationError(non_block_errors=[ValidationError(message)])
        if not cleaned["show"] and not named and not self.is_deferred_validation:
            message = _("Tick something from the library, or write a text for at least one country.")
            raise blocks.StructBlockValidationError({"show": ValidationError(message)})
        return cleaned
