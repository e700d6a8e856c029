"""Who tries a course as a learner meets it so on the learner's own pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from courses.models import Trial
from courses.permissions import courses_of
from courses.services.trying import LONGEST, has_row, play

KEY = "trial"  # in the session: the course's slug
SPACES = ("courses", "quizzes")
PERSONAL = ("courses:dashboard",)  # where the end of a course leads


class Trials:
    """Answers the pages of the tried course, and of attempts at its quizzes, within the trial; all others as ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        trial = trial_of(request, kwargs)
        if trial is None:
            return None
        request.trial = trial  # type: ignore[attr-defined]  # the frame of the page shows it
        request.user.country = trial.country  # type: ignore[union-attr]
        return play(
            trial,
            lambda: _rendered(view(request, *args, **kwargs)),
            activity=kwargs.get("activity"),
            now=timezone.now(),
        )


def _rendered(response: Any) -> HttpResponse:
    """Pages that are rendered late are rendered while the world is the trial's."""
    return response.render() if hasattr(response, "render") and not response.is_rendered else response


def trial_of(request: HttpRequest, kwargs: dict[str, Any]) -> Trial | None:
    """The trial that this address belongs to, while it lasts and the person still works on the course."""
    match = request.resolver_match
    if match is None or match.namespace not in SPACES or not request.user.is_authenticated:
        return None
    slug = request.session.get(KEY)
    is_theirs = kwargs.keys() & {"slug", "attempt_id"} or match.view_name in PERSONAL
    if slug is None or kwargs.get("slug", slug) != slug or not is_theirs:
        return None
    trial = _current(request)
    if trial is None:
        del request.session[KEY]
    elif "attempt_id" in kwargs and not has_row(trial, "quizzes.attempt", kwargs["attempt_id"]):
        return None
    return trial


def _current(request: HttpRequest) -> Trial | None:
    mine = Trial.objects.filter(person=request.user.pk, started_at__gt=timezone.now() - LONGEST)
    return mine.filter(course__in=courses_of(request.user)).select_related("course").first()  # type: ignore[arg-type]
