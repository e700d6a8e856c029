"""One course: whether it is ready, its releases, its cohorts."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.admin import access
from courses.admin.frame import heading, index_path, render_here
from courses.editions import current_cohorts
from courses.models import Course, CoursePage
from courses.permissions import cohorts_of
from courses.readiness import readiness

RELEASES = 10


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The readiness checklist, with a link to where each thing is mended, and what can be done next."""
    course = access.my_course(request, pk)
    releases = list(course.releases.select_related("published_by").order_by("-number")[:RELEASES])
    points = readiness(course, access.person(request))
    context = {
        "course": course,
        "points": points,
        "missing": sum(1 for point in points if point.findings and not point.is_advice),
        "releases": releases,
        "newest": releases[0] if releases else None,
        "cohorts": current_cohorts(course, timezone.now()).filter(
            pk__in=cohorts_of(access.person(request)).values("pk")
        ),
        "pages_url": _pages_url(request, course),
        **heading(str(course), index_path()),
    }
    return render_here(request, "course.html", context)


def _pages_url(request: HttpRequest, course: Course) -> str:
    """The course's pages in the explorer, for who may change them."""
    top = CoursePage.objects.filter(course=course, locale__language_code=course.source_language).first()
    if top is None or not top.permissions_for_user(request.user).can_edit():
        return ""
    return reverse("wagtailadmin_explore", args=[top.pk])
