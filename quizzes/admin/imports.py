"""Questions from a file: uploaded, shown as what would become of them, then taken in."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from courses.models import Course
from quizzes.admin import access
from quizzes.admin.contents import kind_of
from quizzes.admin.contents.checking import complaint_words
from quizzes.admin.format_words import problem_words
from quizzes.admin.forms import SHARED, UploadForm
from quizzes.admin.frame import heading
from quizzes.admin.words import LANGUAGE_NAMES
from quizzes.domain.formats import Result, read
from quizzes.domain.formats.limits import FILE_BYTES
from quizzes.services.bank_import import Order, Planned, carry_out, plan_import

WAITING = "question_import"  # session: the upload that waits for its commit
FOLDER = "question-imports"
FORM_BYTES = 64 * 1024  # what stands around the file in a request
KEPT_FOR = timedelta(days=1)
SHOWN = 300  # rows of the plan on the page


@csrf_exempt  # the size is looked at before anything of the body is read; _upload protects
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. One that is too large is refused by its announced size, before it fills the disk."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and (not length.isdecimal() or int(length) > FILE_BYTES + FORM_BYTES):
        context = {"problem": _("The file is larger than 50 MB."), **_heading()}
        return render(request, "quizzes/admin/import_refused.html", context, status=413)
    response: HttpResponse = _upload(request)
    return response


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        courses=access.courses_to_write(request),
        with_shared=access.may_share(request),
        initial={"course": request.GET.get("course"), "category": request.GET.get("category")},
    )
    if form.is_valid():
        _forget(request)
        _sweep()
        _keep(request, form.cleaned_data)
        return redirect("question_bank:import_check")
    return render(request, "quizzes/admin/import.html", {"form": form, **_heading()})


def _heading() -> dict[str, Any]:
    return heading(_("Import questions"), (_("Question bank"), "question_bank:index"), icon="upload")


def _keep(request: HttpRequest, chosen: dict[str, Any]) -> None:
    """The file lies where no address leads; only this session knows its name."""
    file: UploadedFile = chosen["file"]
    course: Course | None = chosen["course"]
    request.session[WAITING] = {
        "file": storages["private"].save(f"{FOLDER}/{token_urlsafe(24)}", file),
        "name": (file.name or "")[:200],
        "course": course.pk if course else SHARED,
        "language": chosen["language"],
        "category": chosen["category"],
        "strict": chosen["mode"] == "strict",
        "ready": chosen["state"] == "ready",
    }


def _sweep() -> None:
    """Files that nobody came back for go after a day."""
    storage = storages["private"]
    old = timezone.now() - KEPT_FOR
    for name in storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else ():
        path = f"{FOLDER}/{name}"
        if storage.get_modified_time(path) < old:
            storage.delete(path)


def _forget(request: HttpRequest) -> None:
    waiting = request.session.pop(WAITING, None)
    if waiting:
        storages["private"].delete(waiting["file"])


@dataclass(frozen=True)
class Waiting:
    """An upload on its way into the bank."""

    name: str
    course: Course | None
    result: Result
    plan: list[Planned]

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.action for one in self.plan)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What the file would do to the bank; then do it."""
    courses = access.courses_to_write(request)
    waiting = _waiting(request, courses)
    if waiting is None:
        messages.info(request, _("There is no file waiting: choose one."))
        return redirect("question_bank:import")
    if request.method != "POST":
        return render(request, "quizzes/admin/import_check.html", {**_shown(waiting), **_heading()})
    if "cancel" not in request.POST:
        done = carry_out(waiting.course, waiting.plan, _chosen(request, waiting.plan))
        messages.success(request, _in_words(done))
    _forget(request)
    return redirect("question_bank:index")


def _waiting(request: HttpRequest, courses: list[Course]) -> Waiting | None:
    """Read the file again: the plan always speaks of the bank as it is now."""
    kept = request.session.get(WAITING)
    storage = storages["private"]
    if not kept or not storage.exists(kept["file"]):
        return None
    course = next((course for course in courses if course.pk == kept["course"]), None)
    if course is None and not (kept["course"] == SHARED and access.may_share(request)):
        return None  # the course is not this person's any more
    with storage.open(kept["file"]) as file:
        result = read(file.read(), kept["name"], kept["language"], kept["strict"])
    order = Order(kept["language"], kept["category"], kept["ready"])
    return Waiting(kept["name"], course, result, plan_import(course, result.parsed, order))


def _chosen(request: HttpRequest, plan: list[Planned]) -> set[str]:
    """All that is ticked from the start, but for what was left out, and what was asked for."""
    left_out, asked = set(request.POST.getlist("leave")), set(request.POST.getlist("take"))
    return {one.code for one in plan if (one.is_chosen and one.code not in left_out) or one.code in asked}


def _shown(waiting: Waiting) -> dict[str, Any]:
    rows = [_row(one) for one in waiting.plan if one.action != "same"]
    notes = [note for one in waiting.plan for note in one.parsed.notes]
    said = [(p.line, p.name, problem_words(p), p.is_refusal) for p in (*waiting.result.problems, *notes)]
    return {
        "waiting": waiting,
        "counts": waiting.counts,
        "skipped": waiting.counts["refuse"] + sum(problem.is_refusal for problem in waiting.result.problems),
        "shared_word": _("shared by all courses"),
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "problems": sorted(said, key=lambda row: (not row[3], row[0]))[:SHOWN],
        "is_empty": not any(one.action not in ("same", "refuse") for one in waiting.plan),
    }


def _row(planned: Planned) -> dict[str, Any]:
    """A line of the plan, as the page writes it."""
    content = planned.content
    stem = content.get("stem", {}).get("text", {})
    return {
        "planned": planned,
        "line": planned.parsed.line,
        "kind": kind_of(content),
        "stem": strip_tags(next(iter(stem.values()), planned.parsed.name)),
        "problem": complaint_words(planned.problem) if planned.problem else "",
        "lost": ", ".join(LANGUAGE_NAMES.get(code, code) for code in planned.lost),
    }


def _in_words(done: Counter[str]) -> str:
    created = ngettext("%(n)s question is new.", "%(n)s questions are new.", done["created"])
    changed = ngettext("%(n)s question has a new version.", "%(n)s questions have a new version.", done["changed"])
    said = [words % {"n": n} for words, n in ((created, done["created"]), (changed, done["changed"])) if n]
    return " ".join(said) or _("Nothing changed.")
