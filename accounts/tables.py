"""Tables as CSV: what a person wrote never becomes a formula in somebody's spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(value: Any) -> str:
    """The value as a text that no spreadsheet calculates.

    Spreadsheets read a text that begins with one of these signs, also after blanks, as a formula; an apostrophe
    in front makes it a text again.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it. Numbers stay what they are."""
    written = io.StringIO()
    writer = csv.writer(written)
    for row in (headings, *rows):
        writer.writerow([cell if isinstance(cell, int | float) else neutral(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")
