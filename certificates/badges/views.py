"""Badges for everybody's programs: without session and language, readable from any page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from certificates.badges import making
from certificates.models import Certificate
from certificates.verification import civil_today, find_certificate

View = Callable[..., HttpResponse | FileResponse]
TYPES = {"json": "application/ld+json", "jwt": "application/jwt", "svg": "image/svg+xml", "png": "image/png"}
MINUTES_5 = "public, max-age=300"


def public(view: View) -> View:
    """Answer GET from anywhere, also a browser's question before it, within the limits on how often one may ask."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | FileResponse:
        response = _answer(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | FileResponse:
    if request.method == "OPTIONS":
        allowed = {
            "Access-Control-Allow-Methods": "GET",
            "Access-Control-Allow-Headers": "Accept, Cache-Control, Pragma",
        }
        return HttpResponse(status=204, headers=allowed)
    if request.method not in ("GET", "HEAD"):
        return JsonResponse({"error": "only GET"}, status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
    if ratelimit.consume_or_429(request, action="read_badge", limit_get=True):
        return JsonResponse({"error": "too many requests"}, status=429)
    return view(request, *args, **kwargs)


@public
def did(request: HttpRequest) -> HttpResponse:
    """Who issues, and with which keys."""
    return JsonResponse(making.issuer_document(), headers={"Cache-Control": MINUTES_5})


@public
def status(request: HttpRequest, number: int, form: str = "json") -> HttpResponse:
    """A list of what is revoked, signed now."""
    if not making.has_list(number):
        return JsonResponse({"error": "unknown list"}, status=404)
    sign = making.signed_list_jwt if form == "jwt" else making.signed_list
    text = sign(number, now=timezone.now())
    return HttpResponse(text, content_type=TYPES[form], headers={"Cache-Control": MINUTES_5})


@public
def badge(request: HttpRequest, code: str, form: str) -> HttpResponse | FileResponse:
    """A certificate's badge in one of its forms; for one that is not in force, what became of it."""
    now = timezone.now()
    certificate = find_certificate(code)
    if certificate is None or certificate.erased_at is not None:
        return JsonResponse({"error": "unknown code"}, status=404)
    state = certificate.state_on(civil_today(now))
    if state != Certificate.State.ISSUED:
        return JsonResponse({"error": f"the certificate is {state}", "state": state}, status=410)
    if not _may_see(request, certificate):
        return JsonResponse({"error": "the holder does not show this certificate"}, status=403)
    stored = making.ensure_badge(certificate, now=now).get(form)
    if stored is None:
        return JsonResponse({"error": "unknown code"}, status=404)
    name = f"{certificate.serial}-badge.{form}"
    response = FileResponse(stored.file.open("rb"), filename=name, content_type=TYPES[form])
    response["Cache-Control"] = "no-cache"
    return response


def _may_see(request: HttpRequest, certificate: Certificate) -> bool:
    return certificate.is_public or certificate.enrolment.learner_id == getattr(request.user, "pk", None)
