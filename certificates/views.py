"""Public verification: no account, the same shape and the same work for a right code and a wrong one."""

from datetime import date
from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from certificates import services
from certificates.domain import codes
from certificates.models import Certificate
from certificates.rendering import RenderingFailed


def _today() -> date:
    return timezone.now().astimezone(ZoneInfo(settings.AMPARO_ISSUER_TIME_ZONE)).date()


def _find(typed: str) -> Certificate | None:
    """The certificate with this code, whatever its state once it was issued; one query in any case."""
    code = codes.normalise(typed)
    code = code if codes.is_code(code) else codes.LENGTH * "-"  # no sign reaches the database that it refuses
    found = Certificate.objects.filter(code=code).select_related("superseded_by", "enrolment")
    return found.exclude(state=Certificate.State.PENDING).first()


def check(request: HttpRequest) -> HttpResponse:
    """The form; with a code, its answer. The address in the QR may be pasted whole."""
    typed = request.GET.get("code", "").strip()
    if typed:
        typed = typed.rstrip("/").rpartition("/")[2]
        return redirect("certificates:verify", codes.normalise(typed) or "-")
    return render(request, "certificates/check.html", {"nav": "certificates"})


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the register knows of a code."""
    if ratelimit.consume_or_429(request, action="verify_certificate", limit_get=True):
        return render(request, "certificates/too_many.html", {"nav": "certificates"}, status=429)
    certificate = _find(code)
    context = {
        "nav": "certificates",
        "code": codes.grouped(codes.normalise(code)[:32]),
        "certificate": certificate,
        "state": certificate.state_on(_today()) if certificate else "unknown",
        "snapshot": _shown(certificate),
        "checked_at": timezone.now(),
    }
    return render(request, "certificates/verify.html", context, status=200 if certificate else 404)


def _shown(certificate: Certificate | None) -> dict[str, object]:
    """What is printed, with dates as dates; a revoked certificate shows no name."""
    if certificate is None:
        return {}
    shown = {**certificate.snapshot}
    for key in ("completed_on", "issued_on"):
        shown[key] = date.fromisoformat(shown[key])
    if certificate.state == Certificate.State.REVOKED:
        shown.pop("name")
    return shown


def verify_short(request: HttpRequest, code: str) -> HttpResponse:
    """From the QR's address to the page in the visitor's language."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect("certificates:verify", codes.normalise(code) or "-")


def check_short(request: HttpRequest) -> HttpResponse:
    """From the printed address to the form in the visitor's language."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect("certificates:check")


def pdf(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """The PDF of a certificate that is not revoked; rendered now if it never was. 503 if it cannot be."""
    certificate = _find(code)
    if certificate is None or certificate.state == Certificate.State.REVOKED:
        raise Http404
    try:
        stored = services.ensure_pdf(certificate)
    except RenderingFailed:  # the outbox's job names the reason to the administrator
        context = {"nav": "certificates", "certificate": certificate}
        return render(request, "certificates/no_pdf.html", context, status=503)
    name = f"{certificate.serial}.pdf"
    response = FileResponse(stored.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Robots-Tag"] = "noindex"
    return response
