"""Tables as files: nothing that somebody wrote is calculated by a spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.tables import FORMULA
from quizzes.exports import Table, as_csv, as_xlsx, neutral


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def read_xlsx(body: bytes):
    return load_workbook(io.BytesIO(body))


EVIL = ['=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"]


@pytest.mark.parametrize("text", EVIL)
def test_a_text_that_looks_like_a_formula_becomes_a_text(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ñusta", "a=b", "1-2", "O'Neill", ""])
def test_other_texts_stay(text):
    assert neutral(text) == text


@pytest.mark.parametrize("number", [-5, -1.5, Decimal("-0.25"), 0])
def test_numbers_stay_numbers_also_below_zero(number):
    assert neutral(number) == number


def test_nothing_is_an_empty_cell():
    assert neutral(None) == ""


def test_a_time_stands_in_the_active_time_zone():
    with timezone.override("America/Guatemala"):
        assert neutral(datetime(2026, 11, 25, 15, 0, tzinfo=UTC)) == datetime(2026, 11, 25, 9, 0)


@given(st.text())
def test_no_text_whatever_begins_a_cell_as_a_formula(text):
    cell = neutral(text)
    assert not cell.startswith(FORMULA)
    assert not cell.lstrip().startswith(FORMULA)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_any_texts_make_a_file_that_opens_and_has_no_formula(rows):
    book = read_xlsx(as_xlsx([Table("x", ("a", "b"), rows)]))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_csv_has_headings_rows_and_accents():
    body = as_csv(Table("x", ("Nombre", "Punto"), [("Ñusta Huamán", Decimal("66.6666667")), ("=1", -2)]))
    assert body.startswith(b"\xef\xbb\xbf")
    assert read_csv(body) == [["Nombre", "Punto"], ["Ñusta Huamán", "66.6666667"], ["'=1", "-2"]]


def test_a_workbook_has_a_sheet_per_table_whatever_their_names():
    book = read_xlsx(
        as_xlsx([Table("Preguntas: [1/2]?", ("a",), []), Table("x" * 50, ("a",), [("1",)]), Table("", ("a",), [])])
    )
    assert book.sheetnames == ["Preguntas   1 2", "x" * 31, "3"]
    assert book.worksheets[1].freeze_panes == "A2"
