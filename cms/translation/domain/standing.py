"""How far a translation has come, and what a learner gets of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PART_THAT_MAKES_A_TEXT = 2  # a text of which half is translated is shown whole; of which less, only the summary


class State(StrEnum):
    """What a cell of the table of translations says."""

    ORIGINAL = "original"
    MISSING = "missing"
    DRAFT = "draft"
    PART = "part"
    STALE = "stale"
    WHOLE = "whole"


@dataclass(frozen=True)
class Tally:
    """Passages of a page: all, translated, and translated from an older original (not among the translated)."""

    total: int
    translated: int
    older: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.translated - self.older

    @property
    def is_at_par(self) -> bool:
        """Whether nothing is missing or older."""
        return self.translated == self.total


@dataclass(frozen=True)
class Standing:
    """A page's translation into one language."""

    state: State
    tally: Tally | None = None
    since: datetime | None = None  # stale since then


def standing(
    tally: Tally | None,
    *,
    is_there: bool,
    is_live: bool,
    is_summary: bool,
    original: datetime | None,
    own: datetime | None,
) -> Standing:
    """What holds of a translation. `original` and `own` say when each was last published."""
    if not is_there:
        return Standing(State.MISSING)
    if not is_live:
        return Standing(State.DRAFT, tally)
    is_late = bool(original and own and original > own)
    if is_late or (tally and tally.older):
        return Standing(State.STALE, tally, original)
    if is_summary or (tally and tally.missing):
        return Standing(State.PART, tally)
    return Standing(State.WHOLE, tally)


def is_text(body: Tally) -> bool:
    """Whether enough of a lesson's text, beside goal and key points, is translated to be shown instead of the original."""
    return (body.translated + body.older) * PART_THAT_MAKES_A_TEXT >= body.total
