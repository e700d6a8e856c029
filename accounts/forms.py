"""Sign-up and profile: what we ask, once, and why each answer is needed."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.countries import country_choices
from accounts.domain import names
from accounts.models import User


def _check_name(value: str) -> None:
    if not names.is_plausible(value):
        raise forms.ValidationError(_("Write the name with letters, as it should stand on the certificate."))


class NameField(forms.CharField):
    """A name, tidied before its length is judged: accents typed as signs of their own count with their letter."""

    default_validators = [_check_name]

    def to_python(self, value: Any) -> str:
        return names.tidy(super().to_python(value) or "")


class NameFields(forms.Form):
    """Given and family names, tidied the same way wherever they are typed."""

    first_name = NameField(
        label=_("Given names"),
        max_length=names.MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        help_text=_("As they should stand on your certificates."),
        error_messages={"required": _("Write at least one given name.")},
    )
    last_name = NameField(
        label=_("Family names"),
        max_length=names.MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )


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
