"""The first page of Wagtail's admin, for those who teach: what waits for them in their courses."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Comment

from accounts.models import User
from courses.admin.listing import Line, lines_of, with_numbers
from courses.models import CoursePage
from courses.permissions import courses_of
from courses.readiness import readiness
from courses.stalled import stalled

SHOWN = 6  # lines of a panel: what is more is behind its link


class HomePanel(Component):  # type: ignore[misc]  # Wagtail has no types
    """A panel for one person. `contents` makes what its template needs."""

    class Media:
        css = {"all": ["css/admin-results.css", "css/admin-courses.css"]}

    def __init__(self, person: User) -> None:
        self.person = person

    def contents(self) -> dict[str, Any]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"person": self.person, **self.contents()}


class CoursesPanel(HomePanel):
    """My courses with state and readiness."""

    name, order = "my-courses", 120
    template_name = "courses/admin/home_courses.html"

    def contents(self) -> dict[str, Any]:
        courses = courses_of(self.person)
        counted: QuerySet[Any] = with_numbers(courses, timezone.now())
        shown = list(counted.order_by("-released_at", "title", "pk")[:SHOWN])
        rows = [(line, self.to_mend(line)) for line in lines_of(shown)]
        return {"rows": rows, "more": max(courses.count() - SHOWN, 0)}

    def to_mend(self, line: Line) -> int:
        points = readiness(line.course, self.person)
        return sum(len(point.findings) for point in points if not point.is_advice)


class StalledPanel(HomePanel):
    """Learners who are stuck."""

    name, order = "stalled-learners", 140
    template_name = "courses/admin/home_stalled.html"

    def contents(self) -> dict[str, Any]:
        rows, total = stalled(self.person, timezone.now(), SHOWN)
        return {"rows": rows, "more": total - len(rows)}


class CommentsPanel(HomePanel):
    """What others said of the pages of this person's courses, and nobody resolved."""

    name, order = "comments", 130
    template_name = "courses/admin/home_comments.html"

    def contents(self) -> dict[str, Any]:
        open_ones = comments_for(self.person)
        shown = open_ones.select_related("page", "user").order_by("-created_at", "-pk")[:SHOWN]
        return {"rows": list(shown), "more": max(open_ones.count() - SHOWN, 0)}


def comments_for(person: User) -> QuerySet[Comment]:
    """Unresolved comments and answers of others, in the courses the person sees."""
    below = Q(pk__in=[])
    for path in CoursePage.objects.filter(course__in=courses_of(person)).values_list("path", flat=True):
        below |= Q(page__path__startswith=path)
    last_word = Q(user=person) & Q(replies=None)
    found: QuerySet[Comment] = Comment.objects.filter(below, resolved_at=None).exclude(last_word)
    return found.distinct()


def panels_for(person: User) -> list[Component]:
    """Those of this app."""
    return [CoursesPanel(person), CommentsPanel(person), StalledPanel(person)]
