"""Cloze questions written in Moodle's syntax.

It has no place for weights of fields that are no whole numbers, tolerances that are not absolute, units, and
true/false fields (written as choices).
"""

import re
from collections.abc import Callable

from quizzes.domain.formats import html
from quizzes.domain.formats.cloze import START
from quizzes.domain.formats.model import Unreadable
from quizzes.domain.formats.numbers import percent_text
from quizzes.domain.formats.required import needed
from quizzes.domain.formats.spelling import Content, text_of
from quizzes.domain.formats.spellings import PLACE

_ESCAPED = re.compile(r"\\(?=[}~#/\"\\]|$)|[}~#]")
_LIKE_WEIGHT = re.compile(r"\s*[=%]")


def cloze_text(content: Content, language: str) -> str:
    """The stem of a canonical cloze question with its fields in their places."""
    writer = _Writer(language, content["stem"]["format"] == "html")
    fields = {part["id"]: writer.field(part) for part in content["parts"]}
    stem = needed(content["stem"]["text"], language)
    if writer.is_html:
        stem = START.sub(lambda found: "&#123;" + found[0][1:], stem)
    return PLACE.sub(lambda found: fields.get(found[1], found[0]), stem)


class _Writer:
    def __init__(self, language: str, is_html: bool) -> None:
        self.language, self.is_html = language, is_html

    def field(self, part: Content) -> str:
        if not part["default_mark"].isdigit():
            raise Unreadable("cannot_carry", format="Cloze", where="parts.default_mark")
        answers, name, value = FIELDS[part["type"]](self, part)
        rows = [self._weight(row, part) + value(row) + self._feedback(row) for row in answers]
        return f"{{{part['default_mark']}:{name}:{'~'.join(rows)}}}"

    def choice(self, part: Content) -> tuple[list[Content], str, Callable[[Content], str]]:
        name = ("MULTIRESPONSE" if part["multiple"] else "MULTICHOICE") + ("_S" if part["shuffle"] else "")
        return part["options"], name, self._option

    def short(self, part: Content) -> tuple[list[Content], str, Callable[[Content], str]]:
        return part["answers"], "SHORTANSWER_C" if part["case_sensitive"] else "SHORTANSWER", self._pattern

    def numeric(self, part: Content) -> tuple[list[Content], str, Callable[[Content], str]]:
        return part["answers"], "NUMERICAL", self._number

    def _option(self, row: Content) -> str:
        return self._escaped(needed(row.get("text"), self.language))

    def _pattern(self, row: Content) -> str:
        pattern = needed(row.get("pattern"), self.language)
        return self._escaped(html.escape(pattern) if self.is_html else pattern)

    def _number(self, row: Content) -> str:
        return "*" if row["value"] == "*" else f"{row['value']}:{row['tolerance']}"

    def _weight(self, row: Content, part: Content) -> str:
        if row["weight"] == "1":
            return "="
        return f"%{percent_text(row['weight'])}%"

    def _feedback(self, row: Content) -> str:
        text = text_of(row.get("feedback"), self.language)
        return f"#{self._escaped(text)}" if text else ""

    def _escaped(self, text: str) -> str:
        """Escape what would end the answer, and a backslash that would be taken for an escape."""
        return _ESCAPED.sub(lambda found: f"\\{found[0]}", text)


FIELDS = {"choice": _Writer.choice, "short": _Writer.short, "numeric": _Writer.numeric}
