"""Which format a file has: by what is in it, and by its name where that does not tell."""

import re

from quizzes.domain.formats.cloze import START
from quizzes.domain.formats.model import Unreadable

GIFT, AIKEN, MOODLE_XML, CLOZE = "gift", "aiken", "moodle_xml", "cloze"
PACKED = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
DOCUMENTS = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "DOC",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF picture",
}
OTHER_XML = {
    "assessmentitem": "QTI 2",
    "assessmenttest": "QTI 2",
    "questestinterop": "QTI 1",
    "qti-assessment-item": "QTI 3",
    "manifest": "content package",
    "html": "web page",
    "moodle_backup": "Moodle backup",
}
_ROOT = re.compile(r"<(?:[A-Za-z0-9_.-]{1,40}:)?([A-Za-z_][A-Za-z0-9_.-]{0,60})")
_ANSWER = re.compile(r"^[ \t]*(?:ANSWER|RESPUESTA|R[EÉ]PONSE|RESPOSTA)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_OPTION = re.compile(r"^[ \t]*[A-Za-z][.)]", re.MULTILINE)
_GIFT = re.compile(r"^[ \t]*(?:::|\$CATEGORY:|//)|\{", re.MULTILINE)


def refuse_binary(data: bytes) -> None:
    """Raise Unreadable for what is no text at all. Packed files are never opened: nothing to bomb with."""
    for start, kind in PACKED.items():
        if data.startswith(start):
            raise Unreadable("file_archive", kind=kind)
    for start, kind in DOCUMENTS.items():
        if data.startswith(start):
            raise Unreadable("file_document", kind=kind)


def is_moodle_xml(head: str) -> bool:
    """Whether a file that begins like this is Moodle XML. Raises Unreadable for XML of another kind."""
    head = head.lstrip()
    if not head.startswith("<"):
        return False
    root = next((found[1].lower() for found in _ROOT.finditer(head)), "")
    if root in OTHER_XML:
        raise Unreadable("file_unsupported", kind=OTHER_XML[root])
    return head.startswith(("<?xml", "<quiz", "<!"))


def detect(text: str, name: str) -> str:
    """The format of a text that is no XML. Raises Unreadable if it is none that is read."""
    ending = name.lower().rpartition(".")[2]
    if ending in (GIFT, AIKEN, CLOZE):
        return ending
    if _ANSWER.search(text) and _OPTION.search(text):
        return AIKEN
    if not _GIFT.search(text):
        raise Unreadable("file_unknown")
    return CLOZE if _begins_with_field(text) else GIFT


def _begins_with_field(text: str) -> bool:
    """Whether the first brace opens a field of a cloze text."""
    first = text.find("{")
    is_named = text.lstrip().startswith(("::", "//", "$CATEGORY:"))
    return not is_named and first >= 0 and bool(START.match(text, first))
