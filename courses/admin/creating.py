"""Create a course from a pattern."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.admin import access
from courses.admin.copying import NameForm, taken_words
from courses.admin.frame import heading, index_path, render_here
from courses.models import CataloguePage, Course
from courses.patterns import PATTERNS
from courses.permissions import written_by
from courses.services.copying import CodeTaken
from courses.services.creating import Wish, create_course


class CourseForm(NameForm):
    """A course to begin with."""

    pattern = forms.ChoiceField(choices=[(key, one.title) for key, one in PATTERNS.items()])
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), choices=Course.Audience.choices)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        min_value=0.5,
        max_value=999,
        max_digits=5,
        decimal_places=1,
        help_text=gettext_lazy("They stand on certificates. You may change them before a release."),
    )
    source_language = forms.ChoiceField(
        label=gettext_lazy("Written in"), help_text=gettext_lazy("The language whose pages decide order and content.")
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("To be translated into"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("pattern", "title", "slug", "audience", "hours", "source_language", "languages", "token")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = CataloguePage.objects.order_by("path").values_list("locale__language_code", flat=True)
        choices = [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in codes]
        fields: dict[str, Any] = self.fields
        fields["source_language"].choices = fields["languages"].choices = choices


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET asks what kind of course; POST makes it and opens its structure."""
    person = access.person(request)
    if not written_by(person).exists() and not person.is_superuser:
        raise PermissionDenied  # who writes no course was given none
    first = {"pattern": "distance", "hours": 10, "source_language": person.language or "es", "token": uuid4()}
    form = CourseForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid() and (course := _create(request, form)):
        return redirect("course_tools:structure", course.pk)
    context = {
        "form": form,
        "patterns": [(key, one, form["pattern"].value() == key) for key, one in PATTERNS.items()],
        "rest": [field for field in form.visible_fields() if field.name != "pattern"],
        **heading(_("New course"), index_path(), icon="plus"),
    }
    return render_here(request, "new.html", context)


def _create(request: HttpRequest, form: CourseForm) -> Course | None:
    said: dict[str, Any] = dict(form.cleaned_data)
    pattern = PATTERNS[said.pop("pattern")]
    try:
        return create_course(pattern, Wish(**said), by=access.person(request))
    except CodeTaken:
        form.add_error("slug", taken_words())
        return None
