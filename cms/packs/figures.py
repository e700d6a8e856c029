"""The drawings of a course's lessons as files: each once, under the name its picture was loaded with."""

import re
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.content.lesson_file import LANGUAGES
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

    def put(self, picture: AmparoImage, language: str) -> str:
        """The name by which a lesson in this language calls the picture; "" if files cannot hold it."""
        if not picture.file.name.lower().endswith(".svg"):
            self.notes.add(_("picture %s: only drawings (SVG) can go into a pack") % picture.title)
            return ""
        try:
            with picture.file.storage.open(picture.file.name) as opened:
                data = opened.read()
        except OSError:
            self.notes.add(_("picture %s: its file is missing") % picture.title)
            return ""
        name, own = self._named(picture)
        return self._store(name, own if own in (language, self.source) else language, data, str(picture.file_hash))

    def _named(self, picture: AmparoImage) -> tuple[str, str]:
        match = _TITLE.fullmatch(picture.title.removeprefix(f"{self.course}/"))
        if match:
            return match["name"], match["language"]
        return slugify(picture.title)[:40].strip("-_").replace("_", "-") or "drawing", ""

    def _store(self, name: str, language: str, data: bytes, checksum: str) -> str:
        if self.files.setdefault(f"figures/{name}.{language}.svg", data) == data:
            return name
        other = f"{name}-{checksum[:8]}"
        self.files[f"figures/{other}.{language}.svg"] = data
        return other
