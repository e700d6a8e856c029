"""Personal pages are never kept by a shared computer's cache; some doors open to a second factor only."""

import re
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from accounts.models import User
from accounts.requests import asks_in_the_background
from accounts.security.policy import AFTER_SET_UP, Missing, missing, proof_address

OPEN = ("/admin/logout/", "/admin/login/")
Answer = Callable[[HttpRequest], HttpResponse]


class PersonalPages:
    """Mark every page that a signed-in person sees as not to be stored."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class SecondFactorAtTheDoor:
    """Lead people whose role needs a second factor to it before anything else in the administration.

    A page asked for is where they come out afterwards. Scripts get 403: they must not take another page for an answer.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.guarded = re.compile(settings.SECOND_FACTOR_PATHS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lacks = self.lacks(request)
        if lacks is Missing.NOTHING:
            return self.get_response(request)
        if asks_in_the_background(request):
            return JsonResponse({"error": "second_factor"}, status=403)
        wanted = request.get_full_path() if request.method in ("GET", "HEAD") else "/admin/"
        if lacks is Missing.FACTOR:
            request.session[AFTER_SET_UP] = wanted
            return redirect("mfa_index")
        return redirect(f"{proof_address(cast(User, request.user))}?{urlencode({'next': wanted})}")

    def lacks(self, request: HttpRequest) -> Missing:
        is_open = request.path_info in OPEN or not self.guarded.match(request.path_info)
        if is_open or not request.user.is_authenticated:
            return Missing.NOTHING
        found = missing(request, request.user)
        if found is Missing.NOTHING:
            request.session.pop(AFTER_SET_UP, None)
        return found
