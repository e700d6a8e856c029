"""Compile locale/*/LC_MESSAGES/*.po with Babel: no system package is needed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


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
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
