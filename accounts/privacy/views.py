"""A person's own data: what is kept, to take along, to have erased."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import ErasureRequest
from accounts.privacy import services
from accounts.privacy.forms import OwnErasureForm
from accounts.requests import SignedInRequest, signed_in_to_send


@require_safe
@login_required
def data(request: SignedInRequest) -> HttpResponse:
    """What is kept, and what the person may do with it."""
    context = {
        "waiting": ErasureRequest.objects.open().filter(person=request.user).first(),
        "days": settings.AMPARO_ERASURE_DAYS,
        "is_staff": request.user.is_staff,
    }
    return render(request, "accounts/data.html", context)


@require_safe
@login_required
@reauthentication_required
def download(request: SignedInRequest) -> HttpResponse:
    """Everything, as one file; only for who has just shown that the account is theirs."""
    name = f"amparo-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(services.archive(request.user), content_type="application/zip", headers=headers)


@login_required
@reauthentication_required
def erase(request: SignedInRequest) -> HttpResponse:
    """Say what will happen, then put it on its day."""
    form = OwnErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_erasure(request.user, now=timezone.now())
        except services.NeedsAnAdministrator:
            messages.error(request, _("You work in the administration: ask an administrator to erase your account."))
            return redirect("accounts:data")
        messages.success(request, _("It is noted. You get a mail that says how to take it back."))
        return redirect("accounts:data")
    return render(request, "accounts/erase.html", {"form": form, "days": settings.AMPARO_ERASURE_DAYS})


@require_POST
@signed_in_to_send("accounts:data")
def keep(request: SignedInRequest) -> HttpResponse:
    """The person stays after all."""
    if services.take_back(request.user, now=timezone.now()):
        messages.success(request, _("Your account stays. Nothing was erased."))
    else:
        messages.info(request, _("Nothing was waiting to be erased."))
    return redirect("accounts:data")
