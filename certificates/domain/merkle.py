"""The Merkle tree of RFC 9162, section 2.1, over stored hashes of complete subtrees.

A node (level, index) is the hash over the leaves from index · 2^level up to (index + 1) · 2^level, without the
last. Such a node never changes once all its leaves are there, so nodes are written once and roots and proofs of
every past size can be made from them. Hashes are 32 bytes; sizes count leaves; leaves count from 0.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

Node = tuple[int, int]  # level and index
Span = tuple[int, int]  # leaves from the first number up to the second, without it
Read = Callable[[Node], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf. Its prefix keeps it apart from that of a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def position(node: Node) -> int:
    """One number for a node, unique in the tree: its place when the tree is read from left to right."""
    level, index = node
    return (index << (level + 1)) + (1 << level) - 1


def left_siblings(index: int) -> list[Node]:
    """The nodes that are needed to write what the leaf of that index completes, the lowest first."""
    found, level = [], 0
    while index & 1:
        found.append((level, index - 1))
        index >>= 1
        level += 1
    return found


def completed_nodes(index: int, leaf: bytes, siblings: Iterable[bytes]) -> list[tuple[Node, bytes]]:
    """The nodes to write when a leaf's hash comes in at `index`; `siblings` are those of `left_siblings`."""
    written, here = [((0, index), leaf)], leaf
    for level, left in enumerate(siblings, 1):
        here = node_hash(left, here)
        written.append(((level, index >> level), here))
    return written


def split(size: int) -> int:
    """The largest power of two below `size`, where the RFC divides a tree. `size` is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def nodes_of(span: Span) -> list[Node]:
    """The complete subtrees a span consists of, from left to right. The span starts where the RFC's do."""
    start, end = span
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def span_hash(span: Span, read: Read) -> bytes:
    """The hash over a span of leaves."""
    hashes = [read(node) for node in nodes_of(span)]
    if not hashes:
        return EMPTY_ROOT
    here = hashes.pop()
    while hashes:
        here = node_hash(hashes.pop(), here)
    return here


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The spans whose hashes prove the leaf at `index` in a tree of `size` (2.1.3.1). Raises ValueError."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The spans whose hashes prove that the tree of `new` begins with that of `old` (2.1.4.1). Raises ValueError."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency from {old} to {new}")
    path: list[Span] = []
    start, end, is_whole = 0, new, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, is_whole = middle, False
    return ([] if is_whole else [(start, end)]) + path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether a proof leads from a leaf's hash to the root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    inner, last, here = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if inner & 1 or inner == last:
            here = node_hash(sibling, here)
            inner, last = _up_to_right_child(inner, last)
        else:
            here = node_hash(here, sibling)
        inner, last = inner >> 1, last >> 1
    return last == 0 and here == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether a proof shows that nothing of the older tree was changed in the newer one (2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    hashes = _with_known_root(old, old_root, proof)
    inner, last = old - 1, new - 1
    while inner & 1:
        inner, last = inner >> 1, last >> 1
    before = after = next(hashes, b"")
    for sibling in hashes:
        if last == 0:
            return False
        if inner & 1 or inner == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            inner, last = _up_to_right_child(inner, last)
        else:
            after = node_hash(after, sibling)
        inner, last = inner >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _with_known_root(old: int, old_root: bytes, proof: list[bytes]) -> Iterator[bytes]:
    """A complete older tree stands in the newer one as it is: the proof leaves it out."""
    is_complete = old & (old - 1) == 0
    return iter([old_root, *proof] if is_complete and proof else proof)


def _up_to_right_child(inner: int, last: int) -> tuple[int, int]:
    """Climb until the node is a right child, or the tree ends."""
    while inner and not inner & 1:
        inner, last = inner >> 1, last >> 1
    return inner, last
