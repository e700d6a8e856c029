"""The settings of a quiz as a form. Empty numbers mean without a limit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.admin.overrides import LocalTime
from quizzes.admin.quiz import review as policies
from quizzes.domain.review_policy import preset_of
from quizzes.models import Quiz
from quizzes.services.settings import contradictions

GRADED, PLAIN, PRACTICE = "graded", "plain", "practice"
COUNTS = [
    (GRADED, _("Graded: its grade is the course's grade")),
    (PLAIN, _("For learning: who reaches the pass mark has completed it; it gives no grade")),
    (PRACTICE, _("Practice: as often as one likes, counts for nothing; handing in completes it")),
]
BEHAVIOURS = [
    (Quiz.Behaviour.DEFERRED, _("Feedback at the end: answers are judged when the attempt is handed in")),
    (Quiz.Behaviour.INTERACTIVE, _("Interactive: each answer can be checked, up to three tries, each costs points")),
    (Quiz.Behaviour.ADAPTIVE, _("Adaptive: tries until it is right, the best counts; for practice")),
]
METHODS = [
    (Quiz.Method.HIGHEST, _("the best attempt counts")),
    (Quiz.Method.AVERAGE, _("the average of all attempts counts")),
    (Quiz.Method.FIRST, _("the first attempt counts")),
    (Quiz.Method.LAST, _("the last attempt counts")),
]
COMPLAINTS = {
    "graded_adaptive": _("Tries until it is right are for practice: choose another behaviour for a graded quiz."),
    "closes_before_opens": _("It closes before it opens."),
}
FIELD_OF = {"is_practice": "counts"}


class Tick(forms.CheckboxInput):
    """Says its value, as every field of the page does."""

    def __init__(self) -> None:
        super().__init__(attrs={"value": "on"})


class SettingsForm(forms.Form):
    """Everything but the questions and the texts of the feedback."""

    counts = forms.ChoiceField(choices=COUNTS, widget=forms.RadioSelect, label=_("What it is for"))
    pass_mark = forms.DecimalField(
        min_value=0, max_value=100, decimal_places=2, max_digits=5, label=_("Pass mark in percent")
    )
    method = forms.ChoiceField(
        choices=METHODS, label=_("Grading method"), help_text=_("Of several attempts. Grades follow at once.")
    )
    attempts_allowed = forms.IntegerField(
        min_value=1, max_value=100, required=False, label=_("Attempts"), help_text=_("Empty: as many as one likes.")
    )
    delay_minutes = forms.IntegerField(
        min_value=0, max_value=100_000, required=False, label=_("Minutes between attempts"), help_text=_("Empty: none.")
    )
    time_limit_minutes = forms.IntegerField(
        min_value=1, max_value=10_000, required=False, label=_("Time limit in minutes"), help_text=_("Empty: no limit.")
    )
    opens_at = forms.DateTimeField(required=False, widget=LocalTime(), label=_("Opens"))
    closes_at = forms.DateTimeField(required=False, widget=LocalTime(), label=_("Closes"))
    behaviour = forms.ChoiceField(choices=BEHAVIOURS, widget=forms.RadioSelect, label=_("Behaviour"))
    shuffles_questions = forms.BooleanField(
        required=False, widget=Tick(), label=_("Mix the questions"), help_text=_("Within their sections.")
    )
    shuffles_options = forms.BooleanField(
        required=False,
        widget=Tick(),
        label=_("Mix the options of each question"),
        help_text=_("Where the question itself allows it."),
    )
    review = forms.ChoiceField(
        choices=policies.CHOICES, widget=forms.RadioSelect, label=_("What learners see, and when")
    )
    shown = forms.MultipleChoiceField(choices=policies.values, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors:
            for setting, code in contradictions(self.values()):
                self.add_error(FIELD_OF.get(setting, setting), COMPLAINTS[code])
        return given

    def values(self) -> dict[str, Any]:
        """The settings as the quiz keeps them. Practice knows no limit of attempts and no waiting."""
        given = self.cleaned_data
        is_practice = given["counts"] == PRACTICE
        kept = ("pass_mark", "method", "time_limit_minutes", "opens_at", "closes_at", "behaviour")
        return {
            **{name: given[name] for name in (*kept, "shuffles_questions", "shuffles_options")},
            "attempts_allowed": None if is_practice else given["attempts_allowed"],
            "delay_minutes": 0 if is_practice else given["delay_minutes"] or 0,
            "is_graded": given["counts"] == GRADED,
            "is_practice": is_practice,
            "review_policy": policies.policy_of(given["review"], given["shown"]),
        }


def initial(quiz: Quiz) -> dict[str, Any]:
    """The form's fields as the quiz stands."""
    same = ("method", "attempts_allowed", "time_limit_minutes", "opens_at", "closes_at", "behaviour")
    return {
        **{name: getattr(quiz, name) for name in (*same, "shuffles_questions", "shuffles_options")},
        "pass_mark": f"{quiz.pass_mark:.2f}".removesuffix(".00"),
        "delay_minutes": quiz.delay_minutes or None,
        "counts": PRACTICE if quiz.is_practice else GRADED if quiz.is_graded else PLAIN,
        "review": preset_of(quiz.review_policy) or policies.OWN,
        "shown": policies.cells(quiz.review_policy),
    }
