"""The forms in front of what is done to a certificate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate

LONGEST = 2000


def _words(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONGEST, widget=area)


REASON = (
    _("Reason"),
    _("Private: it stands in the certificate's history, which administrators read, and nowhere else."),
)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = _words(*REASON)


class ApproveForm(forms.Form):
    """Why it is approved, where there is more to say than that the course was completed."""

    reason = _words(*REASON, required=False)


class RefuseForm(ReasonForm):
    """Why it is not approved: for us, and for the learner."""

    message = forms.CharField(
        label=_("Message to the learner"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the mail as you write it, in the mail's language. The reason does not."),
    )


class RevokeForm(forms.Form):
    """Why it is taken out of force: for everybody, and for us."""

    reason = forms.ChoiceField(
        label=_("Public reason"),
        # A correction has its own way, which makes the new version as well.
        choices=[choice for choice in Certificate.Reason.choices if choice[0] != Certificate.Reason.REPLACED],
        widget=forms.RadioSelect,
        help_text=_("Whoever checks the code reads it."),
    )
    note = _words(_("Private note"), _("What happened and who decided. Administrators alone read it."))
    is_sure = forms.BooleanField(
        label=_("I know that this cannot be taken back: the certificate never comes into force again.")
    )

    def clean(self) -> dict[str, str]:
        given = super().clean() or self.cleaned_data
        return {name: given[name] for name in ("reason", "note") if name in given}
