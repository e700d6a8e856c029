"""The outline of a course as one learner sees it: modules, activities, states, what comes next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

StateName = Literal["done", "current", "started", "todo"]


@dataclass(frozen=True)
class Entry:
    """One activity in one language. Serves every learner, so it may be cached."""

    activity: str
    slug: str
    kind: str
    title: str
    title_language: str
    minutes: int
    url: str
    module: str
    module_title: str
    module_language: str
    is_required: bool
    is_retired: bool
    card: str = ""  # address of the module's field card, if it has one

    @property
    def counts(self) -> bool:
        """Whether it is asked of the learner, and so part of done and total."""
        return self.is_required and not self.is_retired


@dataclass(frozen=True)
class Row:
    """An entry with the learner's state."""

    entry: Entry
    state: StateName


@dataclass(frozen=True)
class Module:
    """A module's rows under its title."""

    title: str
    language: str
    number: int
    rows: tuple[Row, ...]

    @property
    def card(self) -> str:
        """Address of its field card; empty if there is none."""
        return self.rows[0].entry.card


@dataclass(frozen=True)
class Outline:
    """What the player and the course page draw."""

    modules: tuple[Module, ...]
    rows: tuple[Row, ...]
    current: Row | None
    previous: Row | None
    next: Row | None
    resume: Row | None
    done: int
    total: int
    minutes_left: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 means all of it."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.done == self.total

    @property
    def current_index(self) -> int | None:
        """Place of the current, else of the next open activity among those that count."""
        wanted, counting = self.current or self.resume, [row for row in self.rows if row.entry.counts]
        return counting.index(wanted) if wanted in counting else None

    @property
    def module_of_current(self) -> Module | None:
        return next((module for module in self.modules if self.current in module.rows), None)


def build(entries: Sequence[Entry], completed: Collection[str], seen: Collection[str], current: str | None) -> Outline:
    """Lay the learner's progress over the entries. Withdrawn activities show only to who completed them,
    and the way from one activity to the next passes them by: their pages may be gone."""
    shown = [e for e in entries if not e.is_retired or e.activity in completed]
    rows = tuple(Row(e, _state(e.activity, completed, seen, current)) for e in shown)
    at = next((i for i, row in enumerate(rows) if row.entry.activity == current), None)
    before, after = (rows[:at], rows[at + 1 :]) if at is not None else ((), ())
    counting = [row for row in rows if row.entry.counts]
    is_open = [row for row in counting if row.entry.activity not in completed]
    return Outline(
        modules=_modules(rows),
        rows=rows,
        current=rows[at] if at is not None else None,
        previous=next((row for row in reversed(before) if not row.entry.is_retired), None),
        next=next((row for row in after if not row.entry.is_retired), None),
        resume=is_open[0] if is_open else None,
        done=len(counting) - len(is_open),
        total=len(counting),
        minutes_left=sum(row.entry.minutes for row in is_open),
    )


def _state(activity: str, completed: Collection[str], seen: Collection[str], current: str | None) -> StateName:
    if activity in completed:
        return "done"
    if activity == current:
        return "current"
    return "started" if activity in seen else "todo"


def _modules(rows: Sequence[Row]) -> tuple[Module, ...]:
    keys = list(dict.fromkeys(row.entry.module for row in rows))
    groups = [tuple(row for row in rows if row.entry.module == key) for key in keys]
    return tuple(
        Module(group[0].entry.module_title, group[0].entry.module_language, number, group)
        for number, group in enumerate(groups, 1)
    )
