"""Which block of a translation stands for which block of the original: the translation's, with the original's ids."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

Block = dict[str, Any]


def aligned(blocks: Sequence[Block], originals: Sequence[Block]) -> list[Block]:
    """The blocks of a translation with the ids of the original's, inner lists too.

    A block with the id of an original of its kind is that block; the others of a kind follow one another in their
    order. What the original does not have keeps its own id.
    """
    known = {(block["type"], block.get("id")): block for block in originals}
    taken = {(block["type"], block.get("id")) for block in blocks} & set(known)
    waiting: dict[str, Iterator[Block]] = defaultdict(lambda: iter(()))
    for kind in {block["type"] for block in originals}:
        free = [b for b in originals if b["type"] == kind and (kind, b.get("id")) not in taken]
        waiting[kind] = iter(free)
    return [
        _aligned(block, known.get((block["type"], block.get("id"))) or next(waiting[block["type"]], None))
        for block in blocks
    ]


def _aligned(block: Block, original: Block | None) -> Block:
    if original is None:
        return block
    return {**block, "id": original.get("id"), "value": _value(block["value"], original["value"])}


def _value(value: Any, original: Any) -> Any:
    """Items of a list stand for one another by their place; fields of a block by their name."""
    if isinstance(value, dict) and isinstance(original, dict):
        return {name: _value(inner, original.get(name)) for name, inner in value.items()}
    if _is_items(value) and _is_items(original):
        pairs = [(item, original[n] if n < len(original) else None) for n, item in enumerate(value)]
        return [_aligned(item, there) for item, there in pairs]
    return value


def _is_items(value: Any) -> bool:
    """A list whose items carry ids: not the rows of a table."""
    return isinstance(value, list) and bool(value) and all(isinstance(i, dict) and "id" in i for i in value)
