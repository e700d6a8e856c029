"""Anyone may check a certificate. What the page says, and what it never says."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from certificates.domain.codes import grouped
from certificates.models import CertificatePolicy
from certificates.services import (
    issue_certificate,
    log,
    reissue_certificate,
    revoke_certificate,
    sign_head,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")
NOBODYS = "7K2M94QX3F9C02HN"


def address(code: str, name: str = "verify", language: str = "es") -> str:
    with translation.override(language):
        return reverse(f"certificates:{name}", args=[code])


def page(client, certificate, status: int = 200, language: str = "es") -> str:
    answer = client.get(address(certificate if isinstance(certificate, str) else certificate.code, language=language))
    assert answer.status_code == status
    return answer.content.decode()


def facts(html: str) -> str:
    """The list of what is printed."""
    return html.split('<dl class="facts">')[1].split("</dl>")[0]


def state(client, certificate) -> str:
    return client.get(address(certificate.code)).context["state"]


@pytest.fixture
def revoked(issued, administrator):
    certificate = issued()
    return revoke_certificate(certificate, by=administrator, reason="conduct", note="PRIVATENOTE", now=NOW)


def test_a_valid_certificate_shows_everything_that_is_printed(clock, client, issued):
    certificate = issued(language="en")
    html = page(client, certificate, language="en")
    assert state(client, certificate) == "issued"
    said = certificate.snapshot
    printed = ("Lucía Chávez Ñuñoa", "small en", said["issuer"], said["serial"], grouped(certificate.code))
    for text in (*printed, "Completion", "2.5 hours", "Edition 1", "Nov. 25, 2026"):
        assert text in facts(html), text
    for signatory in said["signatories"]:
        assert f"{signatory['name']}, {signatory['role']}" in html
    assert certificate.snapshot_sha256[:16] in html
    assert address(certificate.code, "pdf", "en") in html


def test_the_page_speaks_four_languages_and_the_course_keeps_its_own(client, issued):
    certificate = issued(language="en")
    headings = set()
    for language in LANGUAGES:
        html = page(client, certificate, language=language)
        assert f'<html lang="{language}"' in html
        assert '<dd lang="en">small en' in html
        headings.add(re.search(r'<h1 class="h2" id="v">(.+?)</h1>', html)[1])
    assert len(headings) == 4


def test_neither_grade_nor_address_of_the_holder_is_shown(client, course, completed):
    enrolment = completed()
    type(enrolment).objects.filter(pk=enrolment.pk).update(grade="87.5")
    html = page(client, issue_certificate(enrolment.pk, now=NOW))
    assert "87" not in facts(html)
    assert enrolment.learner.email not in html


def test_a_certificate_that_ran_out_says_so_with_its_date(clock, client, course, issued):
    CertificatePolicy.objects.update(valid_months=12)
    certificate = issued()
    clock.forward(days=365)
    assert state(client, certificate) == "issued"
    clock.forward(days=1)
    assert state(client, certificate) == "expired"
    assert certificate.snapshot["name"] in page(client, certificate)


def test_a_certificate_runs_out_at_midnight_on_the_issuers_calendar(clock, client, course, issued):
    CertificatePolicy.objects.update(valid_months=1)
    certificate = issued()  # until 25 December, which ends at 06:00 UTC of the 26th
    clock.now = NOW.replace(month=12, day=26, hour=5, minute=59)
    assert state(client, certificate) == "issued"
    clock.forward(minutes=1)
    assert state(client, certificate) == "expired"


def test_a_corrected_certificate_is_said_to_be_replaced_and_does_not_lead_to_its_successor(
    client, issued, administrator
):
    old = issued()
    new = reissue_certificate(old, by=administrator, reason="name", now=NOW)
    assert (state(client, old), state(client, new)) == ("superseded", "issued")
    assert new.code not in page(client, old), "only its holder gives the new code away"


def test_a_revoked_certificate_shows_its_reason_and_no_name(client, revoked):
    assert state(client, revoked) == "revoked"
    learner = revoked.enrolment.learner
    with translation.override("es"):
        reason = str(revoked.get_revocation_reason_display())
    for language in LANGUAGES:
        html = page(client, revoked, language=language)
        for part in (*learner.first_name.split(), *learner.last_name.split(), learner.email, "PRIVATENOTE"):
            assert part not in html
    assert capfirst(reason) in page(client, revoked)
    assert revoked.serial in page(client, revoked)


def without_codes(html: str) -> str:
    """The page without the code that was asked for, which stands in it in two forms, and without the form's token."""
    return re.sub(r"(?:[0-9A-Z]{4}-?){4}", "CODE", re.sub(r'csrfmiddlewaretoken" value="\w+', "", html))


def test_a_code_that_nobody_has_is_not_found_and_invites_to_look_again(client):
    html = page(client, NOBODYS, 404)
    assert grouped(NOBODYS) in html
    assert 'id="code"' in html


def test_a_certificate_that_waits_for_approval_looks_like_an_unknown_one(client, course, completed):
    CertificatePolicy.objects.update(needs_approval=True)
    pending = issue_certificate(completed().pk, now=NOW)
    assert without_codes(page(client, pending, 404)) == without_codes(page(client, NOBODYS, 404))
    assert client.get(address(pending.code, "pdf")).status_code == 404


def test_a_right_and_a_wrong_code_cost_the_same_queries(client, issued, revoked, django_assert_num_queries):
    """One each for the certificate, its versions, its file, its entries, the head, the log's size and its root."""
    for code in (issued().code, revoked.code, NOBODYS, "-", "x" * 90):
        with django_assert_num_queries(7):
            client.get(address(code))
        with django_assert_num_queries(7):
            client.get(f"/v/{code}.json")


