"""The transparency log as anybody outside sees it, and the program that checks it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from certificates import keys, tasks, triggers
from certificates.models import Certificate, LogEntry, SignedTreeHead
from certificates.services import reissue_certificate, revoke_certificate, sign_head
from certificates.services.heads import is_signed
from outbox.models import Job
from tests.certificates.conftest import drain_all
from tests.factories import NOW
from tools import verify_log

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def fetch(client):
    """How the verifier reads the site."""
    return lambda path: json.loads(client.get(path).content)


@pytest.fixture
def kept():
    """What an outsider kept from earlier runs."""
    return {"heads": [], "keys": {}}


@pytest.fixture
def register(issued, administrator):
    """Seven entries over five certificates, one revoked and one corrected."""
    made = [issued() for _n in range(5)]
    revoke_certificate(made[3], by=administrator, reason="conduct", note="PRIVATENOTE", now=NOW)
    reissue_certificate(made[4], by=administrator, reason="name", now=NOW)
    return list(Certificate.objects.order_by("serial"))


def rewrite(statement: str, *values: object) -> None:
    """What who owns the database can do: take the triggers away, and change the past."""
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
        triggers.remove()
        cursor.execute(statement, values)


def test_a_sound_log_has_nothing_wrong(register, fetch, kept):
    sign_head(now=NOW)
    assert verify_log.audit(fetch, kept) == []
    for certificate in register:
        assert verify_log.certificate(fetch, certificate.code, kept, certificate.snapshot) == []
    assert [head["size"] for head in kept["heads"]] == [7]


def test_a_log_that_grows_stays_consistent_with_every_head_that_was_kept(register, issued, fetch, kept):
    sign_head(now=NOW)
    assert verify_log.audit(fetch, kept) == []
    issued()
    sign_head(now=TOMORROW)
    assert verify_log.audit(fetch, kept) == []
    assert [head["size"] for head in kept["heads"]] == [7, 8]


OTHER_LEAF = '(SELECT leaf FROM certificates_logentry WHERE "index" = 1)'
REWRITES = [
    f'UPDATE certificates_logentry SET leaf = {OTHER_LEAF} WHERE "index" = %s',
    f"UPDATE certificates_lognode SET hash = {OTHER_LEAF} WHERE position = 2 * %s",
    "UPDATE certificates_logentry SET event = event || ' ' WHERE \"index\" = %s",
    "UPDATE certificates_logsalt SET salt = (SELECT salt FROM certificates_logsalt WHERE entry_id = 1) WHERE entry_id = %s",
]


@pytest.mark.parametrize("n", [0, 2, 4, 6])  # not those of the revoked one, whose salts are not shown
@pytest.mark.parametrize("statement", REWRITES)
def test_any_past_row_that_is_rewritten_is_found_out(register, fetch, kept, statement, n):
    sign_head(now=NOW)
    assert verify_log.audit(fetch, kept) == []
    rewrite(statement, n)
    found = verify_log.audit(fetch, kept)
    for certificate in register:
        found += verify_log.certificate(fetch, certificate.code, kept, certificate.snapshot)
    assert found


def test_a_past_that_is_computed_anew_and_signed_again_is_found_out_by_who_kept_a_head(register, fetch, kept):
    """The strongest forger: every leaf, node and head is replaced, and the site's own key signs it."""
    sign_head(now=NOW)
    assert verify_log.audit(fetch, kept) == []
    leaves = [bytes(leaf) for leaf in LogEntry.objects.values_list("leaf", flat=True)]
    leaves[2] = bytes(32)
    rewrite('UPDATE certificates_logentry SET leaf = %s WHERE "index" = 2', leaves[2])
    rewrite("DELETE FROM certificates_lognode")
    rewrite("DELETE FROM certificates_signedtreehead")
    from certificates.services import log

    for index, leaf in enumerate(leaves):
        log._insert(*log._new_nodes(index, leaf))
    sign_head(now=NOW)
    assert verify_log.audit(fetch, {"heads": [], "keys": {}}) == [], "alone, the new past looks right"
    assert any("rewritten" in problem for problem in verify_log.audit(fetch, kept))


def test_an_entry_that_is_cut_off_is_found_out(register, fetch, kept):
    sign_head(now=NOW)
    assert verify_log.audit(fetch, kept) == []
    rewrite('DELETE FROM certificates_logsalt WHERE "entry_id" = 6')
    rewrite('DELETE FROM certificates_logentry WHERE "index" = 6')
    assert verify_log.audit(fetch, kept)


