"""What the issuer itself says of a badge that somebody brings."""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings

from certificates import keys
from certificates.badges.did import did_of, method_of
from certificates.badges.proof import NoProof, Unreadable, signed_bytes, split_proof
from certificates.keys.algorithms import is_ed25519_signature
from certificates.models import BadgeStatus, CertificateFile
from certificates.models.badges import LIST_LENGTH

LONGEST = 20_000  # characters
LONGEST_LIST = 4


class Verdict(StrEnum):
    """`GENUINE`: ours, unchanged and in force."""

    GENUINE = "genuine"
    NOT_OURS = "not ours"
    CHANGED = "changed"
    COMPROMISED = "signed with a key that was not ours alone any more"
    REVOKED = "revoked"


def check_badge(text: str) -> Verdict:
    """Judge a credential with an embedded proof (JSON)."""
    try:
        document = json.loads(text) if len(text) < LONGEST else None
        if not isinstance(document, dict) or not _has_our_shape(document):
            return Verdict.NOT_OURS
        bare, options, signature = split_proof(document)
        key = _key(options.get("verificationMethod"))
        data = signed_bytes(bare, options)
        created = datetime.fromisoformat(options["created"])
    except (ValueError, KeyError, TypeError, RecursionError, NoProof, Unreadable):
        return Verdict.NOT_OURS
    if key is None:
        return Verdict.NOT_OURS
    if not is_ed25519_signature(bytes.fromhex(key.public), signature, data):
        return Verdict.CHANGED
    if key.compromised_from and not _was_made_before(text, key, created):
        return Verdict.COMPROMISED
    return Verdict.REVOKED if _is_revoked(bare) else Verdict.GENUINE


def _has_our_shape(value: Any) -> bool:
    """Whether canonical form costs little: strangers can draw graphs on which it takes for ever.

    It does where many nodes without a name look alike, so lists are short and nodes are not named as nameless.
    """
    if isinstance(value, dict):
        return all(map(_has_our_shape, [*value, *value.values()]))
    if isinstance(value, list):
        return len(value) <= LONGEST_LIST and all(map(_has_our_shape, value))
    return not (isinstance(value, str) and value.startswith("_:"))


def _key(method: Any) -> keys.Key | None:
    did = did_of(settings.AMPARO_BASE_URL)
    return next((key for key in keys.list_keys("badge") if method_of(did, key) == method), None)


def _was_made_before(text: str, key: keys.Key, created: datetime) -> bool:
    """Whoever stole the key can date a proof back; so the register must have the very file, from before as well."""
    if not key.is_trusted_at(created):
        return False
    rows = CertificateFile.objects.filter(sha256=hashlib.sha256(text.encode()).hexdigest())
    return any(key.is_trusted_at(at) for at in rows.values_list("rendered_at", flat=True))


def _is_revoked(document: dict[str, Any]) -> bool:
    """The entry is signed; a place nobody has is not in force either."""
    status = document["credentialStatus"]
    number, index = int(status["statusListCredential"].rpartition("/")[2]), int(status["statusListIndex"])
    if not 0 <= index < LIST_LENGTH:
        return True
    place = BadgeStatus.objects.filter(list=number, index=index).select_related("certificate").first()
    return place is None or place.certificate.state in ("revoked", "superseded")
