"""What learners see of their own certificates: the list, what others may see, the transcript."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from certificates.models import CertificatePolicy
from certificates.services import issue_certificate, reissue_certificate, revoke_certificate, share_certificate
from courses.models import Enrolment
from tests.factories import NOW, UserFactory, certify, make_course, make_enrolment

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


def address(name: str, *args: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"certificates:{name}", args=args)


def read(client, name: str, *args: str, language: str = "en") -> str:
    answer = client.get(address(name, *args, language=language))
    assert answer.status_code == 200
    return answer.content.decode()


def linkedin_of(html: str) -> str:
    return re.search(r'href="(https://www\.linkedin\.com[^"]+)"', html)[1].replace("&amp;", "&")


def test_the_list_offers_the_file_the_link_and_linkedin(client, settings, held):
    html = read(client, "mine")
    assert address("pdf", held.code) in html
    assert f"{settings.AMPARO_BASE_URL}/v/{held.code}" in html
    fields = {key: value[0] for key, value in parse_qs(urlsplit(linkedin_of(html)).query).items()}
    assert fields == {
        "startTask": "CERTIFICATION_NAME",
        "name": held.snapshot["course_title"],
        "organizationName": held.snapshot["issuer"],
        "issueYear": "2026",
        "issueMonth": "11",
        "certUrl": f"{settings.AMPARO_BASE_URL}/v/{held.code}",
        "certId": held.serial,
    }


def test_linkedin_hears_of_the_end_too(client, issued):
    CertificatePolicy.objects.update(valid_months=14)
    client.force_login(issued().enrolment.learner)
    fields = parse_qs(urlsplit(linkedin_of(read(client, "mine"))).query)
    assert (fields["expirationYear"], fields["expirationMonth"]) == (["2028"], ["1"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_is_named_in_four_languages(clock, client, course, completed, administrator, language):
    CertificatePolicy.objects.update(valid_months=1)
    old = issue_certificate(completed().pk, now=NOW)
    client.force_login(old.enrolment.learner)
    reissue_certificate(old, by=administrator, reason="name", now=NOW)
    clock.forward(days=40)
    html = read(client, "mine", language=language)
    with translation.override(language):
        assert gettext("Replaced") in html
        assert gettext("Expired") in html
    assert "linkedin" not in html, "what is over is not advertised"


def test_a_certificate_that_waits_is_said_to_wait_and_its_code_is_not_given_away(client, course, completed):
    CertificatePolicy.objects.update(needs_approval=True)
    enrolment = completed()
    pending = issue_certificate(enrolment.pk, now=NOW)
    client.force_login(enrolment.learner)
    for html in (read(client, "mine"), client.get("/en/my-learning/").content.decode()):
        assert "Waiting for approval" in html
        assert pending.code not in html
        assert pending.printed_code not in html


def test_a_revoked_one_says_why_and_offers_no_file(client, held, administrator):
    revoke_certificate(held, by=administrator, reason="conduct", note="PRIVATENOTE", now=NOW)
    html = read(client, "mine")
    assert "rules of the assessment not kept" in html
    assert "PRIVATENOTE" not in html
    assert address("pdf", held.code) not in html
    assert client.get(address("pdf", held.code)).status_code == 404


def test_nobody_sees_anybody_elses(client, issued):
    other = issued()
    client.force_login(UserFactory())
    for name in ("mine", "transcript"):
        assert other.serial not in read(client, name)


def test_the_pages_cost_the_same_however_many_there_are(client, held, django_assert_num_queries):
    for _more in range(2):
        for name, queries in (("mine", 1), ("transcript", 3)):
            client.get(address(name))  # the session is read once
            with django_assert_num_queries(queries + 1):  # and the person
                client.get(address(name))
        complete_another(held.enrolment.learner, f"more{_more}")


def complete_another(learner, slug: str, language: str = "es", grade: str | None = None):
    course = make_course(slug, modules=(1,), languages=("es", "en"), quiz=False)
    certify(course)
    enrolment = make_enrolment(course, learner)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        completed_at=NOW, state="completed", language=language, grade=grade
    )
    return issue_certificate(enrolment.pk, now=NOW)


# --- what others may see ------------------------------------------------------------------------


def choose(client, certificate, **ticked: str):
    return client.post(address("share", certificate.code), ticked)


def test_the_holder_closes_the_page_and_it_says_valid_and_the_serial_and_nothing_else(client, held):
    assert choose(client, held, back="page")["Location"] == address("verify", held.code)
    client.logout()
    html = read(client, "verify", held.code)
    assert "This certificate is valid" in html
    assert held.serial in html
    for text in ("Chávez", "small es", "2.5 hours", "Nov. 25, 2026", held.snapshot_sha256):
        assert text not in re.sub(r"Checked on .+? UTC", "", html.split("<article")[1].split("facts--narrow")[0]), text
    assert held.snapshot_sha256 not in html
    for path in (address("pdf", held.code), f"/badges/{held.code}.json"):
        assert client.get(path).status_code in (403, 404)


def test_a_closed_certificate_tells_programs_no_more_than_people(client, held):
    choose(client, held)
    client.logout()
    told = client.get(f"/v/{held.code}.json")
    assert (told.json()["state"], told.json()["withheld"]) == ("issued", "holder")
    assert told.json()["certificate"] == {"issuer": held.snapshot["issuer"], "serial": held.serial}
    proofs = client.get(f"/log/inclusion/{held.code}.json")
    assert "salt" not in proofs.json()["entries"][0], "with the salt the name could be guessed"
    for answer in (told, proofs):
        assert "Ch" not in answer.content.decode().replace("Checked", "")
        assert held.snapshot_sha256 not in answer.content.decode()


def test_a_closed_certificate_that_is_revoked_says_why_and_no_more_of_its_contents(client, held, administrator):
    choose(client, held)
    revoke_certificate(held, by=administrator, reason="conduct", note="x", now=NOW)
    client.logout()
    told = client.get(f"/v/{held.code}.json").json()
    assert (told["state"], told["withheld"], told["revocation"]["reason"]) == ("revoked", "revoked", "conduct")
    assert told["certificate"] == {"issuer": held.snapshot["issuer"], "serial": held.serial}
    html = read(client, "verify", held.code)
    assert "This certificate was revoked" in html
    assert held.snapshot["course_title"] not in html


def test_the_holder_of_a_closed_certificate_still_fetches_the_file_and_opens_it_again(client, held):
    choose(client, held)
    assert client.get(address("pdf", held.code)).status_code == 200
    choose(client, held, is_public="on")
    client.logout()
    assert "Chávez" in read(client, "verify", held.code)


def test_grade_and_address_are_shown_only_when_the_holder_says_so(client, course, completed):
    enrolment = completed()
    Enrolment.objects.filter(pk=enrolment.pk).update(grade="87.3456")
    certificate = issue_certificate(enrolment.pk, now=NOW)
    learner = enrolment.learner
    closed = read(client, "verify", certificate.code)
    assert "87" not in closed.split('<dl class="facts">')[1].split("</dl>")[0]
    assert learner.email not in closed
    client.force_login(learner)
    choose(client, certificate, is_public="on", shows_grade="on", shows_email="on")
    client.logout()
    opened = read(client, "verify", certificate.code)
    assert "87.3 %" in opened
    assert learner.email in opened


def test_the_record_is_not_published_while_the_grade_in_it_is_withheld(client, course, completed):
    """A grade has few values: with the record's checksum each could be tried."""
    enrolment = completed()
    Enrolment.objects.filter(pk=enrolment.pk).update(grade="87.3456")
    certificate = issue_certificate(enrolment.pk, now=NOW)
    addresses = (
        address("verify", certificate.code),
        f"/v/{certificate.code}.json",
        f"/log/inclusion/{certificate.code}.json",
    )

    def said() -> list[bool]:
        return [certificate.snapshot_sha256 in client.get(each).content.decode() for each in addresses]

    assert said() == [False] * 3
    share_certificate(certificate, shows_grade=True)
    assert said() == [True] * 3


def test_only_the_holder_chooses(client, held):
    client.force_login(UserFactory())
    assert choose(client, held).status_code == 404
    client.logout()
    assert "/accounts/login/" in choose(client, held)["Location"]
    held.refresh_from_db()
    assert held.is_public
    assert "shows_email" not in read(client, "verify", held.code)


def test_a_corrected_certificate_keeps_what_the_holder_chose(held, administrator):
    share_certificate(held, is_public=False, shows_email=True)
    new = reissue_certificate(held, by=administrator, reason="name", now=NOW)
    new.refresh_from_db()
    assert (new.is_public, new.shows_grade, new.shows_email) == (False, False, True)


def test_nothing_else_can_be_chosen(held):
    with pytest.raises(ValueError, match="state"):
        share_certificate(held, state=True)
