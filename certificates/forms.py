"""What a holder decides."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate


class SharingForm(forms.ModelForm):
    """What whoever has the code may see. The grade is asked about only where there is one."""

    class Meta:
        model = Certificate
        fields: ClassVar = ["is_public", "shows_grade", "shows_email"]
        labels: ClassVar = {
            "is_public": _("Show what the certificate says"),
            "shows_grade": _("Show my grade too"),
            "shows_email": _("Show my e-mail address too"),
        }
        help_texts: ClassVar = {
            "is_public": _(
                "Whoever has the code sees your name, the course and the dates, and can fetch the PDF. Switched off, "
                "the page says only whether the certificate is valid, and its register number."
            ),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if self.instance.snapshot.get("grade") is None:
            del self.fields["shows_grade"]
