"""A third verifier, openbadgeslib, looks at the same badge in every form it has.

    python verify.py bundle.json

The bundle: {"json", "jwt", "svg", "png": the forms (png in base 64), "documents": {address: text}}. Prints for each
form "accepted" or why not. Nothing is fetched: what a verifier asks for comes from `documents`.

A status list with an embedded proof is read, but openbadgeslib checks the signature of lists that are JWTs alone; so
the JWT's list is checked whole, and the signature of the other one is left to the two verifiers in verify.mjs.
"""

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openbadgeslib.baking import extract_png, extract_svg
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier


def main(path: str) -> None:
    bundle = json.loads(Path(path).read_text())
    credential = bundle["json"]

    def fetch(url: str) -> bytes:
        return str(bundle["documents"][url]).encode()

    def embedded(text: str) -> Any:
        issuer = json.loads(credential)["issuer"]["id"]
        verifier = OB3LdpVerifier.for_issuer_did(issuer)
        return verifier.verify(text, check_status=True, verify_status_list=False, download=fetch)

    def jwt() -> Any:
        verifier = OB3Verifier.for_issuer_did(json.loads(credential)["issuer"]["id"], download=fetch)
        return verifier.verify(bundle["jwt"], check_status=True, download=fetch)

    def svg() -> Any:
        found = extract_svg(bundle["svg"].encode(), element="openbadges:credential", text_fallback=True)
        return embedded(str(found))

    def png() -> Any:
        return embedded(str(extract_png(base64.b64decode(bundle["png"]), keyword=b"openbadgecredential")))

    forms: dict[str, Callable[[], Any]] = {"json": lambda: embedded(credential), "jwt": jwt, "svg": svg, "png": png}
    print(json.dumps({form: verdict(check) for form, check in forms.items()}))


def verdict(check: Callable[[], Any]) -> str:
    try:
        check()
    except (LibOpenBadgesException, ValueError, KeyError) as error:
        return f"{type(error).__name__}: {error}"
    return "accepted"


if __name__ == "__main__":
    main(sys.argv[1])
