"""A course's own page, and the door into it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest, signed_in_to_send
from courses import reading, services
from courses.models import Cohort, Course, CoursePage, Enrolment


def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the course teaches, its outline and, to who takes it, how far they have come."""
    found = get_object_or_404(Course, slug=slug)
    page = course_page(found)
    enrolment = _enrolment(request, slug)
    outline = reading.outline_for(enrolment) if enrolment else reading.public_outline(found)
    return render(
        request,
        "courses/course.html",
        {
            "nav": "catalogue",
            "course": found,
            "page": page,
            "enrolment": enrolment,
            "outline": outline,
            "languages": reading.lesson_languages(found),
            "cohort": None if enrolment else _open_cohort(found),
        },
    )


def course_page(course: Course) -> CoursePage:
    """The live page in the reader's language, else in the course's, else in any; else Http404."""
    order = reading.preference(reading.active_language(), course.source_language)
    pages = CoursePage.objects.live().filter(course=course).select_related("locale")
    page = min(pages, key=lambda p: order.index(p.locale.language_code), default=None)
    if page is None:
        raise Http404
    return page


def _enrolment(request: HttpRequest, slug: str) -> Enrolment | None:
    if not request.user.is_authenticated:
        return None
    return Enrolment.objects.for_player(request.user.pk, slug).first()


def _open_cohort(course: Course) -> Cohort | None:
    """The cohort a newcomer may walk into: the self-paced one before others."""
    cohorts = Cohort.objects.open(timezone.now()).filter(course=course, entry=Cohort.Entry.OPEN)
    return cohorts.order_by("-is_self_paced", "id").first()


@require_POST
@signed_in_to_send("courses:course")
def enrol(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give the person a place in the open cohort and lead them to the first lesson."""
    found = get_object_or_404(Course, slug=slug)
    if _enrolment(request, slug):
        return redirect("courses:resume", slug)
    cohort = _open_cohort(found)
    if cohort is None:
        messages.warning(request, _("This course has no open group at the moment. Ask your institution for a place."))
        return redirect("courses:course", slug)
    services.enrol(request.user, cohort, now=timezone.now(), language=reading.active_language())
    messages.success(request, _("You are enrolled. Your progress is kept from here on."))
    return redirect("courses:resume", slug)
