"""The countries of the Americas, named in the reader's language by Unicode's CLDR (through Babel)."""

from babel import Locale
from django.utils.translation import get_language

AMERICAS = [
    "AG",
    "AR",
    "BS",
    "BB",
    "BZ",
    "BO",
    "BR",
    "CA",
    "CL",
    "CO",
    "CR",
    "CU",
    "DM",
    "DO",
    "EC",
    "SV",
    "GD",
    "GT",
    "GY",
    "HT",
    "HN",
    "JM",
    "MX",
    "NI",
    "PA",
    "PY",
    "PE",
    "KN",
    "LC",
    "VC",
    "SR",
    "TT",
    "US",
    "UY",
    "VE",
]


def country_name(iso: str) -> str:
    """The country's name in the active language; the code itself if it is unknown."""
    locale = Locale.parse(get_language() or "es", sep="-")
    return str(locale.territories.get(iso, iso))


def country_choices() -> list[tuple[str, str]]:
    """(code, name), in alphabetical order of the active language, accents aside."""
    from accounts.domain.names import sort_key

    return sorted(((iso, country_name(iso)) for iso in AMERICAS), key=lambda pair: sort_key(pair[1]))
