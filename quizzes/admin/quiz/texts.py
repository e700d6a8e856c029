"""Texts in the four languages, as the fields of a form send them: name.es, name.en, …"""

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.admin.words import LANGUAGE_NAMES

Texts = dict[str, str]


@dataclass(frozen=True)
class TextField:
    """One language of a text on a page."""

    name: str
    language: str
    label: str
    value: str


def fields(name: str, texts: Mapping[str, str], first: str) -> list[TextField]:
    """A field for each language, the course's own first."""
    order = sorted(LANGUAGE_NAMES, key=lambda language: language != first)
    return [TextField(f"{name}.{code}", code, LANGUAGE_NAMES[code], texts.get(code, "")) for code in order]


def read(data: Mapping[str, str], name: str, longest: int) -> Texts:
    """The languages that were filled in, cut at `longest` signs: the fields say how long they may be."""
    given = {code: _clean(data.get(f"{name}.{code}", ""))[:longest] for code in LANGUAGE_NAMES}
    return {code: text for code, text in given.items() if text}


def _clean(text: str) -> str:
    """Line breaks as one sign; without the zero that PostgreSQL refuses."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()
