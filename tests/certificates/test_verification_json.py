"""What verification tells programs: docs/verification.md."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from certificates.domain.snapshot import checksum
from certificates.services import ensure_pdf, erase_learner, revoke_certificate, sign_head
from tests.factories import NOW
from tools import verify_log

pytestmark = pytest.mark.django_db
NOBODYS = "7K2M94QX3F9C02HN"


def told(client, code: str, status: int = 200) -> dict:
    answer = client.get(f"/v/{code}.json")
    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex"
    return answer.json()


def test_a_valid_certificate_is_told_in_full(client, issued):
    certificate = issued()
    file = ensure_pdf(certificate)
    found = told(client, certificate.code)
    said = {key: value for key, value in certificate.snapshot.items() if key not in ("grade", "schema")}
    assert found["certificate"] == said
    assert (found["state"], found["valid"], found["withheld"]) == ("issued", True, None)
    assert found["record"]["sha256"] == checksum(found["record"]["snapshot"])
    assert (found["pdf"]["sha256"], found["pdf"]["size"]) == (file.sha256, file.size)
    assert [version["serial"] for version in found["history"]] == [certificate.serial]


def test_every_address_in_it_answers(client, issued):
    certificate = issued()
    ensure_pdf(certificate)
    found = told(client, certificate.code)
    for url in (found["pdf"]["url"], found["log"]["proof"], *found["badge"].values()):
        assert client.get(url.removeprefix(settings.AMPARO_BASE_URL)).status_code == 200


def test_the_record_holds_against_the_log_with_the_stand_alone_verifier(client, issued):
    certificate = issued()
    sign_head(now=NOW)
    found = told(client, certificate.code)
    fetch = lambda path: json.loads(client.get(path).content)  # noqa: E731
    assert found["log"]["signed"]
    assert verify_log.certificate(fetch, certificate.code, {"heads": [], "keys": {}}, found["record"]["snapshot"]) == []


def test_a_wrong_code_gives_the_same_keys(client, issued):
    assert told(client, issued().code).keys() == told(client, NOBODYS, 404).keys()
    assert told(client, NOBODYS, 404)["state"] == "unknown"


def test_a_revoked_one_gives_its_reason_and_neither_name_nor_record(client, issued, administrator):
    certificate = issued()
    revoke_certificate(certificate, by=administrator, reason="conduct", note="PRIVATENOTE", now=NOW)
    found = told(client, certificate.code)
    assert (found["state"], found["valid"], found["withheld"]) == ("revoked", False, "revoked")
    assert found["revocation"]["reason"] == "conduct"
    assert (found["record"], found["pdf"], found["badge"]) == (None, None, None)
    assert not re.search('PRIVATENOTE|Luc|name": "L', json.dumps(found))


def test_an_erased_one_gives_what_is_kept(client, issued, administrator):
    certificate = issued()
    erase_learner(certificate.enrolment.learner, by=administrator, now=NOW)
    found = told(client, certificate.code)
    assert (found["withheld"], found["pdf"]) == ("erased", None)
    assert found["certificate"]["serial"] == certificate.serial
    assert "name" not in found["certificate"]


def test_the_page_answers_a_program_by_what_it_accepts(client, issued):
    code = issued().code
    with translation.override("fr"):
        page = reverse("certificates:verify", args=[code])
    for url in (page, f"/v/{code}", f"/V/{code}"):
        assert client.get(url, headers={"accept": "application/json"}).json()["code"] == code
    assert "Accept" in client.get(page)["Vary"]
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        assert client.get(page, headers={"accept": accept})["Content-Type"].startswith("text/html")


def test_a_program_that_asks_too_often_is_told_in_its_own_tongue(settings, client, db):
    settings.ACCOUNT_RATE_LIMITS = {"verify_certificate": "1/m/ip"}
    assert [client.get(f"/v/{NOBODYS}.json").status_code for _n in range(2)] == [404, 429]
    assert client.get(f"/v/{NOBODYS}.json").json() == {"error": "too many requests"}


def test_every_key_is_described(client, issued):
    text = (Path(settings.BASE_DIR) / "docs/verification.md").read_text(encoding="utf-8")
    found = told(client, issued().code)
    for key in (*found, *found["certificate"], *found["log"], *found["record"], *found["history"][0], "grade", "email"):
        assert f"`{key}`" in text, key
