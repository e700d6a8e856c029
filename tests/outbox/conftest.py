"""Tasks that do something one can see: they move a course's hours."""

from collections.abc import Callable, Iterator

import pytest
from celery import current_app

from courses.models import Course
from outbox.models import Job
from outbox.services import enqueue

TASK = "tests.add_an_hour"


@pytest.fixture
def course(db: None) -> Course:
    """A course of one hour."""
    return Course.objects.create(slug="c", title="C", audience="police", hours=1)


class Work:
    """A task that adds an hour to the course. Set `then` to let it do more, or fail."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.then: Callable[[], None] = lambda: None

    def __call__(self, course_id: int, name: str = "") -> None:
        course = Course.objects.get(pk=course_id)
        course.hours += 1
        course.save()
        self.runs.append(name)
        self.then()


@pytest.fixture
def work() -> Iterator[Work]:
    """The task, known to Celery for the time of a test."""
    done = Work()

    @current_app.task(name=TASK)
    def add_an_hour(course_id: int, name: str = "") -> None:
        done(course_id, name)

    yield done
    current_app.tasks.unregister(TASK)


@pytest.fixture
def job(course: Course, work: Work) -> Job:
    """One job that waits."""
    enqueue(TASK, key="k", course_id=course.pk)
    return Job.objects.get()
