"""What a certificate says, frozen: canonical JSON and its checksum."""

import hashlib
import json
import unicodedata
from typing import Any


def canonical(snapshot: dict[str, Any]) -> str:
    """The snapshot as one exact text: NFC, sorted keys, no spaces. Equal content gives equal bytes."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def checksum(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(snapshot).encode()).hexdigest()
