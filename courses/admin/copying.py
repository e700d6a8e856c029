"""Copy a course: ask for it once, then watch it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.models import Course, CourseCopy
from courses.permissions import written_by
from courses.services import copying
from outbox.models import Job
from outbox.services import retry_all


class NameForm(forms.Form):
    """What the new course is called. `token` is of this form: sent twice, it is one course."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    slug = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=50,
        help_text=gettext_lazy("Stands in addresses and does not change: small letters, digits, hyphens."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


def taken_words() -> str:
    """What to say of a code that is another course's."""
    return _("Another course has this code. Choose another one.")


def free_code(wanted: str) -> str:
    """A code to begin with."""
    codes = set(Course.objects.filter(slug__startswith=wanted[:40]).values_list("slug", flat=True))
    return next(code for n in range(2, len(codes) + 3) if (code := f"{wanted[:40]}-{n}") not in codes)


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for title and code; POST begins the copy."""
    course = access.course_to_write(request, pk)
    first = {"title": _("%(title)s (copy)") % {"title": course.title}, "slug": free_code(course.slug), "token": uuid4()}
    form = NameForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid() and (begun := _begin(request, course, form)):
        return redirect("course_tools:copy_progress", begun.pk)
    context = {
        "course": course,
        "form": form,
        "latest": course.copies.select_related("course").order_by("-pk").first(),
        **heading(_("Copy the course"), index_path(), course_path(course), icon="copy"),
    }
    return render_here(request, "copy.html", context)


def _begin(request: HttpRequest, course: Course, form: NameForm) -> CourseCopy | None:
    said: dict[str, Any] = form.cleaned_data
    try:
        return copying.start_copy(course, **said, by=access.person(request), now=timezone.now())
    except copying.CodeTaken:
        form.add_error("slug", taken_words())
        return None


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is. The page loads itself anew until it is over; with script only its middle does."""
    copy = _mine(request, pk)
    job = Job.objects.filter(key=copying.job_key(copy)).first()
    context = {
        "copy": copy,
        "trouble": job.last_error if job and not copy.finished_at else "",
        **heading(_("Copy"), index_path(), course_path(copy.source), icon="copy"),
    }
    is_part = request.headers.get("X-Part") == "progress"
    return render_here(request, "copy_progress_part.html" if is_part else "copy_progress.html", context)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try at once the step that failed."""
    copy = _mine(request, pk)
    if retry_all([copying.job_key(copy)], now=timezone.now()):
        messages.info(request, _("It goes on where it stopped."))
    return redirect("course_tools:copy_progress", copy.pk)


def _mine(request: HttpRequest, pk: int) -> CourseCopy:
    """A copy of a course that the person writes. Http404."""
    access.my_courses(request)
    found = CourseCopy.objects.filter(source__in=written_by(access.person(request)))
    return get_object_or_404(found.select_related("source", "course"), pk=pk)


def as_token(text: str) -> UUID | None:
    """The token of a form, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
