"""The pictures of a bank's questions: pictures/<SHA-256>.<ending> beside questions.yaml, named in `content`."""

import hashlib
import re
from pathlib import Path
from typing import Any

from cms.content.raster_file import check_raster
from library.domain.yaml_file import Entry
from quizzes.domain.formats import Picture
from quizzes.domain.formats.pictures import ENDINGS, plain_name

FOLDER = "pictures"
_KEY = re.compile(r"[0-9a-f]{64}")


def picture_file(key: str, media_type: str) -> str:
    """Where the picture stands in a course's folder."""
    return f"{FOLDER}/{key}{ENDINGS[media_type]}"


def read_question_pictures(entry: Entry, content: dict[str, Any]) -> tuple[Picture, ...]:
    """The pictures that a question's content names, each checked. Raises ContentError."""
    named = content.get("pictures", {})
    if not isinstance(named, dict):
        raise entry.wrong("pictures: write each with its name and media_type", "content")
    return tuple(_picture(entry, str(key), about) for key, about in named.items())


def _picture(entry: Entry, key: str, about: Any) -> Picture:
    if not isinstance(about, dict) or set(about) != {"name", "media_type"} or about["media_type"] not in ENDINGS:
        kinds = ", ".join(ENDINGS)
        raise entry.wrong(f"picture {key}: write its name and its media_type, one of {kinds}", "content")
    name = plain_name(str(about["name"]))
    path = entry.file.parent / picture_file(key, about["media_type"])
    if not _KEY.fullmatch(key) or not path.exists():
        raise entry.wrong(f"there is no file {FOLDER}/{key}{ENDINGS[about['media_type']]}", "content")
    check_raster(path)
    return Picture(key, name, about["media_type"], _proven(entry, key, path))


def _proven(entry: Entry, key: str, path: Path) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != key:
        raise entry.wrong(f"{FOLDER}/{path.name} is another picture than its name says", "content")
    return data
