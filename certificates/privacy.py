"""What certificates keep of a person."""

from collections.abc import Iterator

from accounts.models import User
from accounts.privacy.own import as_json
from accounts.privacy.parts import Erasure, Stored, register
from certificates.models import Certificate, CertificateFile
from certificates.services import erase_learner


def export(person: User) -> Iterator[Stored]:
    """What each certificate says, what happened to it, and its files byte for byte."""
    held = Certificate.objects.filter(enrolment__learner=person, erased_at=None).order_by("created_at", "version")
    if not held:
        return
    yield "certificates.json", as_json([_said(each) for each in held.prefetch_related("events")])
    for file in CertificateFile.objects.filter(certificate__in=held).order_by("pk"):
        with file.file.open("rb") as opened:
            yield str(file.file.name).rpartition("/")[2], opened.read()


def _said(each: Certificate) -> dict[str, object]:
    return {
        "register_number": each.serial,
        "code": each.code,
        "kind": each.kind,
        "version": each.version,
        "state": each.state,
        "record": each.snapshot,
        "record_sha256": each.snapshot_sha256,
        "revoked": {"at": each.revoked_at, "reason": each.revocation_reason} if each.revoked_at else None,
        "shown_to_others": {"record": each.is_public, "grade": each.shows_grade, "email": each.shows_email},
        "events": [{"kind": event.kind, "at": event.at} for event in each.events.all()],
    }


def erase(erasure: Erasure) -> None:
    """The register keeps what the law demands: docs/decisions/0013."""
    erase_learner(erasure.person, by=erasure.by, now=erasure.now)


def start() -> None:
    register("certificates", export=export, erase=erase)
