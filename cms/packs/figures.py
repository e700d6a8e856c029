"""The drawings and pictures of a course's lessons as files: each once, under the name its picture was loaded with."""

import re
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.content.lesson_file import LANGUAGES
from cms.content.raster_file import FORMATS, recognised, refusal, trimmed
from cms.models import AmparoImage
from cms.packs.notes import Notes

_TITLE = re.compile(rf"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>{'|'.join(LANGUAGES)})")


@dataclass
class Figures:
    """Gathers the files while lessons are written."""

    course: str
    source: str
    notes: Notes
    files: dict[str, bytes] = field(default_factory=dict)
    _taken: dict[str, bytes] = field(default_factory=dict)  # by name and language: the ending tells no two apart

    def put(self, picture: AmparoImage, language: str) -> str:
        """The name by which a lesson in this language calls the picture; "" if files cannot hold it."""
        try:
            with picture.file.storage.open(picture.file.name) as opened:
                data = opened.read()
        except OSError:
            self.notes.add(_("picture %s: its file is missing") % picture.title)
            return ""
        ending, data = _for_files(picture, data)
        if not ending:
            self.notes.add(_("picture %s: no pack can hold it; save it anew in a picture editor") % picture.title)
            return ""
        name, own = self._named(picture)
        own = own if own in (language, self.source) else language
        return self._store(name, own, ending, data, str(picture.file_hash))

    def _named(self, picture: AmparoImage) -> tuple[str, str]:
        match = _TITLE.fullmatch(picture.title.removeprefix(f"{self.course}/"))
        if match:
            return match["name"], match["language"]
        words = re.findall(r"[a-z0-9]+", slugify(picture.title)[:40])
        return "-".join(words) or "drawing", ""

    def _store(self, name: str, language: str, ending: str, data: bytes, checksum: str) -> str:
        if self._taken.setdefault(f"{name}.{language}", data) != data:
            name = f"{name}-{checksum[:8]}"
        self.files[f"figures/{name}.{language}.{ending}"] = data
        return name


def _for_files(picture: AmparoImage, data: bytes) -> tuple[str, bytes]:
    """The ending and the bytes as a pack has them; "" for what an import would refuse."""
    if picture.file.name.lower().endswith(".svg"):
        return "svg", data
    ending = recognised(data)
    if not ending:
        return "", data
    data = trimmed(data, FORMATS[ending])
    return ("" if refusal(data, FORMATS[ending]) else ending), data
