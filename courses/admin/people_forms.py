"""The forms with which a role in a course is given."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from courses.models import COURSE_ROLES, Course


class RoleForm(forms.Form):
    """Which of a course's roles."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[(role.value, role.label) for role in COURSE_ROLES])

    @property
    def role_given(self) -> Role:
        """Of a valid form."""
        return Role(self.cleaned_data["role"])


class PersonForm(RoleForm):
    """Who gets it, by the address they sign in with."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "role")

    def clean_email(self) -> str:
        """Whoever gets a role has an account that is open."""
        email: str = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=email).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this address. Ask them to sign up first."))
        if not found.is_active:
            raise forms.ValidationError(_("This account is closed: open it first."))
        self.person = found
        return email


class CourseForm(RoleForm):
    """In which course."""

    course = forms.ModelChoiceField(label=gettext_lazy("Course"), queryset=Course.objects.none())
    field_order = ("course", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.order_by("title")  # type: ignore[attr-defined]
