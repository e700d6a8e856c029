"""An answer without what it says of its writer."""

from collections.abc import Callable
from typing import Any

FORGOTTEN = "–"  # not empty: an answer that was read and marked must not become one that was never given


def without_words(content: dict[str, Any], response: Any, names: Callable[[str], bool]) -> Any:
    """The response to a question without its essays, and without any other text that `names` the writer.

    What was chosen stays, and every text that only answers: marks are made anew from it when a key is corrected.
    """
    if content.get("type") == "essay":
        return _blank(response)
    if content.get("type") == "scenario" and isinstance(response, dict) and isinstance(response.get("parts"), dict):
        parts = {part.get("id"): part for part in content.get("parts", ())}
        kept = {key: without_words(parts.get(key, {}), given, names) for key, given in response["parts"].items()}
        return {**response, "parts": kept}
    return _replace(response, names)


def _blank(value: Any) -> Any:
    """Every text that is not empty becomes a dash."""
    return _replace(value, lambda text: bool(text.strip()))


def _replace(value: Any, is_meant: Callable[[str], bool]) -> Any:
    if isinstance(value, dict):
        return {key: _replace(inner, is_meant) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replace(inner, is_meant) for inner in value]
    return FORGOTTEN if isinstance(value, str) and is_meant(value) else value
