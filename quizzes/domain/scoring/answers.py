"""What short answer and numeric have in common: a list of answers, the first that fits counts."""

from typing import Any


def answer_id(answer: dict[str, Any], number: int) -> str:
    """The answer's id, or a1, a2, ... by its place in the list (from 0)."""
    return str(answer.get("id") or f"a{number + 1}")


def in_any_language(words: Any) -> list[str]:
    """A text, or the texts of a mapping by language: an answer in any of them counts."""
    if isinstance(words, dict):
        return [text for text in words.values() if isinstance(text, str)]
    return [words] if isinstance(words, str) else []
