"""Serials without gaps, and dates on the issuer's calendar."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from certificates.models import CertificatePolicy, SerialCounter
from certificates.services import issue_certificate, reissue_certificate
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_serials_follow_one_another(issued):
    assert [issued().serial for _n in range(3)] == ["AMP-2026-000001", "AMP-2026-000002", "AMP-2026-000003"]


def test_an_issue_that_is_taken_back_leaves_no_gap(issued, completed):
    issued()
    with transaction.atomic():
        assert issue_certificate(completed().pk, now=NOW).serial == "AMP-2026-000002"
        transaction.set_rollback(True)  # a power cut before the commit
    assert issued().serial == "AMP-2026-000002"


def test_a_certificate_that_waits_for_approval_takes_no_serial(course, completed, administrator):
    CertificatePolicy.objects.update(needs_approval=True)
    first, second = completed(), completed()
    for enrolment in (first, second):
        issue_certificate(enrolment.pk, now=NOW)
    assert SerialCounter.objects.count() == 0
    approved = [issue_certificate(e.pk, now=NOW, by=administrator).serial for e in (second, first)]
    assert approved == ["AMP-2026-000001", "AMP-2026-000002"]


def test_a_corrected_certificate_takes_the_next_serial(issued, administrator):
    old, other = issued(), issued()
    new = reissue_certificate(old, by=administrator, reason="name", now=NOW)
    assert (other.serial, new.serial) == ("AMP-2026-000002", "AMP-2026-000003")


@pytest.mark.parametrize(
    ("instant", "zone", "day", "serial"),
    [
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "America/Guatemala", "2026-12-31", "AMP-2026-000001"),
        (datetime(2027, 1, 1, 5, 59, tzinfo=UTC), "America/Guatemala", "2026-12-31", "AMP-2026-000001"),
        (datetime(2027, 1, 1, 6, 0, tzinfo=UTC), "America/Guatemala", "2027-01-01", "AMP-2027-000001"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "Europe/Vienna", "2027-01-01", "AMP-2027-000001"),
        (datetime(2026, 7, 1, 3, 30, tzinfo=UTC), "America/New_York", "2026-06-30", "AMP-2026-000001"),
    ],
)
def test_the_date_and_the_year_are_those_of_the_issuers_calendar(settings, issued, instant, zone, day, serial):
    settings.AMPARO_ISSUER_TIME_ZONE = zone
    certificate = issued(at=instant)
    said = certificate.snapshot
    assert (said["issued_on"], said["completed_on"], said["time_zone"]) == (day, day, zone)
    assert certificate.serial == serial
    assert certificate.issued_at == instant


def test_numbers_begin_anew_each_year(issued):
    for year in (2026, 2027):
        for number in (1, 2):
            at = datetime(year, 6, 1, tzinfo=UTC)
            assert issued(at=at).serial == f"AMP-{year}-{number:06d}"


@pytest.mark.parametrize(
    ("issued_on", "months", "last_day"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 25), 1, date(2026, 12, 25)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
        (date(2026, 11, 25), 12, date(2027, 11, 25)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 25), 36, date(2029, 11, 25)),
        (date(2026, 11, 25), None, None),
        (date(2026, 11, 25), 0, None),
    ],
)
def test_a_certificate_runs_out_on_the_same_day_months_later_or_on_the_last_of_the_month(
    course, issued, issued_on, months, last_day
):
    CertificatePolicy.objects.update(valid_months=months)
    certificate = issued(at=datetime(issued_on.year, issued_on.month, issued_on.day, 18, tzinfo=UTC))
    assert certificate.expires_on == last_day


def test_the_last_day_still_counts(course, issued):
    CertificatePolicy.objects.update(valid_months=1)
    certificate = issued()
    assert certificate.state_on(date(2026, 12, 25)) == "issued"
    assert certificate.state_on(date(2026, 12, 26)) == "expired"
