"""Bytes made into text. UTF-8 is the rule; UTF-16 announces itself; Windows-1252 is a slip that can be mended."""

import codecs

from quizzes.domain.formats.model import Problem, Unreadable
from quizzes.domain.formats.reading import CONTROL

_WITH_BOM = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes, *, strict: bool) -> tuple[str, list[Problem]]:
    """The text without a byte order mark and control characters, with LF as its line end, and what was mended.

    Raises Unreadable.
    """
    text, notes = _text(data, strict)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = CONTROL.sub("", text)
    if cleaned != text:
        notes.append(Problem(0, "characters_removed"))
    return cleaned, notes


def _text(data: bytes, strict: bool) -> tuple[str, list[Problem]]:
    mark, encoding = next(((mark, name) for mark, name in _WITH_BOM if data.startswith(mark)), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(encoding), []
    except UnicodeDecodeError:
        if strict or mark or b"\0" in data:
            raise Unreadable("file_not_text") from None
    try:
        return data.decode("cp1252"), [Problem(0, "repaired_encoding")]
    except UnicodeDecodeError:
        raise Unreadable("file_not_text") from None
