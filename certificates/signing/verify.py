"""What became of a PDF that somebody holds up: whole, changed, or not ours.

A signature counts only if it covers every byte of the file but itself. So the file is read as
bytes, and what a PDF reader would make of it plays no part.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pikepdf
from asn1crypto import cms
from pyhanko.sign.general import extract_signer_info, find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from certificates.keys import Key, list_keys
from certificates.signing.identity import EMBEDDED, OWN

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
SIGNED_AT = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})(?:Z|([+-])(\d\d)'(\d\d)'?)?")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
MOST_DIGITS = 200_000  # of a signature with a long chain of certificates, and more than enough
REVISION = re.compile(rb"startxref\s+\d+\s+%%EOF")


class State(StrEnum):
    """What can be said of the file."""

    WHOLE = "whole"  # signed by us, and not a byte is different
    APPENDED = "appended"  # ours, with bytes after its end that no reader shows
    EDITED = "edited"  # ours, and changed afterwards in a way that keeps the original inside
    RESAVED = "resaved"  # a copy written anew: the signature no longer speaks for it
    DAMAGED = "damaged"  # bytes were changed within what we signed
    UNKNOWN_KEY = "unknown_key"  # signed and whole, with a key that is not ours
    COMPROMISED = "compromised"  # signed with a key of ours after it was in other hands
    NOT_OURS = "not_ours"  # no PDF, or one without any signature or mark of ours


@dataclass(frozen=True)
class Verdict:
    """`key_id` and `signed_at` (as claimed by the signature) where there is one; `code` as the file states it."""

    state: State
    sha256: str
    key_id: str = ""
    signed_at: datetime | None = None
    code: str = ""

    @property
    def is_genuine(self) -> bool:
        return self.state == State.WHOLE


@dataclass(frozen=True)
class Signature:
    """A signature in a file: the bytes it covers (`end` is where they end) and what it holds."""

    covered: bytes
    end: int
    content: Any
    signed_at: datetime | None


def verify_pdf(
    data: bytes,
    *,
    on_record: Callable[[str], bool] | None = None,
    read_keywords: Callable[[bytes], str] | None = None,
) -> Verdict:
    """Judge a file. `on_record` says whether a file with that SHA-256 is in the register.

    `read_keywords` reads the file's keywords where a stranger's file should not be parsed in this process.

    A thief of a key can sign and put any date. So a compromised key speaks only for files that
    are on record; without `on_record`, for those that claim a time before its cut-off.
    """
    digest = hashlib.sha256(data).hexdigest()
    found = BYTE_RANGE.search(data)
    signature = read_signature(data, found) if found else None
    code = stated_code(data, read_keywords or keywords_of)
    if signature is None:
        return Verdict(State.RESAVED if code else State.NOT_OURS, digest, code=code)
    state, key = judged(data, signature)
    if state == State.WHOLE and key is not None and key.compromised_from:
        trusted = on_record(digest) if on_record else is_before(signature.signed_at, key)
        state = State.WHOLE if trusted else State.COMPROMISED
    return Verdict(state, digest, key.id if key else "", signature.signed_at, code)


def judged(data: bytes, signature: Signature) -> tuple[State, Key | None]:
    """What the signature says of the file, and whose key made it."""
    public = None if signature.end > len(data) else signing_key(signature)
    if public is None:
        return State.DAMAGED, None
    key = known_key(public)
    if key is None:
        return State.UNKNOWN_KEY, None
    rest = data[signature.end :]
    if rest:
        return (State.EDITED if REVISION.search(rest) else State.APPENDED), key
    return State.WHOLE, key


def signing_key(signature: Signature) -> bytes | None:
    """The public key that signed exactly the covered bytes; None if the signature does not hold."""
    try:
        signed = signature.content["content"]
        info = extract_signer_info(signed)
        certificate = signer_certificate(signed, info)
        holds = (
            is_plain(signed, info) and is_intact(info, certificate, signature.covered) and is_named(info, certificate)
        )
        return bytes(certificate.public_key.dump()) if holds else None
    except Exception:  # the parser works lazily, and raises whatever it stumbles over
        return None


def read_signature(data: bytes, found: re.Match[bytes]) -> Signature | None:
    """The signature with that byte range; None if the range does not fit the file around it."""
    start, first, second, length = map(int, found.groups())
    end = second + length
    if start != 0 or not first < second <= end or first <= found.start() < second:
        return None
    if data[first : first + 1] != b"<" or data[second - 1 : second] != b">":
        return None
    covered = data[:first] + data[second:end]
    return Signature(covered, end, read_content(data[first + 1 : second - 1]), signed_at(covered))


def read_content(digits: bytes) -> Any:
    """The signature's CMS, padded with nothing but zeros; None if it is something else."""
    try:
        if len(digits) > MOST_DIGITS or digits != digits.upper():  # as we write them: no second spelling
            return None
        raw = bytes.fromhex(digits.decode("ascii"))
        content = cms.ContentInfo.load(raw)
        rest = raw.removeprefix(content.dump(force=True))  # encoded anew: no second spelling here either
    except Exception:  # the parser raises whatever it stumbles over
        return None
    return content if len(rest) < len(raw) and not rest.strip(b"\0") else None


