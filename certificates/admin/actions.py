"""What an administrator does with one certificate. Each is confirmed on a page of its own; doing it twice does it once."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certificates import services
from certificates.admin import access, words
from certificates.admin.action_forms import ApproveForm, ReasonForm, RefuseForm, RevokeForm
from certificates.admin.detail import design_for, title_of
from certificates.admin.frame import heading, register_path, render_here
from certificates.models import Certificate
from certificates.services import deciding, delivery, reviewing

State = Certificate.State


def _back(certificate: Certificate) -> HttpResponse:
    return redirect("certificate_admin:detail", certificate.pk)


def _frame(certificate: Certificate, title: str) -> dict[str, Any]:
    address = reverse("certificate_admin:detail", args=[certificate.pk])
    return {"certificate": certificate, **heading(title, register_path(), (title_of(certificate), address))}


def _moved_on(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """Somebody was quicker, or pressed twice."""
    said = _("Nothing was changed: the certificate is %(state)s.")
    messages.info(request, said % {"state": Certificate.State(certificate.state).label})
    return _back(certificate)


def _say(request: HttpRequest, is_new: bool, said: str, otherwise: str) -> None:
    """What happened, or that it had happened before."""
    if is_new:
        messages.success(request, said)
    else:
        messages.info(request, otherwise)


@access.administrators_only
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what would be printed, then issue it."""
    certificate = access.my_certificate(request, pk)
    if certificate.state != State.PENDING or certificate.erased_at:
        return _moved_on(request, certificate)
    now, form = timezone.now(), ApproveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        issued, is_new = reviewing.approve_certificate(
            certificate, by=access.person(request), now=now, reason=form.cleaned_data["reason"]
        )
        if not is_new:
            return _moved_on(request, issued)
        messages.success(request, _("Issued as %(serial)s. The learner gets a mail.") % {"serial": issued.serial})
        return _back(certificate)
    snapshot = reviewing.would_say(certificate, now)
    context = {
        "form": form,
        "printed": words.printed_rows(snapshot),
        "problem": reviewing.printing_problem(certificate, snapshot, design_for(certificate), now),
        "is_refused": reviewing.is_refused(certificate),
        **_frame(certificate, _("Approve")),
    }
    return render_here(request, "approve.html", context)


@access.administrators_only
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why, then write down that it is not approved; the learner is told."""
    certificate = access.my_certificate(request, pk)
    form = RefuseForm(request.POST or None)
    if certificate.state != State.PENDING or certificate.erased_at:
        return _moved_on(request, certificate)
    if request.method == "POST" and form.is_valid():
        try:
            is_new = reviewing.refuse_certificate(
                certificate, by=access.person(request), now=timezone.now(), **form.cleaned_data
            )
        except reviewing.NotPending:
            return _moved_on(request, access.my_certificate(request, pk))
        said = _("Not approved. Nothing was issued; it can still be approved later. The learner gets a mail.")
        _say(request, is_new, said, _("It was refused already."))
        return _back(certificate)
    language = words.said("language", certificate.snapshot.get("language"))
    context = {"form": form, "language": language, **_frame(certificate, _("Do not approve"))}
    return render_here(request, "refuse.html", context)


@access.administrators_only
def reissue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a corrected version would say instead, then make it."""
    certificate = access.my_certificate(request, pk)
    if certificate.superseded_by:
        messages.info(request, _("It was corrected already: this is the version that took its place."))
        return _back(certificate.superseded_by)
    now = timezone.now()
    if certificate.state_on(words.civil_date(now)) != State.ISSUED or certificate.erased_at:
        return _moved_on(request, certificate)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _reissue(request, certificate, form.cleaned_data["reason"])
    return render_here(request, "reissue.html", {"form": form, **_reissue_context(certificate)})


def _reissue(request: HttpRequest, certificate: Certificate, reason: str) -> HttpResponse:
    try:
        new = services.reissue_certificate(
            certificate, by=access.person(request), reason=reason.strip(), now=timezone.now()
        )
    except services.NotIssued:
        certificate = Certificate.objects.get(pk=certificate.pk)
        return _moved_on(request, certificate)
    said = _("Corrected: %(new)s took the place of %(old)s. The learner gets a mail.")
    messages.success(request, said % {"new": new.serial, "old": certificate.serial})
    return _back(new)


def _reissue_context(certificate: Certificate) -> dict[str, Any]:
    now = timezone.now()
    snapshot = reviewing.would_say(certificate, now)
    found = reviewing.reissue_differences(certificate, now)
    return {
        "differences": [
            (words.SAID.get(each.key, each.key), words.said(each.key, each.old), words.said(each.key, each.new))
            for each in found
        ],
        "problem": reviewing.printing_problem(certificate, snapshot, design_for(certificate), now),
        **_frame(certificate, _("Correct and reissue")),
    }


@access.administrators_only
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why it stays as it is although something happened since."""
    certificate = access.my_certificate(request, pk)
    concerns = deciding.open_cases(Certificate.objects.filter(pk=pk)).get(pk, [])
    form = ReasonForm(request.POST or None)
    if not concerns:
        messages.info(request, _("There is nothing to decide: somebody did, or nothing happened since it was issued."))
        return _back(certificate)
    if request.method == "POST" and form.is_valid():
        with suppress(deciding.NothingToDecide):  # somebody was quicker, with the same decision
            deciding.keep_certificate(
                certificate, by=access.person(request), reason=form.cleaned_data["reason"], now=timezone.now()
            )
        messages.success(request, _("Decided: it stays as it is."))
        return _back(certificate)
    context = {"form": form, "concerns": concerns, **_frame(certificate, _("Leave it as it is"))}
    return render_here(request, "keep.html", context)


@access.administrators_only
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the public reason and the private note, then take it out of force."""
    certificate = access.my_certificate(request, pk)
    if certificate.state not in (State.ISSUED, State.EXPIRED) or certificate.erased_at:
        return _moved_on(request, certificate)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_certificate(certificate, by=access.person(request), now=timezone.now(), **form.cleaned_data)
        except services.NotIssued:
            return _moved_on(request, access.my_certificate(request, pk))
        messages.success(request, _("Revoked. The public page says so from now on."))
        return _back(certificate)
    return render_here(request, "revoke.html", {"form": form, **_frame(certificate, _("Revoke"))})


@require_POST
@access.administrators_only
def render_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try the drawing anew, in the background."""
    certificate = access.my_certificate(request, pk)
    try:
        is_new = delivery.render_again(certificate, by=access.person(request), now=timezone.now())
    except delivery.NotSendable:
        return _moved_on(request, certificate)
    said = _("It is drawn again in the background. Reload this page in a moment.")
    _say(request, is_new, said, _("It is drawn, or about to be."))
    return _back(certificate)


@require_POST
@access.administrators_only
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the mail once more; the number in the form keeps a double click from sending two."""
    certificate = access.my_certificate(request, pk)
    number = request.POST.get("number", "")
    try:
        is_new = delivery.send_again(
            certificate, int(number) if number.isdecimal() else 0, by=access.person(request), now=timezone.now()
        )
    except (delivery.NotSendable, ValueError):
        return _moved_on(request, certificate)
    said = _("The mail to %(address)s is on its way.") % {"address": certificate.enrolment.learner.email}
    _say(request, is_new, said, _("It was sent already."))
    return _back(certificate)
