"""The question bank: the list, and what can be done with a question beside writing it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import Course
from quizzes.admin import access
from quizzes.admin.bank_reading import category_tree, entries, in_course, narrowed
from quizzes.admin.comparing import compare
from quizzes.admin.contents.checking import complaint_words
from quizzes.admin.forms import FilterForm
from quizzes.admin.frame import heading
from quizzes.admin.uses import attempts_by_quiz, lessons_with, uses_of
from quizzes.domain.questions import QuestionProblem
from quizzes.models import Question
from quizzes.services import bank

ON_A_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The bank: searched, narrowed, in pages."""
    courses = access.courses_for(request)
    form = FilterForm(request.GET, courses=courses)
    asked = form.asked
    everything = access.bank_of(request, courses)
    found = narrowed(everything, asked).select_related("course").order_by("course__title", "category", "code")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    within = in_course(everything, asked["course"]) if "course" in asked else everything
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "entries": entries(page.object_list),
        "tree": category_tree(within),
        "tags": sorted({tag for tags in within.values_list("tags", flat=True) for tag in tags}),
        "shared_word": _("shared"),
        "may_write": access.may_write(request),
        "with_course": "course" not in asked and (len(courses) > 1 or everything.filter(course=None).exists()),
        **_addresses(asked),
        **heading(_("Question bank"), icon="help"),
    }
    return render(request, "quizzes/admin/bank.html", context)


def _addresses(asked: dict[str, str]) -> dict[str, str]:
    """Query strings of the page's links: what is asked, without a part of it."""
    here = {name: value for name, value in asked.items() if name in ("course", "category")}
    elsewhere = {name: value for name, value in asked.items() if name != "category"}
    return {"here": urlencode(here), "without_category": urlencode(elsewhere), "without_page": urlencode(asked)}


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions, and what changed between two of them."""
    question = access.question_for(request, pk)
    versions = list(question.versions.order_by("-number"))
    new = _version(versions, request.GET.get("new", "")) or (versions[0] if versions else None)
    older = [version for version in versions if new and version.number < new.number]
    old = _version(versions, request.GET.get("old", "")) or (older[0] if older else None)
    context = {
        "question": question,
        "versions": versions,
        "new": new,
        "old": old,
        "changes": compare(old.content, new.content) if old and new else [],
        **_heading(_("Versions"), question),
    }
    return render(request, "quizzes/admin/question_history.html", context)


def _version(versions: list[Any], number: str) -> Any:
    return next((version for version in versions if str(version.number) == number), None)


@require_safe
def uses(request: HttpRequest, pk: int) -> HttpResponse:
    """The quizzes that name the question or may draw it, with how many attempts had it, and the lessons that ask it."""
    question = access.question_for(request, pk)
    courses = access.courses_for(request)
    own, others = uses_of(question, courses)
    context = {
        "question": question,
        "uses": own,
        "others": others,
        "lessons": lessons_with(question),
        "attempts": attempts_by_quiz(question, courses),
        **_heading(_("Where it is used"), question),
    }
    return render(request, "quizzes/admin/question_uses.html", context)


def _heading(title: str, question: Question) -> dict[str, Any]:
    bank_link = (_("Question bank"), "question_bank:index")
    return heading(title, bank_link, (question.code, reverse("question_bank:edit", args=[question.pk])), icon="help")


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw it no more."""
    question = access.question_to_change(request, pk)
    bank.retire_question(question)
    messages.success(request, _("Retired: no quiz draws it any more. Results so far stay as they are."))
    return redirect("question_bank:edit", pk)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a retired question again."""
    question = access.question_to_change(request, pk)
    try:
        bank.restore_question(question)
        messages.success(request, _("The question is ready again."))
    except QuestionProblem as problem:
        messages.error(request, complaint_words(str(problem)))
    return redirect("question_bank:edit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after asking."""
    question = access.question_to_change(request, pk)
    if request.method != "POST":
        is_all = not question.versions.exclude(state="draft").exists()
        context = {"question": question, "is_all": is_all, **_heading(_("Delete the draft?"), question)}
        return render(request, "quizzes/admin/question_discard.html", context)
    try:
        is_left = bank.discard_draft(question)
    except ProtectedError:
        messages.error(request, _("A quiz names this draft: take it out of the quiz first."))
        return redirect("question_bank:edit", pk)
    messages.success(request, _("The draft is gone."))
    return redirect("question_bank:edit", pk) if is_left else redirect("question_bank:index")


@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy as a draft: beside the original, or in one of the person's courses."""
    question = access.question_for(request, pk)
    courses = access.courses_to_write(request)
    copy = bank.duplicate_question(question, _target(request, question, courses))
    messages.success(request, _("This is the copy, a draft with the code %(code)s.") % {"code": copy.code})
    return redirect("question_bank:edit", copy.pk)


def _target(request: HttpRequest, question: Question, courses: list[Course]) -> Course | None:
    """The course that was asked for; the original's own where the person may write there; else their first."""
    asked = request.POST.get("course", "")
    if asked:
        wanted = next((course for course in courses if str(course.pk) == asked), None)
        if wanted is None:
            raise Http404
        return wanted
    return question.course if access.may_change(request, question) else courses[0]
