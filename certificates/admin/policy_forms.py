"""How a course certifies, as a form: up to four signatories, each with a role in every language and a signature."""

import io
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from PIL import Image, UnidentifiedImageError

from certificates.models import CertificatePolicy, Template
from certificates.rendering.facts import MOST_SIGNATORIES
from certificates.services.files import put_picture
from certificates.services.policies import Terms

LARGEST_PICTURE = 2_000_000  # bytes
MOST_PIXELS = 4_000  # per side
LANGUAGE_NAMES = {"es": "Español", "en": "English", "fr": "Français", "pt": "Português"}
PICTURES = "image/png,image/jpeg"


def picture_bytes(upload: Any) -> bytes:
    """The bytes of an uploaded PNG or JPEG; raises ValidationError in the uploader's words."""
    if upload.size > LARGEST_PICTURE:
        raise forms.ValidationError(_("The picture is larger than 2 MB."))
    data = bytes(upload.read())
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            size = picture.size
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise forms.ValidationError(_("This is neither a PNG nor a JPEG picture.")) from error
    if max(size) > MOST_PIXELS:
        raise forms.ValidationError(_("The picture has more than 4,000 pixels on a side."))
    return data


class PictureField(forms.FileField):
    """A picture; cleaned, it is stored and stands for its checksum."""

    widget = forms.FileInput(attrs={"accept": PICTURES})

    def clean(self, data: Any, initial: Any = None) -> str:
        upload = super().clean(data, initial)
        return put_picture(picture_bytes(upload)) if upload else ""


class PolicyForm(forms.Form):
    """Design, approval, validity."""

    template = forms.ModelChoiceField(
        Template.objects.order_by("name"), label=lazy("Design"), empty_label=None, help_text=lazy("Its newest version.")
    )
    needs_approval = forms.BooleanField(
        label=lazy("A person approves each certificate"),
        required=False,
        help_text=lazy("Otherwise a completed course issues its certificate by itself."),
    )
    valid_months = forms.IntegerField(
        label=lazy("Valid for months"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=lazy("Empty: it does not expire. Certificates issued before keep their date."),
    )


class SignatoryForm(forms.Form):
    """One who signs. Without a name there is nobody."""

    name = forms.CharField(label=lazy("Name"), required=False, max_length=120)
    signature = PictureField(
        label=lazy("Picture of the signature"),
        required=False,
        help_text=lazy("PNG or JPEG, dark ink on white or on nothing. It is printed above the name."),
    )
    kept = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    drops_signature = forms.BooleanField(label=lazy("Take the picture away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            label = _("Role (%(language)s)") % {"language": LANGUAGE_NAMES.get(code, code)}
            self.fields[f"role_{code}"] = forms.CharField(label=label, required=False, max_length=160)

    @property
    def roles(self) -> list[forms.BoundField]:
        return [self[f"role_{code}"] for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        roles = self._roles(given)
        if given.get("name", "").strip():
            missing = [code for code, _name in settings.LANGUAGES if code not in roles]
            for code in missing:
                self.add_error(f"role_{code}", _("The role is printed in this language: it is missing."))
        elif roles:
            self.add_error("name", _("The role has nobody: give the name, or empty the roles."))
        return given

    def _roles(self, given: dict[str, Any]) -> dict[str, str]:
        found = {code: " ".join(given.get(f"role_{code}", "").split()) for code, _name in settings.LANGUAGES}
        return {code: role for code, role in found.items() if role}

    def row(self, known: set[str]) -> dict[str, Any] | None:
        """The signatory as the policy keeps it. A kept picture must be one of those that were there."""
        given = self.cleaned_data
        name = " ".join(given["name"].split())
        if not name:
            return None
        kept = "" if given["drops_signature"] or given["kept"] not in known else given["kept"]
        picture = given["signature"] or kept
        return {"name": name, "role": self._roles(given)} | ({"signature": picture} if picture else {})


SignatoryFormSet = forms.formset_factory(SignatoryForm, extra=MOST_SIGNATORIES, max_num=MOST_SIGNATORIES)


def initial_of(policy: CertificatePolicy | None) -> dict[str, Any]:
    if policy is None:
        return {}
    return {
        "template": policy.template_id,
        "needs_approval": policy.needs_approval,
        "valid_months": policy.valid_months,
    }


def signatories_of(policy: CertificatePolicy | None) -> list[dict[str, Any]]:
    rows = policy.signatories if policy else []
    return [
        {"name": row["name"], "kept": row.get("signature", "")}
        | {f"role_{code}": row["role"].get(code, "") for code, _name in settings.LANGUAGES}
        for row in rows
    ]


def terms_from(form: PolicyForm, signatories: Any, policy: CertificatePolicy | None) -> Terms:
    """The terms of two valid forms."""
    known = {row.get("signature", "") for row in policy.signatories} if policy else set()
    rows = [row for each in signatories if (row := each.row(known))]
    given = form.cleaned_data
    return Terms(given["template"].pk, rows, given["needs_approval"], given["valid_months"])
