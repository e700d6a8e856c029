"""Whether two contents say the same: rows get new ids each time a form is sent."""

from collections.abc import Iterator
from typing import Any

from quizzes.domain.questions import checksum


def likeness(content: dict[str, Any]) -> str:
    """The same for two contents that differ in the ids of their rows alone."""
    ids = {row: f"#{n}" for n, row in enumerate(dict.fromkeys(_ids(content)))}
    return checksum(_renamed(content, ids))


def _ids(content: Any) -> Iterator[str]:
    if isinstance(content, list):
        for row in content:
            yield from _ids(row)
    elif isinstance(content, dict):
        if isinstance(content.get("id"), str):
            yield content["id"]
        for name in sorted(content):  # a database may have put them in another order
            yield from _ids(content[name])


def _renamed(content: Any, ids: dict[str, str]) -> Any:
    if isinstance(content, list):
        return [_renamed(row, ids) for row in content]
    if isinstance(content, dict):
        return {ids.get(name, name): _renamed(value, ids) for name, value in content.items()}
    return ids.get(content, content) if isinstance(content, str) else content