def test_the_queries_do_not_grow_with_versions_and_entries(client, issued, administrator, django_assert_num_queries):
    certificate = issued()
    for _more in range(3):
        certificate = reissue_certificate(certificate, by=administrator, reason="name", now=NOW)
        issued()
    with django_assert_num_queries(7):
        html = page(client, certificate)
    assert html.count("<li value=") == 4


def test_the_code_may_be_typed_in_any_way(client, issued):
    code = issued().code
    with translation.override("es"):
        check = reverse("certificates:check")
    for typed in (code.lower(), grouped(code), f" {grouped(code).lower()} ", code.replace("0", "o").replace("1", "l")):
        assert client.get(check, {"code": typed})["Location"] == address(code)
        assert client.get(f"/es/certificates/{quote(typed)}/").status_code == 200


@pytest.mark.parametrize("before", ["http://127.0.0.1:8000/V/", "/es/certificates/", "V/"])
@pytest.mark.parametrize("after", ["", "/"])
def test_the_whole_address_may_be_pasted(client, issued, before, after):
    code = issued().code
    assert client.get("/es/certificates/check/", {"code": f"{before}{code}{after}"})["Location"] == address(code)


@pytest.mark.parametrize(
    "typed", ["/", "//", "a/b", "../..", "?", "#", "%", "%2F", "\\", "<b>", "ñ", "\0", "🙂", "e" * 5000]
)
def test_whatever_is_typed_gets_a_page(client, typed):
    answer = client.get("/es/certificates/check/", {"code": typed}, follow=True)
    assert answer.status_code in (200, 404)
    assert "<h1" in answer.content.decode()
    assert "<b>" not in answer.content.decode().split('value="')[-1].split('"')[0]


@pytest.mark.parametrize("code", ["%00", "%2F", "..", "-", "%ff", "a" * 3000])
def test_whatever_stands_in_the_address_is_not_found(client, code):
    for url in (f"/es/certificates/{code}/", f"/es/certificates/{code}/pdf/"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("prefix", ["v", "V"])
@pytest.mark.parametrize("end", ["", "/"])
def test_the_short_address_works_in_upper_and_lower_case(client, issued, prefix, end):
    code = issued().code
    for written in (code, code.lower()):
        led = client.get(f"/{prefix}/{written}{end}", headers={"accept-language": "fr"})
        assert led["Location"] == address(code, language="fr")


@pytest.mark.parametrize("path", ["/v", "/V", "/v/", "/V/"])
def test_the_short_address_without_a_code_leads_to_the_form(client, path):
    led = client.get(path, headers={"accept-language": "en"})
    assert led["Location"] == "/en/certificates/check/"


def test_the_short_address_asks_the_register_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(f"/V/{NOBODYS}")


def test_who_tries_too_many_codes_has_to_wait(settings, client, issued):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "verify_certificate": "3/m/ip"}
    code = issued().code
    assert [client.get(address(c)).status_code for c in (NOBODYS, code, NOBODYS, code)] == [404, 200, 404, 429]
    told = client.get(address(code))
    assert "Lucía" not in told.content.decode()
    assert "<h1" in told.content.decode()
    assert client.get(address(code), REMOTE_ADDR="192.0.2.7").status_code == 200, "others are not kept waiting"


def test_sixty_checks_a_minute_are_allowed(settings):
    assert settings.ACCOUNT_RATE_LIMITS["verify_certificate"] == "60/m/ip"


def test_no_search_engine_keeps_a_certificate(settings, client, issued, revoked):
    for code, status in ((issued().code, 200), (revoked.code, 200), (NOBODYS, 404)):
        assert '<meta name="robots" content="noindex">' in page(client, code, status)
    settings.ACCOUNT_RATE_LIMITS = {"verify_certificate": "1/m/ip"}
    page(client, NOBODYS, 404)
    assert '<meta name="robots" content="noindex">' in page(client, NOBODYS, 429)


def test_a_certificate_says_when_it_was_checked(clock, client, issued):
    certificate = issued()
    clock.now = NOW + timedelta(days=100)
    assert client.get(address(certificate.code)).context["finding"].checked_at == clock.now


def entries(html: str) -> str:
    return html.split("facts--narrow")[1].split("</dl>")[0]


def test_the_page_names_its_place_in_the_log_and_how_to_verify_it(client, issued, revoked):
    certificate = issued()
    sign_head(now=NOW)
    html = page(client, certificate, language="en")
    entry = certificate.log_entries.get()
    assert f"Entry {entry.index}" in entries(html)
    assert log.root_at(3).hex() in entries(html)
    assert "3 (signed)" in entries(html)
    assert f"verify_log.py certificate http://testserver {certificate.code}" in html
    for link in (f"/v/{certificate.code}.json", f"/log/inclusion/{certificate.code}.json", "/log/head.json"):
        assert f'href="{link}"' in html
        assert client.get(link).status_code == 200


def test_the_version_history_names_serials_and_no_codes(client, issued, administrator):
    old = issued()
    new = reissue_certificate(old, by=administrator, reason="PRIVATEREASON", now=NOW)
    html = page(client, new, language="en")
    history = html.split('versions" reversed>')[1].split("</ol>")[0]
    assert old.serial in history
    assert new.serial in history
    assert "Replaced by a corrected one" in history
    assert old.code not in html
    assert "PRIVATEREASON" not in html


def test_the_page_says_that_it_is_the_accessible_original(client, issued):
    assert "accessible original" in page(client, issued(), language="en")


def test_who_fetches_too_many_files_has_to_wait(settings, client, issued):
    settings.ACCOUNT_RATE_LIMITS = {"certificate_pdf": "2/m/ip"}
    assert [client.get(address(NOBODYS, "pdf")).status_code for _n in range(3)] == [404, 404, 429]
