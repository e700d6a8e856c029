"""Requests of people who are signed in, and what happens to those of people who are not any more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind login_required: there is a person."""

    user: User


def wants_json(request: HttpRequest) -> bool:
    """Whether a page's script asks in the background."""
    return request.headers.get("X-Requested-With") == "fetch"


def asks_in_the_background(request: HttpRequest) -> bool:
    """Whether a script or a part of a page asks, ours or Wagtail's: nobody would see a page that is sent back."""
    wanted = request.headers.get("Sec-Fetch-Dest", "document")
    is_script = request.headers.get("X-Requested-With", "") in ("fetch", "XMLHttpRequest")
    return (
        is_script or wanted != "document" or (request.accepts("application/json") and not request.accepts("text/html"))
    )


def signed_in_to_send(page: str) -> Callable[[Any], Any]:
    """login_required for a view that only takes a form. `page` names the view on whose page the form stands.

    A script gets 401: it must not take the sign-in page for "saved". A person is led back to the page after
    the sign-in, because the form's own address answers no GET.
    """

    def decorate(view: Any) -> Any:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)  # type: ignore[no-any-return]
            if wants_json(request):
                return JsonResponse({"error": "signed_out"}, status=401)
            return redirect_to_login(reverse(page, args=args, kwargs=kwargs))

        return wrapped

    return decorate
