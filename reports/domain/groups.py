"""Totals that identify nobody."""

from collections.abc import Iterable
from dataclasses import dataclass

SMALLEST_GROUP = 5  # people; a smaller group's figures could point at a person


@dataclass(frozen=True)
class Row:
    """A group's totals. `completed` is None where the group is too small to show."""

    label: str
    enrolled: int | None
    completed: int | None

    @property
    def is_hidden(self) -> bool:
        return self.enrolled is None


def hide_small(rows: Iterable[Row]) -> list[Row]:
    """Empty the figures of groups under SMALLEST_GROUP. If just one is hidden, the next smallest is too:
    otherwise its figures would follow from the total."""
    found = list(rows)
    small = {row for row in found if (row.enrolled or 0) < SMALLEST_GROUP}
    if len(small) == 1 and len(found) > 1:
        small.add(min((row for row in found if row not in small), key=lambda row: row.enrolled or 0))
    return [Row(row.label, None, None) if row in small else row for row in found]
