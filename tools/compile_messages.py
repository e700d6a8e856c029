"""Compile locale/*/LC_MESSAGES/*.po with Babel: no system package is needed.

Some packages speak Portuguese only by region. Their Brazilian texts serve for ours ("pt"): they are brought together in
locale/packages/, which is made anew here and never kept in the repository.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import polib
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"
BY_REGION = ("wagtail", "wagtail_localize", "allauth")
LANGUAGE, REGION = "pt", "pt_BR"


def main() -> int:
    """Compile every catalogue. Returns 1 if one cannot be read."""
    for path in sorted(LOCALE.rglob("*.po")):
        try:
            catalogue = read_po(path.read_bytes().splitlines(), locale=path.parent.parent.name, abort_invalid=True)
        except Exception as error:  # whatever is wrong: name the file
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    for domain in ("django", "djangojs"):
        gather(domain)
    return 0


def gather(domain: str) -> None:
    """One catalogue of what the packages say in the region's language."""
    target = LOCALE / "packages" / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo"
    whole = polib.MOFile()
    for path in sorted(path for name in BY_REGION for path in _folder(name).rglob(f"{REGION}/LC_MESSAGES/{domain}.mo")):
        found = polib.mofile(str(path))
        whole.metadata = whole.metadata or found.metadata
        known = {(entry.msgctxt, entry.msgid) for entry in whole}
        same_plurals = found.metadata.get("Plural-Forms") == whole.metadata.get("Plural-Forms")
        whole += [
            entry
            for entry in found
            if (entry.msgctxt, entry.msgid) not in known and (same_plurals or not entry.msgid_plural)
        ]
    target.parent.mkdir(parents=True, exist_ok=True)
    whole.save(str(target))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else Path()


if __name__ == "__main__":
    raise SystemExit(main())
