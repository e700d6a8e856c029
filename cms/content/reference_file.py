"""A reference box or a comparison in one language: library/boxes/<code>.<language>.md, library/compare/ likewise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.content.lesson_file import LANGUAGES, LessonFile, front_matter, read_blocks, read_lines
from library.domain.errors import ContentError
from library.domain.yaml_file import REQUIRED_LANGUAGES

FOLDERS = {"box": "boxes", "comparison": "compare"}
_KINDS = {
    "box": ("text", "table", "steps"),
    "comparison": ("text", "heading", "table", "steps", "box"),
}
_FIELDS = ("lang", "position", "title", "summary")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class ReferenceFile:
    """One text in one language. Its `text` is written, read and checked as a lesson's is."""

    kind: str
    slug: str
    position: int
    text: LessonFile


def read_references(library: Path) -> list[ReferenceFile]:
    """Every box, then every comparison, each in Spanish and English at least. Raises ContentError."""
    files = [read_reference(path, kind) for kind, path in reference_paths(library)]
    for file in files:
        if missing := missing_languages(file.text.path):
            raise file.text.wrong(1, missing)
    return files


def reference_paths(library: Path) -> Iterator[tuple[str, Path]]:
    """(kind, path) of every file."""
    for kind, folder in FOLDERS.items():
        yield from ((kind, path) for path in sorted((library / folder).glob("*.md")))


def box_slugs(library: Path) -> set[str]:
    """The codes of the boxes for which there is a file."""
    return {path.name.partition(".")[0] for kind, path in reference_paths(library) if kind == "box"}


def missing_languages(path: Path) -> str:
    """What to say where the text is not there in every language it must have; else nothing."""
    slug = path.name.partition(".")[0]
    missing = [code for code in REQUIRED_LANGUAGES if not path.with_name(f"{slug}.{code}.md").exists()]
    return f"write it in Spanish and English; there is no {slug}.{missing[0]}.md" if missing else ""


def read_reference(path: Path, kind: str) -> ReferenceFile:
    """Read one file. Raises ContentError with file, line and what to put right."""
    lines = read_lines(path)
    front, start = front_matter(path, lines)
    slug = path.name.partition(".")[0]
    _check_front(path, front, kind, slug)
    text = LessonFile(
        path=path,
        lesson=f"{kind}/{slug}",
        language=front["lang"],
        title=str(front["title"]).strip(),
        summary=str(front["summary"]).strip(),
        minutes=0,
        legal_review=None,
        blocks=tuple(read_blocks(path, lines, start)),
    )
    _check_blocks(text, kind)
    return ReferenceFile(kind, slug, front["position"], text)


def _check_front(path: Path, front: object, kind: str, slug: str) -> None:
    if not isinstance(front, dict) or set(front) != {kind, *_FIELDS}:
        raise ContentError(path, 1, f"front matter has exactly these fields: {', '.join((kind, *_FIELDS))}")
    if not _SLUG.fullmatch(slug) or front[kind] != slug:
        raise ContentError(path, 1, f"{kind}: the name of the file before its first point, in a-z, 0-9 and hyphens")
    if front["lang"] not in LANGUAGES or path.name != f"{slug}.{front['lang']}.md":
        raise ContentError(
            path, 1, f"lang: one of {', '.join(LANGUAGES)}, and the file's name ends with it: {slug}.es.md"
        )
    if type(front["position"]) is not int or not 1 <= front["position"] <= 32767:
        raise ContentError(path, 1, "position: a whole number from 1 to 32767")
    for name, most in (("title", 200), ("summary", 1000)):
        if not 0 < len(str(front[name] or "").strip()) <= most:
            raise ContentError(path, 1, f"{name}: write a text of at most {most} signs")


def _check_blocks(text: LessonFile, kind: str) -> None:
    if not text.blocks:
        raise text.wrong(1, "the text is missing")
    for block in text.blocks:
        if block.kind not in _KINDS[kind]:
            raise text.wrong(block.line, f"a {kind} has {', '.join(_KINDS[kind])}; no {block.kind}")
