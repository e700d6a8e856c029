"""The bank as a list to pick a knowledge check from, while a lesson is written."""

from django.http import HttpRequest, JsonResponse
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses.models import Course, CoursePage
from courses.reading import active_language
from library.domain.matching import fold
from library.domain.texts import text_in
from quizzes.admin.access import courses_for
from quizzes.admin.bank_reading import stem_of
from quizzes.models import QuestionVersion

Row = dict[str, str | list[str]]


@require_safe
def pick(request: HttpRequest) -> JsonResponse:
    """The ready questions of the course in which the page `page` stands: a person's own courses alone."""
    courses = _courses_of_page(request.GET.get("page", ""), courses_for(request))
    versions = QuestionVersion.objects.current().filter(question__course__in=courses).select_related("question")
    answer = JsonResponse({"rows": [_row(version) for version in versions.order_by("question__code")]})
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _courses_of_page(page: str, courses: list[Course]) -> list[Course]:
    """Of these courses the one that the page belongs to. Without a page: none, as a code is unique in a course alone."""
    found = Page.objects.filter(pk=page).first() if page.isdecimal() else None
    above = CoursePage.objects.ancestor_of(found, inclusive=True).first() if found else None
    return [course for course in courses if above and course.pk == above.course_id]


def _row(version: QuestionVersion) -> Row:
    stem = strip_tags(text_in(stem_of(version.content), active_language()))
    code, category = version.question.code, version.question.category
    return {"value": [code], "title": stem, "note": f"{code} · {category}", "find": fold(f"{stem} {code} {category}")}
