"""Two ways from the row to its run: the embedded drainer, and Celery with a sweep behind it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.management import call_command
from django.utils import timezone

from courses.models import Course
from outbox import services, tasks
from outbox.models import Job
from outbox.services import drain, enqueue
from tests.outbox.conftest import TASK, Work


@pytest.fixture
def three(course: Course, work: Work) -> list[int]:
    """Three jobs, the oldest first."""
    for name in ("a", "b", "c"):
        enqueue(TASK, key=name, course_id=course.pk, name=name)
    return list(Job.objects.order_by("id").values_list("id", flat=True))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have gone to the broker."""
    messages: list[Any] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_options: messages.append((name, args)))
    monkeypatch.setattr(services, "messages_waiting", lambda: 0)
    return messages


def test_the_drainer_runs_what_is_due_the_oldest_first(three: list[int], work: Work) -> None:
    Job.objects.filter(key="a").update(run_after=timezone.now() - timedelta(hours=1))
    assert drain() == 3
    assert work.runs == ["a", "b", "c"]
    assert drain() == 0


def test_a_job_that_fails_does_not_hold_up_those_behind_it(three: list[int], work: Work) -> None:
    def fail_first() -> None:
        if work.runs[-1] == "a":
            raise RuntimeError

    work.then = fail_first
    assert drain() == 2
    assert list(Job.objects.open().values_list("key", flat=True)) == ["a"]


def test_the_drainer_takes_no_more_than_it_was_told(three: list[int], work: Work) -> None:
    assert drain(limit=2) == 2
    assert work.runs == ["a", "b"]


def test_the_drainer_leaves_what_is_leased_failed_done_or_for_later(three: list[int], work: Work) -> None:
    now = timezone.now()
    Job.objects.filter(key="a").update(leased_until=now + timedelta(seconds=30))
    Job.objects.filter(key="b").update(failed_at=now)
    Job.objects.filter(key="c").update(run_after=now + timedelta(seconds=30))
    assert drain() == 0


def test_the_command_runs_until_nothing_is_due(
    three: list[int], work: Work, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CELERY_BEAT_SCHEDULE = {}
    monkeypatch.setattr("outbox.management.commands.drain_outbox.close_old_connections", lambda: None)

    def ask_for_more() -> None:
        if work.runs == ["a"]:
            enqueue(TASK, key="d", course_id=Course.objects.get().pk, name="d")

    work.then = ask_for_more
    call_command("drain_outbox", once=True)
    assert work.runs == ["a", "b", "c", "d"]


def test_the_command_does_the_periodic_work_too(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, work: Work
) -> None:
    ran: list[str] = []

    @current_app.task(name="tests.periodic")
    def periodic() -> None:
        ran.append("x")

    settings.CELERY_BEAT_SCHEDULE = {
        "sweep": {"task": "outbox.sweep", "schedule": 15.0},
        "periodic": {"task": "tests.periodic", "schedule": 60.0},
    }
    monkeypatch.setattr("outbox.management.commands.drain_outbox.close_old_connections", lambda: None)
    call_command("drain_outbox", once=True)
    current_app.tasks.unregister("tests.periodic")
    assert ran == ["x"]


def test_every_task_of_the_schedule_exists(settings: Any) -> None:
    current_app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in current_app.tasks


def test_what_beat_asks_for_never_waits_behind_other_work(settings: Any) -> None:
    current_app.loader.import_default_modules()
    queues = {
        current_app.amqp.router.route({}, entry["task"])["queue"].name
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    assert queues == {"periodic"}
    assert current_app.amqp.router.route({}, "outbox.run")["queue"].name == "celery"
    assert set(current_app.amqp.queues) >= {"celery", "periodic"}, "a worker reads both"


# --- With Celery ----------------------------------------------------------------------------------------


def test_a_job_is_published_after_the_transaction_and_not_before(
    course: Course,
    work: Work,
    sent: list[Any],
    settings: Any,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    settings.OUTBOX_RELAY = "celery"
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(TASK, key="k", course_id=course.pk)
        assert sent == []
    assert sent == [("outbox.run", [Job.objects.get().pk])]
    tasks.run(*sent[0][1])
    tasks.run(*sent[0][1])  # delivered twice
    assert len(work.runs) == 1


def test_a_broker_that_is_down_breaks_nothing(
    course: Course,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    def down(*args: Any, **options: Any) -> None:
        raise ConnectionError("no broker")

    settings.OUTBOX_RELAY = "celery"
    monkeypatch.setattr(current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(TASK, key="k", course_id=course.pk)
    assert Job.objects.due(timezone.now()).count() == 1


def test_the_sweep_publishes_again_what_is_due_and_nothing_else(three: list[int], sent: list[Any]) -> None:
    now = timezone.now()
    Job.objects.filter(key="b").update(leased_until=now + timedelta(seconds=30))
    assert services.sweep() == 2
    assert sent == [("outbox.run", [three[0]]), ("outbox.run", [three[2]])]
    Job.objects.update(leased_until=now - timedelta(seconds=1))  # their workers died
    assert services.sweep() == 3
    Job.objects.update(done_at=now)
    tasks.sweep()
    assert len(sent) == 5


def test_what_waits_behind_a_long_queue_is_not_published_twice_but_what_was_taken_is(
    three: list[int], sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "messages_waiting", lambda: 3)
    assert services.sweep() == 0
    Job.objects.filter(key="b").update(attempts=1)  # its worker died
    assert services.sweep() == 1
    assert sent == [("outbox.run", [three[1]])]


def test_what_the_broker_lost_from_a_long_queue_is_published_again(
    three: list[int], sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "messages_waiting", lambda: 1)
    monkeypatch.setattr(services, "IN_HANDS", 1)
    assert services.sweep() == 3


def test_a_job_that_names_somebody_who_is_erased_is_emptied_and_not_done_any_more(course: Course, work: Work) -> None:
    enqueue(TASK, key="to:ana@example.org", course_id=course.pk, name="Ana")
    enqueue(TASK, key="to:others", course_id=course.pk, name="Eva")
    Job.objects.filter(key="to:others").update(last_error="refused: ana@example.org")
    enqueue(TASK, key="by number", course_id=course.pk, name="Ida", user_id=7, context={"ip": "192.0.2.1"})
    assert services.forget(lambda text: "ana" in text.lower(), about={"user_id": 7}) == 3
    assert not Job.objects.filter(arguments__has_key="context").exists()
    assert drain() == 1
    assert work.runs == ["Eva"]
    assert not Job.objects.filter(key__contains="ana").exists()
    assert not Job.objects.filter(last_error__contains="ana").exists()


def test_in_the_embedded_set_up_nothing_is_sent_to_a_broker(
    course: Course, work: Work, sent: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(TASK, key="k", course_id=course.pk)
    assert sent == []
