"""Public verification: no account, the same shape and the same work for a right code and a wrong one."""

from allauth.core import ratelimit
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from certificates import services
from certificates.domain import codes
from certificates.forms import SharingForm
from certificates.models import Certificate
from certificates.rendering import RenderingFailed
from certificates.verification import find_certificate, look_up
from certificates.verification_json import document


def too_many(request: HttpRequest, action: str) -> HttpResponse | None:
    """The page that asks for patience, once an address has asked too often; else nothing."""
    if not ratelimit.consume_or_429(request, action=action, limit_get=True):
        return None
    if wants_document(request):
        return JsonResponse({"error": "too many requests"}, status=429)
    return render(request, "certificates/too_many.html", {"nav": "certificates"}, status=429)


def wants_document(request: HttpRequest) -> bool:
    """Whether a program asks: by its header, where browsers ask for HTML."""
    is_json = request.path.endswith(".json")
    return is_json or request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def check(request: HttpRequest) -> HttpResponse:
    """The forms; with a code, its answer. The address in the QR may be pasted whole."""
    typed = request.GET.get("code", "").strip()
    if typed:
        typed = typed.rstrip("/").rpartition("/")[2]
        return redirect("certificates:verify", codes.normalise(typed) or "-")
    return render(request, "certificates/check.html", {"nav": "certificates"})


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the register knows of a code: as a page, or as JSON to who asks for it."""
    if refusal := too_many(request, "verify_certificate"):
        return refusal
    if wants_document(request):
        return _as_json(code)
    finding = look_up(code)
    is_own = is_holder(request, finding.certificate) and finding.has_file
    context = {
        "nav": "certificates",
        "finding": finding,
        "state": finding.state,
        "may_fetch": finding.has_pdf or is_own,
        "has_badge": finding.is_valid and (finding.has_pdf or is_own),
        "sharing": SharingForm(instance=finding.certificate) if is_own else None,
    }
    response = render(request, "certificates/verify.html", context, status=200 if finding.certificate else 404)
    patch_vary_headers(response, ["Accept"])
    return response


def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same for programs: docs/verification.md."""
    return too_many(request, "verify_certificate") or _as_json(code)


def _as_json(code: str) -> JsonResponse:
    finding = look_up(code)
    response = JsonResponse(document(finding), status=200 if finding.certificate else 404)
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept"])
    return response


def verify_short(request: HttpRequest, code: str) -> HttpResponse:
    """From the QR's address to the page in the visitor's language; a program is answered at once."""
    if wants_document(request):
        return verify_json(request, code)
    with translation.override(translation.get_language_from_request(request)):
        response = redirect("certificates:verify", codes.normalise(code) or "-")
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def check_short(request: HttpRequest) -> HttpResponse:
    """From the printed address to the form in the visitor's language."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect("certificates:check")


def is_holder(request: HttpRequest, certificate: Certificate | None) -> bool:
    """Whether the certificate is the signed-in person's own."""
    return certificate is not None and request.user.pk == certificate.enrolment.learner_id and bool(request.user.pk)


def pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """The PDF, for who has the code if the holder allows, and for the holder; rendered now if it never was.

    404 if it is revoked or erased; 503 if it cannot be made.
    """
    if refusal := too_many(request, "certificate_pdf"):
        return refusal
    certificate = find_certificate(code)
    if (
        certificate is None
        or not certificate.has_file
        or not (certificate.is_public or is_holder(request, certificate))
    ):
        raise Http404
    try:
        stored = services.ensure_pdf(certificate)
    except services.Erased as meanwhile:
        raise Http404 from meanwhile
    except RenderingFailed:  # the outbox's job names the reason to the administrator
        context = {"nav": "certificates", "certificate": certificate}
        return render(request, "certificates/no_pdf.html", context, status=503)
    name = f"{certificate.serial}.pdf"
    response = FileResponse(stored.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Robots-Tag"] = "noindex"
    return response
