"""A question's text in two forms: plain for headings and lists, and safe HTML where it was written in HTML."""

import re
from typing import Any

from quizzes.domain.formats.html import clean, to_plain

_PLACE_IN_A_TAG = re.compile(r"<[^<>]*\[\[[^<>]*>")

Texts = dict[str, str]


def plain_stem(content: dict[str, Any]) -> Texts:
    """The stem by language without markup."""
    texts = _texts(content)
    return {language: to_plain(clean(text)) for language, text in texts.items()} if is_html(content) else texts


def html_stem(content: dict[str, Any]) -> Texts:
    """The stem by language as safe HTML; nothing if it is plain. Cleaned again: what is stored may be older.

    A place inside a tag would tear the tag apart: such a text is left to its plain form.
    """
    if not is_html(content):
        return {}
    cleaned = {language: clean(text) for language, text in _texts(content).items()}
    return {} if any(_PLACE_IN_A_TAG.search(text) for text in cleaned.values()) else cleaned


def is_html(content: dict[str, Any]) -> bool:
    """Whether the stem was written in HTML."""
    return bool(content.get("stem", {}).get("format") == "html")


def _texts(content: dict[str, Any]) -> Texts:
    return content.get("stem", {}).get("text", {})  # type: ignore[no-any-return]
