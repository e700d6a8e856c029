"""Personal names: composed, without stray signs, of a length that fits a certificate."""

import re
import unicodedata

MAX_LENGTH = 120  # characters, in each of the two fields

_SPACES = re.compile(r"\s+")
# Joiners are part of some scripts' spelling; other control and format characters only hide things.
_JOINERS = {"\u200c", "\u200d"}


def tidy(name: str) -> str:
    """Return the name in NFC, with single spaces and no control characters. Idempotent."""
    visible = "".join(
        " " if c.isspace() else c
        for c in name
        if c in _JOINERS or c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return unicodedata.normalize("NFC", _SPACES.sub(" ", visible).strip())


def is_plausible(name: str) -> bool:
    """Whether the name holds at least one letter and none of the signs of a web address or markup."""
    return any(c.isalpha() for c in name) and not any(c in name for c in "<>@{}|\\") and "://" not in name


def full_name(first: str, last: str) -> str:
    """The two fields as one name, as a certificate prints it."""
    return tidy(f"{first} {last}")


def initials(first: str, last: str) -> str:
    """One or two letters for the account menu."""
    return "".join(part[0] for part in (tidy(first), tidy(last)) if part).upper()


def sort_key(name: str) -> str:
    """A key that sorts Á with A, whatever the case."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