def signer_certificate(signed: Any, info: Any) -> Any:
    """The certificate in the signature that its signer names."""
    wanted = info["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if certificate.issuer == wanted["issuer"] and certificate.serial_number == wanted["serial_number"].native:
            return certificate
    raise ValueError("The signature does not hold its signer's certificate.")


def is_intact(info: Any, certificate: Any, covered: bytes) -> bool:
    """Whether the signature is the certificate's, over exactly these bytes."""
    digest = hashlib.sha256(covered).digest()
    intact, valid = validate_sig_integrity(info, certificate, expected_content_type="data", actual_digest=digest)
    return bool(intact and valid)


def is_named(info: Any, certificate: Any) -> bool:
    """Whether the signed attributes name this very certificate by its digest (ESS signing-certificate-v2).

    Without it the certificate itself could be changed where the signature does not look.
    """
    named = find_unique_cms_attribute(info["signed_attrs"], "signing_certificate_v2")["certs"][0]
    digest = hashlib.new(named["hash_algorithm"]["algorithm"].native, certificate.dump()).digest()
    return bool(digest == named["cert_hash"].native)


def is_plain(signed: Any, info: Any) -> bool:
    """Whether what surrounds the signature is as we write it, with nothing unsigned put in."""
    return (
        signed["version"].native == "v1"
        and info["version"].native == "v1"
        and [each["algorithm"].native for each in signed["digest_algorithms"]] == ["sha256"]
        and signed["encap_content_info"]["content_type"].native == "data"
        and not len(info["unsigned_attrs"])
        and not len(signed["crls"])
    )


def known_key(public: bytes) -> Key | None:
    candidates = (key for purpose in (EMBEDDED, OWN) for key in list_keys(purpose))
    return next((key for key in candidates if key.public == public.hex()), None)


def is_before(at: datetime | None, key: Key) -> bool:
    return at is not None and key.is_trusted_at(at)


def signed_at(covered: bytes) -> datetime | None:
    """When the signature claims to have been made: the last such date that it covers."""
    found = SIGNED_AT.findall(covered)
    if not found:
        return None
    stamp, sign, hours, minutes = (part.decode() for part in found[-1])
    zone = f"{sign}{hours}{minutes}" if sign else "+0000"
    try:
        return datetime.strptime(stamp + zone, "%Y%m%d%H%M%S%z").astimezone(UTC)
    except ValueError:
        return None


def stated_code(data: bytes, read_keywords: Callable[[bytes], str]) -> str:
    """The verification code that the file's properties state, without its hyphens. Anybody can write one.

    A file with a code and without a usable signature is a copy of ours written anew, or says that it is.
    """
    found = CODE.search(read_keywords(data))
    return found[0].replace("-", "") if found else ""


def keywords_of(data: bytes) -> str:
    """The file's keywords; empty if it cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return str(document.docinfo.get("/Keywords", ""))
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        return ""
