"""What is revoked, as W3C's Bitstring Status List says it: one bit for each badge, compressed, signed."""

import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from certificates.badges.contexts import CREDENTIALS
from certificates.badges.encoding import base64url, from_base64url
from certificates.badges.proof import instant

PURPOSE = "revocation"
VALID = timedelta(days=1)  # an old copy that somebody plays again is refused after that


def encode(indices: Iterable[int], length: int) -> str:
    """The list as text: bit 0 is the first byte's highest. Equal lists give equal text."""
    bits = bytearray(length // 8)
    for index in indices:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64url(gzip.compress(bytes(bits), mtime=0))


def is_set(encoded: str, index: int) -> bool:
    """Whether the bit is set in a list as `encode` writes it."""
    bits = gzip.decompress(from_base64url(encoded[1:]))
    return bool(bits[index // 8] & 0x80 >> index % 8)


def entry(list_url: str, index: int) -> dict[str, str]:
    """What a credential says about its place."""
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": PURPOSE,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def list_credential(url: str, issuer: str, encoded: str, now: datetime) -> dict[str, Any]:
    """The list as a credential to be signed. It begins with the hour, so that no clock is before it."""
    return {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": instant(now.replace(minute=0, second=0)),
        "validUntil": instant(now + VALID),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encoded,
        },
    }
