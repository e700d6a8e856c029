"""What the database promises, also to somebody who goes past the code: on SQLite and on PostgreSQL."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from certificates import triggers
from certificates.models import Certificate, CertificateEvent, LogEntry, LogHead, LogNode, LogSalt, SerialCounter
from certificates.services import ensure_pdf, issue_certificate, reissue_certificate, revoke_certificate
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount != 0, "the statement concerned nothing"
    except IntegrityError:
        return True
    return False


@pytest.fixture
def register(issued, administrator):
    """One certificate in each state but pending and expired, each with its file."""
    force, revoked, old = issued(), issued(), issued()
    for certificate in (force, revoked, old):
        ensure_pdf(certificate)
    revoke_certificate(revoked, by=administrator, reason="error", note="Private.", now=NOW)
    reissue_certificate(old, by=administrator, reason="name", now=NOW)
    return Certificate.objects.order_by("serial")


@pytest.mark.parametrize("table", ["logentry", "lognode", "logsalt", "loghead", "certificate", "serialcounter"])
def test_no_row_that_others_rely_on_can_be_deleted(register, table):
    assert refused(f"DELETE FROM certificates_{table}")


@pytest.mark.parametrize("table", ["certificateevent", "certificatefile", "templateversion"])
def test_neither_history_nor_files_nor_what_they_were_drawn_with_can_be_deleted(register, table):
    assert refused(f"DELETE FROM certificates_{table}")


@pytest.mark.parametrize("change", [
    "logentry SET leaf = leaf", "logentry SET event = ''", "lognode SET hash = hash", "logsalt SET salt = salt",
    "loghead SET size = size - 1", "loghead SET size = size + 2", "loghead SET size = 0",
    "serialcounter SET last = last - 1", "serialcounter SET last = 99", "certificateevent SET reason = 'x'",
    "certificateevent SET reason = ''", "certificatefile SET sha256 = 'x'",
    "templateversion SET design = '{}'", "templateversion SET number = number + 1",
])  # fmt: skip
def test_the_log_and_the_history_are_only_added_to(register, change):
    assert refused(f"UPDATE certificates_{change}")


@pytest.mark.parametrize("change", [
    "serial = 'AMP-2026-9'", "serial = NULL", "code = 'X'", "version = 9", "kind = 'trainer'",
    "snapshot_sha256 = 'x'", "snapshot = '{}'", "enrolment_id = enrolment_id + 1", "expires_on = '2099-01-01'",
    "issued_at = '2020-01-01 00:00:00+00:00'", "created_at = '2020-01-01 00:00:00+00:00'",
    "template_version_id = 0", "erased_at = created_at", "state = 'pending'",
])  # fmt: skip
@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_was_issued_is_frozen_in_every_state(register, number, change):
    assert refused(f"UPDATE certificates_certificate SET {change} WHERE serial = %s", f"AMP-2026-{number:06d}")


@pytest.mark.parametrize(("old", "new"), [
    ("revoked", "issued"), ("superseded", "issued"), ("revoked", "expired"), ("superseded", "revoked"),
    ("issued", "pending"),
])  # fmt: skip
def test_a_certificate_never_goes_back(register, old, new):
    assert refused("UPDATE certificates_certificate SET state = %s WHERE state = %s", new, old)


@pytest.mark.parametrize(
    "change", ["revocation_note = ''", "revocation_reason = 'holder'", "revoked_at = '2020-01-01 00:00:00+00:00'"]
)
def test_why_a_certificate_was_revoked_does_not_change(register, change):
    assert refused(f"UPDATE certificates_certificate SET {change} WHERE state = 'revoked'")


def test_a_revocation_without_a_private_note_is_refused_by_the_database_too(register):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(state="issued").update(state="revoked", revoked_at=NOW, revocation_reason="error")


@pytest.mark.parametrize("model", [LogEntry, LogNode, CertificateEvent])
def test_the_code_refuses_before_the_database_has_to(register, model):
    for bypass in (model.objects.all().delete, lambda: model.objects.update(pk=1), model.objects.first().delete):
        with pytest.raises(ValidationError):
            bypass()
    with pytest.raises(ValidationError):
        model.objects.first().save()


def test_what_waits_can_still_be_put_in_force(course, completed, administrator):
    course.certificate_policy.needs_approval = True
    course.certificate_policy.save()
    enrolment = completed()
    assert issue_certificate(enrolment.pk, now=NOW).state == "pending"
    assert issue_certificate(enrolment.pk, now=NOW, by=administrator).state == "issued"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["logentry", "lognode", "certificate"])
def test_a_table_is_not_emptied_at_a_stroke(register, table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL truncates nothing that has checks waiting
    assert refused(f"TRUNCATE certificates_{table} CASCADE")


def test_rules_that_a_migration_lost_are_put_back(register):
    triggers.remove()
    triggers.install()
    triggers.install()
    assert refused("DELETE FROM certificates_logentry")


def test_the_log_grew_by_one_for_each_event(register):
    assert LogHead.objects.get().size == LogEntry.objects.count() == LogSalt.objects.count() == 5
    assert list(LogEntry.objects.values_list("kind", flat=True)) == ["issue", "issue", "issue", "revoke", "reissue"]
    assert SerialCounter.objects.get().last == 4
