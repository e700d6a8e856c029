"""How a course certifies, set by an administrator."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certificates.models import CertificatePolicy
from certificates.services import ensure_pdf, issue_certificate
from tests.certificates.admin.desk import told
from tests.certificates.conftest import text_of
from tests.factories import NOW, make_course

pytestmark = pytest.mark.django_db

ROLES = {"es": "Rectora", "en": "Rector", "fr": "Rectrice", "pt": "Reitora"}


def picture(kind="PNG"):
    written = io.BytesIO()
    Image.new("L", (120, 40), 30).save(written, kind)
    return SimpleUploadedFile("firma.png", written.getvalue())


def form(course, *signatories, **more):
    """What the page sends; each signatory is name, roles, and more."""
    data = {"template": course.certificate_policy.template_id, "by-TOTAL_FORMS": 4, "by-INITIAL_FORMS": 0}
    for n, (name, roles, *extra) in enumerate(signatories):
        data |= {f"by-{n}-name": name} | {f"by-{n}-role_{code}": role for code, role in roles.items()}
        data |= {f"by-{n}-{key}": value for key, value in (extra[0] if extra else {}).items()}
    return data | more


def test_signatories_approval_and_validity_are_saved_once(desk, course):
    sent = form(course, ("Ana Quispe", ROLES), needs_approval="on", valid_months="24")
    assert "issued from now on" in told(desk.post("policy", course.pk, **sent))[0]
    assert "Nothing was different" in told(desk.post("policy", course.pk, **sent))[0]
    policy = CertificatePolicy.objects.get(course=course)
    assert policy.signatories == [{"name": "Ana Quispe", "role": ROLES}]
    assert (policy.needs_approval, policy.valid_months) == (True, 24)
    assert desk.get("policy", course.pk).context["history"][0].user == desk.user


def test_a_course_without_certificates_begins_to_give_them(desk, course):
    other = make_course("other", modules=(1,), quiz=False)
    assert "gives no certificates" in desk.page("policies")
    desk.post("policy", other.pk, **form(course, ("Ana Quispe", ROLES)))
    assert CertificatePolicy.objects.get(course=other).valid_months is None


def test_a_role_is_needed_in_every_language_and_a_name_for_every_role(desk, course):
    before = course.certificate_policy.signatories
    for name, roles in (("Ana", {"es": "Rectora"}), ("", ROLES)):
        assert "Nothing is saved yet" in desk.post("policy", course.pk, **form(course, (name, roles))).content.decode()
    course.certificate_policy.refresh_from_db()
    assert course.certificate_policy.signatories == before


def test_a_signature_is_kept_shown_and_printed(desk, course, completed):
    desk.post("policy", course.pk, **form(course, ("Ana Quispe", ROLES, {"signature": picture()})))
    (row,) = CertificatePolicy.objects.get(course=course).signatories
    assert desk.get("picture", row["signature"]).content.startswith(b"\x89PNG")
    kept = form(course, ("Ana Quispe", ROLES, {"kept": row["signature"]}), valid_months="12")
    desk.post("policy", course.pk, **kept)
    assert CertificatePolicy.objects.get(course=course).signatories == [row]
    certificate = issue_certificate(completed().pk, now=NOW)
    assert certificate.snapshot["signatories"][0]["signature"] == row["signature"]
    assert ensure_pdf(certificate).size > 0


def test_a_signature_is_taken_away_and_a_foreign_checksum_is_not_taken_over(desk, course):
    desk.post("policy", course.pk, **form(course, ("Ana", ROLES, {"signature": picture()})))
    kept = CertificatePolicy.objects.get(course=course).signatories[0]["signature"]
    desk.post("policy", course.pk, **form(course, ("Ana", ROLES, {"kept": "f" * 64})))
    assert "signature" not in CertificatePolicy.objects.get(course=course).signatories[0]
    desk.post("policy", course.pk, **form(course, ("Ana", ROLES, {"kept": kept, "drops_signature": "on"})))
    assert "signature" not in CertificatePolicy.objects.get(course=course).signatories[0]


@pytest.mark.parametrize("data", [b"<svg/>", b"", b"\x89PNG broken"])
def test_what_is_no_picture_is_refused(desk, course, data):
    upload = SimpleUploadedFile("firma.png", data)
    html = desk.post("policy", course.pk, **form(course, ("Ana", ROLES, {"signature": upload}))).content.decode()
    assert "Nothing is saved yet" in html


def test_months_have_limits(desk, course):
    for months in ("0", "-3", "999999999"):
        desk.post("policy", course.pk, **form(course, valid_months=months))
    course.certificate_policy.refresh_from_db()
    assert course.certificate_policy.valid_months is None


def test_the_page_is_shown_with_who_would_sign_before_anything_is_saved(desk, course):
    before = course.certificate_policy.signatories
    sent = form(course, ("Ana Quispe", ROLES, {"signature": picture()}), valid_months="12", language="fr")
    drawn = b"".join(desk.post("policy_preview", course.pk, **sent, **{"as": "pdf"}))
    for words in ("AnaQuispe", "Rectrice", "2027"):
        assert words in text_of(drawn)
    course.certificate_policy.refresh_from_db()
    assert course.certificate_policy.signatories == before


def test_without_anything_sent_the_page_is_shown_as_it_is_saved(desk, course):
    assert desk.get("policy_preview", course.pk).status_code == 200
    other = make_course("other", modules=(1,), quiz=False)
    assert b"data:image/png" in desk.get("policy_preview", other.pk).content


def test_a_page_that_cannot_be_drawn_says_what_is_missing(desk, course):
    told = desk.post("policy_preview", course.pk, **form(course, ("Ana", {"es": "Rectora"})))
    assert told.status_code == 422
    assert "The role is printed in this language" in told.content.decode()
