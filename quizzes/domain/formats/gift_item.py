"""One question of GIFT: its name, its text, its braces; and which type it is, decided in Moodle's order."""

import re

from quizzes.domain.formats import build, gift_answers
from quizzes.domain.formats.build import Head
from quizzes.domain.formats.gift_text import hidden, raw, show
from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.reading import NOTHING, Reading

BLANK = "_____"
GENERAL = "####"
_CLOZE = re.compile(r"\s*[0-9]*:(?:MULTICHOICE|MULTIRESPONSE|SHORTANSWER|NUMERICAL|MC|MR|SA|MW|NM)[A-Z_]*:")


def read_item(reading: Reading, source: str, category: tuple[str, ...], code: str, tags: tuple[str, ...]) -> Parsed:
    """The question that the text of a block holds. Raises Unreadable, with an offset into the hidden text."""
    text = hidden(source)
    name, start = _name(text)
    stem, answers, offset = _parts(text, start)
    body, general = _general(answers)
    read_stem = raw(stem, "moodle")
    head = Head(
        stem=read_stem,
        name=name,
        feedback=NOTHING if general is None else raw(general, read_stem.format),
        category=category,
        code=code,
        tags=tags,
    )
    return _by_type(reading, head, body, offset)


def _name(text: str) -> tuple[str | None, int]:
    """The name between double colons at the very beginning, None without one; and where the stem begins."""
    if not text.startswith("::"):
        return None, 0
    end = text.find("::", 2)
    return (None, 2) if end < 0 else (show(text[2:end]), end + 2)


def _parts(text: str, start: int) -> tuple[str, str | None, int]:
    """The stem, with a blank for a missing word; what stands in the braces; and where that is."""
    opening, closing = text.find("{", start), text.find("}", start)
    if opening < 0 and closing < 0:
        return text[start:], None, 0
    if opening < 0 or closing < opening:
        raise Unreadable("braces_unbalanced", offset=max(opening, closing))
    tail = text[closing + 1 :]
    return text[start:opening] + (BLANK + tail if tail else ""), text[opening + 1 : closing], opening + 1


def _general(answers: str | None) -> tuple[str | None, str | None]:
    """The answers, and the general feedback behind the last ####."""
    if answers is None or GENERAL not in answers:
        return answers, None
    body, _sign, general = answers.rpartition(GENERAL)
    return body, general


def _by_type(reading: Reading, head: Head, body: str | None, offset: int) -> Parsed:
    if body is None:
        return build.description(reading, head)
    inner = body.strip()
    if not inner:
        return build.essay(reading, head)
    if not reading.options.strict and _CLOZE.match(inner):
        raise Unreadable("cloze_in_gift", offset=offset)
    if inner.startswith("#"):
        at = body.index("#") + 1
        return gift_answers.numeric(reading, head, body[at:], offset + at)
    if "~" in inner:
        return gift_answers.choice(reading, head, body, offset)
    if "=" in inner and "->" in inner:
        return gift_answers.matching(reading, head, body, offset)
    return gift_answers.truefalse(reading, head, inner) or gift_answers.short(reading, head, body, offset)
