"""The mail that says a certificate is issued: once, in its language, readable with and without HTML."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from certificates import tasks
from certificates.services import reissue_certificate, revoke_certificate
from outbox.models import Job
from tests.certificates.conftest import drain_all
from tests.certificates.test_names import MARKUP
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def sent(certificate) -> tuple[mail.EmailMultiAlternatives, str]:
    """The only mail, and its HTML part."""
    tasks.mail(str(certificate.pk))
    (letter,) = mail.outbox
    (page,) = letter.alternatives
    assert page.mimetype == "text/html"
    return letter, page.content


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_the_mail_speaks_the_certificates_language_in_both_parts(issued, language):
    certificate = issued(language=language)
    learner = certificate.enrolment.learner
    learner.language = "en" if language == "es" else "es"
    learner.save()
    with translation.override("pt"):  # whatever the worker happens to speak
        letter, page = sent(certificate)
    with translation.override(language):
        assert letter.subject == gettext("Your certificate is issued")
        addresses = [reverse(f"certificates:{name}", args=[certificate.code]) for name in ("verify", "pdf")]
    assert all(where in letter.body for where in addresses)
    assert addresses[0] in page
    assert f'<html lang="{language}"' in page


def test_every_language_has_words_of_its_own(issued):
    subjects = set()
    for language in ("es", "en", "fr", "pt"):
        mail.outbox.clear()
        subjects.add(sent(issued(language=language))[0].subject)
    assert len(subjects) == 4


def test_the_mail_goes_to_the_learner_with_name_course_and_serial(issued):
    certificate = issued()
    letter, page = sent(certificate)
    assert letter.to == [certificate.enrolment.learner.email]
    assert (letter.cc, letter.bcc) == ([], [])
    for text in (certificate.snapshot["name"], certificate.snapshot["course_title"], certificate.serial):
        assert text in letter.body
        assert text in page


def test_the_links_of_the_mail_lead_to_the_page_and_the_file(client, settings, issued):
    letter, page = sent(issued())
    links = re.findall(rf"{re.escape(settings.AMPARO_BASE_URL)}(\S+)", letter.body)
    assert [client.get(link).status_code for link in links] == [200, 200]
    assert settings.AMPARO_BASE_URL + links[0] in page


def test_markup_in_a_name_stays_text_in_both_parts(issued):
    letter, page = sent(issued(*MARKUP))
    assert " ".join(MARKUP) in letter.body
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_mail_is_sent_once_however_often_the_outbox_is_drained(clock, issued):
    issued()
    for _again in range(3):
        drain_all()
        clock.forward(hours=1)
    assert len(mail.outbox) == 1


def test_a_mail_that_cannot_be_sent_now_is_sent_later_and_the_certificate_stands(clock, issued, monkeypatch):
    certificate = issued()
    with monkeypatch.context() as down:
        down.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: 1 / 0)
        drain_all()
    assert mail.outbox == []
    assert "ZeroDivisionError" in Job.objects.get(task="certificates.mail").last_error
    assert certificate.files.count() == 1, "the file does not wait for the mail"
    clock.forward(minutes=1)
    drain_all()
    assert len(mail.outbox) == 1


def test_a_mail_that_comes_after_a_revocation_or_a_correction_is_not_sent(issued, administrator):
    revoked, corrected = issued(), issued("Ana", "Paz")
    revoke_certificate(revoked, by=administrator, reason="error", note="Wrong person.", now=NOW)
    new = reissue_certificate(corrected, by=administrator, reason="An accent.", now=NOW)
    drain_all()
    (letter,) = mail.outbox
    assert new.serial in letter.body
