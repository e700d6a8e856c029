"""The bands of overall feedback on the settings screen: from how many percent on which text is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from quizzes.admin.quiz import texts
from quizzes.admin.result_words import number

Row = dict[str, Any]
MOST, LONGEST = 20, 2000


@dataclass
class Band:
    """A band as it stands on the page. `start` is what was typed, in percent."""

    index: int
    start: str
    text: dict[str, str]
    first: str
    problem: str = ""
    end: str = ""  # where the next band starts; only of bands that are stored

    @property
    def name(self) -> str:
        return f"band.{self.index}"

    @property
    def fields(self) -> list[texts.TextField]:
        return texts.fields(self.name, self.text, self.first)

    @property
    def is_empty(self) -> bool:
        return not (self.start or self.text)


def opened(rows: list[Row], first: str) -> list[Band]:
    """The stored bands from below; an empty one where there is none."""
    ordered = sorted(rows, key=lambda row: Decimal(str(row["from"])))
    found = [Band(n, _typed(row["from"]), row["text"], first) for n, row in enumerate(ordered)]
    for band, following in pairwise(found):
        band.end = number(following.start, 2)
    return found or with_empty(found, first)


def _typed(value: Any) -> str:
    """As a number field takes it: 69.5, 70."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_empty(bands: list[Band], first: str) -> list[Band]:
    """One more to fill in, up to a number that nobody needs."""
    return bands if len(bands) >= MOST else [*bands, Band(len(bands), "", {}, first)]


def taken(data: Mapping[str, str], first: str) -> list[Band]:
    """The bands as they were sent; a band that was emptied is gone. Problems stand beside them."""
    sent = [
        Band(n, data.get(f"band.{n}.from", "").strip(), texts.read(data, f"band.{n}", LONGEST), first)
        for n in range(MOST)
    ]
    bands = [band for band in sent if not band.is_empty]
    starts = [_start(band) for band in bands]
    for n, band in enumerate(bands):
        band.index, band.problem = n, _problem(band, starts[n], starts[:n])
    return bands


def _start(band: Band) -> Decimal | None:
    try:
        value = Decimal(band.start.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 100 else None


def _problem(band: Band, start: Decimal | None, earlier: list[Decimal | None]) -> str:
    if start is None:
        return _("Write from how many percent on it is read: a number from 0 to 100.")
    if not band.text:
        return _("Write the text, at least in one language.")
    return _("Two bands start here: give this one another number.") if start in earlier else ""


def stored(bands: list[Band]) -> list[Row]:
    """As the quiz keeps them, from below. Expects bands without problems."""
    rows = [{"from": _plain(_start(band) or Decimal(0)), "text": band.text} for band in bands]
    return sorted(rows, key=lambda row: row["from"])


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
