"""What holds for a country's law whatever the database says."""

# The block of facts that tells a country's status under an instrument.
STATUS_BLOCKS = {"tip-protocol-2000": "palermo_protocol", "achr-1969": "american_convention"}

_LAW_LANGUAGES = {"BR": "pt", "CA": "en", "HT": "fr", "JM": "en", "TT": "en", "US": "en"}


def law_language(iso: str) -> str:
    """The language in which countries.yaml names a country's laws: the first of its official ones used there."""
    return _LAW_LANGUAGES.get(iso, "es")
