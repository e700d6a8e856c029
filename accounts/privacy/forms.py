"""What is asked before somebody is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ErasureRequest, User

Reason = ErasureRequest.Reason


class OwnErasureForm(forms.Form):
    """One tick, so that nobody gets here by a slip of the finger; the password was asked for before."""

    is_sure = forms.BooleanField(
        label=_("I want my account and my personal data to be erased"),
        error_messages={"required": _("Tick the box if you want this. Otherwise go back: nothing has happened.")},
    )


class ErasureOrderForm(forms.Form):
    """Why, in whose words, and whom: the address is typed, because a list is easily clicked in the wrong line."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[choice for choice in Reason.choices if choice[0] != Reason.OWN_WISH],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Where the request or the order lies. Administrators alone read it, until the person is erased."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    email = forms.CharField(label=_("Type the person's e-mail address"), max_length=254)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"]).strip()
        if typed.casefold() != self.person.email.casefold():
            raise forms.ValidationError(_("This is not the address of the person on this page."))
        return typed
