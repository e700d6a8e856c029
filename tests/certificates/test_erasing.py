"""Erasing a person: nothing of theirs is left on the certificates' side, and the log still proves."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction

from certificates import tasks
from certificates.models import Certificate, CertificateFile, LogSalt
from certificates.services import (
    NotIssued,
    ensure_pdf,
    erase_learner,
    issue_certificate,
    reissue_certificate,
    revoke_certificate,
    share_certificate,
    sign_head,
)
from tests.certificates.conftest import drain_all
from tests.factories import NOW
from tools import verify_log

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
NAME = ("Xochiquétzal", "Ñancupilwe")


def everything_stored() -> str:
    """Every value of every table on the certificates' side and of the outbox, and every private file's bytes."""
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("certificates_", "outbox_")):
                cursor.execute(f"SELECT * FROM {table}")
                stored += [str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor for v in row]
    return "\n".join(stored)


def paths() -> list[Path]:
    return [Path(stored.file.path) for stored in CertificateFile.objects.all()]


@pytest.fixture
def person(issued, administrator):
    """A learner with a corrected and then revoked certificate, with files, mail and a note that tells a story."""
    first = issued(*NAME)
    ensure_pdf(first)
    second = reissue_certificate(first, by=administrator, reason=f"{NAME[0]} wrote to us.", now=NOW)
    ensure_pdf(second)
    revoke_certificate(second, by=administrator, reason="conduct", note=f"{NAME[1]} was not there.", now=NOW)
    return first.enrolment.learner


def traces() -> list[str]:
    """The name as it is written, and as JSON and SQL may write it."""
    found = everything_stored()
    spellings = [*NAME, *(name.encode("unicode_escape").decode() for name in NAME)]
    return [spelling for spelling in spellings if spelling in found]


def test_the_name_is_in_no_table_and_in_no_file(clock, person, administrator):
    drain_all()
    assert traces(), "it was there"
    files = paths()
    assert len(files) == 2
    assert all(path.exists() for path in files)
    hashes = [c.snapshot_sha256 for c in Certificate.objects.all()]
    assert erase_learner(person, by=administrator, now=LATER) == 2
    drain_all()
    assert traces() == []
    assert not any(path.exists() for path in files)
    assert paths() == []
    stored = everything_stored()
    assert not any(one in stored for one in hashes), "not even a checksum with which a name could be guessed"
    assert not any("@example" in line for line in stored.splitlines() if "person" in line)


def test_what_the_permanent_register_keeps_is_kept_and_proved(client, settings, person, administrator):
    settings.AMPARO_PERMANENT_REGISTER = ["hours"]
    erase_learner(person, by=administrator, now=LATER)
    sign_head(now=LATER)

    def fetch(path):
        return client.get(path).json()

    for certificate in Certificate.objects.all():
        said = certificate.snapshot
        assert set(said) == {"schema", "kind", "language", "course", "serial", "completed_on", "issued_on", "hours"}
        assert verify_log.certificate(fetch, certificate.code, {"heads": [], "keys": {}}, said) == []
    assert verify_log.audit(fetch, {"heads": [], "keys": {}}) == []
    page = fetch(f"/log/inclusion/{Certificate.objects.get(version=1).code}.json")
    assert page["erased"]
    assert [("salt" in entry, entry["kind"]) for entry in page["entries"]] == [(False, "issue"), (True, "erase")]


def test_where_the_law_demands_the_name_it_stays(settings, person, administrator):
    settings.AMPARO_PERMANENT_REGISTER = [*django_settings.AMPARO_PERMANENT_REGISTER, "name"]
    erase_learner(person, by=administrator, now=LATER)
    assert {c.snapshot["name"] for c in Certificate.objects.all()} == {" ".join(NAME)}
    assert not Certificate.objects.exclude(revocation_note="").exists()


@pytest.mark.parametrize("kept", ["name", "grade"])
def test_what_the_law_keeps_of_a_person_stands_in_no_public_answer(client, settings, issued, administrator, kept):
    settings.AMPARO_PERMANENT_REGISTER = ["hours", kept]
    certificate = issued(*NAME)
    erase_learner(certificate.enrolment.learner, by=administrator, now=LATER)
    certificate.refresh_from_db()
    assert kept in certificate.snapshot
    asked = [f"/v/{certificate.code}.json", f"/log/inclusion/{certificate.code}.json"]
    page = client.get(f"/es/certificates/{certificate.code}/").content.decode()
    said = page + "".join(client.get(address).content.decode() for address in asked)
    assert client.get(asked[0]).json()["record"] is None
    assert not any(text in said for text in (*NAME, certificate.snapshot_sha256, '"salt"'))
    assert verify_log.certificate(lambda path: client.get(path).json(), certificate.code, {"heads": []}) == []


def test_what_the_holder_closed_an_erasure_does_not_open(client, issued, administrator):
    certificate = issued(*NAME)
    title = certificate.snapshot["course_title"]
    share_certificate(certificate, is_public=False)
    erase_learner(certificate.enrolment.learner, by=administrator, now=LATER)
    page = client.get(f"/es/certificates/{certificate.code}/").content.decode()
    found = client.get(f"/v/{certificate.code}.json").json()
    assert certificate.serial in page
    assert title not in page
    assert (found["withheld"], found["record"], found["history"]) == ("erased", None, [])
    assert set(found["certificate"]) <= {"serial", "issuer"}


def test_the_page_of_an_erased_certificate_says_what_is_kept_and_gives_no_file(client, issued, administrator):
    certificate = issued(*NAME)
    erase_learner(certificate.enrolment.learner, by=administrator, now=LATER)
    page = client.get(f"/es/certificates/{certificate.code}/")
    assert page.status_code == 200
    assert NAME[0] not in page.content.decode()
    assert certificate.serial in page.content.decode()
    assert client.get(f"/es/certificates/{certificate.code}/pdf/").status_code == 404


def test_erasing_twice_is_erasing_once_and_nothing_comes_back(clock, issued, administrator):
    certificate = issued(*NAME)
    learner = certificate.enrolment.learner
    assert [erase_learner(learner, by=administrator, now=LATER) for _again in range(2)] == [1, 0]
    drain_all()
    for task in (tasks.render, tasks.mail):
        task(str(certificate.pk))
    assert CertificateFile.objects.count() == 0
    assert issue_certificate(certificate.enrolment_id, now=LATER, by=administrator).erased_at == LATER
    with pytest.raises(NotIssued):
        reissue_certificate(certificate, by=administrator, reason="again", now=LATER)


def test_what_only_waited_is_erased_too_and_never_issued(course, completed, administrator):
    course.certificate_policy.needs_approval = True
    course.certificate_policy.save()
    enrolment = completed(*NAME)
    issue_certificate(enrolment.pk, now=NOW)
    assert erase_learner(enrolment.learner, by=administrator, now=LATER) == 1
    assert issue_certificate(enrolment.pk, now=LATER, by=administrator).state == "pending"
    assert traces() == []


def test_others_are_not_touched(issued, person, administrator):
    other = issued()
    ensure_pdf(other)
    erase_learner(person, by=administrator, now=LATER)
    other.refresh_from_db()
    assert other.snapshot["name"] == "Lucía Chávez Ñuñoa"
    assert other.files.count() == 1
    assert LogSalt.objects.filter(entry__certificate=other).count() == 1


def test_without_the_logged_erasure_the_database_lets_nothing_go(issued):
    certificate = issued(*NAME)
    for change in ({"snapshot": {}}, {"erased_at": LATER}, {"snapshot": {}, "erased_at": LATER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        LogSalt.objects.all().delete()
