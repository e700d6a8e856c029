"""Aiken: a question on a line, options A. B. C. (or A) B) C)) on lines of their own, then ANSWER: and a letter.

strict wants capital letters and the word ANSWER:. helpful (the default) also reads small letters, options without
the space, and the word in Spanish, French and Portuguese, and says so. A question that cannot be read is a problem
with its line; the others are there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizzes.domain.formats import build
from quizzes.domain.formats.build import Answer, Head
from quizzes.domain.formats.limits import QUESTIONS
from quizzes.domain.formats.model import Parsed, Problem, Result, Unreadable
from quizzes.domain.formats.reading import Options, Raw, Reading

_OPTION = re.compile(r"([A-Z])[.)][ \t](.*)")
_ANSWER = re.compile(r"ANSWER:[ \t]*([A-Z])[ \t.)]*")
_LOOSE_OPTION = re.compile(r"([A-Za-z])(?:\)[ \t]*|\.[ \t]+)(\S.*)")
_LOOSE_ANSWER = re.compile(r"(?:ANSWER|RESPUESTA|R[EÉ]PONSE|RESPOSTA)[ \t]*:[ \t]*([A-Za-z])[ \t.)]*", re.IGNORECASE)


@dataclass
class Draft:
    """The lines of a question so far."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str, int]] = field(default_factory=list)  # letter, text, line
    answer: str = ""
    repairs: list[tuple[int, str, str]] = field(default_factory=list)


def read_aiken(text: str, options: Options) -> Result:
    """Every question of the text, and a problem for each that is not complete."""
    parsed: list[Parsed] = []
    problems: list[Problem] = []
    for draft in _drafts(text, options):
        if len(parsed) + len(problems) > QUESTIONS:
            break
        try:
            parsed.append(_question(draft, options))
        except Unreadable as problem:
            problems.append(problem.at(draft.line))
    return Result(tuple(parsed), tuple(problems))


def _drafts(text: str, options: Options) -> Iterator[Draft]:
    """The lines cut into questions: one ends with its answer, or where the next one's text begins."""
    draft: Draft | None = None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line:
            continue
        draft = draft or Draft(number)
        answer, option = _answer(line, options), _option(line, options)
        if not answer and not option and draft.options:
            yield draft
            draft = Draft(number)
        _take(draft, number, line, answer, option)
        if draft.answer:
            yield draft
            draft = None
    if draft:
        yield draft


def _take(draft: Draft, number: int, line: str, answer: str, option: tuple[str, str] | None) -> None:
    if answer:
        draft.answer = answer
        if not _ANSWER.fullmatch(line):
            draft.repairs.append((number, line, f"ANSWER: {answer}"))
    elif option:
        letter, text = option
        draft.options.append((letter, text, number))
        if not _OPTION.fullmatch(line):
            draft.repairs.append((number, line, f"{letter}. {text}"))
    else:
        draft.stem.append(line)


def _answer(line: str, options: Options) -> str:
    found = (_ANSWER if options.strict else _LOOSE_ANSWER).fullmatch(line)
    return found[1].upper() if found else ""


def _option(line: str, options: Options) -> tuple[str, str] | None:
    found = _OPTION.fullmatch(line)
    if not found and not options.strict:
        found = _LOOSE_OPTION.fullmatch(line)
    return (found[1].upper(), found[2].strip()) if found else None


def _question(draft: Draft, options: Options) -> Parsed:
    reading = Reading(options, draft.line)
    for line, text, value in draft.repairs:
        reading.note("repaired_aiken", line=line, text=text[:60], value=value[:60])
    if not draft.stem:
        raise Unreadable("aiken_no_stem")
    _check_letters(draft)
    answers = [Answer(Raw(text), "1" if letter == draft.answer else "0") for letter, text, _line in draft.options]
    return build.choice(reading, Head(Raw("\n".join(draft.stem))), answers, multiple=False)


def _check_letters(draft: Draft) -> None:
    if not draft.answer:
        raise Unreadable("aiken_unfinished")
    for number, (letter, _text, line) in enumerate(draft.options):
        expected = chr(ord("A") + number)
        if letter != expected:
            raise Unreadable("aiken_letter_wrong", line=line, letter=letter, expected=expected)
    if len(draft.options) < 2:
        raise Unreadable("too_few_answers", minimum=2)
    if draft.answer not in [letter for letter, _text, _line in draft.options]:
        raise Unreadable("aiken_letter_unknown", letter=draft.answer)
