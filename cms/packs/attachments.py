"""The recordings and downloads of a course's lessons as files: each once, under the name it was loaded with."""

import re
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.content.lesson_file import LANGUAGES
from cms.content.media_file import ENDINGS
from cms.models import AmparoDocument
from cms.packs.notes import Notes
from cms.packs.unpack import LIMITS, MB

_TITLE = re.compile(rf"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>{'|'.join(LANGUAGES)})\.[a-z0-9]+")


@dataclass
class Attachments:
    """Gathers the files while lessons are written."""

    course: str
    source: str
    notes: Notes
    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, document: AmparoDocument, language: str, name: str = "") -> str:
        """The name by which a lesson in this language calls the file; "" if no pack can hold it.

        `name`: what it is to be called, without its ending, as captions are called like their video.
        """
        ending = document.file_extension.lower()
        data = self._read(document) if ending in ENDINGS else None
        if data is None:
            self.notes.add(_("file %s: packs hold no file of this kind, or it is missing") % document.title)
            return ""
        if len(data) > LIMITS.file:
            said = {"title": document.title, "size": LIMITS.file // MB}
            self.notes.add(_("file %(title)s: larger than %(size)d MB; its block is left out") % said)
            return ""
        stem, own = (name, language) if name else self._named(document, language)
        return self._store(stem, own, ending, data, document.file_hash)

    def _read(self, document: AmparoDocument) -> bytes | None:
        try:
            with document.file.storage.open(document.file.name) as opened:
                return bytes(opened.read())
        except OSError:
            return None

    def _named(self, document: AmparoDocument, language: str) -> tuple[str, str]:
        """A name, and the language of the file: its own where the lesson would look for it."""
        match = _TITLE.fullmatch(document.title.removeprefix(f"{self.course}/"))
        if match:
            own = match["language"] if match["language"] in (language, self.source) else language
            return match["name"], own
        stem = slugify(document.title.rpartition(".")[0] or document.title)[:40].strip("-_").replace("_", "-")
        return stem or "file", language

    def _store(self, stem: str, language: str, ending: str, data: bytes, checksum: str) -> str:
        if self.files.setdefault(f"media/{stem}.{language}.{ending}", data) == data:
            return f"{stem}.{ending}"
        other = f"{stem}-{checksum[:8]}"
        self.files[f"media/{other}.{language}.{ending}"] = data
        return f"{other}.{ending}"
