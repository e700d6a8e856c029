"""How far something was checked. In doubt it was not: nothing unverified may look verified."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a statement was checked, as the page says it in words."""

    CHECKED = "checked"  # against a public source
    PARTLY = "partly"  # some of it; the detail says what
    KNOWLEDGE = "knowledge"  # the author's own: check before quoting
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Check:
    """One aspect of an instrument (dates, articles ...) and how far it was checked."""

    aspect: str
    state: State
    detail: str  # the author's words, where they say more than the state


def read_state(verified: str | None) -> State:
    """What the author noted, read strictly: only `search` alone counts as checked."""
    text = (verified or "").strip().lower()
    if text == "search":
        return State.CHECKED
    if text.startswith("search"):
        return State.PARTLY
    return State.KNOWLEDGE if text.startswith("knowledge") and "not verified" not in text else State.UNCHECKED


def read_block_state(block: Mapping[str, Any]) -> State:
    """The state of a country's block: not checked throughout if its own note takes something out."""
    state = read_state(block.get("verified"))
    has_doubt = any(word in str(block.get("note", "")).lower() for word in ("knowledge", "not verified"))
    return State.PARTLY if state is State.CHECKED and has_doubt else state


def read_checks(verified: Mapping[str, str]) -> list[Check]:
    """The aspects of an instrument in alphabetical order, each with its state and the author's words."""
    return [
        Check(aspect, read_state(text), "" if text in ("search", "knowledge") else text)
        for aspect, text in sorted(verified.items())
    ]


def overall(states: Iterable[State]) -> State:
    """One state for the whole: checked only if everything is."""
    found = set(states)
    if len(found) == 1:
        return found.pop()
    return State.PARTLY if found & {State.CHECKED, State.PARTLY} else State.UNCHECKED
