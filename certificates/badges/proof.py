"""Embedded proofs: Data Integrity with the suite eddsa-rdfc-2022 (W3C Recommendation, section 3.2).

What is signed is not the text but its meaning: the RDF dataset that the contexts make of it, in canonical form
(RDFC-1.0). Signed bytes: SHA-256(canonical proof options) ‖ SHA-256(canonical credential).
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from certificates.badges.contexts import load
from certificates.badges.encoding import base58, from_base58

Document = dict[str, Any]
SUITE = "eddsa-rdfc-2022"


class NoProof(Exception):
    """The document carries no proof of the kind we make."""


class Unreadable(Exception):
    """The document is no JSON-LD on the contexts that are pinned."""


def instant(at: datetime) -> str:
    """An instant as credentials write it: UTC, whole seconds, Z."""
    return at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def add_proof(document: Document, method: str, sign: Callable[[bytes], bytes], at: datetime) -> Document:
    """The document with a proof made with the key that the verification method (`did#key`) names."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": instant(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = "z" + base58(sign(signed_bytes(document, options)))
    return {**document, "proof": {**options, "proofValue": value}}


def split_proof(document: Document) -> tuple[Document, Document, bytes]:
    """The document without its proof, the proof's options, the signature. Raises NoProof."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE:
        raise NoProof
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        raise NoProof
    try:
        signature = from_base58(value[1:])
    except ValueError as error:
        raise NoProof from error
    bare = {key: each for key, each in document.items() if key != "proof"}
    return bare, {key: each for key, each in proof.items() if key != "proofValue"}, signature


def signed_bytes(document: Document, options: Document) -> bytes:
    """What the signature signs. Raises Unreadable. Not for documents of any shape: see checking.py."""
    configuration = {"@context": document["@context"], **options}
    return hashlib.sha256(_canonical(configuration)).digest() + hashlib.sha256(_canonical(document)).digest()


def _canonical(document: Document) -> bytes:
    from pyld import jsonld  # loads slowly: only where something is signed or checked

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    try:
        return bytes(jsonld.normalize(document, options).encode())
    except jsonld.JsonLdError as error:
        raise Unreadable from error
