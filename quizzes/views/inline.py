"""A knowledge check inside a lesson: a question of the bank, answered at once, leaving no trace."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.requests import SignedInRequest
from courses import reading
from courses.models import Course
from courses.views.parts import place_in, row_of
from quizzes.domain.questions import LearnerQuestion, for_learner, order_for
from quizzes.domain.review import review
from quizzes.models import QuestionVersion
from quizzes.views.answers import response_of


@dataclass(frozen=True)
class InlineCheck:
    """A check with the order in which it always shows its options."""

    code: str
    version: QuestionVersion
    order: object

    @property
    def question(self) -> LearnerQuestion:
        return for_learner(self.version.content, self.order)  # type: ignore[arg-type]


def find(course: Course, code: str) -> InlineCheck | None:
    """The current version of a question of the course's bank; mixed the same way for everybody."""
    version = QuestionVersion.objects.current().filter(question__course=course, question__code=code).first()
    if version is None:
        return None
    return InlineCheck(code, version, order_for(version.content, Random(code)))  # noqa: S311 nothing to guess


def check(request: HttpRequest, slug: str, activity: str, code: str) -> HttpResponse:
    """Correct the answer. A script takes the fragment; without one the page stands alone and leads back.

    A script of somebody signed out gets 401 and sends the form itself: it must not take the sign-in for the answer.
    """
    if request.user.is_authenticated:
        return _check(request, slug, activity, code)  # type: ignore[arg-type]
    if request.headers.get("X-Fragment"):
        return HttpResponse(status=401)
    return redirect_to_login(reverse("courses:learn", args=[slug, activity]))


def _check(request: SignedInRequest, slug: str, activity: str, code: str) -> HttpResponse:
    enrolment = place_in(request, slug)
    row = row_of(reading.outline_for(enrolment), activity)
    if request.method != "POST":
        return redirect(row.entry.url)
    found = find(enrolment.cohort.course, code)
    if found is None:
        raise Http404
    given = response_of(found.question, request.POST, f"{code}-")
    is_moved = bool(request.POST.get("move"))  # an item of an ordering, without script: the answer is not yet given
    context = {
        "check": found,
        "slug": slug,
        "activity": activity,
        "given": given,
        "checked": None if is_moved else review(found.version.content, found.order, given),  # type: ignore[arg-type]
        "row": row,
    }
    if request.headers.get("X-Fragment"):
        return render(request, "quizzes/inline.html", context)
    return render(request, "quizzes/inline_page.html", context)


def draw(course_slug: str, activity_slug: str, found: InlineCheck) -> SafeString:
    """The check as it stands in a lesson, the same for every learner. The token of the form is put in later."""
    context = {"check": found, "slug": course_slug, "activity": activity_slug, "given": {}}
    return render_to_string("quizzes/inline.html", context)
