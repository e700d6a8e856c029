"""What a quiz asks: fixed questions and draws, in order, in sections. Each button acts at once, for the next attempts."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.admin.bank_reading import narrowed, stem_of
from quizzes.admin.frame import heading
from quizzes.admin.quiz import texts
from quizzes.admin.quiz.part_forms import DrawForm, choices_of
from quizzes.admin.scope import person, quiz_to_change
from quizzes.domain.quiz_order import Way
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, QuizDraw
from quizzes.services import parts as service
from quizzes.services.pools import PoolTooSmall, drawable, supplies
from quizzes.services.results import titles_of

A_PAGE, TITLE = 20, 200


@require_safe
def index(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """The parts with what the bank holds for them, and how to add another."""
    return _page(request, quiz_to_change(request, quiz_id))


@require_POST
def draw(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Add random questions from a pool."""
    quiz = quiz_to_change(request, quiz_id)
    form = DrawForm(request.POST, pools=choices_of(drawable(quiz.activity.course)))
    if form.is_valid():
        try:
            service.add_draw(quiz, form.draw({}), by=person(request))
            messages.success(request, _("Added at the end. New attempts follow it."))
            return redirect("quiz_settings:parts", quiz.pk)
        except service.AlreadyAsked:
            form.add_error("category", _("The quiz draws from these already: change the number there."))
        except PoolTooSmall as small:
            form.add_error("count", _too_few(small))
    return _page(request, quiz, form)


def _too_few(small: PoolTooSmall) -> str:
    text = ngettext(
        "Only %(count)d question is ready there: ask for no more, or write further ones.",
        "Only %(count)d questions are ready there: ask for no more, or write further ones.",
        small.found,
    )
    return text % {"count": small.found}


@require_POST
def fix(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Add a question that everyone gets."""
    quiz = quiz_to_change(request, quiz_id)
    wanted = request.POST.get("question", "")
    question = get_object_or_404(_bank(quiz), pk=wanted if wanted.isdecimal() and len(wanted) < 19 else 0)
    try:
        service.add_question(quiz, question, by=person(request))
        messages.success(request, _("Added at the end. New attempts follow it."))
    except service.AlreadyAsked:
        messages.success(request, _("The quiz asks this question already."))
    except service.NotInBank:
        messages.error(request, _("This question is not ready: no quiz can ask it yet."))
    searched = urlencode({"q": request.POST.get("q", "")[:200]})  # the next one is often found by the same words
    return redirect(reverse("quiz_settings:parts", args=[quiz.pk]) + f"?{searched}")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, quiz_id: UUID, part_id: int) -> HttpResponse:
    """Number, points and pool of a part, and the title of the section that begins with it."""
    quiz = quiz_to_change(request, quiz_id)
    part = get_object_or_404(quiz.draws.select_related("question", "quiz__activity__course"), pk=part_id)
    pools = choices_of(drawable(quiz.activity.course))
    start = {name: getattr(part, name) for name in ("category", "tag", "objective", "count")}
    start["mark"] = f"{part.mark:.2f}".removesuffix(".00")
    form = DrawForm(request.POST or None, pools=pools, part=part, initial=start)
    section = texts.read(request.POST, "section", TITLE) if request.method == "POST" else part.section
    if request.method == "POST" and form.is_valid() and _changed(request, part, form, section):
        return redirect("quiz_settings:parts", quiz.pk)
    context = {
        "quiz": quiz,
        "part": part,
        "form": form,
        "section_fields": texts.fields("section", section, quiz.activity.course.source_language),
        "title_length": TITLE,
        **heading(part.pool_name, (_("Quizzes"), "quiz_settings:index"), _crumb(quiz), icon="help"),
    }
    return render(request, "quizzes/admin/quiz_part.html", context)


def _changed(request: HttpRequest, part: QuizDraw, form: DrawForm, section: dict[str, str]) -> bool:
    try:
        is_changed = service.change_part(part, form.draw(section), by=person(request))
    except service.AlreadyAsked:
        form.add_error("category", _("The quiz draws from these already: change the number there."))
        return False
    except PoolTooSmall as small:
        form.add_error("count", _too_few(small))
        return False
    said = _("Saved. New attempts follow it.") if is_changed else _("Nothing was changed.")
    messages.success(request, said)
    return True


@require_POST
def move(request: HttpRequest, quiz_id: UUID, part_id: int) -> HttpResponse:
    """One step up or down."""
    quiz = quiz_to_change(request, quiz_id)
    way: Way = "up" if request.POST.get("way") == "up" else "down"
    try:
        service.move_part(quiz, part_id, way, seen=request.POST.get("seen", ""), by=person(request))
    except service.PartsMoved:
        messages.warning(request, _("The list has changed since you opened it. Here it is as it stands now."))
    return redirect(reverse("quiz_settings:parts", args=[quiz.pk]) + f"#part-{part_id}")


@require_POST
def remove(request: HttpRequest, quiz_id: UUID, part_id: int) -> HttpResponse:
    """Take a part out; the questions stay in the bank."""
    quiz = quiz_to_change(request, quiz_id)
    service.remove_part(quiz, part_id, by=person(request))
    messages.success(request, _("Taken out of the quiz. The questions stay in the bank."))
    return redirect("quiz_settings:parts", quiz.pk)


def _bank(quiz: Quiz) -> Any:
    """The course's questions and the shared ones."""
    return Question.objects.filter(Q(course=quiz.activity.course_id) | Q(course=None))


def _page(request: HttpRequest, quiz: Quiz, form: DrawForm | None = None) -> HttpResponse:
    parts = list(quiz.draws.select_related("question"))
    bank = drawable(quiz.activity.course)
    rows = supplies(parts, bank)
    context = {
        "quiz": quiz,
        "rows": rows,
        "stems": _stems(part.question_id for part in parts if part.question_id),
        "is_short": any(row.is_short for row in rows),
        "total": sum(part.count for part in parts),
        "points": sum(part.count * part.mark for part in parts),
        "seen": service.fingerprint(parts),
        "form": form or DrawForm(pools=choices_of(bank)),
        "under_way": Attempt.objects.open().filter(quiz=quiz).count(),
        "quiz_title": titles_of([quiz.pk]).get(quiz.pk, str(quiz)),
        **_found(request, quiz, {part.question_id for part in parts}),
        **heading(_("Questions of the quiz"), (_("Quizzes"), "quiz_settings:index"), icon="list-ol"),
    }
    return render(request, "quizzes/admin/quiz_parts.html", context)


def _crumb(quiz: Quiz) -> tuple[str, str]:
    return _("Questions of the quiz"), reverse("quiz_settings:parts", args=[quiz.pk])


def _found(request: HttpRequest, quiz: Quiz, asked: set[int | None]) -> dict[str, Any]:
    """What the search for a fixed question finds; nothing before anybody searched."""
    words = request.GET.get("q", "").strip()[:200]
    if "q" not in request.GET:
        return {"q": "", "page": None}
    ready = narrowed(_bank(quiz), {"q": words, "state": "ready"}).order_by("category", "code")
    page = Paginator(ready, A_PAGE).get_page(request.GET.get("p"))
    stems = _stems(question.pk for question in page)
    found = [(question, stems.get(question.pk, {}), question.pk in asked) for question in page]
    return {"q": words, "page": page, "found": found}


def _stems(questions: Any) -> dict[int, dict[str, str]]:
    """What the questions ask, by id. One query."""
    current = QuestionVersion.objects.current().filter(question__in=list(questions))
    return {version.question_id: stem_of(version.content) for version in current}
