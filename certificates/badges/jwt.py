"""The other form of the same credential: a compact JWT signed with ES256 (Open Badges 3.0, section 8.2)."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from certificates.badges.encoding import base64url


def sign_jwt(document: dict[str, Any], method: str, sign: Callable[[bytes], bytes]) -> str:
    """The document as a JWT. `method` is `did#key`; `sign` gives r and s, 32 bytes each."""
    header = {"alg": "ES256", "kid": method, "typ": "JWT"}
    signed = f"{_part(header)}.{_part({**document, **_claims(document)})}"
    return f"{signed}.{base64url(sign(signed.encode()))}"


def _claims(document: dict[str, Any]) -> dict[str, Any]:
    """What a JWT calls by its own names, besides."""
    issuer = document["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": _seconds(document["validFrom"]),
    }
    return claims | ({"exp": _seconds(document["validUntil"])} if "validUntil" in document else {})


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _part(value: dict[str, Any]) -> str:
    return base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
