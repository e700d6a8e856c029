"""Short answer: the weight of the first listed pattern that matches (Moodle 4.5, question/type/shortanswer).

NFC on both sides; the response is trimmed; an unescaped * stands for any run of characters, not across a line
break; \\* is a literal star; the whole response must match; case does not matter unless the question says so.
A pattern may differ by language: an answer counts in whichever of them it is written.

    {"type": "short", "case_sensitive": false,
     "answers": [{"id", "pattern": "text" or {"es", "en"}, "weight": "0".."1", "feedback"}]}
    {"text": "..."}
"""

import re
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from quizzes.domain.scoring.answers import answer_id, in_any_language
from quizzes.domain.scoring.result import RIGHT_ABOVE, Result, gave_up, graded, ungradable

_STARS = re.compile(r"(?<!\\)\*+")


def score(question: dict[str, Any], response: dict[str, Any]) -> Result:
    """Score {"text": "..."}. "0" is an answer."""
    text = response.get("text")
    if not isinstance(text, str):
        return ungradable()
    if not text.strip():
        return gave_up()
    sensitive = bool(question.get("case_sensitive"))
    written = _alike(text.strip(), sensitive)
    for number, answer in enumerate(question["answers"]):
        if any(_matcher(p, sensitive).fullmatch(written) for p in in_any_language(answer["pattern"])):
            return graded(float(answer["weight"]), (answer_id(answer, number),))
    return graded(0.0)


def minimum(question: dict[str, Any]) -> float:
    """No answer costs marks."""
    return 0.0


def full_key(question: dict[str, Any]) -> dict[str, Any] | None:
    """A text that earns the full mark: the first pattern for which there is one."""
    for answer in question["answers"]:
        if float(answer["weight"]) > RIGHT_ABOVE:
            for pattern in in_any_language(answer["pattern"]):
                key = {"text": sample(pattern)}
                if (score(question, key).fraction or 0) > RIGHT_ABOVE:
                    return key
    return None


def matches(pattern: str, text: str, *, case_sensitive: bool = False) -> bool:
    """Whether the trimmed text is what the pattern describes."""
    return bool(_matcher(pattern, case_sensitive).fullmatch(_alike(text.strip(), case_sensitive)))


def sample(pattern: str) -> str:
    """The pattern as a person reads it, and a text that it matches: … where anything may stand."""
    return "…".join(_literals(pattern))


def is_anything(pattern: str) -> bool:
    """Whether the pattern is nothing but stars, and so catches every answer."""
    return set(_literals(pattern)) == {""} and "*" in pattern


@lru_cache(maxsize=4096)
def _matcher(pattern: str, case_sensitive: bool) -> re.Pattern[str]:
    """Atomic groups: every literal is taken where it first stands, so a long text costs linear time."""
    first, *others = (re.escape(_alike(literal, case_sensitive)) for literal in _literals(pattern))
    if not others:
        return re.compile(first)
    middle = "".join(rf"(?>[^\n\r]*?{literal})" for literal in others[:-1])
    return re.compile(rf"{first}{middle}[^\n\r]*{others[-1]}")


def _literals(pattern: str) -> list[str]:
    """The pattern cut at its unescaped stars."""
    return [literal.replace(r"\*", "*") for literal in _STARS.split(pattern.strip())]


def _alike(text: str, case_sensitive: bool) -> str:
    text = normalize("NFC", text)
    return text if case_sensitive else normalize("NFC", text.casefold())
