"""The structure of a course: one outline to put in order. What a page sends changes it only as the page showed it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Page

from accounts.requests import wants_json
from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.domain.arranging import shifted
from courses.models import Course
from courses.parts import parts_of
from courses.permissions import writes_course
from courses.services import StructureMoved
from courses.services.arranging import Order, arrange, order_of
from courses.services.structure import KINDS, MODULE, add_part

STEPS = {"up": -1, "down": 1}
LONGEST_TITLE = 255


@require_http_methods(["GET", "HEAD", "POST"])
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the outline; POST moves one part with an arrow, or sends the whole order."""
    if request.method == "POST":
        return _arrange(request, access.course_to_write(request, pk))
    course = access.my_course(request, pk)
    context = {
        "course": course,
        "parts": parts_of(course),
        "may_write": writes_course(access.person(request), course),
        **heading(_("Structure"), index_path(), course_path(course), icon="list-ul"),
    }
    return render_here(request, "structure.html", context)


def _arrange(request: HttpRequest, course: Course) -> HttpResponse:
    wanted, key = _wanted(request, course)
    try:
        if wanted is None:
            raise StructureMoved
        seen = arrange(course, wanted, seen=request.POST.get("seen", ""), by=access.person(request))
    except StructureMoved:
        if wants_json(request):
            return JsonResponse({"error": "moved"}, status=409)
        say_moved(request)
    else:
        if wants_json(request):
            return JsonResponse({"seen": seen})
    return _back(course, key)


def title_in(request: HttpRequest, name: str) -> str:
    """A title as a form sends it, without the sign that no database keeps."""
    return request.POST.get(name, "").replace("\0", "").strip()[:LONGEST_TITLE]


def say_moved(request: HttpRequest) -> None:
    """The course is not as the page showed it."""
    said = _(
        "The course has changed since you opened this page, so nothing was moved or added. Look again, then repeat."
    )
    messages.warning(request, said)


def _back(course: Course, key: str = "") -> HttpResponse:
    return redirect(f"{reverse('course_tools:structure', args=[course.pk])}{f'#k-{key}' if key else ''}")


def _wanted(request: HttpRequest, course: Course) -> tuple[Order | None, str]:
    """The order that was asked for, and the part it is about; None for what nobody can have pressed."""
    step, _colon, key = request.POST.get("move", "").partition(":")
    if step in STEPS:
        return stepped(order_of(course), key, STEPS[step]), key
    return _read(request.POST.get("order", "")), ""


def _read(text: str) -> Order | None:
    try:
        return [(UUID(module), [UUID(key) for key in below]) for module, below in json.loads(text)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def stepped(order: Order, key: str, by: int) -> Order | None:
    """The order after one press on an arrow. At the end of its module a lesson goes on into the next one."""
    modules = [module for module, _below in order]
    below = dict(order)
    for place, (module, keys) in enumerate(order):
        if str(module) == key:
            return [(one, below[one]) for one in shifted(modules, module, by)]
        found = next((one for one in keys if str(one) == key), None)
        if found is not None:
            return _moved_on(order, place, found, by)
    return None


def _moved_on(order: Order, place: int, key: UUID, by: int) -> Order:
    keys = order[place][1]
    to = keys.index(key) + by
    if 0 <= to < len(keys):
        return [(m, shifted(ks, key, by) if n == place else ks) for n, (m, ks) in enumerate(order)]
    if not 0 <= place + by < len(order):
        return order
    moved = [(module, [one for one in ks if one != key]) for module, ks in order]
    module, ks = moved[place + by]
    moved[place + by] = (module, [key, *ks] if by > 0 else [*ks, key])
    return moved


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a module, a lesson or a quiz as a draft. A lesson opens in the editor."""
    course = access.course_to_write(request, pk)
    title, kind = title_in(request, "title"), request.POST.get("kind", "")
    if not title or kind not in KINDS:
        messages.error(request, _("Write a title first."))
        return _back(course)
    try:
        page = add_part(course, kind, title, **_place(request), by=access.person(request))
    except (StructureMoved, Page.DoesNotExist):
        say_moved(request)
        return _back(course)
    messages.success(request, _("“%(title)s” is there as a draft.") % {"title": title})
    return _back(course, str(page.translation_key))


def _place(request: HttpRequest) -> dict[str, Any]:
    return {"module": _module(request), "seen": request.POST.get("seen", "")}


def _module(request: HttpRequest) -> UUID | None:
    """Where it goes; a module goes nowhere, and what names no module names one that does not exist."""
    try:
        return UUID(request.POST.get("module", ""))
    except ValueError:
        return None if request.POST.get("kind") == MODULE else UUID(int=0)
