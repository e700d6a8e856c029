"""Questions to a file: what the format cannot carry is said before the download."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.admin import access
from quizzes.admin.bank_reading import with_versions
from quizzes.admin.format_words import problem_words
from quizzes.admin.forms import ExportForm
from quizzes.admin.frame import heading
from quizzes.domain.formats import Problem
from quizzes.models import Question, QuestionVersion
from quizzes.services.bank_export import export_questions

ENDINGS = {"gift": "gift.txt", "aiken": "txt", "moodle_xml": "xml"}
MEDIA_TYPES = {"moodle_xml": "application/xml"}


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Choose what and how; once chosen, see what would stay behind."""
    form = _form(request)
    context: dict[str, Any] = {
        "form": form,
        "categories": _categories(request),
        **heading(_("Export questions"), (_("Question bank"), "question_bank:index"), icon="download"),
    }
    if form.is_bound and form.is_valid():
        versions = list(_versions(form.cleaned_data))
        _data, problems = export_questions(versions, form.cleaned_data["format"], form.cleaned_data["language"])
        left_out = {problem.name for problem in problems if problem.is_refusal and problem.name}
        context |= {
            "count": len(versions) - len(left_out),
            "left_out": _grouped(problem for problem in problems if problem.is_refusal),
            "losses": _grouped(problem for problem in problems if not problem.is_refusal),
            "query": urlencode(request.GET),
        }
    return render(request, "quizzes/admin/export.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The file."""
    form = _form(request)
    if not form.is_valid():
        return redirect("question_bank:export")
    chosen = form.cleaned_data
    data, _problems = export_questions(_versions(chosen), chosen["format"], chosen["language"])
    name = slugify(f"{chosen['course'].slug if chosen['course'] else 'shared'} {chosen['category']}") or "questions"
    content_type = f"{MEDIA_TYPES.get(chosen['format'], 'text/plain')}; charset=utf-8"
    file_name = f"{name}-{chosen['language']}.{ENDINGS[chosen['format']]}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)


def _grouped(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """What is said, once, and the questions about which it is said."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem_words(problem), []).append(problem.name)
    return [(text, ", ".join(filter(None, names))) for text, names in found.items()]


def _form(request: HttpRequest) -> ExportForm:
    """Bound once a format is chosen; a link from the list only fills in where to begin."""
    data = request.GET if "format" in request.GET else None
    return ExportForm(data, courses=access.courses_to_write(request), initial=request.GET.dict())


def _versions(chosen: dict[str, Any]) -> QuerySet[QuestionVersion]:
    """The version that quizzes draw of each question; with drafts the newest, if it is not retired."""
    questions = Question.objects.filter(course=chosen["course"])
    if category := chosen["category"]:
        questions = questions.filter(Q(category=category) | Q(category__startswith=f"{category}."))
    wanted = "newest_id" if chosen["with_drafts"] else "ready_id"
    ids = with_versions(questions).values(wanted)
    found = QuestionVersion.objects.filter(pk__in=ids).exclude(state=QuestionVersion.State.RETIRED)
    return found.select_related("question").order_by(F("question__category"), F("question__code"))


def _categories(request: HttpRequest) -> list[str]:
    found = access.bank_of(request, access.courses_to_write(request)).order_by("category")
    return list(found.values_list("category", flat=True).distinct()[:500])
