"""Unpack a course pack, trusting nothing that it says of itself. Only files that a course has come out."""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from cms.content.figure_file import FIGURES
from cms.content.lesson_file import LANGUAGES
from cms.content.media_file import ENDINGS
from cms.packs.problems import PackProblem

MB = 1024 * 1024
_LANGUAGE = "|".join(LANGUAGES)
# What a course has: the folder of the course first, as an export writes it, or the files alone.
_KNOWN = re.compile(
    rf"(?:course|questions|cards)\.yaml|lessons/[\w-]+\.(?:{_LANGUAGE})\.md"
    rf"|figures/[a-z0-9-]+\.(?:{_LANGUAGE})\.(?:{'|'.join(FIGURES)})|boxes/[a-z0-9-]+\.(?:{_LANGUAGE})\.md"
    rf"|pictures/[0-9a-f]{{64}}\.(?:png|jpg|gif|webp)"
    rf"|media/[a-z0-9-]+\.(?:{_LANGUAGE})\.(?:{'|'.join(ENDINGS)})"
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Limits:
    """How much a pack may be. A course of 50 lessons in four languages has 250 files and 3 MB, without photographs."""

    pack: int = 60 * MB  # bytes of the ZIP itself
    files: int = 2000
    file: int = 10 * MB  # bytes of one file
    total: int = 150 * MB  # bytes of all files
    ratio: int = 100  # bytes that come out of one; texts reach ten


LIMITS = Limits()


def unpack(data: bytes, folder: Path, limits: Limits = LIMITS) -> list[str]:
    """Write the pack's files below the folder; their names. Raises PackProblem with the file and why."""
    if len(data) > limits.pack:
        raise PackProblem(_("The pack"), _("larger than %d MB") % (limits.pack // MB))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            names = [*_unpacked(pack, folder, limits)]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise PackProblem(_("The pack"), _("is no ZIP file that can be read")) from error
    for needed in ("course.yaml", "questions.yaml"):
        if needed not in names:
            raise PackProblem(needed, _("is missing"))
    return names


def _unpacked(pack: zipfile.ZipFile, folder: Path, limits: Limits) -> Iterator[str]:
    entries = pack.infolist()
    if len(entries) > limits.files:
        raise PackProblem(_("The pack"), _("has more than %d files") % limits.files)
    for entry in entries:
        _check_name(entry)
    files = [entry for entry in entries if not entry.is_dir()]
    root = _root(files)
    names: set[str] = set()
    left = limits.total
    for entry in files:
        _check_entry(entry, limits)
        name = _own_name(entry, root)
        if name.lower() in names:
            raise PackProblem(name, _("stands in the pack twice"))
        names.add(name.lower())
        left -= _write(pack, entry, folder / name, min(left, limits.file), limits)
        yield name


def _check_name(entry: zipfile.ZipInfo) -> None:
    """The name as it stands in the file, before anybody tidied it up."""
    name = entry.orig_filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name:
        raise PackProblem(name, _("leads out of the pack: only plain names below it are allowed"))
    if ".." in parts or "." in parts:
        raise PackProblem(name, _("leads out of the pack: only plain names below it are allowed"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackProblem(name, _("is a link or a device, not a file"))


def _root(files: list[zipfile.ZipInfo]) -> str:
    """The one folder around everything; "" where course.yaml stands outside any."""
    tops = {entry.filename.partition("/")[0] for entry in files if "/" in entry.filename}
    is_wrapped = len(tops) == 1 and all("/" in entry.filename for entry in files)
    return f"{tops.pop()}/" if is_wrapped else ""


def _own_name(entry: zipfile.ZipInfo, root: str) -> str:
    name = entry.filename.removeprefix(root)
    if not _KNOWN.fullmatch(name):
        raise PackProblem(
            str(PurePosixPath(entry.filename)),
            _(
                "is no file of a course: course.yaml, questions.yaml, cards.yaml, lessons/*.md, boxes/*.md, figures/*, pictures/*, media/*"
            ),
        )
    return name


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise PackProblem(entry.filename, _("is encrypted or packed in a way that is not read here"))
    if entry.file_size > limits.file:
        raise PackProblem(entry.filename, _("larger than %d MB") % (limits.file // MB))
    if entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise PackProblem(entry.filename, _("unpacks to more than %d times its size") % limits.ratio)


def _write(pack: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, most: int, limits: Limits) -> int:
    """Bytes written: counted as they come, whatever the entry says of its size."""
    with pack.open(entry) as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise PackProblem(entry.filename, _("All files together are larger than %d MB") % (limits.total // MB))
    if len(data) > limits.ratio * max(entry.compress_size, 1):
        raise PackProblem(entry.filename, _("unpacks to more than %d times its size") % limits.ratio)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)
