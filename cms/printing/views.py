"""The page of a course's printed editions: for who takes the course, and for who works on it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest, signed_in_to_send
from cms.models import PrintedEdition
from cms.printing import editions
from courses.models import Course, CoursePage, Enrolment, Release
from courses.permissions import courses_of, writes_course
from courses.reading import FALLBACKS, active_language, lesson_languages
from courses.views.course import course_page

TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Line:
    """A language in which the course can be had on paper. `files`: kind and size of what is there."""

    language: str
    is_whole: bool
    edition: PrintedEdition | None
    files: dict[str, int]
    is_behind: bool


@require_safe
@login_required
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is there, what is being made, what can be asked for."""
    course, release = _door(request, slug)
    context: dict[str, Any] = {
        "nav": "catalogue",
        "course": course,
        "page": course_page(course),
        "release": release,
        "lines": _lines(course, release) if release else [],
        "may_renew": request.user.is_staff and writes_course(request.user, course),
    }
    return render(request, "cms/printing/index.html", context)


def _lines(course: Course, release: Release) -> list[Line]:
    made = {edition.language: edition for edition in release.printed_editions.all()}
    whole = lesson_languages(course)
    return [_line(course, language, language in whole, made.get(language)) for language in _languages(course)]


def _line(course: Course, language: str, is_whole: bool, edition: PrintedEdition | None) -> Line:
    files = {kind: about["size"] for kind, about in edition.files.items()} if edition else {}
    is_behind = bool(edition and edition.made and edition.texts != course.tree_version)
    return Line(language, is_whole, edition, files, is_behind)


def _languages(course: Course) -> list[str]:
    """Those in which the course has a page that can be seen."""
    spoken = set(CoursePage.objects.live().filter(course=course).values_list("locale__language_code", flat=True))
    return [language for language in FALLBACKS if language in spoken]


def _door(request: SignedInRequest, slug: str) -> tuple[Course, Release | None]:
    """The course and the release that this person reads: their cohort's, else the newest. Others get 404."""
    enrolment = Enrolment.objects.for_player(request.user.pk, slug).first()
    if enrolment is not None:
        return enrolment.cohort.course, enrolment.cohort.release
    course = get_object_or_404(courses_of(request.user), slug=slug)
    return course, course.releases.order_by("-number").first()


@require_POST
@signed_in_to_send("cms:printed")
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have an edition made, or made again by who writes the course. Asking twice asks once."""
    course, release = _door(request, slug)
    language = request.POST.get("language") or active_language()
    if release is None or language not in _languages(course):
        raise Http404
    edition = editions.ask(release, language)
    if "again" in request.POST and request.user.is_staff and writes_course(request.user, course):
        editions.renew(edition)
    messages.info(request, _("The edition is being made. It takes a minute or two; this page says when it is there."))
    return redirect("cms:printed", slug)


@require_safe
@login_required
def download(request: SignedInRequest, slug: str, language: str, kind: str) -> HttpResponseBase:
    """The file itself, as it was made."""
    _course, release = _door(request, slug)
    edition = PrintedEdition.objects.filter(release=release, language=language).first()
    if edition is None or kind not in edition.files:
        raise Http404
    opened = storages["private"].open(edition.files[kind]["name"])
    name = f"{slug}-{edition.release.number}.{language}.{kind}"
    return FileResponse(opened, as_attachment=True, filename=name, content_type=TYPES[kind])
