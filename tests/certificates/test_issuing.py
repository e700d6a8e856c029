"""A certificate comes into being once, when the course is completed, and says for ever what was true then."""

import logging

import pytest
from django.core import mail
from django.utils import timezone

from certificates import tasks
from certificates.domain.snapshot import checksum
from certificates.models import Certificate, CertificateEvent, CertificateFile, CertificatePolicy
from certificates.services import NotCompleted, ensure_pdf, issue_certificate, put_template
from courses.models import CoursePage
from outbox.models import Job
from tests.certificates.conftest import complete, drain_all
from tests.factories import NOW, certify, make_course, make_enrolment

pytestmark = pytest.mark.django_db


def test_completing_the_course_issues_renders_and_tells_without_anybody_doing_anything(clock, completed):
    enrolment = completed()
    assert Certificate.objects.count() == 0, "slow work is not done while the learner waits"
    drain_all()
    certificate = Certificate.objects.get()
    assert (certificate.enrolment, certificate.state, certificate.issued_at) == (enrolment, "issued", NOW)
    assert certificate.files.count() == 1
    assert len(mail.outbox) == 1
    assert Job.objects.open().count() == 0
    assert Job.objects.exclude(last_error="").count() == 0


def test_however_often_the_task_runs_there_is_one_certificate(completed):
    enrolment = completed()
    for _again in range(5):
        tasks.issue(enrolment.pk)
    assert Certificate.objects.count() == 1
    assert CertificateEvent.objects.filter(kind="issued").count() == 1
    assert Job.objects.filter(task="certificates.render").count() == 1
    assert Job.objects.filter(task="certificates.mail").count() == 1


