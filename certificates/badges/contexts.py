"""The JSON-LD contexts that a signature depends on, from files, each pinned by its SHA-256.

A context says what the words of a credential mean. Fetched from the network, it could change and with it what was
signed; so nothing is fetched, and a file that is not the pinned one is refused.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

_FOLDER = Path(__file__).parent / "contexts"
_PINNED = {
    CREDENTIALS: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    OPEN_BADGES: ("ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    EXTENSIONS: ("ob-v3p0-extensions.json", "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93"),
}


class UnknownContext(Exception):
    """The credential names a context that is not pinned here, or a file was changed."""


@lru_cache
def read_context(url: str) -> Any:
    """A context's document. Raises UnknownContext."""
    if url not in _PINNED:
        raise UnknownContext(url)
    name, sha256 = _PINNED[url]
    data = (_FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UnknownContext(f"{name} is not the file that was pinned.")
    return json.loads(data)


def load(url: str, _options: Any = None) -> dict[str, Any]:
    """The document loader for pyld: only what is pinned."""
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": read_context(url),
        "contentType": "application/ld+json",
    }
