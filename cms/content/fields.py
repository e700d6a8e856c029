"""Fields of course.yaml that say one thing: a choice, a whole number, yes or no."""

from collections.abc import Collection
from typing import Any

from library.domain.yaml_file import Entry

_MOST = {"pass_mark": 100}
_LEAST = {"pass_mark": 0}  # nothing to pass: handing in is enough
_ANY = 32767  # what a small whole number holds in PostgreSQL


def one_of(entry: Entry, key: str, values: Collection[str], default: str | None = None) -> str:
    """One of these words. Raises ContentError, as all of these do."""
    value = entry.text(key, default)
    if value not in values:
        raise entry.wrong(f"one of {', '.join(filter(None, values))}", key)
    return value


def whole(entry: Entry, key: str, *default: int | None) -> Any:
    """A whole number of at least 1, unless 0 means something. With a default it may be absent, or say the default."""
    if default and not entry.has(key):
        return default[0]
    try:
        value = entry.plain(key)
    except ValueError:  # what YAML takes for a number and Python does not: 1:30
        value = ""
    least, most = _LEAST.get(key, 1), _MOST.get(key, _ANY)
    if value not in default and (type(value) is not int or not least <= value <= most):
        raise entry.wrong(f"a whole number from {least} to {most}", key)
    return value


def is_true(entry: Entry, key: str, default: bool = False) -> bool:
    """True or false."""
    value = entry.plain(key) if entry.has(key) else default
    if not isinstance(value, bool):
        raise entry.wrong("true or false", key)
    return value
