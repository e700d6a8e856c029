"""How the parts of a copy get their keys and names."""

import re
from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=\\?\"page\\?\"[^>]*>")
_ID = re.compile(r"(\bid=\\?\")(\d+)")


def copied_key(token: UUID, key: UUID) -> UUID:
    """The key of the copy of what has this key: always the same for one copy, another for each copy."""
    return uuid5(token, key.hex)


def free_slug(wanted: str, taken: Collection[str], longest: int) -> str:
    """The wanted one, or the first of wanted-2, wanted-3, … that is free; never longer than it may be."""
    if wanted[:longest] not in taken:
        return wanted[:longest]
    numbers = range(2, len(taken) + 3)
    candidates = (f"{wanted[: longest - len(str(n)) - 1]}-{n}" for n in numbers)
    return next(slug for slug in candidates if slug not in taken)


def relinked(text: str, pages: Mapping[int, int]) -> str:
    """A text, as HTML or as HTML inside JSON, whose links to copied pages lead to the copies."""
    return _PAGE_LINK.sub(lambda link: _ID.sub(lambda m: _to(m, pages), link[0]), text)


def _to(found: re.Match[str], pages: Mapping[int, int]) -> str:
    return f"{found[1]}{pages.get(int(found[2]), int(found[2]))}"
