"""How many passages a page's stored blocks hold: paragraphs, items, cells, captions. The unit translations are told in."""

import re
from collections.abc import Iterable, Set
from typing import Any

# A paragraph, item or heading that begins with a text, perhaps a bold one.
_BLOCK = re.compile(r"<(?:p|li|h[2-6])\b[^>]*>(?:\s|<(?:b|i|a|em|strong)\b[^>]*>)*[^\s<]")


def passages(blocks: Iterable[dict[str, Any]], texts: Set[tuple[str, ...]]) -> int:
    """How many there are at the paths in `texts` (a kind of block, names of its fields): the rest are codes."""
    return sum(_count(block["value"], (block["type"],), texts) for block in blocks)


def _count(value: Any, path: tuple[str, ...], texts: Set[tuple[str, ...]]) -> int:
    if isinstance(value, str):
        return _passages(value) if path in texts else 0
    if isinstance(value, list):
        return sum(_count(item.get("value") if _is_item(item) else item, path, texts) for item in value)
    if isinstance(value, dict):
        return sum(_count(inner, (*path, name), texts) for name, inner in value.items())
    return 0


def _is_item(item: Any) -> bool:
    return isinstance(item, dict) and {"type", "value", "id"} <= set(item)


def _passages(value: str) -> int:
    return (len(_BLOCK.findall(value)) or 1) if value.strip() else 0
