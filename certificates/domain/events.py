"""What the transparency log commits to: one event in the life of a certificate, as one exact text."""

import hashlib
import json
from datetime import UTC, datetime

SALT_BYTES = 32


def event_text(kind: str, serial: str, at: datetime, **more: str) -> str:
    """An event as canonical JSON; the instant in UTC. It names nobody."""
    said = {"at": at.astimezone(UTC).isoformat(), "kind": kind, "serial": serial, **more}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def leaf_data(salt: bytes, snapshot_sha256: str, event: str) -> bytes:
    """SHA-256(salt ‖ snapshot's SHA-256 ‖ event): without the salt nobody can tell what it stands for."""
    return hashlib.sha256(salt + bytes.fromhex(snapshot_sha256) + event.encode()).digest()


def head_text(*, origin: str, size: int, root: bytes, at: datetime, key_id: str) -> str:
    """What a signed tree head signs: canonical JSON."""
    said = {"at": at.astimezone(UTC).isoformat(), "key": key_id, "origin": origin, "root": root.hex(), "size": size}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
