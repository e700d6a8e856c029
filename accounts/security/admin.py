"""Settings → Sign-in security: which roles need a second factor; letting somebody in who lost theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from accounts.models import User
from accounts.roles import Role
from accounts.security.models import ROLES
from accounts.security.people import staff_by_role
from accounts.security.policy import has_second_factor, require_for, required_roles
from accounts.security.resetting import factors_of, reset_second_factor

REQUIRED = "accounts.second_factor.required"


class RolesForm(forms.Form):
    """The roles that may not enter with a password alone."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("These roles need a second factor"),
        required=False,
        choices=[(role.value, role.label) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Who has none is led to set one up at the next page of the administration."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        self.initial["roles"] = sorted(required_roles())

    def clean_roles(self) -> frozenset[Role]:
        chosen = frozenset(Role(role) for role in self.cleaned_data["roles"])
        if chosen - required_roles() and not has_second_factor(self.by):
            raise forms.ValidationError(
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("Set up your own second factor first: you would lock yourself out."),
                    reverse("mfa_index"),
                    _("Set it up"),
                )
            )
        return chosen


class PersonForm(forms.Form):
    """Somebody by e-mail address."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the person"))

    def clean_email(self) -> User:
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("There is nobody with this address."))
        return person


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Others get Wagtail's refusal."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, request.user)

    return guarded


def _frame(title: str, **context: Any) -> dict[str, Any]:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if title != _("Sign-in security"):
        crumbs.append({"url": reverse("sign_in_security:index"), "label": _("Sign-in security")})
    crumbs.append({"url": "", "label": title})
    return {"page_title": title, "header_title": title, "header_icon": "lock", "breadcrumbs_items": crumbs, **context}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def index(request: HttpRequest, by: User) -> HttpResponse:
    """The roles, how far their people are, and the way to somebody who lost theirs."""
    form = RolesForm(request.POST if request.method == "POST" else None, by=by)
    if request.method == "POST" and form.is_valid():
        return _require(request, form.cleaned_data["roles"], by)
    context = _frame(_("Sign-in security"), form=form, person_form=PersonForm(), staff=staff_by_role())
    return render(request, "accounts/admin/security.html", context)


@reauthentication_required()
def _require(request: HttpRequest, roles: frozenset[Role], by: User) -> HttpResponse:
    """Only what is in order is worth a password: the form comes back here after it, and never with errors."""
    added, let_off = require_for(roles)
    if added or let_off:
        log(instance=by, action=REQUIRED, user=by, data={"added": sorted(added), "let_off": sorted(let_off)})
    messages.success(request, _("Saved."))
    return redirect("sign_in_security:index")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def reset(request: HttpRequest, by: User) -> HttpResponse:
    """Show whose factors would go; then remove them."""
    form = PersonForm(request.POST if request.method == "POST" else request.GET)
    person = form.cleaned_data["email"] if form.is_valid() else None
    if request.method == "POST" and person:
        return _reset(request, person, by)
    context = _frame(_("Reset a second factor"), form=form, person=person, factors=factors_of(person))
    return render(request, "accounts/admin/reset.html", context)


@reauthentication_required()
def _reset(request: HttpRequest, person: User, by: User) -> HttpResponse:
    reset_second_factor(person, by=by)
    messages.success(request, _("%(person)s signs in with the password, and sets up a new one.") % {"person": person})
    return redirect("sign_in_security:index")
