"""Where the trainers' screens for quizzes hang in Wagtail's admin. Each part has its own functions."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from accounts.models import User
from courses.admin.menu import TrainersItem
from courses.permissions import cohorts_of, written_by
from quizzes.admin import home
from quizzes.services.overrides import REMOVED, SET
from quizzes.services.settings import CHANGED


class MarkersItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """Shown to those who work with learners; who reviews texts does not."""

    def is_shown(self, request: HttpRequest) -> bool:
        user: User = request.user  # type: ignore[assignment]
        return written_by(user).exists() or cohorts_of(user).exists()


@hooks.register("register_admin_urls")
def marking_urls() -> list[URLPattern | URLResolver]:
    """Marking, results, statistics, regrades, overrides."""
    return [path("quizzes/", include("quizzes.admin.marking_urls"))]


@hooks.register("register_admin_menu_item")
def marking_menu_item() -> MenuItem:
    """What waits for a person; for those who have a course."""
    return MarkersItem(
        _("Marking"), reverse_lazy("quizzes_marking:queue"), name="quiz-marking", icon_name="edit", order=210
    )


@hooks.register("register_admin_menu_item")
def results_menu_item() -> MenuItem:
    """Results, and from there statistics, regrades and exceptions."""
    return MarkersItem(
        _("Results"), reverse_lazy("quizzes_marking:results"), name="quiz-results", icon_name="table", order=220
    )


@hooks.register("register_log_actions")
def override_log_actions(actions: LogActionRegistry) -> None:
    """What is kept of an override when it is changed or removed."""
    actions.register_action(SET, _("Exception made"), _("Exception made"))
    actions.register_action(REMOVED, _("Exception removed"), _("Exception removed"))


@hooks.register("register_log_actions")
def settings_log_actions(actions: LogActionRegistry) -> None:
    """What is kept of a change to a quiz's settings or questions."""
    actions.register_action(CHANGED, _("Quiz changed"), _("Quiz changed"))


@hooks.register("register_admin_urls")
def settings_urls() -> list[URLPattern | URLResolver]:
    """A quiz's settings and questions."""
    return [path("quizzes/quiz/", include("quizzes.admin.quiz.urls"))]


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern | URLResolver]:
    """The question bank: list, editing screen, import, export."""
    return [path("quizzes/bank/", include("quizzes.admin.bank_urls"))]


@hooks.register("register_admin_menu_item")
def bank_menu_item() -> MenuItem:
    """The question bank; for those who have a course."""
    return TrainersItem(
        _("Question bank"), reverse_lazy("question_bank:index"), name="question-bank", icon_name="help", order=200
    )


@hooks.register("construct_homepage_panels")
def quiz_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Answers to mark and questions to look at, on the first page."""
    panels += home.panels_for(request.user)  # type: ignore[arg-type]  # the admin is behind the sign-in
