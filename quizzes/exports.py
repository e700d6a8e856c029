"""Tables as files: CSV and XLSX. What a learner or an author wrote never becomes a formula in somebody's spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts import tables

WIDEST = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "csv")


@dataclass(frozen=True)
class Table:
    """A sheet: its name, a heading per column, rows of texts, numbers and times."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def neutral(value: Any) -> Any:
    """The value as a cell that no spreadsheet calculates. Numbers and times stay what they are."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if timezone.is_aware(value) else value
    return tables.neutral(ILLEGAL_CHARACTERS_RE.sub("", str(value)))


def as_csv(table: Table) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    written = io.StringIO()
    writer = csv.writer(written)
    for row in (table.headings, *table.rows):
        writer.writerow([neutral(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet per table; headings stand still when one scrolls."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(_sheet_name(table.name, number))
        widths = [0] * len(table.headings)
        for row in (table.headings, *table.rows):
            cells = [neutral(value) for value in row]
            sheet.append(cells)
            widths = [max(width, len(str(cell))) for width, cell in zip(widths, cells, strict=True)]
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, width + 2)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet_name(name: str, number: int) -> str:
    """Excel takes 31 characters at most, and not these."""
    clean = "".join(" " if sign in r"[]:*?/\'" else sign for sign in name).strip()[:31]
    return clean or str(number)


def file_response(tables: Sequence[Table], file_format: str, name: str) -> HttpResponse:
    """The tables as a download; a CSV holds the first one. Not for caches: these are people's results."""
    is_xlsx = file_format == "xlsx"
    body = as_xlsx(tables) if is_xlsx else as_csv(tables[0])
    response = HttpResponse(body, content_type=XLSX if is_xlsx else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if is_xlsx else "csv"}"'
    response["Cache-Control"] = "private, no-store"
    return response
