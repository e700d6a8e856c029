"""How texts, marks and weights are spelled in canonical content."""

from collections.abc import Callable, Iterable
from typing import Any

from quizzes.domain.formats import html
from quizzes.domain.formats.numbers import decimal_text
from quizzes.domain.formats.reading import tidy

Content = dict[str, Any]
PENALTY, TRUEFALSE_PENALTY = "0.3333333", "1"
UNMARKED = ("description", "essay")  # no penalty for a second try
SHUFFLED = ("choice", "matching", "gaps")


def text_of(value: Any, language: str) -> str:
    """A text, or the one of a mapping by language; "" without one."""
    found = value.get(language, "") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def filled(**values: Any) -> Content:
    """Only the keys that have a value."""
    return {key: value for key, value in values.items() if value not in (None, "", {}, [])}


class Spelling:
    """The texts of one question in one language."""

    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language = content, language
        self.is_html = content["stem"].get("format") == "html"

    def head(self) -> Content:
        """What questions of every type have."""
        kind = self.content["type"]
        return filled(
            schema=1,
            type=kind,
            default_mark=None if kind == "description" else self._default_mark(),
            penalty=None if kind in UNMARKED else self._penalty(),
            shuffle=bool(self.content.get("shuffle", True)) if kind in SHUFFLED else None,
            stem=self.stem(text_of(self.content["stem"]["text"], self.language)),
            feedback=self.texts(self.content.get("feedback")),
        )

    def _default_mark(self) -> str:
        parts = self.content["parts"] if self.content["type"] == "cloze" else ()
        whole = sum(float(part.get("default_mark", 1)) for part in parts) if parts else 1
        return decimal_text(self.content.get("default_mark", whole))

    def _penalty(self) -> str:
        usual = TRUEFALSE_PENALTY if self.content["type"] == "truefalse" else PENALTY
        return decimal_text(self.content.get("penalty", usual))

    def stem(self, text: str) -> Content:
        return {"format": "html" if self.is_html else "plain", "text": self.texts(text)}

    def texts(self, value: Any) -> dict[str, str]:
        """{language: text}, empty without one."""
        text = tidy(text_of(value, self.language))
        text = tidy(html.clean(text)) if self.is_html else text
        return {self.language: text} if text else {}

    def plain(self, value: Any) -> str:
        """A text that is never HTML: what a learner types, or picks from a list."""
        return tidy(text_of(value, self.language))

    def typed(self, value: Any) -> str:
        """What a learner may type: it counts in whichever language it is written."""
        others = value.values() if isinstance(value, dict) else ()
        return self.plain(value) or next((tidy(text) for text in others if isinstance(text, str)), "")

    def weighted(self, rows: Iterable[Content], prefix: str, **more: Callable[[Content], Any]) -> list[Content]:
        """Rows with an id, what `more` makes of them, a weight and feedback."""
        return [
            filled(
                id=f"{prefix}{number}",
                **{key: make(row) for key, make in more.items()},
                weight=decimal_text(row["weight"]),
                feedback=self.texts(row.get("feedback")),
            )
            for number, row in enumerate(rows, 1)
        ]
