"""A question as a learner meets it, scored at once. Nothing of it is stored: the page carries its own state, signed."""

from random import SystemRandom
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.admin import access
from quizzes.admin.contents.responses import show_response
from quizzes.domain.questions import for_learner, order_for
from quizzes.domain.review import review
from quizzes.domain.scoring import BROKEN, score
from quizzes.services import bank
from quizzes.views.answers import response_of

SALT = "quizzes.admin.preview"
A_DAY = 86_400


def keep_for_preview(request: HttpRequest, content: dict[str, Any]) -> HttpResponse:
    """Show what is on the editor's desk, saved or not."""
    return _start(request, content)


@require_http_methods(["GET", "HEAD"])
def stored(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a stored version: the newest, or the one the address names."""
    question = access.question_for(request, pk)
    number = request.GET.get("version", "")
    if number.isdecimal():
        return _start(request, get_object_or_404(question.versions, number=int(number[:9])).content)
    newest = bank.newest_version(question)
    if newest is None:
        raise Http404
    return _start(request, newest.content)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Score an answer, or show the question in another language. The content comes back with the form, signed."""
    access.courses_for(request)
    try:
        state = signing.loads(request.POST.get("state", ""), salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        raise Http404
    return _page(request, state["content"], state["order"], is_answered="again" not in request.POST)


def _start(request: HttpRequest, content: dict[str, Any]) -> HttpResponse:
    try:
        order = order_for(content, SystemRandom())
        for_learner(content, order)
    except BROKEN:
        return render(request, "quizzes/admin/question_preview.html", {"is_broken": True})
    return _page(request, content, order, is_answered=False)


def _page(request: HttpRequest, content: dict[str, Any], order: Any, *, is_answered: bool) -> HttpResponse:
    language = _language(request)
    question = for_learner(content, order)
    context: dict[str, Any] = {
        "question": question,
        "prefix": "",
        "given": {},
        "state": signing.dumps({"content": content, "order": order}, salt=SALT, compress=True),
        "languages": settings.LANGUAGES,
        "shown_in": language,
    }
    if is_answered:
        response = response_of(question, request.POST)
        is_only_moved = bool(request.POST.get("move"))
        context |= {"given": response} if is_only_moved else _scored(content, order, response)
    with translation.override(language):
        return render(request, "quizzes/admin/question_preview.html", context)


def _scored(content: dict[str, Any], order: Any, response: dict[str, Any]) -> dict[str, Any]:
    result = score(content, response)
    return {
        "given": response,
        "result": result,
        "percent": None if result.fraction is None else result.fraction * 100,
        "reviewed": review(content, order, response),
        "as_test": show_response(content, response),
    }


def _language(request: HttpRequest) -> str:
    """The language that was asked for, else the page's own."""
    asked = request.POST.get("language") or request.GET.get("language") or ""
    known = [code for code, _name in settings.LANGUAGES]
    return asked if asked in known else (translation.get_language() or settings.LANGUAGE_CODE)[:2]
