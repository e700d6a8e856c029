"""A lesson's drawings and pictures: the figure block, and the file it names under figures/ in the course's folder."""

import re
from dataclasses import dataclass
from pathlib import Path

from cms.content.lesson_file import Block, LessonFile, Malformed
from cms.content.raster_file import FORMATS, check_raster
from cms.content.svg_file import check_svg

FIGURES = ("svg", *FORMATS)  # endings of the files
CREDIT = "Amparo, CC BY-SA 4.0"
_FIELD = re.compile(r"(?ms)^(alt|caption|credit):[ \t]*(.*?)(?=^(?:alt|caption|credit):|\Z)")


@dataclass(frozen=True)
class Figure:
    """A drawing as a lesson uses it; `language` is the file's, not always the lesson's."""

    name: str
    language: str
    path: Path
    alt: str
    credit: str


def figure_fields(block: Block) -> dict[str, str]:
    """What a figure block says: alt always, caption and credit where they are written. Raises Malformed."""
    before = _FIELD.sub("", block.text).strip()
    if before:
        raise Malformed(f"write alt:, caption: and credit:, nothing else; there is {before.splitlines()[0]!r}")
    fields = {match[1]: " ".join(match[2].split()) for match in _FIELD.finditer(block.text)}
    if not fields.get("alt"):
        raise Malformed("write alt: and what the drawing shows, for who cannot see it")
    return fields


def read_figures(lesson: LessonFile, source: str) -> list[Figure]:
    """The lesson's drawings, each checked. Raises ContentError naming the lesson, or the line of the drawing."""
    return [_figure(lesson, block, source) for block in lesson.blocks if block.kind == "figure"]


def _figure(lesson: LessonFile, block: Block, source: str) -> Figure:
    try:
        fields = figure_fields(block)
    except Malformed as error:
        raise lesson.wrong(block.line, f"figure: {error}") from error
    language = _language(lesson, block, source)
    path = figure_path(lesson, block.argument, language)
    check_figure(path)
    return Figure(block.argument, language, path, fields["alt"], fields.get("credit", CREDIT))


def figure_path(lesson: LessonFile, name: str, language: str) -> Path:
    """Where the picture of this name and language stands, if it is there: a drawing before a picture of dots."""
    paths = [lesson.path.parent.parent / "figures" / f"{name}.{language}.{ending}" for ending in FIGURES]
    return next((path for path in paths if path.exists()), paths[0])


def check_figure(path: Path) -> None:
    """Raises ContentError for what a drawing or a picture may not hold."""
    if path.suffix == ".svg":
        check_svg(path)
    else:
        check_raster(path)


def _language(lesson: LessonFile, block: Block, source: str) -> str:
    """The lesson's own language where there is such a file, else the course's source language."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", block.argument):
        raise lesson.wrong(block.line, "figure: name the drawing in small letters, digits and hyphens")
    for language in (lesson.language, source):
        if figure_path(lesson, block.argument, language).exists():
            return language
    raise lesson.wrong(block.line, f"figure: there is no file figures/{block.argument}.{lesson.language}.svg")
