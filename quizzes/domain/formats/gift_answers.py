"""What stands in GIFT's braces, by type of question."""

import re
from decimal import Decimal

from quizzes.domain.formats import build
from quizzes.domain.formats.build import Answer, Head
from quizzes.domain.formats.gift_text import Piece, pieces, raw, show
from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.numbers import is_number, rounded_weight, shortest, weight_of, with_point
from quizzes.domain.formats.reading import NOTHING, Raw, Reading

_WEIGHT = re.compile(r"%(-?[0-9]{1,9}(?:[.,][0-9]{0,20})?)%")
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")
ANY = "*"


def choice(reading: Reading, head: Head, body: str, offset: int) -> Parsed:
    """= is worth everything, ~ nothing unless it says otherwise; without any = several may be chosen."""
    found = list(pieces(body, "=~", offset))
    answers = [_option(reading, head, piece) for piece in found]
    return build.choice(reading, head, answers, multiple=not any(piece.sign == "=" for piece in found))


def short(reading: Reading, head: Head, body: str, offset: int) -> Parsed:
    """Every answer is worth everything unless it says otherwise."""
    found = _without_bare_zero(list(pieces(body, "=", offset)), offset)
    return build.short(reading, head, [_weighted(reading, head, piece) for piece in found])


def numeric(reading: Reading, head: Head, body: str, offset: int) -> Parsed:
    """Numbers; what follows a ~ is feedback for everything else."""
    body, tilde, wrong = body.partition("~")
    found = list(pieces(body, "=", offset))
    if found and found[0].text == "0" and not found[0].sign:
        if reading.options.strict:
            found = _without_bare_zero(found, offset)
        else:
            reading.note("repaired_zero")
    if not found:
        raise Unreadable("too_few_answers", offset=offset, minimum=1)
    answers = [_number(reading, head, piece) for piece in found]
    if tilde:
        answers.append(Answer(Raw(ANY), "0", _split(head, wrong)[1]))
    return build.numeric(reading, head, answers)


def matching(reading: Reading, head: Head, body: str, offset: int) -> Parsed:
    """Lines of stem and answer, two at least."""
    rows = [_pair(head, piece) for piece in pieces(body, "=", offset)]
    if len(rows) < 2:
        raise Unreadable("too_few_answers", offset=offset, minimum=2)
    return build.matching(reading, head, [row for row in rows if row[0] or row[1]])


def truefalse(reading: Reading, head: Head, inner: str) -> Parsed | None:
    """The question if the braces hold nothing but true or false, and feedback: for the wrong, for the right answer."""
    word, *told = [part.strip() for part in inner.split("#", 2)]
    if word not in TRUE + FALSE:
        if reading.options.strict or word.upper() not in TRUE + FALSE:
            return None
        reading.note("repaired_true", text=word, value=word.upper())
    is_true = word.upper() in TRUE
    wrong, right = [*(raw(text, head.stem.format) for text in told), NOTHING, NOTHING][:2]
    return build.truefalse(reading, head, is_true, (right, wrong) if is_true else (wrong, right))


def _option(reading: Reading, head: Head, piece: Piece) -> Answer:
    if piece.sign == "=":
        shown, feedback = _split(head, piece.text)
        return Answer(shown, "1", feedback)
    if not piece.sign:
        reading.note("first_answer", text=show(piece.text)[:60])
    return _weighted(reading, head, piece, default="0")


def _weighted(reading: Reading, head: Head, piece: Piece, default: str = "1") -> Answer:
    weight, text = _weight(reading, piece, default)
    shown, feedback = _split(head, text)
    return Answer(shown, weight, feedback)


def _weight(reading: Reading, piece: Piece, default: str) -> tuple[str, str]:
    """The weight that a piece begins with, and the rest of it."""
    found = _WEIGHT.match(piece.text)
    if not found or (reading.options.strict and "," in found[1]):
        return default, piece.text
    percent = with_point(found[1])
    if "," in found[1]:
        reading.note("repaired_comma", text=found[1], value=percent)
    if abs(Decimal(percent)) > 100:
        raise Unreadable("weight_out_of_range", offset=piece.offset, weight=percent)
    meant = None if reading.options.strict else rounded_weight(percent)
    if meant is not None:
        reading.note("repaired_weight", text=percent, value=meant)
    return weight_of(meant or percent), piece.text[found.end() :].strip()


def _split(head: Head, text: str) -> tuple[Raw, Raw]:
    """The answer, and its feedback behind the first #."""
    answer, sign, feedback = text.partition("#")
    return raw(answer, head.stem.format), raw(feedback, head.stem.format) if sign else NOTHING


def _number(reading: Reading, head: Head, piece: Piece) -> Answer:
    weight, text = _weight(reading, piece, "1")
    shown, feedback = _split(head, text)
    value, tolerance = _value(reading, shown.text.strip(), piece.offset)
    return Answer(Raw(value), weight, feedback, tolerance)


def _value(reading: Reading, text: str, offset: int) -> tuple[str, str]:
    """The value and its tolerance: n, n:tolerance, lo..hi or *."""
    if text == ANY:
        return ANY, "0"
    if text.find("..") > 0:
        return _range(reading, text, offset)
    value, _colon, tolerance = text.partition(":")
    if value.strip() == ANY:
        return ANY, "0"
    tolerance = _decimal(reading, tolerance, offset) if tolerance.strip() else "0"
    if tolerance.startswith("-"):
        raise Unreadable("not_a_number", offset=offset, text=text[:60])
    return _decimal(reading, value, offset), tolerance


def _range(reading: Reading, text: str, offset: int) -> tuple[str, str]:
    low, _dots, high = text.partition("..")
    lowest, highest = Decimal(_decimal(reading, low, offset)), Decimal(_decimal(reading, high, offset))
    if lowest > highest:
        raise Unreadable("range_reversed", offset=offset, text=text[:60])
    middle = (lowest + highest) / 2
    return shortest(middle), shortest(highest - middle)


def _decimal(reading: Reading, text: str, offset: int) -> str:
    """A number as the bank has it. Raises Unreadable."""
    text = text.strip()
    value = text if reading.options.strict else with_point(text)
    if not is_number(value):
        raise Unreadable("not_a_number", offset=offset, text=text[:60])
    if value != text:
        reading.note("repaired_comma", text=text, value=value)
    return value


def _pair(head: Head, piece: Piece) -> tuple[Raw, str]:
    left, arrow, right = piece.text.partition("->")
    if not arrow:
        raise Unreadable("arrow_missing", offset=piece.offset, text=show(piece.text)[:60])
    stem, answer = raw(left, head.stem.format), show(right).strip()
    if stem and not answer:
        raise Unreadable("match_empty", offset=piece.offset, text=show(piece.text)[:60])
    return stem, answer


def _without_bare_zero(found: list[Piece], offset: int) -> list[Piece]:
    """Moodle takes a lone 0 before the first sign for nothing."""
    if found and found[0].text == "0" and not found[0].sign:
        found = found[1:]
    if not found:
        raise Unreadable("too_few_answers", offset=offset, minimum=1)
    return found
