"""Dates of which only the year, or the year and the month, may be known: `1948`, `2008-03`, `1969-11-22`."""

import re
from dataclasses import dataclass
from datetime import date

_PARTS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A year with, where known, its month and day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first_day(self) -> date:
        """The first day it can mean: for writing it out and for sorting."""
        return date(self.year, self.month or 1, self.day or 1)


def read_date(text: str) -> PartialDate:
    """Read `1948`, `2008-03` or `1969-11-22`; ValueError if it is none of them or no such day exists."""
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date: write 1969, 1969-11 or 1969-11-22")
    year, month, day = (int(part) if part else None for part in match.groups())
    found = PartialDate(year or 0, month, day)
    _ = found.first_day  # raises ValueError for the 31st of February
    return found
