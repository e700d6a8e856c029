"""Programs of others accept our badges, and refuse what they should: none of them knows our code.

They are installed once, into var/, from tools/badge_verifiers/; while they look at a badge they reach no network.
"""

import base64
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from certificates import keys
from certificates.badges import making
from certificates.badges.baking import bake_png
from certificates.badges.status_list import encode
from certificates.models import CertificatePolicy
from certificates.models.badges import LIST_LENGTH
from certificates.services import reissue_certificate, revoke_certificate
from tests.certificates.badges.conftest import SITE

pytestmark = [pytest.mark.django_db, pytest.mark.badge_verifiers]
SOURCE = Path(__file__).resolve().parents[3] / "tools/badge_verifiers"
CI = os.environ.get("CI") == "true"
DAY = timedelta(days=1)
VERIFIERS = ("@digitalbazaar/vc", "@digitalcredentials/verifier-core", "json", "jwt", "svg", "png")


@pytest.fixture(scope="session")
def verifiers() -> Path:
    """The folder in which the verifiers are installed; skips where they cannot be."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node.js: badges are not shown to the verifiers of others")
    named = ("package.json", "package-lock.json", "requirements.txt")
    content = b"".join((SOURCE / name).read_bytes() for name in named)
    folder = Path(django_settings.DATA_DIR) / f"badge-verifiers-{hashlib.sha256(content).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _install(folder, named)
    return folder


def _install(folder: Path, named: tuple[str, ...]) -> None:
    for name in named:
        shutil.copy(SOURCE / name, folder)
    python = folder / "python/bin/python"
    try:
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)
        _run([sys.executable, "-m", "venv", str(folder / "python")])
        _run([str(python), "-m", "pip", "install", "-q", "-r", str(folder / "requirements.txt")])
    except subprocess.SubprocessError as error:
        if CI:
            raise
        pytest.skip(f"the verifiers of others cannot be installed: {error}")
    (folder / "ready").touch()


def _run(command: list[str], **more: Any) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, **more).stdout


@pytest.fixture
def ask(verifiers: Path, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """What every verifier says of a badge, by its name or, for openbadgeslib, by the badge's form."""

    def judge(forms: dict[str, bytes], documents: dict[str, str] | None = None) -> dict[str, str]:
        texts = {form: data.decode() for form, data in forms.items() if form != "png"}
        bundle = {
            **texts,
            "png": base64.b64encode(forms["png"]).decode(),
            "credential": json.loads(forms["json"]),
            "documents": documents or published(),
        }
        path = tmp_path / "bundle.json"
        path.write_text(json.dumps(bundle))
        script = verifiers / "verify.mjs"  # beside node_modules, where node looks for them
        shutil.copy(SOURCE / "verify.mjs", script)
        said = json.loads(_run(["node", str(script), str(path)]))
        python = verifiers / "python/bin/python"
        return {**said, **json.loads(_run([str(python), str(SOURCE / "verify.py"), str(path)]))}

    return judge


def published() -> dict[str, str]:
    """What the site serves now."""
    return {
        f"{SITE}/.well-known/did.json": json.dumps(making.issuer_document()),
        f"{SITE}/badges/status/1": making.signed_list(1, now=datetime.now(UTC)),
        f"{SITE}/badges/status/1.jwt": making.signed_list_jwt(1, now=datetime.now(UTC)),
    }


@pytest.fixture
def issued(issued: Callable[..., Any]) -> Callable[..., Any]:
    """A certificate of today: verifiers look at their own clock."""

    def make(at: datetime | None = None) -> Any:
        return issued(at=at or datetime.now(UTC))

    return make


@pytest.fixture
def forms(badge: Callable[..., Any]) -> Callable[..., dict[str, bytes]]:
    """A certificate's badge in every form."""

    def read(certificate: Any) -> dict[str, bytes]:
        badge(certificate, at=datetime.now(UTC))
        return {form: file.file.open("rb").read() for form, file in making.stored_badge(certificate).items()}

    return read


