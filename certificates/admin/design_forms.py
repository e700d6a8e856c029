"""A design as a form, made from the design itself: what it says in every language, its colours, its logos."""

import copy
import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from certificates.admin.policy_forms import LANGUAGE_NAMES, PictureField
from certificates.models import Certificate, Template
from certificates.rendering.plan import PLANS
from certificates.services.designing import flat

LONGEST_TEXT = 300
NEVER_EMPTY = ("document_title", "title")  # a file without a title is no PDF/A, a page without one no certificate
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
TEXT_WORDS = {
    "document_title": lazy("Title of the file"),
    "title": lazy("Title"),
    "subtitle": lazy("Line below the title"),
    "awarded_to": lazy("Above the name"),
    "reason": lazy("Below the name"),
    "detail": lazy("Below the course"),
    "hours": lazy("Hours"),
    "one": lazy("one"),
    "many": lazy("many"),
    "other": lazy("several"),
    "issued": lazy("Date of issue"),
    "issued_at": lazy("Date and place of issue"),
    "valid_until": lazy("Date of expiry"),
    "serial_label": lazy("Label of the register number"),
    "code_label": lazy("Label of the code"),
    "scan": lazy("Below the QR code"),
    "verification": lazy("Where to verify"),
    **dict(Certificate.Kind.choices),
}
COLOUR_WORDS = {
    "primary": lazy("Titles and QR code"),
    "accent": lazy("Ornament"),
    "accent_light": lazy("Ornament, light"),
    "accent_deep": lazy("Ornament, dark"),
    "ground": lazy("Paper"),
    "watermark": lazy("Watermark"),
    "text": lazy("Text"),
    "muted": lazy("Small print"),
}
LAYOUT_WORDS = {
    "landscape": lazy("A4 on its side"),
    "portrait": lazy("A4 upright"),
    "sober": lazy("A4 on its side, plain"),
}


def field_of(path: str) -> str:
    return "t." + path


def text_label(path: str) -> str:
    """“Completion: Below the name” for "es.kinds.completion.reason"."""
    parts = [part for part in path.split(".")[1:] if part != "kinds"]
    return ": ".join(str(TEXT_WORDS.get(part, part)) for part in parts)


def needs_text(path: str) -> bool:
    """Whether the text may not be emptied. An exception of a kind may: then the general text holds."""
    return path.rpartition(".")[2] in NEVER_EMPTY and ".kinds." not in path


class NewDesignForm(forms.Form):
    """A name, and what to begin with."""

    name = forms.CharField(label=lazy("Name"), max_length=100)
    base = forms.ChoiceField(label=lazy("Begin with"))

    def __init__(self, *args: Any, bases: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].choices = [(name, name) for name in bases]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if Template.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a design of this name."))
        return name


class DesignForm(forms.Form):
    """Every text, colour and logo of a design. `seen` is the version that the page was opened on."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=lazy("What is new"),
        required=False,
        max_length=200,
        help_text=lazy("For the list of versions. Private."),
    )
    new_logo = PictureField(
        label=lazy("Add a logo"), required=False, help_text=lazy("PNG or JPEG, at most 2 MB. It stands at the top.")
    )

    def __init__(self, *args: Any, design: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.design = design
        for path, text in self._texts():
            self.fields[field_of(path)] = forms.CharField(
                label=text_label(path), initial=text, required=needs_text(path), max_length=LONGEST_TEXT
            )
        for name, value in design["colours"].items():
            self.fields[f"c.{name}"] = forms.RegexField(
                COLOUR,
                label=COLOUR_WORDS.get(name, name),
                initial=value,
                widget=forms.TextInput(attrs={"type": "color"}),
                error_messages={"invalid": _("A colour looks like #13294B.")},
            )
        if "emblem" in design or design.get("background") == "guilloche":
            initial = design.get("emblem", True)
            self.fields["emblem"] = forms.BooleanField(label=_("With the emblem"), required=False, initial=initial)
        for logo in design.get("logos", ()):
            self.fields[f"drop.{logo}"] = forms.BooleanField(label=_("Take this logo away"), required=False)

    def _texts(self) -> list[tuple[str, str]]:
        return [(path, str(text)) for path, text in flat(self.design["texts"])]

    def languages(self) -> list[dict[str, Any]]:
        """The texts' fields by language, in the platform's order."""
        order = [code for code, _name in settings.LANGUAGES]
        known = sorted(self.design["texts"], key=lambda code: order.index(code) if code in order else len(order))
        return [self._language(code) for code in known]

    def _language(self, code: str) -> dict[str, Any]:
        fields = [self[field_of(path)] for path, _text in self._texts() if path.startswith(f"{code}.")]
        has_errors = any(field.errors for field in fields)
        return {"code": code, "name": LANGUAGE_NAMES.get(code, code), "fields": fields, "has_errors": has_errors}

    def colours(self) -> list[forms.BoundField]:
        return [self[f"c.{name}"] for name in self.design["colours"]]

    def logos(self) -> list[tuple[str, forms.BoundField]]:
        return [(logo, self[f"drop.{logo}"]) for logo in self.design.get("logos", ())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        logos = self._logos(given)
        most = len(PLANS[self.design["layout"]].logos)
        if len(logos) > most:
            self.add_error("new_logo", _("There is room for %(most)s logos. Take one away first.") % {"most": most})
        return given

    def _logos(self, given: dict[str, Any]) -> list[str]:
        kept = [logo for logo in self.design.get("logos", ()) if not given.get(f"drop.{logo}")]
        new = given.get("new_logo")
        return [*kept, new] if new and new not in kept else kept

    def edited(self) -> dict[str, Any]:
        """The design as the form says; a text that is emptied is left out where it was an exception of a kind."""
        given, design = self.cleaned_data, copy.deepcopy(self.design)
        for path, _text in self._texts():
            _put(design["texts"], path.split("."), " ".join(given[field_of(path)].split()))
        design["colours"] = {name: given[f"c.{name}"].upper() for name in design["colours"]}
        if "emblem" in self.fields and (not given["emblem"] or "emblem" in design):
            design["emblem"] = given["emblem"]
        logos = self._logos(given)
        if logos or "logos" in design:
            design["logos"] = logos
        return design


def _put(tree: dict[str, Any], path: list[str], text: str) -> None:
    *above, last = path
    for key in above:
        tree = tree[key]
    if not text and "kinds" in path and last not in ("subtitle", "reason"):
        del tree[last]  # then the language's own text holds
    else:
        tree[last] = text
