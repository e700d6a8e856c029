"""My courses: each course a person may work on, in one line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses.admin import access
from courses.admin.frame import heading, render_here
from courses.models import Activity, Cohort, Course, CourseCopy, CoursePage, Release
from courses.permissions import written_by

A_PAGE = 25


@dataclass
class Line:
    """A course with what its pages say. `course` carries the numbers of `with_numbers`."""

    course: Course
    languages: list[str] = field(default_factory=list)  # that learners can choose
    is_published: bool = False  # in its own language
    changes: int = 0  # pages with changes that are not published, and drafts


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every course of this person."""
    courses = with_numbers(access.my_courses(request), timezone.now())
    page = Paginator(courses.order_by("title", "pk"), A_PAGE).get_page(request.GET.get("p"))
    may_create = access.person(request).is_superuser or written_by(access.person(request)).exists()
    context = {"may_create": may_create, "page": page, "lines": lines_of(list(page)), **heading(_("My courses"))}
    return render_here(request, "index.html", context)


def with_numbers(courses: QuerySet[Course], now: datetime) -> QuerySet[Course]:
    """With lessons, the newest release and cohorts that are under way."""
    newest = Release.objects.filter(course=OuterRef("pk")).order_by("-number")
    lessons = Q(activities__retired_at=None, activities__kind=Activity.Kind.LESSON)
    running = Cohort.objects.open(now).filter(course=OuterRef("pk")).order_by().values("course")
    return Course.objects.filter(pk__in=courses.values("pk")).annotate(
        lessons=Count("activities", filter=lessons),
        release_number=Subquery(newest.values("number")[:1]),
        released_at=Subquery(newest.values("published_at")[:1]),
        is_copying=Exists(CourseCopy.objects.filter(course=OuterRef("pk"), finished_at=None)),
        running=Subquery(running.annotate(n=Count("pk")).values("n")),
    )


def lines_of(courses: Sequence[Course]) -> list[Line]:
    """Two queries more, however many courses."""
    lines = {course.pk: Line(course) for course in courses}
    tops = list(CoursePage.objects.filter(course__in=lines).select_related("locale").order_by("locale_id"))
    changes = _changes([top.path for top in tops])
    for top in tops:
        line = lines[top.course_id]
        line.changes += changes[top.path]
        if top.live:
            line.languages.append(top.locale.language_code)
            line.is_published |= top.locale.language_code == line.course.source_language
    return list(lines.values())


def _changes(paths: Sequence[str]) -> Counter[str]:
    """Pages that are not as their authors last saved them, by the path of the course page above."""
    lengths = sorted({len(path) for path in paths})
    waiting = Page.objects.filter(has_unpublished_changes=True, depth__gt=1).values_list("path", flat=True)
    known = set(paths)
    return Counter(path[:n] for path in waiting for n in lengths if path[:n] in known)
