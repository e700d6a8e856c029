"""Try a course as a learner: choose as whom, walk it, leave."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.countries import country_choices
from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.middleware import KEY
from courses.models import Cohort, Course, Trial
from courses.permissions import cohorts_of
from courses.services import NothingToRelease
from courses.services.pages import tops_of
from courses.services.trying import end_trial, start_trial


class TrialForm(forms.Form):
    """As whom."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=gettext_lazy("Group"),
        required=False,
        empty_label=gettext_lazy("without a group"),
        help_text=gettext_lazy("Quizzes then have the dates and exceptions of this group."),
    )

    def __init__(self, course: Course, request: HttpRequest) -> None:
        person = access.person(request)
        first = {"language": course.source_language, "country": person.country}
        super().__init__(request.POST if request.method == "POST" else None, initial=first)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [(code, _name(code)) for code in _languages(course)]
        fields["country"].choices = [("", _("none")), *country_choices()]
        fields["cohort"].queryset = cohorts_of(person).filter(course=course).order_by("-pk")


def _languages(course: Course) -> list[str]:
    begun = [top.locale.language_code for top in tops_of(course)]
    return begun or [code for code, _label in settings.LANGUAGES]


def _name(code: str) -> str:
    return str(get_language_info(code)["name_local"]).capitalize()


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks as whom; POST begins, anew if a trial is under way, and leads into the course."""
    course = access.my_course(request, pk)
    form = TrialForm(course, request)
    if form.is_valid() and (address := _begin(request, course, form)):
        return redirect(address)
    context = {
        "course": course,
        "form": form,
        "running": Trial.objects.filter(person=access.person(request)).select_related("course").first(),
        **heading(_("Try as a learner"), index_path(), course_path(course), icon="view"),
    }
    return render_here(request, "try.html", context)


def _begin(request: HttpRequest, course: Course, form: TrialForm) -> str:
    said = form.cleaned_data
    try:
        start_trial(access.person(request), course, said["cohort"], said["country"], now=timezone.now())
    except NothingToRelease:
        form.add_error(None, _("The course has no lesson or quiz yet: there is nothing to try."))
        return ""
    request.session[KEY] = course.slug
    with translation.override(said["language"]):
        return reverse("courses:resume", args=[course.slug])


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Leave; what was tried is forgotten. The second press finds nothing to forget."""
    access.my_courses(request)
    trial = Trial.objects.filter(person=access.person(request)).first()
    end_trial(access.person(request))
    request.session.pop(KEY, None)
    messages.success(request, _("The trial is over. Nothing of it was kept."))
    return redirect("course_tools:structure", trial.course_id) if trial else redirect("course_tools:index")
