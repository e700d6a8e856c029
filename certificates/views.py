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


def _today() -> date:
    return timezone.now().astimezone(ZoneInfo(settings.AMPARO_ISSUER_TIME_ZONE)).date()


def _find(typed: str) -> Certificate | None:
    """The certificate with this code, whatever its state once it was issued; one query in any case."""
    found = Certificate.objects.filter(code=codes.normalise(typed)).select_related("superseded_by", "enrolment")
    return found.exclude(state=Certificate.State.PENDING).first()


def check(request: HttpRequest) -> HttpResponse:
    """The form; with a code, its answer."""
    typed = request.GET.get("code", "").strip()
    if typed:
        return redirect("certificates:verify", codes.normalise(typed) or "-")
    return render(request, "certificates/check.html", {"nav": "certificates"})


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the register knows of a code."""
    if not ratelimit.consume(request, action="verify_certificate"):
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


def pdf(request: HttpRequest, code: str) -> FileResponse:
    """The PDF of a certificate that is not revoked; rendered now if it never was."""
    certificate = _find(code)
    if certificate is None or certificate.state == Certificate.State.REVOKED:
        raise Http404
    stored = services.ensure_pdf(certificate)
    name = f"{certificate.serial}.pdf"
    response = FileResponse(stored.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Robots-Tag"] = "noindex"
    return response
