"""What each app keeps of a person: how it is handed out, how it is erased. Apps add their part when they start."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Erasure:
    """A person who is being erased. `traces`: name and addresses, in every spelling in which a text may hold them.

    `by` is the administrator who answers for it; None where the person asked for it.
    """

    person: "User"
    by: "User | None"
    now: datetime
    traces: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether a text names the person."""
        folded = text.casefold()
        return any(trace.casefold() in folded for trace in self.traces)


Stored = tuple[str, bytes]  # a file's name in the archive, and what is in it
Export = Callable[["User"], Iterable[Stored]]
Erase = Callable[[Erasure], None]


@dataclass(frozen=True)
class Part:
    """One app's side of it. Both run inside the caller's transaction, and may run twice."""

    name: str
    export: Export
    erase: Erase


_parts: dict[str, Part] = {}


def register(name: str, *, export: Export, erase: Erase) -> None:
    """Add an app's part. Apps start from the bottom up, so those at the top are the last."""
    _parts[name] = Part(name, export, erase)


def from_the_top() -> list[Part]:
    """The parts as an erasure takes them: what refers to others first."""
    return list(reversed(_parts.values()))


def exported(person: "User") -> Iterator[Stored]:
    """Every file of a person's archive, from the account up."""
    for part in _parts.values():
        for name, data in part.export(person):
            yield f"{part.name}/{name}", data