ACCEPTED = dict.fromkeys(VERIFIERS, "accepted")


def refused(said: dict[str, str], reason: str) -> bool:
    """Whether every verifier refuses, and for this reason (a regular expression)."""
    assert set(said) == set(VERIFIERS)
    others = {who: verdict for who, verdict in said.items() if not re.search(reason, verdict, re.IGNORECASE)}
    assert others == {}
    return "accepted" not in said.values()


def test_all_accept_a_badge_also_after_its_keys_were_retired(issued, forms, ask):
    made = forms(issued())
    assert ask(made) == ACCEPTED
    for purpose in making.PURPOSES:
        keys.rotate(purpose, now=datetime.now(UTC))
    assert ask(made) == ACCEPTED, "the list is signed with new keys, the badge with old ones"


def test_all_refuse_a_badge_in_which_one_word_was_changed(issued, forms, ask):
    made = forms(issued())
    old, new = b'"name":"small es"', b'"name":"other es"'
    assert old in made["json"]
    changed = {form: data.replace(old, new) for form, data in made.items()}
    head, payload, signature = made["jwt"].split(b".")
    text = base64.urlsafe_b64decode(payload + b"==").replace(old, new)
    changed["jwt"] = b".".join([head, base64.urlsafe_b64encode(text).rstrip(b"="), signature])
    changed["png"] = bake_png(making.picture("png"), changed["json"].decode())
    assert refused(ask(changed), "signature")


def test_all_refuse_a_badge_that_was_revoked_or_replaced(issued, forms, ask, administrator):
    now, certificates = datetime.now(UTC), [issued(), issued()]
    both = [forms(certificate) for certificate in certificates]
    revoke_certificate(certificates[0], by=administrator, reason="error", note="x", now=now)
    reissue_certificate(certificates[1], by=administrator, reason="name", now=now)
    for made in both:
        assert refused(ask(made), "revocation")


def test_all_refuse_a_badge_that_ran_out(course, issued, forms, ask):
    CertificatePolicy.objects.update(valid_months=1)
    assert refused(ask(forms(issued(at=datetime.now(UTC) - 90 * DAY))), "expir|validUntil")


def test_all_refuse_a_badge_signed_with_another_key_than_the_issuers(issued, forms, ask, settings, tmp_path):
    made, genuine = forms(issued()), published()
    ids = [method["id"] for method in making.issuer_document()["verificationMethod"]]
    settings.AMPARO_KEYS_DIR = tmp_path / "other"
    for purpose in making.PURPOSES:
        keys.active_key(purpose, now=datetime.now(UTC))
    others = making.issuer_document()
    for method, name in zip(others["verificationMethod"], ids, strict=True):
        method["id"] = name
    document = json.dumps({**others, "assertionMethod": ids})
    assert refused(ask(made, {**genuine, f"{SITE}/.well-known/did.json": document}), "signature")


def test_all_refuse_a_badge_whose_key_was_compromised_and_accept_its_successor(issued, forms, ask):
    certificate = issued()
    made = forms(certificate)
    for purpose in making.PURPOSES:
        keys.compromise(keys.list_keys(purpose)[0].id, since=datetime.now(UTC))
    assert refused(ask(made), "no such key|no verificationMethod|signature is not valid")
    assert ask(forms(certificate)) == ACCEPTED


def test_a_list_that_is_not_signed_by_the_issuer_is_refused(issued, forms, ask):
    made, documents = forms(issued()), published()
    changed = json.loads(documents[f"{SITE}/badges/status/1"])
    changed["credentialSubject"]["encodedList"] = encode([5], LIST_LENGTH)
    documents[f"{SITE}/badges/status/1"] = json.dumps(changed)
    head, payload, _signature = documents[f"{SITE}/badges/status/1.jwt"].split(".")
    documents[f"{SITE}/badges/status/1.jwt"] = f"{head}.{payload}.{'A' * 86}"
    said = ask(made, documents)
    assert all("list" in said[who].lower() for who in ("@digitalbazaar/vc", "@digitalcredentials/verifier-core", "jwt"))
