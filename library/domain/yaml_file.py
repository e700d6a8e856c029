"""YAML that remembers its lines, so that every complaint names the file and the line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from library.domain.errors import ContentError

REQUIRED_LANGUAGES = ("en", "es")
LANGUAGES = ("en", "es", "fr", "pt")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times faster where libyaml is there
_READERS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:null": lambda _text: None,
}


@dataclass(frozen=True)
class Entry:
    """One mapping of a file: reads its fields and complains with their lines."""

    file: Path
    node: yaml.MappingNode

    @property
    def line(self) -> int:
        """The line on which the entry begins, from 1."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, message: str, key: str = "") -> ContentError:
        """The error to raise about this entry, or about one of its fields."""
        node = self._node(key) or self.node
        return ContentError(self.file, int(node.start_mark.line) + 1, f"{key}: {message}" if key else message)

    def allow(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Complain about fields that are missing, written twice or unknown."""
        required = tuple(required)
        seen: set[str] = set()
        for name, _value in self.node.value:
            if name.value in seen or name.value not in {*required, *optional}:
                what = "stands here twice" if name.value in seen else "is not a field of this entry"
                raise ContentError(self.file, name.start_mark.line + 1, f"{name.value}: {what}")
            seen.add(name.value)
        for key in required:
            if key not in seen:
                raise self.wrong(f"{key} is missing")

    def text(self, key: str, default: str | None = None) -> str:
        """A line of text; with a default it may be absent."""
        node = self._node(key)
        if node is None and default is not None:
            return default
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.wrong("write a text here", key)
        return str(node.value).strip()

    def texts(self, key: str) -> dict[str, str]:
        """A text by language: English and Spanish always, French and Portuguese where there are any."""
        entry = self.entry(key)
        entry.allow(REQUIRED_LANGUAGES, LANGUAGES)
        return {name.value: entry.text(name.value) for name, _value in entry.node.value}

    def is_word(self, key: str) -> bool:
        """Whether one value stands there, rather than fields or a list."""
        return isinstance(self._node(key), yaml.ScalarNode)

    def plain(self, key: str) -> Any:
        """A scalar as YAML means it: true, 2008, text."""
        node = self._node(key)
        if not isinstance(node, yaml.ScalarNode):
            raise self.wrong("write one value here", key)
        return _READERS.get(node.tag, str.strip)(node.value)

    def strings(self, key: str) -> list[str]:
        """A list of words."""
        node = self._node(key)
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, yaml.ScalarNode) for n in node.value):
            raise self.wrong("write a list of words here", key)
        return [str(item.value) for item in node.value]

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of words to words."""
        entry = self.entry(key)
        return {name.value: entry.text(name.value) for name, _value in entry.node.value}

    def entry(self, key: str) -> "Entry":
        """A mapping inside this one."""
        node = self._node(key)
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong("write fields here, indented, one a line", key)
        return Entry(self.file, node)

    def entries(self, key: str) -> list["Entry"]:
        """A list of mappings."""
        node = self._node(key)
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, yaml.MappingNode) for n in node.value):
            raise self.wrong("write a list of entries here", key)
        return [Entry(self.file, item) for item in node.value]

    def everything(self) -> dict[str, Any]:
        """All fields as YAML means them: for entries that are kept, not read."""
        try:
            loaded: dict[str, Any] = yaml.SafeLoader("").construct_document(self.node)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else self.line
            raise ContentError(self.file, line, f"is not YAML: {error.problem}") from error
        except ValueError as error:  # a number or a date that is none: !!int x, 2026-13-45
            raise self.wrong(f"cannot be read: {error}") from error
        return loaded

    def has(self, key: str) -> bool:
        """Whether the field is there."""
        return self._node(key) is not None

    def _node(self, key: str) -> yaml.Node | None:
        return next((value for name, value in self.node.value if name.value == key), None)


def read_document(file: Path) -> Entry:
    """The file's own fields."""
    return Entry(file, _compose(file))


def read_entries(file: Path, key: str) -> list[Entry]:
    """The entries of a file whose only field is the list `key`."""
    root = read_document(file)
    root.allow([key])
    return root.entries(key)


def _compose(file: Path) -> yaml.MappingNode:
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(file, 1, f"cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ContentError(file, mark.line + 1 if mark else 1, f"is not YAML: {error.problem}") from error
    if not isinstance(node, yaml.MappingNode):
        raise ContentError(file, 1, "write fields here, one a line")
    return node
