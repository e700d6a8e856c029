"""A lesson's recordings and downloads: the files they name under media/ in the course's folder."""

import re
from dataclasses import dataclass
from pathlib import Path

from cms.content.lesson_file import Block, LessonFile
from courses.blocks.media import AUDIO, CAPTIONS, VIDEO
from library.domain.errors import ContentError

PAPERS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp")
KINDS = {"video": VIDEO, "audio": AUDIO, "download": (*PAPERS, *AUDIO, *VIDEO)}
ENDINGS = tuple(dict.fromkeys((*VIDEO, *AUDIO, *CAPTIONS, *PAPERS)))
_NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z0-9]+)")
# How such a file begins, whatever its name says: what is served from here must be what it seems.
_ZIP = b"PK\x03\x04"
_BEGINS = {"webm": b"\x1aE\xdf\xa3", "ogg": b"OggS", "opus": b"OggS", "pdf": b"%PDF-", "vtt": b"WEBVTT"}
_BEGINS |= {ending: _ZIP for ending in PAPERS if ending != "pdf"}


@dataclass(frozen=True)
class Media:
    """A file as a lesson names it, `interview.mp4`, and where it stands in a language, `media/interview.es.mp4`."""

    name: str
    path: Path


def captions_name(name: str) -> str:
    """The captions that go with a video."""
    return f"{name.rpartition('.')[0]}.vtt"


def read_media(lesson: LessonFile, source: str) -> list[Media]:
    """The lesson's files, each checked. Raises ContentError naming the lesson's line, or the file."""
    return [
        _media(lesson, block, name, source)
        for block in lesson.blocks
        if block.kind in KINDS and (block.argument or block.kind != "video")
        for name in _names(lesson, block)
    ]


def _names(lesson: LessonFile, block: Block) -> list[str]:
    match = _NAME.fullmatch(block.argument)
    if not match or match[2] not in KINDS[block.kind]:
        kinds = ", ".join(KINDS[block.kind])
        raise lesson.wrong(block.line, f"{block.kind}: name a file in small letters and hyphens, ending in {kinds}")
    return [block.argument, captions_name(block.argument)] if block.kind == "video" else [block.argument]


def _media(lesson: LessonFile, block: Block, name: str, source: str) -> Media:
    """The file in the lesson's own language, else in the course's."""
    stem, _point, ending = name.rpartition(".")
    for language in (lesson.language, source):
        path = lesson.path.parent.parent / "media" / f"{stem}.{language}.{ending}"
        if path.exists():
            check_media(path)
            return Media(name, path)
    raise lesson.wrong(block.line, f"{block.kind}: there is no file media/{stem}.{lesson.language}.{ending}")


def check_media(path: Path) -> None:
    """Raises ContentError for a file that is not what its name says."""
    with path.open("rb") as opened:
        start = opened.read(12)
    if not _is(path.suffix[1:], start):
        raise ContentError(path, 1, f"is no {path.suffix[1:].upper()} file")


def _is(ending: str, start: bytes) -> bool:
    if ending in ("mp4", "m4a"):
        return start[4:8] == b"ftyp"
    if ending == "mp3":
        return start.startswith(b"ID3") or (start[:1] == b"\xff" and len(start) > 1 and start[1] >= 0xE0)
    return start.removeprefix(b"\xef\xbb\xbf").startswith(_BEGINS[ending])
