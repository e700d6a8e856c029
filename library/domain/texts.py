"""A text that exists in some languages, for a reader of any. The same order as the template filter text_in."""

from collections.abc import Mapping

FALLBACK = ("es", "en", "fr", "pt")


def language_of(texts: Mapping[str, str], wanted: str) -> str:
    """The language in which the text can be given: the wanted one, else the first of the fallbacks."""
    return next((code for code in (wanted[:2], *FALLBACK) if texts.get(code)), wanted[:2])


def text_in(texts: Mapping[str, str], wanted: str) -> str:
    """The text in that language."""
    return texts.get(language_of(texts, wanted), "")
