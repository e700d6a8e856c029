"""The pictures inside questions: stored once under the SHA-256 of their data, as read from files that proved them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from quizzes.domain.formats import Picture
from quizzes.domain.formats.pictures import ENDINGS

FOLDER = "questions"
Kept = dict[str, dict[str, str]]


def keep_pictures(pictures: Iterable[Picture]) -> Kept:
    """Store what is not there yet. Returns what a question's content says of them, by key."""
    kept = {}
    for picture in pictures:
        path = _path(picture.key, picture.media_type)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(picture.data))
        kept[picture.key] = {"name": picture.name, "media_type": picture.media_type}
    return kept


def keep_new_pictures(pictures: Iterable[Picture]) -> list[str]:
    """Store what is not there yet; the names of the files that were stored."""
    new = [picture for picture in pictures if not default_storage.exists(_path(picture.key, picture.media_type))]
    keep_pictures(new)
    return [_path(picture.key, picture.media_type) for picture in new]


def described(pictures: Iterable[Picture]) -> Kept:
    """What keep_pictures will return, with nothing stored yet: for the preview of an import."""
    return {picture.key: {"name": picture.name, "media_type": picture.media_type} for picture in pictures}


def pictures_of(content: Mapping[str, Any]) -> list[Picture]:
    """The pictures of a question, for a file that carries them. What is lost from the storage is left out."""
    found = []
    for key, about in content.get("pictures", {}).items():
        path = _path(key, about["media_type"])
        if default_storage.exists(path):
            with default_storage.open(path) as file:
                found.append(Picture(key, about["name"], about["media_type"], file.read()))
    return found


def addresses(content: Mapping[str, Any]) -> dict[str, str]:
    """Where each picture of a question is found, by the "picture:KEY" that stands in its texts."""
    rows = content.get("pictures", {}).items()
    return {f"picture:{key}": default_storage.url(_path(key, about["media_type"])) for key, about in rows}


def _path(key: str, media_type: str) -> str:
    return f"{FOLDER}/{key}{ENDINGS[media_type]}"
