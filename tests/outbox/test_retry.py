"""Running again what failed, on a person's word."""

import pytest
from django.utils import timezone

from outbox.models import Job
from outbox.services import LEASE, enqueue, retry_all

pytestmark = pytest.mark.django_db


def job(key, **state):
    enqueue("test.nothing", key=key)
    Job.objects.filter(key=key).update(**state)


def test_what_failed_runs_again_with_all_its_attempts(db):
    now = timezone.now()
    job("given-up", failed_at=now, attempts=32, last_error="gone", run_after=now + LEASE)
    job("waits", attempts=3, last_error="gone", run_after=now + LEASE)
    assert retry_all(["given-up", "waits"], now=now) == 2
    assert set(Job.objects.due(now).values_list("attempts", "last_error")) == {(0, "")}
    assert retry_all(["given-up", "waits"], now=now) == 0, "the second press changes nothing"


def test_what_runs_waits_for_the_first_time_or_ended_is_left_alone(db):
    now = timezone.now()
    job("runs", attempts=2, last_error="gone", leased_until=now + LEASE)
    job("fresh")
    job("ended", done_at=now)
    keys = ["runs", "fresh", "ended"]
    assert retry_all(keys, now=now) == 0
    assert retry_all(keys, now=now, done_too=True) == 1
    assert Job.objects.get(key="ended").done_at is None
