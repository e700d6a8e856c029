"""Who issues: the site's own name as a DID (method did:web), and the document that lists its keys."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from certificates.badges.encoding import multikey, p256_jwk
from certificates.keys.register import Key

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"]


def did_of(base_url: str) -> str:
    """did:web for a site's address; a port is written with %3A."""
    return "did:web:" + quote(urlsplit(base_url).netloc, safe="")


def method_of(did: str, key: Key) -> str:
    """How a signature names its key."""
    return f"{did}#{key.id}"


def did_document(did: str, keys: Iterable[Key]) -> dict[str, Any]:
    """Active and retired keys. A compromised one is not among them.

    Readers learn from a proof alone when it was made, and whoever has the key can write any date there: nobody
    outside can tell an old signature from a forged one. So the key goes, and the badges get another signature.
    """
    methods = [_method(did, key) for key in keys if not key.compromised_from]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _method(did: str, key: Key) -> dict[str, Any]:
    public = bytes.fromhex(key.public)
    common = {"id": method_of(did, key), "controller": did}
    if key.algorithm == "P-256":
        return {**common, "type": "JsonWebKey", "publicKeyJwk": p256_jwk(public)}
    return {**common, "type": "Multikey", "publicKeyMultibase": multikey(public)}
