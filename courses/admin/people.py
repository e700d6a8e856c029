"""Who works on a course: administrators give and take back roles, from the course or from the person."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.roles import Role
from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.admin.people_forms import CourseForm, PersonForm
from courses.models import COURSE_ROLES, Cohort, Course, CourseGroup
from courses.services.granting import grant, withdraw

View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Others get Wagtail's refusal."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.person(request).is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def of_course(request: HttpRequest, pk: int) -> HttpResponse:
    """The course's people by role; POST adds one."""
    course = get_object_or_404(Course, pk=pk)
    form = PersonForm(request.POST or None, initial={"role": Role.TRAINER})
    if request.method == "POST" and form.is_valid():
        _grant(request, course, form.person, form.role_given)
        return redirect("course_tools:people", course.pk)
    context = {
        "course": course,
        "form": form,
        "groups": list(_people_of(course)),
        "cohorts": list(
            Cohort.objects.filter(course=course, trainers__isnull=False).distinct().prefetch_related("trainers")
        ),
        **heading(_("People"), index_path(), course_path(course), icon="group"),
    }
    return render_here(request, "people.html", context)


def _people_of(course: Course) -> Iterator[dict[str, Any]]:
    """Each role with those who have it. One query a role."""
    what = {
        Role.TRAINER: _("They write pages and questions, publish releases and see how learners do."),
        Role.REVIEWER: _("They read what trainers hand in, and approve it or send it back with a comment."),
    }
    for role in COURSE_ROLES:
        found = User.objects.filter(groups__course_group__course=course, groups__course_group__role=role)
        title = {Role.TRAINER: _("Trainers"), Role.REVIEWER: _("Reviewers")}[role]
        people = list(found.order_by("last_name", "first_name", "pk"))
        yield {"role": role, "title": title, "what": what[role], "people": people}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person may do, course by course; POST adds a course."""
    found = get_object_or_404(User, pk=pk)
    form = CourseForm(request.POST or None, initial={"role": Role.TRAINER})
    if request.method == "POST" and form.is_valid():
        if found.is_active:
            _grant(request, form.cleaned_data["course"], found, form.role_given)
        else:
            messages.error(request, _("This account is closed: open it first."))
        return redirect("course_tools:person", found.pk)
    held = CourseGroup.objects.filter(group__user=found).select_related("course").order_by("course__title", "-role")
    context = {
        "person": found,
        "form": form,
        "held": list(held),
        "cohorts": list(found.cohorts_trained.select_related("course").order_by("course__title", "name")),
        **heading(str(found), (_("Users"), reverse("wagtailusers_users:index")), icon="user"),
    }
    return render_here(request, "person.html", context)


def _grant(request: HttpRequest, course: Course, person: User, role: Role) -> None:
    said = {"person": person, "course": course}
    is_new = grant(course, person, role, by=access.person(request))
    if not is_new:
        messages.info(request, _("%(person)s has this role in %(course)s already.") % said)
    elif role == Role.TRAINER:
        messages.success(request, _("%(person)s is a trainer of %(course)s now.") % said)
    else:
        messages.success(request, _("%(person)s is a reviewer of %(course)s now.") % said)


@require_POST
@administrators_only
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a role; the page that asked comes back."""
    course = get_object_or_404(Course, pk=pk)
    person = get_object_or_404(User, pk=_number(request.POST.get("person", "")))
    role = next((role for role in COURSE_ROLES if role == request.POST.get("role")), None)
    if role and withdraw(course, person, role, by=access.person(request)):
        said = {"person": person, "course": course}
        messages.success(request, _("%(person)s no longer has this role in %(course)s. What they wrote stays.") % said)
    if request.POST.get("back") == "person":
        return redirect("course_tools:person", person.pk)
    return redirect("course_tools:people", course.pk)


def _number(text: str) -> int:
    """An id as a form sends it; 0, which nobody has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
