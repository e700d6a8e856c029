"""The transparency log for everybody: a page for people, JSON for programs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation

from certificates import log_reading
from certificates.verification import find_certificate

View = Callable[..., HttpResponse]
LARGEST = 2**53  # sizes beyond it are no numbers in JSON


def limited(action: str) -> Callable[[View], View]:
    """Keep one address from asking too often, as ACCOUNT_RATE_LIMITS says for the action."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if ratelimit.consume_or_429(request, action=action, limit_get=True):
                return JsonResponse({"error": "too many requests"}, status=429)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def page(request: HttpRequest) -> HttpResponse:
    """The latest heads, and how to verify."""
    if ratelimit.consume_or_429(request, action="read_log", limit_get=True):
        return render(request, "certificates/too_many.html", {"nav": "certificates"}, status=429)
    context = {"nav": "certificates", "heads": log_reading.latest_heads(10), "keys": log_reading.log_keys()}
    return render(request, "certificates/log.html", context)


def short(request: HttpRequest) -> HttpResponse:
    """From the address without language to the page in the visitor's."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect("certificates:log")


@limited("read_log")
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks the log, as it lies in `tools/`."""
    program = (settings.BASE_DIR / "tools" / "verify_log.py").read_bytes()
    return HttpResponse(program, content_type="text/x-python; charset=utf-8")


@limited("read_log")
def head(request: HttpRequest) -> JsonResponse:
    return JsonResponse(log_reading.head_page())


@limited("read_log")
def entries(request: HttpRequest) -> JsonResponse:
    return JsonResponse(log_reading.entries_page(_number(request, "from", 0)))


@limited("read_log")
def consistency(request: HttpRequest) -> JsonResponse:
    try:
        return JsonResponse(log_reading.consistency_page(_number(request, "from", -1), _number(request, "to", -1)))
    except ValueError as error:
        return JsonResponse({"error": str(error)}, status=400)


@limited("verify_certificate")
def inclusion(request: HttpRequest, code: str) -> JsonResponse:
    """A certificate's events and their proofs. Whoever has the code may know them."""
    certificate = find_certificate(code)
    if certificate is None:
        return JsonResponse({"error": "unknown code"}, status=404)
    response = JsonResponse(log_reading.inclusion_page(certificate))
    response["X-Robots-Tag"] = "noindex"
    return response


def _number(request: HttpRequest, name: str, default: int) -> int:
    """A number of the query; the default if it is none. Numbers beyond every log are not found."""
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else default
    if number > LARGEST:
        raise Http404
    return number
