"""The list of keys, and what may be done with each."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from certificates.keys import algorithms

REGISTER, LOCK = "register.json", "lock"


class Refused(Exception):
    """The key must not be used for this: it was retired or compromised."""


@dataclass(frozen=True)
class Key:
    """A key's public side. Instants are ISO 8601 in UTC; empty while it has not happened."""

    id: str
    purpose: str
    algorithm: str
    public: str  # SubjectPublicKeyInfo in hexadecimal
    created_at: str
    retired_at: str = ""
    compromised_from: str = ""

    @property
    def is_active(self) -> bool:
        return not (self.retired_at or self.compromised_from)

    def is_trusted_at(self, at: datetime) -> bool:
        """Whether a signature of that instant counts."""
        return not self.compromised_from or at < datetime.fromisoformat(self.compromised_from)


def list_keys(purpose: str = "") -> list[Key]:
    """Every key there ever was, the oldest first; of one purpose, if one is named."""
    path = _folder() / REGISTER
    if not path.exists():
        return []
    keys = [Key(**row) for row in json.loads(path.read_text())]
    return [key for key in keys if purpose in ("", key.purpose)]


def active_key(purpose: str, *, now: datetime) -> Key:
    """The key that signs now; made if there is none yet, also when several processes ask at once.

    A key whose file was lost signs no more: it is retired, and the next one made.
    """
    found = _active(purpose)
    if found:
        return found
    with _locked():
        return _active(purpose) or _next(purpose, now)


def rotate(purpose: str, *, now: datetime) -> Key:
    """Retire the active key and make the next. Old signatures still verify."""
    with _locked():
        return _next(purpose, now)


def adopt(purpose: str, public: bytes, *, now: datetime) -> Key:
    """Enter a key whose private part is kept elsewhere (a token, an institution's file). Repeatable.

    `public` is a SubjectPublicKeyInfo in DER.
    """
    with _locked():
        found = next((key for key in list_keys(purpose) if key.public == public.hex()), None)
        if found is None:
            found = Key(algorithms.key_id(public), purpose, "RSA", public.hex(), now.isoformat())
            _write_register([*list_keys(), found])
        return found


def compromise(key_id: str, *, since: datetime) -> None:
    """Refuse whatever the key signed from that instant on; the next use makes a new key.

    Said again, the earlier instant counts: a second call never makes trusted what the first one refused.
    """
    with _locked():
        _change(lambda key: key.id == key_id and key.is_trusted_at(since), compromised_from=since.isoformat())


def sign(key: Key, data: bytes) -> bytes:
    """Sign with an Ed25519 or a P-256 key (ES256). Raises Refused for a key that is not active."""
    if not key.is_active:
        raise Refused(key.id)
    if key.algorithm == "P-256":
        return algorithms.es256(load_private(key), data)
    return bytes(load_private(key).sign(data))


def verify(key_id: str, data: bytes, signature: bytes, *, at: datetime) -> bool:
    """Whether a known key, not compromised at `at`, signed the data with Ed25519."""
    key = next((key for key in list_keys() if key.id == key_id), None)
    if key is None or not key.is_trusted_at(at):
        return False
    return algorithms.is_ed25519_signature(bytes.fromhex(key.public), signature, data)


def load_private(key: Key) -> Any:
    """The private key, parsed once per process."""
    return _parsed(_path(key))


@lru_cache(maxsize=32)
def _parsed(path: Path) -> Any:
    return algorithms.from_pem(path.read_bytes())


def _active(purpose: str) -> Key | None:
    return next((key for key in list_keys(purpose) if key.is_active and _path(key).exists()), None)


def _next(purpose: str, now: datetime) -> Key:
    """Make a key and retire the one before."""
    _change(lambda key: key.purpose == purpose and key.is_active, retired_at=now.isoformat())
    return _make(purpose, now)


def _path(key: Key) -> Path:
    return _folder() / f"{key.purpose}-{key.id}.pem"


def _make(purpose: str, now: datetime) -> Key:
    private = algorithms.generate(purpose)
    der = algorithms.public_der(private)
    key = Key(algorithms.key_id(der), purpose, algorithms.PURPOSES[purpose], der.hex(), now.isoformat())
    _write(f"{purpose}-{key.id}.pem", algorithms.to_pem(private))
    _write_register([*list_keys(), key])
    return key


def _change(concerns: Any, **changes: str) -> None:
    _write_register([replace(key, **changes) if concerns(key) else key for key in list_keys()])


def _write_register(keys: list[Key]) -> None:
    _write(REGISTER, json.dumps([asdict(key) for key in keys], indent=1).encode())


def _write(name: str, content: bytes) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    path = _folder() / name
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)


@contextmanager
def _locked() -> Iterator[None]:
    """One process at a time changes the register."""
    with os.fdopen(os.open(_folder() / LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    folder = Path(settings.AMPARO_KEYS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
