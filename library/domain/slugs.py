"""How a provision is named in an address. The rule stands in content/README.md; lessons cite by it."""

import re
import unicodedata

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")


def provision_slug(number: str) -> str:
    """The number in lower case with one hyphen for all other signs: `3(c)-(d)` is `3-c-d`, `§160` is `160`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", number) if not unicodedata.combining(c))
    return _OTHER_SIGNS.sub("-", plain.lower()).strip("-")


def provision_anchor(slug: str) -> str:
    """The id of a provision on its instrument's page; an id must not start with a digit."""
    return f"p-{slug}"


def is_slug(text: str) -> bool:
    """Whether the text can stand in an address as it is."""
    return _SLUG.fullmatch(text) is not None
