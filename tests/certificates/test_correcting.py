"""Correcting is a new version, revoking has a reason, deleting does not exist."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import RestrictedError

from certificates import tasks
from certificates.models import Certificate, CertificateEvent
from certificates.services import NotIssued, ensure_pdf, issue_certificate, reissue_certificate, revoke_certificate
from certificates.services.reviewing import ReasonMissing
from outbox.models import Job
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def corrected(issued, administrator):
    """A certificate with a wrong name, and the one that took its place."""
    old = issued("Lucía", "Chavez")
    learner = old.enrolment.learner
    learner.last_name = "Chávez Ñuñoa"
    learner.save()
    new = reissue_certificate(old, by=administrator, reason="The accent was missing.", now=LATER)
    old.refresh_from_db()
    return old, new


def test_a_corrected_certificate_supersedes_the_old_one(corrected):
    old, new = corrected
    assert (old.state, old.superseded_by, old.snapshot["name"]) == ("superseded", new, "Lucía Chavez")
    assert (new.state, new.version, new.snapshot["name"]) == ("issued", 2, "Lucía Chávez Ñuñoa")
    assert old.code != new.code
    assert new.snapshot["completed_on"] == "2026-11-25"
    assert new.snapshot["issued_on"] == "2026-11-28"


def test_a_correction_is_noted_on_both_with_who_and_why(corrected, administrator):
    for certificate, kind in zip(corrected, ("superseded", "issued"), strict=True):
        note = certificate.events.last()
        assert (note.kind, note.actor, note.reason, note.at) == (kind, administrator, "The accent was missing.", LATER)


def test_a_correction_makes_its_own_file_and_mail(corrected):
    old, new = corrected
    waiting = set(Job.objects.values_list("key", flat=True))
    for certificate in corrected:
        assert {f"certificate-render:{certificate.pk}", f"certificate-mail:{certificate.pk}"} <= waiting
    assert ensure_pdf(old).file.read() != ensure_pdf(new).file.read()


def test_the_task_that_runs_again_after_a_correction_changes_nothing(corrected):
    old, new = corrected
    assert issue_certificate(old.enrolment_id, now=LATER) == new
    assert Certificate.objects.count() == 2


def test_only_the_newest_can_be_corrected(corrected, administrator):
    old, new = corrected
    with pytest.raises(NotIssued):
        reissue_certificate(old, by=administrator, reason="again", now=LATER)
    third = reissue_certificate(new, by=administrator, reason="again", now=LATER)
    assert third.version == 3
    assert Certificate.objects.filter(state="issued").get() == third


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_correction_needs_a_reason(issued, administrator, reason):
    certificate = issued()
    with pytest.raises(ReasonMissing):
        reissue_certificate(certificate, by=administrator, reason=reason, now=LATER)
    assert Certificate.objects.get().state == "issued"


@pytest.fixture
def revoked(issued, administrator):
    fields = {"by": administrator, "reason": "conduct", "note": "Somebody else sat the quiz.", "now": LATER}
    return revoke_certificate(issued(), **fields)


def test_revoking_is_noted_with_who_when_and_why(revoked, administrator):
    note = revoked.events.last()
    assert (revoked.state, revoked.revoked_at, revoked.revocation_reason) == ("revoked", LATER, "conduct")
    assert (note.kind, note.actor, note.reason) == ("revoked", administrator, "Somebody else sat the quiz.")


def test_revoking_twice_is_revoking_once(revoked, administrator):
    again = revoke_certificate(revoked, by=administrator, reason="error", note="Wrong.", now=LATER + timedelta(days=1))
    assert (again.revoked_at, again.revocation_reason) == (LATER, "conduct")
    assert again.events.filter(kind="revoked").count() == 1


@pytest.mark.parametrize("reason", ["", "because", " "])
def test_revoking_needs_one_of_the_public_reasons(issued, administrator, reason):
    certificate = issued()
    with pytest.raises(ValueError, match="Reason"):
        revoke_certificate(certificate, by=administrator, reason=reason, note="A long story.", now=LATER)
    certificate.refresh_from_db()
    assert certificate.state == "issued"
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="revoked", revoked_at=LATER)


def test_trying_again_after_a_revocation_never_issues_again(revoked, administrator):
    tasks.issue(revoked.enrolment_id)
    assert issue_certificate(revoked.enrolment_id, now=LATER, by=administrator) == revoked
    assert Certificate.objects.get().state == "revoked"
    with pytest.raises(NotIssued):
        reissue_certificate(revoked, by=administrator, reason="again", now=LATER)


def test_what_is_superseded_or_waits_cannot_be_revoked(corrected, administrator):
    old, new = corrected
    with pytest.raises(NotIssued):
        revoke_certificate(old, by=administrator, reason="error", note="Wrong.", now=LATER)
    assert revoke_certificate(new, by=administrator, reason="error", note="Wrong.", now=LATER).state == "revoked"
    tasks.issue(new.enrolment_id)
    assert Certificate.objects.filter(state="issued").count() == 0


def test_certificates_are_not_deleted(issued):
    certificate = issued()
    with pytest.raises(ValidationError):
        certificate.delete()
    with pytest.raises(ValidationError):
        Certificate.objects.all().delete()
    with pytest.raises(ValidationError):
        Certificate.objects.filter(state="issued").delete()
    assert Certificate.objects.get() == certificate


def test_nothing_that_a_certificate_stands_on_can_be_deleted(issued):
    certificate = issued()
    version = certificate.template_version
    for row in (certificate.enrolment, certificate.enrolment.learner, version, version.template):
        with pytest.raises((ProtectedError, RestrictedError)):
            row.delete()


def test_notes_on_a_certificate_are_neither_changed_nor_deleted(issued):
    note = issued().events.get()
    note.reason = "Another story."
    with pytest.raises(ValidationError):
        note.save()
    with pytest.raises(ValidationError):
        note.delete()
    assert CertificateEvent.objects.get().reason == ""


def test_a_designs_version_does_not_change(issued):
    version = issued().template_version
    version.design = {}
    with pytest.raises(ValidationError):
        version.save()


def test_the_database_itself_refuses_two_valid_certificates_and_one_without_serial(corrected):
    old, new = corrected
    for change in ({"state": "issued"}, {"serial": None}, {"superseded_by": None}, {"serial": new.serial}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=old.pk).update(**change)
