"""Course packs in the admin: choose a course and download; upload, see what would happen, then import."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from certificates.admin.access import administrators_only, person
from cms.packs.export import export_course
from cms.packs.load import Moved, Plan, import_pack, preview
from cms.packs.problems import PackProblem
from cms.packs.unpack import LIMITS, MB
from courses.models import Course
from quizzes.admin.frame import heading

A_PAGE = 50
IMPORTED = "cms.pack.imported"


class UploadForm(forms.Form):
    """A pack to look at."""

    file = forms.FileField(label=gettext_lazy("Course pack (ZIP)"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMITS.pack:
            raise forms.ValidationError(_("larger than %d MB") % (LIMITS.pack // MB))
        return file


def _path() -> tuple[str, str]:
    return _("Course packs"), "course_packs:index"


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def index(request: HttpRequest) -> HttpResponse:
    """The courses to export, and the form for a pack to import."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _keep(request, form.cleaned_data["file"].read())
        return redirect("course_packs:check")
    page = Paginator(Course.objects.order_by("title", "pk"), A_PAGE).get_page(request.GET.get("p"))
    context = {"form": form, "page": page, **heading(_("Course packs"), icon="download")}
    return render(request, "cms/packs/index.html", context)


@require_safe
@administrators_only
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """What the pack of this course cannot hold, before it is downloaded."""
    found = get_object_or_404(Course, slug=slug)
    context: dict[str, Any] = {"course": found, **heading(found.title, _path(), icon="download")}
    try:
        data, context["notes"] = export_course(found)
        context["size"] = len(data)
    except PackProblem as problem:
        context["problem"] = problem
    return render(request, "cms/packs/course.html", context)


@require_safe
@administrators_only
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The pack itself."""
    found = get_object_or_404(Course, slug=slug)
    try:
        data, _notes = export_course(found)
    except PackProblem:
        return redirect("course_packs:course", slug)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.zip"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def check(request: HttpRequest) -> HttpResponse:
    """What the uploaded pack would do; then, as agreed to, do it."""
    data = _waiting(request)
    if data is None:
        messages.info(request, _("There is no pack waiting: choose one."))
        return redirect("course_packs:index")
    if request.method == "POST" and "cancel" in request.POST:
        _forget(request)
        return redirect("course_packs:index")
    try:
        if request.method == "POST":
            _done(request, import_pack(data, seen=request.POST.get("seen", "")), data)
            return redirect("course_packs:index")
        context: dict[str, Any] = {"plan": preview(data)}
    except Moved as moved:
        context = {"plan": moved.plan, "is_moved": request.method == "POST"}
    except PackProblem as problem:
        context = {"problem": problem}
    return render(request, "cms/packs/check.html", {**_shown(context), **heading(_("Import"), _path(), icon="upload")})


def _shown(context: dict[str, Any]) -> dict[str, Any]:
    plan: Plan | None = context.get("plan")
    titles = {"created": _("Created"), "changed": _("Changed"), "kept": _("Kept"), "waiting": _("For you to do")}
    groups = [(title, plan.of(kind)) for kind, title in titles.items()] if plan else []
    return {**context, "groups": [(title, lines) for title, lines in groups if lines]}


def _done(request: HttpRequest, plan: Plan, data: bytes) -> None:
    counts = {kind: len(plan.of(kind)) for kind in ("created", "changed", "kept")}
    pack = hashlib.sha256(data).hexdigest()
    log(Course.objects.get(slug=plan.slug), IMPORTED, user=person(request), data={"pack": pack, **counts})
    _forget(request)
    total = counts["created"] + counts["changed"]
    words = ngettext("Imported: %d thing created or changed.", "Imported: %d things created or changed.", total)
    messages.success(request, _("Nothing was different.") if plan.is_empty else words % total)


def _place(request: HttpRequest) -> str:
    """One pack waits for each administrator, where no address leads; the next upload takes its place."""
    return f"course-packs/{person(request).pk}.zip"


def _keep(request: HttpRequest, data: bytes) -> None:
    _forget(request)
    storages["private"].save(_place(request), ContentFile(data))


def _waiting(request: HttpRequest) -> bytes | None:
    storage = storages["private"]
    if not storage.exists(_place(request)):
        return None
    with storage.open(_place(request)) as opened:
        data: bytes = opened.read()
    return data


def _forget(request: HttpRequest) -> None:
    storages["private"].delete(_place(request))
