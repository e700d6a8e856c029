"""The editing screen of a question: one page, from the type to the tests."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.models import Course
from quizzes.admin import access
from quizzes.admin.bank_reading import quizzes_using
from quizzes.admin.comparing import compare
from quizzes.admin.contents import KINDS, kind_of
from quizzes.admin.contents.checking import complaint_words
from quizzes.admin.contents.moves import apply
from quizzes.admin.forms import SHARED, AboutForm
from quizzes.admin.frame import heading
from quizzes.admin.preview import keep_for_preview
from quizzes.admin.sheet import Sheet, is_editable
from quizzes.domain.questions import QuestionProblem
from quizzes.models import AttemptSlot, Question, QuestionVersion
from quizzes.services import bank

SAVES = ("draft", "ready", "another")
LAST_PLACE = "question_bank_place"  # session: where this person wrote last


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a question that is not there yet."""
    courses = access.courses_to_write(request)
    about = AboutForm(
        request.POST or None,
        courses=courses,
        with_shared=access.may_share(request),
        is_new=True,
        initial=_last_place(request),
    )
    course = _course_of(about, courses)
    sheet = Sheet(_kind(request, "single"), about, course)
    return _work(request, sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a question, or look at one that only administrators change."""
    question = access.question_for(request, pk)
    newest = bank.newest_version(question)
    content = newest.content if newest else {}
    if not is_editable(content) or not access.may_change(request, question):
        return _show(request, question, newest)
    initial = {"category": question.category, "difficulty": question.difficulty, "objective": question.objective}
    about = AboutForm(
        request.POST or None,
        courses=[],
        with_shared=False,
        is_new=False,
        initial={**initial, "tags": ", ".join(question.tags)},
    )
    return _work(request, Sheet(_kind(request, kind_of(content)), about, question.course, question, newest))


def _kind(request: HttpRequest, default: str) -> str:
    action, _colon, wanted = request.POST.get("do", "").partition(":")
    kind = wanted if action == "type" else request.POST.get("kind") or request.GET.get("type", "")
    return kind if kind in KINDS else default


def _last_place(request: HttpRequest) -> dict[str, Any]:
    """Course and category of the address, or those of the last question: writing goes on where it stopped."""
    last = request.session.get(LAST_PLACE, {})
    return {**last, **{name: request.GET[name] for name in ("course", "category") if request.GET.get(name)}}


def _course_of(about: AboutForm, courses: list[Course]) -> Course | None:
    wanted = about["course"].value() or ""
    return next((course for course in courses if str(course.pk) == wanted), None if wanted == SHARED else courses[0])


def _work(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Show the sheet, or do what the pressed button says."""
    if request.method != "POST":
        sheet.open()
        return _page(request, sheet)
    sheet.take(request)
    do = request.POST.get("do", "check")
    if do == "preview":
        return keep_for_preview(request, sheet.content)
    if do in SAVES and (answer := _save(request, sheet, do)):
        return answer
    if do == "check" and sheet.check():
        messages.success(request, _("Nothing is missing: this question can be made ready."))
    if ":" in do:
        sheet.problems = []  # rows come and go; nothing is judged yet
        apply(sheet.tree, do, sheet.kind)
    return _page(request, sheet)


def _save(request: HttpRequest, sheet: Sheet, do: str) -> HttpResponse | None:
    """Store it and go on; nothing if something has to be repaired first."""
    is_valid = sheet.about.is_valid()
    is_fair = sheet.check() if do != "draft" else not sheet.problems
    if not (is_valid and is_fair):
        messages.error(request, _("Not saved yet: see the marked places."))
        return None
    try:
        question = _store(sheet, ready=do != "draft", seen=request.POST.get("seen", ""))
    except bank.CodeTaken:
        sheet.about.add_error("code", _("Another question has this code."))
    except bank.QuestionMoved as moved:
        text = _(
            "Somebody saved version %(number)s while you were writing. Your text is still here: look at their "
            "version in the history, then save again to put yours over it."
        )
        messages.error(request, text % {"number": moved.newest.number})
    except QuestionProblem as problem:
        messages.error(request, complaint_words(str(problem)))
    else:
        return _saved(request, sheet, question, do)
    return None


def _store(sheet: Sheet, *, ready: bool, seen: str) -> Question:
    about = {k: sheet.about.cleaned_data[k] for k in ("category", "difficulty", "objective", "tags")}
    if sheet.question:
        bank.change_question(sheet.question, sheet.content, seen=seen, ready=ready, **about)
        return sheet.question
    code = sheet.about.cleaned_data["code"]
    return bank.create_question(sheet.about.cleaned_data["course"], code, sheet.content, ready=ready, **about)


def _saved(request: HttpRequest, sheet: Sheet, question: Question, do: str) -> HttpResponse:
    place = {"course": str(question.course_id or SHARED), "category": sheet.about.cleaned_data["category"]}
    request.session[LAST_PLACE] = place
    newest = bank.newest_version(question)
    number = newest.number if newest else 0
    if do == "draft":
        messages.success(request, _("Kept as a draft. Quizzes do not draw it yet."))
    else:
        messages.success(request, _("Version %(number)s is ready: quizzes draw it from now on.") % {"number": number})
    if do == "another":
        return redirect(f"{reverse('question_bank:new')}?{urlencode({**place, 'type': sheet.kind})}")
    return redirect("question_bank:edit", question.pk)


def _page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = {**sheet.context(), **_around(request, sheet.question)}
    context["seen"] = sheet.newest.checksum if sheet.newest else ""
    context["shown_language"] = request.POST.get("language", "")
    context["categories"] = _categories(request, sheet.course)
    return render(request, "quizzes/admin/question.html", context)


def _around(request: HttpRequest, question: Question | None) -> dict[str, Any]:
    """What the page says about the question: its versions, and who uses it."""
    path = (_("Question bank"), "question_bank:index")
    if question is None:
        return heading(_("New question"), path, icon="help")
    versions = list(question.versions.order_by("-number").defer("content"))
    may_change = access.may_change(request, question)
    ready = next((v for v in versions if v.state == QuestionVersion.State.READY), None)
    return {
        **heading(question.code, path, icon="help"),
        "question": question,
        "versions": versions,
        "ready_version": ready,
        "next_number": versions[0].number + (versions[0].state != QuestionVersion.State.DRAFT) if versions else 1,
        "quiz_count": len(quizzes_using([question])[question.pk]),
        "attempt_count": AttemptSlot.objects.filter(version__question=question).count(),
        "may_change": may_change,
        "may_copy": may_change or access.may_write(request),
    }


def _categories(request: HttpRequest, course: Course | None) -> list[str]:
    found = Question.objects.filter(course=course).order_by("category").values_list("category", flat=True)
    return list(found.distinct()[:500])


def _show(request: HttpRequest, question: Question, newest: QuestionVersion | None) -> HttpResponse:
    """A question as it stands, for those who may not change it here."""
    context = {**_around(request, question), "facts": compare({}, newest.content if newest else {})}
    return render(request, "quizzes/admin/question_show.html", context)
