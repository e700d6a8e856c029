"""A list as a CSV file, line by line."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from accounts.tables import neutral

MARK = "\ufeff"  # by which Excel knows UTF-8


class _Echo:
    """Hands every written line straight on."""

    def write(self, line: str) -> str:
        return line


def csv_response(headings: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """A download, line by line, however long the list is. Not for caches: these are people's names."""
    response = StreamingHttpResponse(_lines(headings, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield MARK
    yield writer.writerow([neutral(value) for value in headings])
    for row in rows:
        yield writer.writerow([neutral(value) for value in row])
