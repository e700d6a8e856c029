"""The hours a course promises and the minutes its activities take."""

from collections.abc import Iterator

from cms.content.checks.course import Course
from cms.content.checks.finding import Finding, warning
from library.domain.yaml_file import Entry

TOLERANCE = 0.2  # of the hours promised


def check_hours(course: Course) -> Iterator[Finding]:
    """The sum of all minutes is about what the course page promises; only asked once every lesson is written."""
    if course.entry is None or not all(lesson.original for lesson in course.lessons):
        return
    taken = (_quiz_minutes(course.entry) + sum(one.original.minutes for one in course.lessons if one.original)) / 60
    promised = float(course.entry.text("hours"))
    if abs(taken - promised) > promised * TOLERANCE:
        message = f"hours: {promised:g}, but its lessons and quizzes take {taken:.1f}; bring them into agreement"
        yield warning(course.entry.file, course.entry.line, message)


def _quiz_minutes(course: Entry) -> int:
    activities = [activity for module in course.entries("modules") for activity in module.entries("activities")]
    return sum(int(quiz.plain("minutes")) for quiz in activities if quiz.has("minutes"))
