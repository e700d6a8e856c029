"""What stands around a question: where it belongs, how to find it; uploads and exports."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from quizzes.admin.words import DIFFICULTIES, KIND_WORDS, STATE_WORDS
from quizzes.domain.formats.limits import FILE_BYTES

SHARED = "shared"
TAG_LENGTH, TAGS = 60, 20


class CourseField(forms.ChoiceField):
    """One of the person's courses, or the shared part of the bank. Cleans to a Course or None."""

    def set_courses(self, courses: list[Course], *, with_shared: bool, empty: str = "") -> None:
        self.courses = {str(course.pk): course for course in courses}
        choices: list[tuple[str, str]] = [("", empty)] if empty else []
        choices += [(key, str(course)) for key, course in self.courses.items()]
        choices += [(SHARED, str(_("Shared by all courses")))] if with_shared else []
        self.choices = choices

    def clean(self, value: Any) -> Course | None:
        return self.courses.get(super().clean(value))


class AboutForm(forms.Form):
    """Where a question belongs."""

    course = CourseField(label=_("Course"))
    category = forms.CharField(label=_("Category"), max_length=80, help_text=_("Quizzes draw from it."))
    difficulty = forms.TypedChoiceField(label=_("Difficulty"), choices=DIFFICULTIES, coerce=int, initial=2)
    objective = forms.CharField(label=_("Learning objective"), max_length=40, required=False)
    tags = forms.CharField(label=_("Tags"), max_length=600, required=False, help_text=_("Separated by commas."))
    code = forms.SlugField(
        label=_("Code"), max_length=80, required=False, help_text=_("Left empty, one is made from the category.")
    )

    def __init__(self, *args: Any, courses: list[Course], with_shared: bool, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["course"].set_courses(courses, with_shared=with_shared)  # type: ignore[attr-defined]
        else:  # others refer to the question by them
            del self.fields["course"], self.fields["code"]
        self.fields["category"].widget.attrs["list"] = "aq-categories"

    def clean_category(self) -> str:
        return " ".join(self.cleaned_data["category"].split())

    def clean_tags(self) -> list[str]:
        tags = list(dict.fromkeys(tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()))
        if len(tags) > TAGS or any(len(tag) > TAG_LENGTH for tag in tags):
            raise forms.ValidationError(_("At most 20 tags of 60 characters each."))
        return tags


class FilterForm(forms.Form):
    """What the list of the bank is narrowed by. Anything unknown in the address counts as not asked."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False)
    course = CourseField(label=_("Course"), required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=[("", _("All types")), *KIND_WORDS.items()], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All states")), *STATE_WORDS.items()], required=False)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=[("", _("Every difficulty")), *DIFFICULTIES], required=False
    )
    tag = forms.CharField(label=_("Tag"), max_length=TAG_LENGTH, required=False)
    missing = forms.ChoiceField(
        label=_("Translation"),
        choices=[("", _("Whether translated or not")), *settings.LANGUAGES],
        required=False,
    )
    category = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, courses: list[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].set_courses(courses, with_shared=True, empty=str(_("All courses")))  # type: ignore[attr-defined]
        languages = [
            (code, _("Not complete in %(language)s") % {"language": name}) for code, name in settings.LANGUAGES
        ]
        self.fields["missing"].choices = [("", _("Whether translated or not")), *languages]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """What is asked and makes sense."""
        self.is_valid()
        return {name: self.data[name] for name in self.cleaned_data if self.data.get(name)}


class UploadForm(forms.Form):
    """A file of questions and how to read it."""

    file = forms.FileField(label=_("File"), help_text=_("GIFT, Moodle XML or Aiken, up to 50 MB."))
    course = CourseField(label=_("Into the bank of"))
    language = forms.ChoiceField(
        label=_("Language of the file"),
        choices=settings.LANGUAGES,
        help_text=_("Texts in other languages that the bank has already stay."),
    )
    category = forms.CharField(
        label=_("Category"), max_length=80, required=False, help_text=_("For questions whose file names none.")
    )
    mode = forms.ChoiceField(
        label=_("Slips in the file"),
        choices=[
            ("helpful", _("Mend common slips, and say so")),
            ("strict", _("Read exactly as Moodle reads")),
        ],
        widget=forms.RadioSelect,
        initial="helpful",
    )
    state = forms.ChoiceField(
        label=_("What becomes of the questions"),
        choices=[
            ("draft", _("Drafts, to look through first")),
            ("ready", _("Ready at once, where nothing is missing")),
        ],
        widget=forms.RadioSelect,
        initial="draft",
    )

    def __init__(self, *args: Any, courses: list[Course], with_shared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].set_courses(courses, with_shared=with_shared)  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB."))
        return file


class ExportForm(forms.Form):
    """Which questions leave the bank, and how they are written."""

    course = CourseField(label=_("Course"))
    category = forms.CharField(
        label=_("Category"), max_length=80, required=False, help_text=_("Empty: the whole bank of the course.")
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("gift", "GIFT"), ("moodle_xml", "Moodle XML"), ("aiken", "Aiken")],
        initial="moodle_xml",
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    with_drafts = forms.BooleanField(label=_("Also drafts"), required=False)

    def __init__(self, *args: Any, courses: list[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].set_courses(courses, with_shared=True)  # type: ignore[attr-defined]
        self.fields["category"].widget.attrs["list"] = "aq-categories"
