"""What programs of others get: from anywhere, without an account, and of what is in force alone."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from certificates.badges.baking import read_png, read_svg
from certificates.badges.making import FORMS
from certificates.models import CertificatePolicy
from certificates.services import erase_learner, issue_certificate, reissue_certificate, revoke_certificate
from tests.certificates.badges.conftest import DID
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NOBODYS = "7K2M94QX3F9C02HN"


def get(client, certificate, form="json", **more):
    return client.get(f"/badges/{getattr(certificate, 'code', certificate)}.{form}", **more)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_four_forms_carry_one_credential(clock, client, issued):
    certificate = issued()
    got = {form: get(client, certificate, form) for form in FORMS}
    assert {form: each["Content-Type"] for form, each in got.items()} == {
        "json": "application/ld+json",
        "jwt": "application/jwt",
        "svg": "image/svg+xml",
        "png": "image/png",
    }
    found = {form: body(each) for form, each in got.items()}
    assert json.loads(read_svg(found["svg"].decode())) == json.loads(found["json"])
    assert read_png(found["png"]).encode() == found["json"]
    assert found["jwt"].count(b".") == 2


def test_every_answer_may_be_read_from_any_page_and_sets_no_cookie(clock, client, issued):
    code = issued().code
    paths = ["/.well-known/did.json", "/badges/status/1", "/badges/status/1.jwt", "/badges/status/9", "/badges/x.svg"]
    for path in [*paths, f"/badges/{code}.json", f"/badges/{code}.png"]:
        answer = client.get(path)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        asked = client.options(path)
        assert (asked.status_code, "Cache-Control" in asked["Access-Control-Allow-Headers"]) == (204, True)
        assert client.post(path).status_code == 405


def test_the_issuers_document_lists_the_keys_of_both_forms(clock, client, issued):
    certificate = issued()
    assert client.get("/.well-known/did.json").json()["verificationMethod"] == []
    get(client, certificate)
    document = client.get("/.well-known/did.json").json()
    assert document["id"] == DID
    assert [method["type"] for method in document["verificationMethod"]] == ["JsonWebKey", "Multikey"]
    assert document["assertionMethod"] == [method["id"] for method in document["verificationMethod"]]
    assert not any("PRIVATE" in json.dumps(method) or "d" in method for method in document["verificationMethod"])


def test_what_is_no_longer_in_force_says_so_and_gives_no_badge(clock, client, issued, administrator):
    revoked, replaced = issued(), issued()
    get(client, revoked)
    revoke_certificate(revoked, by=administrator, reason="conduct", note="PRIVATENOTE", now=NOW)
    new = reissue_certificate(replaced, by=administrator, reason="name", now=NOW)
    for certificate, state in ((revoked, "revoked"), (replaced, "superseded")):
        for form in FORMS:
            answer = get(client, certificate, form)
            assert (answer.status_code, answer.json()["state"]) == (410, state)
            assert "PRIVATENOTE" not in answer.content.decode()
            assert new.code not in answer.content.decode()
    assert get(client, new).status_code == 200


def test_what_ran_out_says_so(clock, client, course, issued):
    CertificatePolicy.objects.update(valid_months=1)
    certificate = issued()
    clock.forward(days=40)
    assert (get(client, certificate).status_code, get(client, certificate).json()["state"]) == (410, "expired")


def test_an_erased_certificate_has_no_badge_and_looks_like_nobodys(clock, client, issued, administrator):
    certificate = issued()
    get(client, certificate)
    erase_learner(certificate.enrolment.learner, by=administrator, now=NOW + timedelta(days=1))
    answers = [get(client, each) for each in (certificate, NOBODYS, "rubbish-'", "x" * 99)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_what_waits_for_approval_has_no_badge(clock, client, course, completed):
    CertificatePolicy.objects.update(needs_approval=True)
    assert get(client, issue_certificate(completed().pk, now=NOW)).status_code == 404


def test_what_the_holder_does_not_show_only_the_holder_gets(clock, client, issued):
    certificate = issued()
    type(certificate).objects.update(is_public=False)
    assert get(client, certificate).status_code == 403
    other, holder = Client(), Client()
    other.force_login(issued().enrolment.learner)
    holder.force_login(certificate.enrolment.learner)
    assert (get(other, certificate).status_code, get(holder, certificate).status_code) == (403, 200)


def test_a_badge_that_is_made_costs_two_queries_and_a_list_one(clock, client, issued, django_assert_num_queries):
    certificates = [issued() for _one in range(3)]
    for certificate in certificates:
        get(client, certificate)
    with django_assert_num_queries(2):
        get(client, certificates[0])
    with django_assert_num_queries(1):
        client.get("/badges/status/1")
    with django_assert_num_queries(0):
        client.get("/.well-known/did.json")


def test_who_asks_too_often_is_asked_to_wait(clock, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"read_badge": "2/m/ip"}
    answers = [client.get("/badges/status/1") for _again in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"