def test_however_often_the_outbox_is_drained_nothing_is_done_twice(clock, completed):
    completed()
    for _again in range(3):
        drain_all()
        clock.forward(hours=1)
    assert (Certificate.objects.count(), CertificateFile.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_a_task_that_dies_in_the_middle_leaves_nothing_and_is_done_later(clock, completed, monkeypatch):
    completed()
    with monkeypatch.context() as broken:
        broken.setattr("certificates.services.issuing.enqueue", lambda *a, **k: 1 / 0)
        drain_all()
    assert Certificate.objects.count() == 0
    assert "ZeroDivisionError" in Job.objects.get().last_error
    clock.forward(minutes=1)
    drain_all()
    assert Certificate.objects.get().serial == "AMP-2026-000001"


def test_nothing_is_issued_before_the_course_is_completed(course, caplog):
    enrolment = make_enrolment(course)
    caplog.set_level(logging.CRITICAL)
    with pytest.raises(NotCompleted):
        issue_certificate(enrolment.pk, now=NOW)
    assert Certificate.objects.count() == 0
    assert Job.objects.count() == 0


def test_a_course_that_gives_no_certificates_gives_none(clock, db):
    enrolment = complete(make_enrolment(make_course(modules=(1,), languages=("es",), quiz=False)))
    drain_all()
    assert issue_certificate(enrolment.pk, now=NOW) is None
    assert Certificate.objects.count() == 0


def test_the_certificate_says_what_was_true(clock, issued):
    said = issued(language="en").snapshot
    assert said == {
        "schema": 1,
        "kind": "completion",
        "language": "en",
        "name": "Lucía Chávez Ñuñoa",
        "course": "small",
        "course_title": "small en",
        "hours": "2.5",
        "release": 1,
        "grade": None,
        "completed_on": "2026-11-25",
        "issued_on": "2026-11-25",
        "time_zone": "America/Guatemala",
        "issuer": "Academia Amparo",
        "serial": "AMP-2026-000001",
        "signatories": [{"name": "Dra. Elena Marroquín", "role": "Direction"}],
    }


def test_a_course_without_a_page_in_the_learners_language_is_named_in_its_own(issued):
    assert issued(language="fr").snapshot["course_title"] == "small es"


@pytest.mark.parametrize(
    ("role", "printed"), [({"pt": "", "en": "Direction"}, "Direction"), ({"pt": ""}, ""), ({}, "")]
)
def test_a_signatory_without_a_role_in_the_language_keeps_nobody_waiting(issued, role, printed):
    CertificatePolicy.objects.update(signatories=[{"name": "Joaquim Azevedo", "role": role}])
    assert issued(language="pt").snapshot["signatories"] == [{"name": "Joaquim Azevedo", "role": printed}]


def test_later_changes_touch_neither_the_record_nor_a_byte_of_the_file(issued):
    certificate = issued()
    before = ensure_pdf(certificate).file.read()
    said, code = certificate.snapshot, certificate.code
    learner = certificate.enrolment.learner
    learner.first_name, learner.last_name = "Otra", "Persona"
    learner.save()
    CoursePage.objects.update(title="Otro título")
    CertificatePolicy.objects.update(signatories=[], valid_months=1)
    template = certificate.template_version.template
    put_template(template.name, {**certificate.template_version.design, "colours": {}}, "other")
    certificate = Certificate.objects.get()
    tasks.issue(certificate.enrolment_id)
    assert (certificate.snapshot, certificate.code) == (said, code)
    assert certificate.snapshot_sha256 == checksum(said)
    assert certificate.template_version.number == 1
    assert ensure_pdf(certificate).file.read() == before
    assert CertificateFile.objects.count() == 1


@pytest.fixture
def pending(course, completed):
    CertificatePolicy.objects.update(needs_approval=True)
    return issue_certificate(completed().pk, now=NOW)


def test_where_a_person_approves_the_certificate_waits_without_serial_file_or_mail(clock, pending):
    drain_all()
    pending.refresh_from_db()
    assert (pending.state, pending.serial, pending.issued_at) == ("pending", None, None)
    assert [event.kind for event in pending.events.all()] == ["requested"]
    assert (CertificateFile.objects.count(), len(mail.outbox)) == (0, 0)


def test_trying_again_does_not_approve(pending):
    tasks.issue(pending.enrolment_id)
    assert Certificate.objects.get().state == "pending"


def test_a_person_approves_once(clock, pending, administrator):
    clock.forward(days=2)
    for _again in range(2):
        certificate = issue_certificate(pending.enrolment_id, now=timezone.now(), by=administrator)
    drain_all()
    assert (certificate.pk, certificate.state, certificate.serial) == (pending.pk, "issued", "AMP-2026-000001")
    assert certificate.snapshot["completed_on"] == "2026-11-25"
    assert certificate.snapshot["issued_on"] == "2026-11-27"
    assert certificate.snapshot_sha256 == checksum(certificate.snapshot)
    assert [(e.kind, e.actor) for e in certificate.events.all()] == [("requested", None), ("issued", administrator)]
    assert (CertificateFile.objects.count(), len(mail.outbox)) == (1, 1)


def test_a_name_corrected_while_the_certificate_waited_is_printed_as_it_stands_at_the_issue(pending, administrator):
    learner = pending.enrolment.learner
    learner.last_name = "Chávez de Ñuñoa"
    learner.save()
    certificate = issue_certificate(pending.enrolment_id, now=NOW, by=administrator)
    assert certificate.snapshot["name"] == "Lucía Chávez de Ñuñoa"


def test_two_learners_of_a_course_have_two_certificates(issued):
    assert issued() != issued()


def test_a_graded_course_prints_its_grade(course, completed):
    enrolment = completed()
    type(enrolment).objects.filter(pk=enrolment.pk).update(grade="87.5")
    assert issue_certificate(enrolment.pk, now=NOW).snapshot["grade"] == "87.5000000"


def test_each_course_gives_its_own(course, completed):
    other = make_course("other", modules=(1,), languages=("es",), quiz=False)
    certify(other)
    first = completed()
    second = complete(make_enrolment(other, first.learner))
    assert issue_certificate(first.pk, now=NOW) != issue_certificate(second.pk, now=NOW)
