"""A quiz's place in the page tree: title and introduction in one language."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page

from courses.models import Activity, ActivityPage
from quizzes.models.quiz import Quiz


class QuizPage(ActivityPage):
    """A quiz in one language. Its rules and questions hang on the activity, the same for all languages."""

    introduction = models.TextField(_("introduction"), blank=True)

    activity_kind = Activity.Kind.QUIZ
    content_panels: ClassVar = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("summary", "minutes", "introduction")),
        HelpPanel(template="quizzes/admin/quiz_page_panel.html", heading=_("Settings and questions")),
    ]

    class Meta:
        verbose_name = _("quiz page")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Quiz.objects.get_or_create(activity_id=self.translation_key)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address in the page tree leads to the player."""
        activity = Activity.objects.select_related("course").get(pk=self.translation_key)
        return redirect("quizzes:quiz", activity.course.slug, activity.slug)
