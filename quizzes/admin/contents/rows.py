"""What reading and laying out have in common for all types of questions."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from quizzes.admin.contents.tree import Node, Texts, Tree
from quizzes.domain.marks import PLACES
from quizzes.domain.translations import LANGUAGES

Content = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", {}, [])
SAME = Decimal("0.000001")


@dataclass(frozen=True)
class Problem:
    """Something to repair, and the field or list beside which it is said."""

    place: str
    text: str


@dataclass
class Reading:
    """What is known while a form is read: the language that is written first, and what was wrong."""

    language: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, place: str, text: str) -> None:
        self.problems.append(Problem(place, text))

    def number(self, node: Node, name: str, *, before: Any = None, default: str = "") -> str:
        """A decimal as the bank writes it; what stood before, if it is the same number."""
        return self._decimal(node, name, Decimal(1), before, default)

    def percent(self, node: Node, name: str, *, before: Any = None, default: str = "") -> str:
        """Percent as a share of 1."""
        return self._decimal(node, name, Decimal(100), before, default)

    def _decimal(self, node: Node, name: str, divisor: Decimal, before: Any, default: str) -> str:
        written = node.text(name)
        if not written:
            return default
        value = decimal(written)
        if value is None:
            self.complain(node.at(name), _("“%(text)s” is not a number.") % {"text": written[:40]})
            return default
        return same_or_new(before, value / divisor)


def decimal(written: str) -> Decimal | None:
    """A number as people write it: 33,3 or 33.3 %. None for no number."""
    try:
        value = Decimal(written.replace("%", "").replace("\u2212", "-").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 9 else None


def same_or_new(before: Any, value: Decimal) -> str:
    """The decimal in its shortest form; as it was written before if that is the same number."""
    if isinstance(before, str) and (old := decimal(before)) is not None and abs(old - value) < SAME:
        return before
    return shortest(value)


def shortest(value: Decimal) -> str:
    """7 places at most, no zeros at the end, no exponent: 0.5, 1, -0.3333333."""
    rounded = value.quantize(PLACES)
    return format(rounded.normalize() if rounded else Decimal(0), "f")


def as_percent(share: Any) -> str:
    """0.3333333 as 33.33333; what is no number as it stands."""
    value = decimal(str(share)) if share not in EMPTY else None
    return shortest(value * 100) if value is not None else str(share or "")


def renewed(before: Content | None, **new: Any) -> Content:
    """A row with its new values, what no field shows kept, and no key without a value."""
    before = before or {}
    row = {**before, **new}
    return {key: value for key, value in row.items() if value not in EMPTY or before.get(key, row) == value}


def kept_languages(before: Any, texts: Texts) -> Texts:
    """Texts in the languages of the form, with those in other languages as they were."""
    if not isinstance(before, dict):
        return texts
    return {**texts, **{code: text for code, text in before.items() if code not in LANGUAGES}}


def texts_or_word(before: Any, texts: Texts) -> Texts | str:
    """A word that is the same in all languages is stored as one: it was, or it is written once."""
    if isinstance(before, dict) and before:
        return kept_languages(before, texts)
    return next(iter(texts.values())) if len(texts) == 1 else texts


def as_texts(value: Any, language: str) -> Texts:
    """The inverse: a single word stands in the language that is written first."""
    return {language: value} if isinstance(value, str) and value else value if isinstance(value, dict) else {}


def by_id(rows: Any) -> dict[str, Content]:
    """The rows of a content by their ids."""
    return {str(row["id"]): row for row in rows or () if isinstance(row, dict) and "id" in row}


def new_id() -> str:
    """An id that says nothing about the row: ids reach the page's source."""
    return "x" + secrets.token_hex(3)


def id_of(row: Node, taken: Iterable[str], make: Callable[[], str] = new_id) -> str:
    """The id that a row had, or a new one."""
    had = row.text("id")
    taken = set(taken)
    if had and had not in taken:
        return had
    while (made := make()) in taken:
        continue
    return made


def numbered(prefix: str, taken: Iterable[str]) -> str:
    """The next free of p1, p2, …: ids that authors write into their texts."""
    taken = set(taken)
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def row_key(number: int) -> str:
    """What a laid out row is called on the page."""
    return f"k{number}"


def laid_out(rows: Iterable[Tree]) -> Tree:
    """Rows as the form names them."""
    return {row_key(number): row for number, row in enumerate(rows, 1)}
