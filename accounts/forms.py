"""Sign-up and profile: what we ask, once, and why each answer is needed."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.countries import country_choices
from accounts.domain import names
from accounts.models import User


def _clean_name(value: str) -> str:
    value = names.tidy(value)
    if value and not names.is_plausible(value):
        raise forms.ValidationError(_("Write the name with letters, as it should stand on the certificate."))
    return value


class NameFields(forms.Form):
    """Given and family names, tidied the same way wherever they are typed."""

    first_name = forms.CharField(
        label=_("Given names"),
        max_length=names.MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        help_text=_("As they should stand on your certificates."),
    )
    last_name = forms.CharField(
        label=_("Family names"),
        max_length=names.MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def clean_first_name(self) -> str:
        value = _clean_name(self.cleaned_data["first_name"])
        if not value:
            raise forms.ValidationError(_("Write at least one given name."))
        return value

    def clean_last_name(self) -> str:
        return _clean_name(self.cleaned_data["last_name"])


class SignupForm(NameFields):
    """What allauth's sign-up asks besides e-mail and password."""

    country = forms.ChoiceField(label=_("Country where you serve"), choices=[], required=True)
    sector = forms.ChoiceField(label=_("Your service"), choices=[("", "—"), *User.Sector.choices], required=True)
    institution = forms.CharField(
        label=_("Institution"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    field_order = ["first_name", "last_name", "email", "password1", "country", "sector", "institution"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "—"), *country_choices()]  # type: ignore[attr-defined]

    def signup(self, request: Any, user: User) -> None:
        for field in ("first_name", "last_name", "country", "sector", "institution"):
            setattr(user, field, self.cleaned_data[field])
        user.language = (get_language() or user.language)[:2]
        user.save()


class ProfileForm(NameFields, forms.ModelForm):  # type: ignore[type-arg]
    """What a person may change about themselves. Certificates already issued keep the name they carry."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "country", "sector", "institution", "gender", "language"]
        help_texts = {
            "gender": _("Optional. Used only in totals, never shown beside your name."),
            "language": _("The language of our e-mails and of your certificates."),
        }
