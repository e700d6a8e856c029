"""Rows added, removed and moved on a posted form, for pages without script: the same names as admin-questions.js."""

import secrets
from typing import Any

from quizzes.admin.contents.kinds import PART_KINDS
from quizzes.admin.contents.rows import numbered
from quizzes.admin.contents.tree import ROOT, Tree

# How many rows a new question shows, and which rows always have an empty one to write into.
FIRST_ROWS = {
    "single": {"option": 4},
    "multiple": {"option": 4},
    "matching": {"pair": 4, "extra": 1},
    "ordering": {"item": 4},
    "gaps": {"place": 1, "extra": 2},
    "short": {"answer": 2},
    "numeric": {"answer": 1, "unit": 1},
    "essay": {"criterion": 2},
    "cloze": {},
    "scenario": {"part": 1},
}
UNSAID = ("id", "choice", "right", "weight", "tolerance_type", "multiplier")  # what an empty row may hold
LEVELS = ("0", "1", "2")  # points of a new criterion's levels
NUMBERED = {"place": "p", "part": "p"}  # ids that authors write into the text


def with_room(tree: Tree, kind: str, *, is_new: bool) -> Tree:
    """The tree with empty rows: those of a new question, or one more than are filled."""
    for name, count in FIRST_ROWS.get(kind, {}).items():
        for _n in range(_missing(_rows(tree, name), name, count, is_new=is_new)):
            add_row(tree, name, kind)
    if kind == "essay":
        for criterion in _rows(tree, "criterion"):
            if not criterion.get("level"):
                criterion["level"] = {f"n{n}": {"points": points} for n, points in enumerate(LEVELS)}
    return tree


def _missing(rows: list[Tree], name: str, count: int, *, is_new: bool) -> int:
    """How many empty rows to add: no second one where there is one to write into."""
    if (is_new or not rows) and len(rows) < count:
        return count - len(rows)
    return 0 if name == "part" or any(_is_blank(row) for row in rows) else 1


def _is_blank(row: Tree) -> bool:
    """Whether nobody wrote anything into the row."""
    said = [value for name, value in row.items() if name not in UNSAID]
    return not any(any(value.values()) if isinstance(value, dict) else value for value in said)


def with_all_room(tree: Tree, kind: str, *, is_new: bool) -> Tree:
    """Room in the question, in its parts, and for another test."""
    with_room(tree, kind, is_new=is_new)
    for part in _rows(tree, "part"):
        if part.get("kind"):
            with_room(part, part["kind"], is_new=False)
    if not any(_is_blank(row) for row in _rows(tree, "test")):
        add_row(tree, "test")
    _rename_new_source(tree.setdefault("citation", {}))
    return tree


def _rename_new_source(rows: Tree) -> None:
    """A source that was just picked gets a row of its own, and the list to pick from is free again."""
    picked = rows.pop("new", {})
    if picked.get("source"):
        rows[f"n{secrets.token_hex(3)}"] = picked


def add_row(tree: Tree, name: str, kind: str = "", part_kind: str = "single") -> None:
    """An empty row at the end of a list."""
    rows = tree.setdefault(name, {})
    row: Tree = {}
    if name in NUMBERED:
        prefix = "q" if kind == "scenario" else NUMBERED[name]
        row["id"] = numbered(prefix, [other.get("id", "") for other in _rows(tree, name)])
    if name == "part":
        row["kind"] = part_kind if part_kind in PART_KINDS else "single"
    rows[f"n{secrets.token_hex(3)}"] = row


def apply(tree: Tree, move: str, kind: str) -> None:
    """Do what a button says: add:q.option, add:q.part:multiple, remove:q.option.k1, up:q.option.k1, down:…."""
    action, _colon, rest = move.partition(":")
    place, _colon, extra = rest.partition(":")
    root, *path = place.split(".")
    if root != ROOT or not path:
        return
    above = _at(tree, path[:-1])
    if above is None:
        return
    if action == "add":
        add_row(above, path[-1], kind, extra)
    elif action == "remove":
        above.pop(path[-1], None)
    elif action in ("up", "down"):
        _move(above, path[-1], -1 if action == "up" else 1)


def _at(tree: Tree, path: list[str]) -> Tree | None:
    for name in path:
        found: Any = tree.get(name)
        if not isinstance(found, dict):
            return None
        tree = found
    return tree


def _move(rows: Tree, key: str, step: int) -> None:
    """One place up or down, in the dictionary itself: its order is the page's."""
    keys = list(rows)
    if key not in keys:
        return
    at = keys.index(key)
    to = min(max(at + step, 0), len(keys) - 1)
    keys.insert(to, keys.pop(at))
    for name in keys:
        rows[name] = rows.pop(name)


def _rows(tree: Tree, name: str) -> list[Tree]:
    rows = tree.get(name)
    return [row for row in rows.values() if isinstance(row, dict)] if isinstance(rows, dict) else []
