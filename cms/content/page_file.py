"""A standard page's file: pages/<name>.<language>.md, a title, a lead, text."""

from dataclasses import dataclass
from pathlib import Path

from cms.content.lesson_file import LANGUAGES
from library.domain.errors import ContentError


@dataclass(frozen=True)
class PageFile:
    """A standard page in one language."""

    path: Path
    name: str
    language: str
    title: str
    lead: str
    text: str

    def wrong(self, link: str, message: str) -> ContentError:
        """The error to raise about a link of this page, with the line on which it stands."""
        before = self.path.read_text(encoding="utf-8").partition(f"({link})")[0]
        return ContentError(self.path, before.count("\n") + 1, message)


def read_pages(folder: Path) -> list[PageFile]:
    """Every page in the folder. Raises ContentError."""
    return [_read(path) for path in sorted(folder.glob("*.*.md"))]


def _read(path: Path) -> PageFile:
    name, language = path.name.removesuffix(".md").rsplit(".", 1)
    if language not in LANGUAGES:
        raise ContentError(path, 1, f"the name ends with a language: {name}.es.md; one of {', '.join(LANGUAGES)}")
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) < 5 or not lines[0].startswith("# ") or not lines[2].strip():
        raise ContentError(path, 1, "a page is a line with # and its title, an empty line, the lead, then the text")
    return PageFile(path, name, language, lines[0][2:].strip(), lines[2].strip(), "\n".join(lines[3:]).strip())
