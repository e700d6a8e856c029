"""The quizzes of a person's courses: the way to their settings, also before a cohort takes them."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.admin import access
from quizzes.admin.frame import heading
from quizzes.models import Quiz
from quizzes.services.results import titles_of

A_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every quiz with its main rules."""
    courses = access.courses_to_write(request)
    found = Quiz.objects.filter(activity__course__in=courses, activity__retired_at=None)
    found = found.select_related("activity__course").annotate(questions=Coalesce(Sum("draws__count"), 0))
    page = Paginator(found.order_by("activity__course__title", "activity__slug"), A_PAGE).get_page(request.GET.get("p"))
    titles = titles_of([quiz.pk for quiz in page])
    rows = [(quiz, titles.get(quiz.pk, quiz.activity.slug)) for quiz in page]
    context = {"rows": rows, "page": page, **heading(_("Quizzes"), icon="help")}
    return render(request, "quizzes/admin/quiz_list.html", context)
