"""Progress as the sum of events. No clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Kind = Literal["seen", "completed", "reopened"]


@dataclass(frozen=True)
class Event:
    """Something that happened to one learner in one activity."""

    activity: str
    kind: Kind
    at: datetime
    rule: str = ""


@dataclass(frozen=True)
class State:
    """Where one learner stands in one activity."""

    first_seen_at: datetime
    completed_at: datetime | None = None
    rule: str = ""


def step(state: State | None, event: Event) -> State:
    """The state after an event. A second completion changes nothing; only a reopening goes back."""
    if state is None:
        state = State(first_seen_at=event.at)
    if event.kind == "completed" and state.completed_at is None:
        return replace(state, completed_at=event.at, rule=event.rule)
    if event.kind == "reopened":
        return replace(state, completed_at=None, rule="")
    return state


def rebuild(events: Iterable[Event]) -> dict[str, State]:
    """Every activity's state from the events in the order in which they were written."""
    states: dict[str, State] = {}
    for event in events:
        states[event.activity] = step(states.get(event.activity), event)
    return states
