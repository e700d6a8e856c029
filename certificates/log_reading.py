"""What the log tells anybody, as plain values for JSON. No name, no address, no course."""

import json
from typing import Any

from django.conf import settings

from certificates import keys
from certificates.models import Certificate, LogEntry, LogSalt, SignedTreeHead
from certificates.services import heads, log

PAGE = 1000  # entries at once
HEADS = 400  # more than a year of days


def latest_heads(limit: int = HEADS) -> list[SignedTreeHead]:
    """The newest first; one query."""
    return list(SignedTreeHead.objects.all()[:limit])


def head_values(head: SignedTreeHead) -> dict[str, Any]:
    """A head with the exact text that its signature signs."""
    return {
        "size": head.size,
        "root": bytes(head.root).hex(),
        "at": head.at.isoformat(),
        "key": head.key_id,
        "signed_text": heads.head_text(head),
        "signature": bytes(head.signature).hex(),
    }


def log_keys() -> list[dict[str, str]]:
    """Every key that ever signed a head, retired ones too."""
    return [
        {
            "id": key.id,
            "algorithm": key.algorithm,
            "public": key.public,
            "created_at": key.created_at,
            "retired_at": key.retired_at,
            "compromised_from": key.compromised_from,
        }
        for key in keys.list_keys("log")
    ]


def kept_head(head: SignedTreeHead) -> str:
    """A head and its key as `verify_log.py --keep` keeps them: what a witness needs to check the log."""
    signing = {key["id"]: key for key in log_keys() if key["id"] == head.key_id}
    return json.dumps({"heads": [head_values(head)], "keys": signing}, indent=1)


def head_page() -> dict[str, Any]:
    """The log as it stands, its signed heads and the keys to check them with."""
    size = log.log_size()
    return {
        "origin": settings.AMPARO_BASE_URL,
        "size": size,
        "root": log.root_at(size).hex(),
        "heads": [head_values(head) for head in latest_heads()],
        "keys": log_keys(),
    }


def entries_page(start: int) -> dict[str, Any]:
    """Up to PAGE leaves from `start`, and where the next page begins; one query."""
    rows = LogEntry.objects.filter(index__gte=start, index__lt=start + PAGE).order_by("index")
    leaves = [bytes(leaf).hex() for leaf in rows.values_list("leaf", flat=True)]
    return {"from": start, "leaves": leaves, "next": start + PAGE if len(leaves) == PAGE else None}


def inclusion_page(certificate: Certificate) -> dict[str, Any]:
    """Each event of a certificate with its proof, in the last signed head; in the log as it stands if newer."""
    entries = list(certificate.log_entries.order_by("index"))
    newest = SignedTreeHead.objects.first()
    is_covered = newest is not None and bool(entries) and entries[-1].index < newest.size
    size = newest.size if newest and is_covered else log.log_size()
    salts = _salts(certificate)
    return {
        "size": size,
        "root": log.root_at(size).hex(),
        "head": head_values(newest) if newest and is_covered else None,
        "erased": certificate.erased_at is not None,
        "entries": [_entry_values(entry, certificate, salts, size) for entry in entries],
    }


def _entry_values(entry: LogEntry, certificate: Certificate, salts: dict[int, bytes], size: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "index": entry.index,
        "kind": entry.kind,
        "leaf": bytes(entry.leaf).hex(),
        "proof": [one.hex() for one in log.inclusion_proof(entry.index, size)],
    }
    if entry.index in salts:
        opening = {"salt": salts[entry.index].hex(), "event": entry.event}
        values |= {**opening, "snapshot_sha256": certificate.snapshot_sha256}
    return values


def _salts(certificate: Certificate) -> dict[int, bytes]:
    """What opens the entries. With it a name can be guessed: where the page withholds the name, this is withheld."""
    if not certificate.opens_record:
        return {}
    rows = LogSalt.objects.filter(entry__certificate=certificate)
    return {index: bytes(salt) for index, salt in rows.values_list("entry_id", "salt")}


def consistency_page(old: int, new: int) -> dict[str, Any]:
    """The proof between two sizes. Raises ValueError for sizes the log does not have."""
    if new > log.log_size():
        raise ValueError(f"the log has no size {new}")
    proof = [one.hex() for one in log.consistency_proof(old, new)]
    return {"from": old, "to": new, "proof": proof}
