"""Texts that a question cannot be written without."""

from typing import Any

from quizzes.domain.formats.model import Unreadable
from quizzes.domain.formats.spelling import text_of


def needed(value: Any, language: str) -> str:
    """The text in the language. Raises Unreadable if there is none."""
    text = text_of(value, language)
    if not text:
        raise Unreadable("no_text", language=language)
    return text
