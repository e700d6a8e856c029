"""Completion, participation and trainer; and how a certificate comes to its end."""

from datetime import date, timedelta

import pytest

from certificates import tasks
from certificates.domain.snapshot import checksum
from certificates.models import Certificate, CertificatePolicy, LogEntry
from certificates.services import (
    NeedsAPerson,
    NotCompleted,
    NotIssued,
    expire_certificates,
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
)
from courses.models import Enrolment
from tests.factories import NOW, make_enrolment

pytestmark = pytest.mark.django_db


def test_who_attended_without_passing_gets_a_participation_from_a_person(course, administrator):
    enrolment = make_enrolment(course)
    with pytest.raises(NeedsAPerson):
        issue_certificate(enrolment.pk, now=NOW, kind="participation")
    certificate = issue_certificate(enrolment.pk, now=NOW, kind="participation", by=administrator)
    assert (certificate.kind, certificate.snapshot["kind"], certificate.state) == (*["participation"] * 2, "issued")
    with pytest.raises(NotCompleted):
        issue_certificate(enrolment.pk, now=NOW, by=administrator)


def test_who_left_the_course_did_not_participate(course, administrator):
    enrolment = make_enrolment(course)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="withdrawn")
    with pytest.raises(NotCompleted):
        issue_certificate(enrolment.pk, now=NOW, kind="participation", by=administrator)


def test_a_trainer_has_completed_the_course_and_is_named_by_a_person(course, completed, administrator):
    with pytest.raises(NotCompleted):
        issue_certificate(make_enrolment(course).pk, now=NOW, kind="trainer", by=administrator)
    enrolment = completed()
    with pytest.raises(NeedsAPerson):
        issue_certificate(enrolment.pk, now=NOW, kind="trainer")
    trainer = issue_certificate(enrolment.pk, now=NOW, kind="trainer", by=administrator)
    assert issue_certificate(enrolment.pk, now=NOW) != trainer, "completion is another certificate"
    assert issue_certificate(enrolment.pk, now=NOW, kind="trainer", by=administrator) == trainer


def test_a_kind_nobody_knows_is_refused(completed, administrator):
    with pytest.raises(ValueError, match="diploma"):
        issue_certificate(completed().pk, now=NOW, kind="diploma", by=administrator)


def test_a_revoked_kind_never_comes_again_and_the_others_stay(completed, administrator):
    enrolment = completed()
    completion = issue_certificate(enrolment.pk, now=NOW)
    trainer = issue_certificate(enrolment.pk, now=NOW, kind="trainer", by=administrator)
    revoke_certificate(trainer, by=administrator, reason="conduct", note="Not fit.", now=NOW)
    assert issue_certificate(enrolment.pk, now=NOW, kind="trainer", by=administrator).state == "revoked"
    completion.refresh_from_db()
    assert completion.state == "issued"


@pytest.fixture
def limited(course, issued):
    CertificatePolicy.objects.update(valid_months=12)
    return issued()  # until 25 November 2027


def test_the_end_is_frozen_with_what_the_certificate_says(limited):
    assert limited.snapshot["expires_on"] == "2027-11-25"
    assert limited.snapshot_sha256 == checksum(limited.snapshot)


def test_a_correction_does_not_begin_the_validity_anew(limited, administrator):
    CertificatePolicy.objects.update(valid_months=36)
    later = NOW + timedelta(days=200)
    new = reissue_certificate(limited, by=administrator, reason="name", now=later)
    assert new.expires_on == date(2027, 11, 25)
    assert new.snapshot["expires_on"] == "2027-11-25"
    assert new.issued_at == later


def test_what_is_over_is_not_corrected_whether_it_was_written_down_or_not(limited, administrator):
    over = NOW + timedelta(days=366)
    for _written in range(2):
        with pytest.raises(NotIssued):
            reissue_certificate(limited, by=administrator, reason="name", now=over)
        expire_certificates(now=over)
    assert Certificate.objects.get().state == "expired"


def test_the_periodic_task_writes_down_what_is_over_once_and_nothing_else(clock, limited, issued):
    CertificatePolicy.objects.update(valid_months=None)
    lasting = issued()
    clock.forward(days=365)
    tasks.expire()
    limited.refresh_from_db()
    assert limited.state == "issued", "the last day still counts"
    clock.forward(days=1)
    for _again in range(2):
        tasks.expire()
    limited.refresh_from_db()
    lasting.refresh_from_db()
    assert (limited.state, lasting.state) == ("expired", "issued")
    assert [event.kind for event in limited.events.all()] == ["issued", "expired"]
    assert LogEntry.objects.filter(certificate=limited).count() == 1
    assert issue_certificate(limited.enrolment_id, now=clock.now) == limited, "trying again revives nothing"


def test_many_that_are_over_are_written_down_in_portions(course, issued):
    CertificatePolicy.objects.update(valid_months=1)
    for _n in range(3):
        issued()
    over = NOW + timedelta(days=60)
    assert [expire_certificates(now=over, limit=2) for _portion in range(3)] == [2, 1, 0]


def test_what_is_over_can_still_be_revoked(limited, administrator):
    over = NOW + timedelta(days=400)
    expire_certificates(now=over)
    revoked = revoke_certificate(limited, by=administrator, reason="error", note="Another person.", now=over)
    assert revoked.state == "revoked"


@pytest.mark.parametrize("note", ["", "  "])
def test_revoking_needs_a_private_note(issued, administrator, note):
    certificate = issued()
    with pytest.raises(ValueError, match="note"):
        revoke_certificate(certificate, by=administrator, reason="error", note=note, now=NOW)
    assert Certificate.objects.get().state == "issued"