@pytest.mark.parametrize("change", ["snapshot_sha256 = '" + "0" * 64 + "'", 'snapshot = \'{"name": "Somebody else"}\''])
def test_a_certificate_that_says_something_else_than_was_logged_is_found_out(register, fetch, kept, change):
    first = register[0]
    rewrite(f"UPDATE certificates_certificate SET {change} WHERE serial = %s", first.serial)
    first.refresh_from_db()
    assert verify_log.certificate(fetch, first.code, kept, first.snapshot)


def test_a_revocation_that_was_taken_back_in_the_register_is_found_out(register, fetch, kept):
    revoked = next(certificate for certificate in register if certificate.state == "revoked")
    assert verify_log.certificate(fetch, revoked.code, kept) == []
    rewrite("UPDATE certificates_certificate SET state = 'issued' WHERE serial = %s", revoked.serial)
    assert any("calls it issued" in problem for problem in verify_log.certificate(fetch, revoked.code, kept))


def test_a_revocation_that_the_log_does_not_know_is_found_out(register, fetch, kept):
    change = "state = 'revoked', revoked_at = issued_at, revocation_reason = 'error', revocation_note = 'x'"
    rewrite(f"UPDATE certificates_certificate SET {change} WHERE serial = %s", register[0].serial)
    assert any("calls it revoked" in problem for problem in verify_log.certificate(fetch, register[0].code, kept))


def test_a_small_tree_made_up_for_one_certificate_is_found_out_by_a_kept_head(register, fetch, kept):
    """The proof is right, but for a tree that is shorter than a head that was kept, and is not its beginning."""
    sign_head(now=NOW)
    assert verify_log.audit(fetch, kept) == []
    leaf = "ab" * 32
    root = verify_log.sha256(b"\x00" + bytes.fromhex(leaf)).hex()
    entry = {"index": 0, "kind": "issue", "leaf": leaf, "proof": []}
    made_up = {"size": 1, "root": root, "head": None, "erased": False, "entries": [entry]}

    def forged(path):
        return made_up if path.startswith("/log/inclusion/") else fetch(path)

    code = register[0].code
    assert verify_log.certificate(forged, code, {"heads": [], "keys": {}}) == [], "alone, it looks right"
    assert any("does not begin" in problem for problem in verify_log.certificate(forged, code, kept))


def test_a_log_that_is_shorter_than_a_kept_head_is_found_out_with_one_certificate_too(register, fetch, kept):
    longer = {"size": 99, "root": "ab" * 32, "signed_text": "{}"}
    found = verify_log.certificate(fetch, register[0].code, kept | {"heads": [longer]})
    assert found == ["head 99: the log is shorter now"]


def test_a_head_with_another_signature_or_from_a_compromised_key_is_found_out(register, fetch, kept):
    head = sign_head(now=NOW)
    assert is_signed(head)
    keys.compromise(head.key_id, since=NOW - timedelta(hours=1))
    assert not is_signed(head)
    assert any("compromised" in problem for problem in verify_log.audit(fetch, kept))
    again = sign_head(now=TOMORROW)
    assert again.key_id != head.key_id, "the next head has a new key"
    rewrite("UPDATE certificates_signedtreehead SET signature = root WHERE key_id = %s", again.key_id)
    assert any("signature" in problem for problem in verify_log.audit(fetch, kept))


def test_a_head_a_day_and_a_mail_to_each_witness(clock, settings, register):
    settings.AMPARO_LOG_WITNESSES = ["witness@example.org", "other@example.net"]
    for _again in range(3):
        tasks.ask_for_head()
        drain_all()
    head = SignedTreeHead.objects.get()
    letters = [letter for letter in mail.outbox if "witness" in letter.to[0] or "other" in letter.to[0]]
    assert sorted(letter.to[0] for letter in letters) == ["other@example.net", "witness@example.org"]
    assert all(head.root_hex in letter.body and bytes(head.signature).hex() in letter.body for letter in letters)
    clock.forward(days=1)
    tasks.ask_for_head()
    drain_all()
    assert SignedTreeHead.objects.count() == 2
    assert Job.objects.exclude(last_error="").count() == 0


def test_a_witness_checks_the_log_with_the_file_in_the_mail(clock, settings, register, issued, fetch):
    settings.AMPARO_LOG_WITNESSES = ["witness@example.org"]
    tasks.ask_for_head()
    drain_all()
    (letter,) = [letter for letter in mail.outbox if letter.to == ["witness@example.org"]]
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == (f"log-head-{SignedTreeHead.objects.get().day}.json", "application/json")
    issued()
    assert verify_log.audit(fetch, json.loads(content)) == []
    rewrite(REWRITES[0], 2)
    rewrite("DELETE FROM certificates_signedtreehead")
    assert any("rewritten" in problem for problem in verify_log.audit(fetch, json.loads(content)))


