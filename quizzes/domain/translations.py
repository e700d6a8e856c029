"""Texts by language inside a question: which there are, what is missing, and a file in one language laid over them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Content = dict[str, Any]

LANGUAGES = ("es", "en", "fr", "pt")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z0-9]{2,8})?")
UNTRANSLATED = ("pairs", "tests", "citations", "order", "tags", "pictures")  # keys below which nothing is a text


def texts_in(content: Any) -> Iterator[dict[str, Any]]:
    """Every {"es": …, "en": …} of a question, in reading order."""
    if isinstance(content, list):
        for row in content:
            yield from texts_in(row)
    elif isinstance(content, dict):
        if is_by_language(content):
            yield content
            return
        for key, value in content.items():
            if key not in UNTRANSLATED:
                yield from texts_in(value)


def is_by_language(value: Any) -> bool:
    """Whether this is a text (or words) by language."""
    return isinstance(value, dict) and bool(value) and all(_is_language(key) for key in value)


def _is_language(key: str) -> bool:
    return key != "id" and bool(_LANGUAGE.fullmatch(key))


def shares(content: Content) -> dict[str, int]:
    """Percent of the question's texts that each language has; languages without any are left out.

    Rounded down, so that 100 means that nothing is missing.
    """
    filled: Counter[str] = Counter()
    total = 0
    for texts in texts_in(content):
        said = [language for language, text in texts.items() if text]
        total += bool(said)
        filled.update(said)
    return {language: filled[language] * 100 // total for language in _in_order(filled)}


def _in_order(found: Mapping[str, int]) -> list[str]:
    known = [language for language in LANGUAGES if found.get(language)]
    return known + sorted(language for language in found if language not in LANGUAGES)
