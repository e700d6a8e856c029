"""A file of questions read, whichever of the formats it has."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from dataclasses import replace

from quizzes.domain.formats.aiken import read_aiken
from quizzes.domain.formats.decode import decode
from quizzes.domain.formats.detect import AIKEN, CLOZE, GIFT, detect, is_moodle_xml, refuse_binary
from quizzes.domain.formats.gift import read_gift
from quizzes.domain.formats.limits import FILE_BYTES, QUESTIONS
from quizzes.domain.formats.model import Problem, Result, Unreadable
from quizzes.domain.formats.moodle_xml import read_moodle_xml
from quizzes.domain.formats.read_cloze import read_cloze_text
from quizzes.domain.formats.reading import Options

READERS: dict[str, Callable[[str, Options], Result]] = {GIFT: read_gift, AIKEN: read_aiken, CLOZE: read_cloze_text}
HEAD = 4096  # enough to see that a file is XML


def read(data: bytes, name: str, language: str, strict: bool = False) -> Result:
    """Every question of a file, with its texts in `language`. Never raises for anything a file may hold.

    >>> read("¿2 + 2? {#4}".encode(), "sumas.gift", "es").parsed[0].content["type"]
    'numeric'
    """
    options = Options(language, strict)
    try:
        return _capped(_read(data, name, options))
    except Unreadable as problem:
        return Result(problems=(problem.at(0),))


def _read(data: bytes, name: str, options: Options) -> Result:
    if len(data) > FILE_BYTES:
        raise Unreadable("file_too_large", limit=FILE_BYTES // 1024 // 1024)
    if not data.strip():
        raise Unreadable("file_empty")
    refuse_binary(data)
    if _is_xml(data):
        return read_moodle_xml(data, options)
    text, notes = decode(data, strict=options.strict)
    result = READERS[detect(text, name)](text, options)
    return replace(result, problems=(*notes, *result.problems))


def _is_xml(data: bytes) -> bool:
    """XML names its encoding itself, so its parser gets the bytes."""
    head = data[:HEAD]
    encoding = "utf-16" if head[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8"
    return is_moodle_xml(head.decode(encoding, "replace").lstrip("\ufeff \t\r\n"))


def _capped(result: Result) -> Result:
    """Readers stop soon after the most that a file may hold."""
    if len(result.parsed) + len(result.problems) <= QUESTIONS:
        return result
    return Result(result.parsed[:QUESTIONS], (*result.problems, Problem(0, "too_many_questions", {"limit": QUESTIONS})))
