"""A PDF that somebody holds up: what became of it, and what the register says of it. Nothing of it is kept."""

import hashlib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from certificates.models import Certificate, CertificateFile
from certificates.reading_alone import keywords, page_text
from certificates.signing import State, verify_pdf
from certificates.verification import Finding, look_up

LARGEST = 1024 * 1024  # bytes; a certificate has at most a quarter of it


class Outcome(StrEnum):
    """What can be said of a file. The page has words of its own for each."""

    ORIGINAL = "original"  # the stored file, byte for byte
    UNREGISTERED = "unregistered"  # signed by us and whole, but no file of the register: erased, say
    APPENDED = "appended"
    EDITED = "edited"
    RESAVED = "resaved"
    DAMAGED = "damaged"
    RENAMED = "renamed"  # another name than the register's stands in it
    REWORDED = "reworded"  # other words than the original's stand in it
    UNKNOWN_KEY = "unknown_key"
    COMPROMISED = "compromised"
    NOT_OURS = "not_ours"
    NO_PDF = "no_pdf"
    TOO_LARGE = "too_large"
    MISSING = "missing"


@dataclass(frozen=True)
class Judgement:
    """`finding` is the register's word on the certificate that the file is, or says it is."""

    outcome: Outcome
    sha256: str = ""
    finding: Finding | None = None

    @property
    def is_original(self) -> bool:
        return self.outcome == Outcome.ORIGINAL


# The signature's word on a file, in ours. A whole file that is not stored is an open question, not a proof.
OUTCOMES = {
    State.WHOLE: Outcome.UNREGISTERED,
    State.APPENDED: Outcome.APPENDED,
    State.EDITED: Outcome.EDITED,
    State.RESAVED: Outcome.RESAVED,
    State.DAMAGED: Outcome.DAMAGED,
    State.UNKNOWN_KEY: Outcome.UNKNOWN_KEY,
    State.COMPROMISED: Outcome.COMPROMISED,
    State.NOT_OURS: Outcome.NOT_OURS,
}
COMPARED = (Outcome.EDITED, Outcome.RESAVED, Outcome.DAMAGED)


def judge(data: bytes) -> Judgement:
    """Judge a file by its checksum, then by its signature, then by its words."""
    if len(data) > LARGEST:
        return Judgement(Outcome.TOO_LARGE)
    sha256 = hashlib.sha256(data).hexdigest()
    stored = CertificateFile.objects.filter(sha256=sha256, kind="pdf").select_related("certificate").first()
    if stored is not None:
        return Judgement(Outcome.ORIGINAL, sha256, look_up(stored.certificate.code, has_document=True))
    if b"%PDF-" not in data[:1024]:
        return Judgement(Outcome.NO_PDF, sha256)
    verdict = verify_pdf(data, on_record=lambda _checksum: False, read_keywords=keywords)
    outcome = OUTCOMES[verdict.state]
    finding = look_up(verdict.code) if verdict.code else None
    certificate = finding.certificate if finding else None
    if outcome in COMPARED and certificate is not None and certificate.is_open:
        outcome = _compared(data, certificate) or outcome
    return Judgement(outcome, sha256, finding)


def _compared(data: bytes, certificate: Certificate) -> Outcome | None:
    """What differs between the file's words and the original's; None where nothing can be said.

    Equal words clear nobody: a picture may cover them. And words are compared with those read from the original,
    since what is read from a PDF is not always what is written in it.
    """
    stored = certificate.files.filter(kind="pdf").first()
    theirs = page_text(data) if stored else ""
    if stored is None or not theirs:
        return None
    ours = page_text(bytes(stored.file.read()))
    name = unicodedata.normalize("NFC", "".join(certificate.snapshot["name"].split()))
    if name in ours and name not in theirs:
        return Outcome.RENAMED
    return Outcome.REWORDED if ours and ours != theirs else None
