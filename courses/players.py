"""Which view plays which kind of activity. Apps above this one add theirs when they start."""

from django.urls import reverse

from courses.models import Activity

_VIEWS: dict[str, str] = {Activity.Kind.LESSON: "courses:learn"}


def register(kind: str, view_name: str) -> None:
    """Let activities of a kind be played by a view that takes the course's and the activity's slug."""
    _VIEWS[kind] = view_name


def address(kind: str, course_slug: str, activity_slug: str) -> str:
    """Where the activity is played, in the active language."""
    return reverse(_VIEWS[kind], args=[course_slug, activity_slug])
