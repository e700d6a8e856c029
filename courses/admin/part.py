"""One part of a course: its titles, its place, its history in each language, and its copy."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.admin.structure import LONGEST_TITLE, say_moved, title_in
from courses.models import Course
from courses.parts import Part, parts_of
from courses.services import StructureMoved
from courses.services.arranging import Order, arrange, order_of
from courses.services.structure import MODULE, PartLocked, duplicate_module, rename_part


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """GET shows what can be done with the part; POST does one of it."""
    course = access.course_to_write(request, pk)
    parts = parts_of(course)
    found = parts.find(str(key))
    if found is None:
        raise Http404
    if request.method == "POST":
        return _do(request, course, found)
    home = next((module for module in parts.modules if found in module.below), None)
    structure = (_("Structure"), reverse("course_tools:structure", args=[course.pk]))
    context = {
        "course": course,
        "part": found,
        "parts": parts,
        "home": home,
        "longest": LONGEST_TITLE,
        **heading(found.own.title, index_path(), course_path(course), structure, icon="edit"),
    }
    return render_here(request, "part.html", context)


def _do(request: HttpRequest, course: Course, found: Part) -> HttpResponse:
    key = str(found.key)
    try:
        match request.POST.get("do"):
            case "rename":
                _rename(request, found)
            case "move" if found.kind != MODULE:
                _move(request, course, found)
            case "duplicate" if found.kind == MODULE:
                key = str(duplicate_module(course, found.key, seen=_seen(request), by=access.person(request)))
                messages.success(request, _("The module is there twice now: the second is a draft."))
    except (StructureMoved, Page.DoesNotExist):
        say_moved(request)
    except PartLocked:
        said = _("The page is locked or waits for approval: its title cannot be changed now. See its history.")
        messages.error(request, said)
    return redirect(f"{reverse('course_tools:structure', args=[course.pk])}#k-{key}")


def _seen(request: HttpRequest) -> str:
    return request.POST.get("seen", "")


def _rename(request: HttpRequest, found: Part) -> None:
    """Each language whose title was changed."""
    waiting = False
    for sheet in found.sheets:
        title = title_in(request, f"title-{sheet.language}")
        if title and title != sheet.title:
            waiting |= not rename_part(Page.objects.get(pk=sheet.pk), title, by=access.person(request))
    if waiting:
        messages.info(request, _("The new title is saved as a draft: learners see it when the page is published."))
    else:
        messages.success(request, _("The titles are saved."))


def _move(request: HttpRequest, course: Course, found: Part) -> None:
    """To the end of another module."""
    target = request.POST.get("module", "")
    order: Order = [(module, [key for key in below if key != found.key]) for module, below in order_of(course)]
    for module, below in order:
        if str(module) == target:
            below.append(found.key)
    arrange(course, order, seen=_seen(request), by=access.person(request))
    messages.success(request, _("Moved, in every language. Groups see it with the next release they take."))
