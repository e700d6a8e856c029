"""A posted question as a tree: q.stem.es, q.option.x1.text.es, q.part.q1.option.x2.feedback.fr."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from quizzes.domain.translations import LANGUAGES

ROOT = "q"
DEEPEST = 9  # names with more dots than any form of ours
Tree = dict[str, Any]
Texts = dict[str, str]


@dataclass(frozen=True)
class Node:
    """A question, a part of one, or a row: its fields by name, and its rows in the order of the page."""

    data: Tree = field(default_factory=dict)
    place: str = ROOT

    @property
    def key(self) -> str:
        """What the row is called on the page."""
        return self.place.rpartition(".")[2]

    def at(self, name: str) -> str:
        """The full name of a field: where a complaint about it is shown."""
        return f"{self.place}.{name}"

    def text(self, name: str) -> str:
        """A field, tidied; "" if it is not there."""
        return tidy(self.data.get(name))

    def texts(self, name: str) -> Texts:
        """A field in all the languages in which something is written."""
        value = self.data.get(name)
        found = {code: tidy(value.get(code)) for code in LANGUAGES} if isinstance(value, dict) else {}
        return {code: text for code, text in found.items() if text}

    def is_on(self, name: str) -> bool:
        """Whether a tick is set."""
        return bool(self.text(name))

    def rows(self, name: str) -> list["Node"]:
        """The rows of a list."""
        value = self.data.get(name)
        found = value.items() if isinstance(value, dict) else ()
        return [Node(row, f"{self.at(name)}.{key}") for key, row in found if isinstance(row, dict)]

    def filled_rows(self, name: str, *fields: str) -> list["Node"]:
        """The rows in which one of the fields says something: empty ones are only room to write."""
        return [row for row in self.rows(name) if any(row.text(f) or row.texts(f) for f in fields)]


def read_tree(posted: Iterable[tuple[str, str]]) -> Tree:
    """The tree below "q" out of names and values. Names that no form of ours sends are left out."""
    tree: Tree = {}
    for name, value in posted:
        root, *path = name.split(".")
        if root == ROOT and path and len(path) <= DEEPEST:
            _put(tree, path, value)
    return tree


def _put(tree: Tree, path: list[str], value: str) -> None:
    *above, last = path
    for name in above:
        tree = tree.setdefault(name, {})
        if not isinstance(tree, dict):
            return
    if not isinstance(tree.get(last), dict):
        tree[last] = value


def tidy(value: Any) -> str:
    """A text without what stands around it, with LF as its line end and without the sign that no database keeps."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