def test_the_verifier_says_whether_a_signed_head_covers_the_certificate(register, fetch, kept, capsys):
    assert verify_log.certificate(fetch, register[0].code, kept) == []
    assert "Not under a signed head yet" in capsys.readouterr().out
    sign_head(now=NOW)
    assert verify_log.certificate(fetch, register[0].code, kept) == []
    assert capsys.readouterr().out == f"Signed at {NOW.isoformat()}\n"


def test_the_log_names_nobody(client, register):
    sign_head(now=NOW)
    pages = ["/log/head.json", "/log/entries.json", "/log/consistency.json?from=2&to=7", reverse("certificates:log")]
    pages += [f"/log/inclusion/{certificate.code}.json" for certificate in register]
    said = "".join(client.get(page).content.decode() for page in pages)
    for text in ("Lucía", "Ch\\u00e1vez", "Chávez", "small es", "PRIVATENOTE", "@example.org"):
        assert text not in said


def test_a_revoked_certificates_entries_are_proved_without_what_would_let_the_name_be_guessed(fetch, register):
    revoked = next(certificate for certificate in register if certificate.state == "revoked")
    page = fetch(f"/log/inclusion/{revoked.code}.json")
    assert [entry["kind"] for entry in page["entries"]] == ["issue", "revoke"]
    assert all("salt" not in entry for entry in page["entries"])


def test_a_page_of_the_log_costs_the_same_however_long_it_is(client, register, issued, django_assert_num_queries):
    sign_head(now=NOW)
    for _more in range(2):
        for path, queries in (
            ("/log/head.json", 3),
            ("/log/entries.json", 1),
            ("/log/consistency.json?from=3&to=7", 2),
            ("/es/certificates/log/", 1),
        ):
            with django_assert_num_queries(queries):
                assert client.get(path).status_code == 200
        issued()


@pytest.mark.parametrize(("query", "status"), [
    ("", 400), ("?from=0&to=1", 400), ("?from=2&to=1", 400), ("?from=1&to=99", 400), ("?from=x&to=1", 400),
    ("?from=1&to=99999999999999999", 404), ("?from=1&to=1", 200),
])  # fmt: skip
def test_sizes_that_the_log_never_had_are_said_to_be_wrong(client, register, query, status):
    assert client.get(f"/log/consistency.json{query}").status_code == status


def test_an_unknown_code_has_no_place_in_the_log(client, register):
    assert client.get("/log/inclusion/0000000000000000.json").status_code == 404


def test_an_empty_log_answers_too(client, db):
    assert client.get("/log/head.json").json()["size"] == 0
    assert client.get("/log/entries.json").json()["leaves"] == []
    assert client.get("/es/certificates/log/").status_code == 200


def test_who_asks_too_often_has_to_wait(settings, client, register):
    settings.ACCOUNT_RATE_LIMITS = {"read_log": "2/m/ip", "verify_certificate": "1/m/ip"}
    answers = [client.get("/log/entries.json").status_code for _n in range(3)]
    assert answers == [200, 200, 429]
    address = f"/log/inclusion/{register[0].code}.json"
    assert [client.get(address).status_code for _n in range(2)] == [200, 429]


def test_the_verifier_stays_short_enough_to_be_read():
    with Path(verify_log.__file__).open() as file:
        assert sum(1 for _line in file) < 200


def test_the_page_says_how_to_verify_in_four_languages(client, register):
    head = sign_head(now=NOW)
    for language in ("es", "en", "fr", "pt"):
        page = client.get(f"/{language}/certificates/log/").content.decode()
        assert head.root_hex in page
        assert re.search(r"verify_log\.py audit http://testserver", page)


def test_the_site_hands_out_the_program_that_its_pages_name(client):
    answer = client.get("/log/verify_log.py")
    assert answer["Content-Type"].startswith("text/x-python")
    assert answer.content == Path(verify_log.__file__).read_bytes()
    page = client.get("/es/certificates/log/").content.decode()
    assert 'href="/log/verify_log.py"' in page


def test_the_image_for_servers_holds_that_program():
    root = Path(verify_log.__file__).parent.parent
    left_out = (root / ".dockerignore").read_text().split()
    assert not {"tools", "tools/", "*.py", "tools/verify_log.py"}.intersection(left_out)
    assert "COPY . ." in (root / "Dockerfile").read_text()
