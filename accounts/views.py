"""A person's own pages."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.forms import ProfileForm
from accounts.models import User
from accounts.security.policy import has_second_factor


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own data."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    context = {"form": form, "has_second_factor": has_second_factor(cast(User, request.user))}
    return render(request, "accounts/profile.html", context)


def admin_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's sign-in is ours. Someone signed in without admin rights would loop: answer 403."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.GET.get('next', '/admin/')})}")


def admin_password_reset(request: HttpRequest, **_old_link: str) -> HttpResponse:
    """Wagtail's way to a new password is ours, too; links in its old letters open nothing any more."""
    return redirect("account_reset_password")
