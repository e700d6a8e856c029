"""Everything about one certificate, and what is done with it over HTTP."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.models import Certificate, CertificateEvent
from certificates.services import ensure_pdf, reissue_certificate, revoke_certificate
from certificates.services.delivery import mail_key, render_key
from outbox.models import Job
from tests.certificates.admin.desk import told
from tests.certificates.conftest import drain_all
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_the_page_tells_what_is_printed_who_did_what_and_where_the_proof_is(desk, issued):
    certificate = issued("Ana", "Quispe")
    file = ensure_pdf(certificate)
    html = desk.page("detail", certificate.pk)
    for wanted in (
        "Ana Quispe",
        certificate.serial,
        certificate.printed_code,
        certificate.snapshot_sha256,
        file.sha256,
        "Entry 0",
        f"/log/inclusion/{certificate.code}.json",
        "Waiting to be sent",
        "Dra. Elena Marroquín",
    ):
        assert wanted in html, wanted


def test_versions_lead_to_one_another(desk, issued):
    old = issued()
    new = reissue_certificate(old, by=desk.user, reason="Nombre", now=NOW)
    assert desk.address("detail", new.pk) in desk.page("detail", old.pk)
    assert desk.address("detail", old.pk) in desk.page("detail", new.pk)


def test_the_file_comes_byte_for_byte_also_when_it_is_revoked(desk, issued):
    certificate = issued()
    stored = ensure_pdf(certificate)
    revoke_certificate(certificate, by=desk.user, reason="error", note="x", now=NOW)
    response = desk.get("file", certificate.pk, "pdf")
    with stored.file.open("rb") as kept:
        assert b"".join(response.streaming_content) == kept.read()
    assert desk.get("file", certificate.pk, "none").status_code == 404
    assert desk.get("page", certificate.pk).content.startswith(b"\x89PNG")


def test_a_trainer_reads_no_reason_and_can_do_nothing(reader, desk, issued):
    certificate = issued()
    revoke_certificate(certificate, by=desk.user, reason="error", note="Confidencial 7", now=NOW)
    html = reader.page("detail", certificate.pk)
    assert "Confidencial 7" not in html
    assert "Confidencial 7" in desk.page("detail", certificate.pk)
    for name in ("approve", "refuse", "reissue", "revoke", "render_again", "send_again"):
        assert reader.client.post(reader.address(name, certificate.pk)).status_code == 302, "led back"
        assert reader.address(name, certificate.pk) not in html
    assert reader.get("page", certificate.pk, would=1).status_code == 404, "a preview is for administrators"


def test_the_page_costs_a_fixed_number_of_queries(desk, issued):
    certificate = issued()
    for number in range(3):
        certificate = reissue_certificate(certificate, by=desk.user, reason=f"{number}", now=NOW)
    desk.page("detail", certificate.pk)
    with CaptureQueriesContext(connection) as seen:
        desk.page("detail", certificate.pk)
    assert len(seen) <= 18


def test_approving_shows_what_will_be_printed_and_issues_once(desk, waiting):
    certificate = waiting("Ana", "Quispe")
    learner = certificate.enrolment.learner
    learner.last_name = "Mamani"
    learner.save()
    assert "Ana Mamani" in desk.page("approve", certificate.pk)
    assert "Issued as AMP-" in told(desk.post("approve", certificate.pk))[0]
    assert "Nothing was changed" in told(desk.post("approve", certificate.pk))[0]
    certificate.refresh_from_db()
    assert (certificate.state, certificate.snapshot["name"]) == ("issued", "Ana Mamani")
    assert list(certificate.events.values_list("kind", "actor")) == [("requested", None), ("issued", desk.user.pk)]


def test_why_it_was_approved_can_be_written_down_for_administrators(desk, reader, waiting):
    certificate = waiting()
    desk.post("refuse", certificate.pk, reason="Falta la asistencia")
    desk.post("approve", certificate.pk, reason=" Acta 12 ")
    assert certificate.events.get(kind="issued").reason == "Acta 12"
    assert "Acta 12" in desk.page("detail", certificate.pk)
    assert "Acta 12" not in reader.page("detail", certificate.pk)


def test_the_approval_page_says_that_a_name_cannot_be_printed(desk, waiting):
    html = desk.page("approve", waiting("𒀀", "Quispe").pk)
    assert "It cannot be printed as it stands" in html
    assert "U+12000" in html


def test_refusing_asks_why_and_is_written_down_once(desk, waiting):
    certificate = waiting()
    assert "Not approved" not in " ".join(told(desk.post("refuse", certificate.pk, reason=" ")))
    assert not certificate.events.filter(kind="refused").exists()
    assert "can still be approved later" in told(desk.post("refuse", certificate.pk, reason="No asistió"))[0]
    assert "refused already" in told(desk.post("refuse", certificate.pk, reason="Otra vez"))[0]
    event = certificate.events.get(kind="refused")
    assert (event.reason, event.actor) == ("No asistió", desk.user)
    assert "not approved" in desk.page("detail", certificate.pk)


def test_the_learner_is_told_of_a_refusal_once_with_the_message_and_without_the_reason(desk, waiting):
    certificate = waiting("Ana", "Quispe")
    for _twice in range(2):
        desk.post("refuse", certificate.pk, reason="Copió el examen", message="Faltan dos actividades.")
    drain_all()
    (letter,) = mail.outbox
    assert letter.to == [certificate.enrolment.learner.email]
    for body in (letter.body, letter.alternatives[0].content):
        assert "Faltan dos actividades." in body
        assert "Copió" not in body
    assert "Faltan dos actividades." in desk.page("detail", certificate.pk)


def test_what_was_refused_can_be_approved_after_all(desk, waiting):
    certificate = waiting()
    desk.post("refuse", certificate.pk, reason="No asistió")
    assert "It was refused before" in desk.page("approve", certificate.pk)
    desk.post("approve", certificate.pk)
    certificate.refresh_from_db()
    assert certificate.state == "issued"


def test_a_reissue_shows_old_and_new_before_it_happens_and_happens_once(desk, issued):
    certificate = issued("Ana", "Quispe")
    learner = certificate.enrolment.learner
    learner.last_name = "Mamani"
    learner.save()
    html = desk.page("reissue", certificate.pk)
    assert "Ana Quispe" in html
    assert "Ana Mamani" in html
    assert "Nothing would change" not in html
    assert Certificate.objects.count() == 1
    assert "took the place" in told(desk.post("reissue", certificate.pk, reason="Apellido"))[0]
    again = desk.post("reissue", certificate.pk, reason="Apellido")
    assert "corrected already" in told(again)[0]
    certificate.refresh_from_db()
    assert again.redirect_chain[-1][0] == desk.address("detail", certificate.superseded_by_id)
    assert Certificate.objects.count() == 2
    assert certificate.superseded_by.snapshot["name"] == "Ana Mamani"


def test_a_reissue_without_a_difference_says_so(desk, issued):
    assert "Nothing would change" in desk.page("reissue", issued().pk)


def test_a_reissue_needs_a_reason(desk, issued):
    certificate = issued()
    desk.post("reissue", certificate.pk, reason="")
    assert Certificate.objects.count() == 1


def test_revoking_needs_a_public_reason_a_note_and_a_yes(desk, issued):
    certificate = issued()
    whole = {"reason": "conduct", "note": "Copió en el examen", "is_sure": "on"}
    for missing in whole:
        desk.post("revoke", certificate.pk, **{key: value for key, value in whole.items() if key != missing})
        certificate.refresh_from_db()
        assert certificate.state == "issued", missing
    assert "Revoked" in told(desk.post("revoke", certificate.pk, **whole))[0]
    assert "Nothing was changed" in told(desk.post("revoke", certificate.pk, **whole))[0]
    certificate.refresh_from_db()
    assert (certificate.revocation_reason, certificate.revocation_note) == ("conduct", "Copió en el examen")
    assert CertificateEvent.objects.filter(certificate=certificate, kind="revoked").count() == 1


def test_a_revocation_cannot_pretend_to_be_a_correction(desk, issued):
    certificate = issued()
    desk.post("revoke", certificate.pk, reason="replaced", note="x", is_sure="on")
    certificate.refresh_from_db()
    assert certificate.state == "issued"


def test_a_drawing_that_failed_says_why_and_can_be_tried_again(desk, issued):
    certificate = issued("𒀀", "Quispe")
    drain_all()
    html = desk.page("detail", certificate.pk)
    assert "It could not be drawn" in html
    assert "U+12000" in html
    assert "drawn again" in told(desk.post("render_again", certificate.pk))[0]
    job = Job.objects.get(key=render_key(certificate))
    assert (job.attempts, job.last_error) == (0, "")
    assert "about to be" in told(desk.post("render_again", certificate.pk))[0]
    assert certificate.events.filter(kind="drawn_again").count() == 1


def test_a_drawing_that_was_given_up_is_tried_again(desk, issued):
    certificate = issued()
    Job.objects.filter(key=render_key(certificate)).update(failed_at=timezone.now(), last_error="disk full")
    assert "disk full" in desk.page("detail", certificate.pk)
    desk.post("render_again", certificate.pk)
    drain_all()
    assert certificate.files.filter(kind="pdf").exists()


def test_the_mail_is_sent_again_once_for_each_time_it_is_asked_for(desk, issued, mailoutbox):
    certificate = issued()
    drain_all()
    assert len(mailoutbox) == 1
    assert "on its way" in told(desk.post("send_again", certificate.pk, number=1))[0]
    assert "sent already" in told(desk.post("send_again", certificate.pk, number=1))[0]
    drain_all()
    assert len(mailoutbox) == 2
    desk.post("send_again", certificate.pk, number=2)
    drain_all()
    assert len(mailoutbox) == 3
    assert certificate.events.filter(kind="sent_again", actor=desk.user).count() == 2
    assert 'name="number" value="3"' in desk.page("detail", certificate.pk)


def test_a_mail_with_a_number_out_of_turn_or_of_a_revoked_certificate_is_not_sent(desk, issued):
    certificate = issued()
    desk.post("send_again", certificate.pk, number=7)
    desk.post("send_again", certificate.pk, number="x")
    revoke_certificate(certificate, by=desk.user, reason="error", note="x", now=NOW)
    desk.post("send_again", certificate.pk, number=1)
    assert not Job.objects.filter(key__startswith=f"{mail_key(certificate)}:").exists()
