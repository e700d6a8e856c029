"""What reading or writing a file of questions gives: questions, and everything that has to be said about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.domain.formats.messages import MESSAGES, REFUSALS

Params = Mapping[str, str | int]


@dataclass(frozen=True)
class Problem:
    """Something a person should know: a code and its parameters for translators, and the sentence in English.

    `line` counts from 1; 0 means the file as a whole. `name` is the question's name where it is known.
    """

    line: int
    code: str
    params: Params = field(default_factory=dict)
    name: str = ""

    @property
    def text(self) -> str:
        return MESSAGES[self.code].format_map(self.params)

    @property
    def is_refusal(self) -> bool:
        """Whether the question (or the file) is left out because of it."""
        return self.code in REFUSALS

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.name + ': ' if self.name else ''}{self.text}"


@dataclass(frozen=True)
class Picture:
    """A picture that a text shows as <img src="picture:KEY">; the key is the SHA-256 of the data."""

    key: str
    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Parsed:
    """A question as a file carries it: the content in the JSON shape of the bank, and what stands around it."""

    name: str
    category: tuple[str, ...]
    content: dict[str, Any]
    line: int = 0
    notes: tuple[Problem, ...] = ()
    code: str = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Result:
    """The questions that could be read, and the problems. A question's repairs stand in its own notes."""

    parsed: tuple[Parsed, ...] = ()
    problems: tuple[Problem, ...] = ()


class Unreadable(Exception):
    """A question that cannot be read (or written). `offset` points into the text that was being read."""

    def __init__(self, code: str, *, offset: int = 0, line: int = 0, **params: str | int) -> None:
        super().__init__(MESSAGES[code].format_map(params))
        self.code, self.offset, self.line, self.params = code, offset, line, params

    def at(self, line: int, name: str = "") -> Problem:
        """The problem to report, at the line given unless the exception knows a better one."""
        return Problem(self.line or line, self.code, self.params, name)
