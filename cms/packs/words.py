"""Small words for writing blocks: plain text, a table's cell, a list's values."""

from typing import Any

from cms.packs.markdown import one_line


def plain(value: Any) -> str:
    """Text on one line; "" for nothing."""
    return one_line(str(value or ""))


def cell(text: str) -> str:
    """As a cell of a table: a bar in it is no border."""
    return text.replace("|", "&#124;")


def items(value: Any) -> list[Any]:
    """A ListBlock's values, as they are kept now or were kept once."""
    return [item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in value or ()]
