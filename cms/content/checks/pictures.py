"""Drawings: words for who cannot see them, words in the reader's language, and a weight a phone can carry."""

from collections.abc import Iterator

from cms.content.checks.finding import Finding, error, warning
from cms.content.figure_file import figure_fields, figure_path
from cms.content.lesson_file import LessonFile, Malformed

LEAST_ALT, MOST_ALT = 15, 300  # signs
MOST_BYTES = 8_000
_EMPTY_WORDS = ("image of", "picture of", "drawing of", "imagen de", "dibujo de", "image de", "imagem de")


def check_pictures(lesson: LessonFile) -> Iterator[Finding]:
    """Each drawing says what it shows, in the lesson's own language."""
    for block in lesson.blocks:
        if block.kind != "figure":
            continue
        try:
            alt = figure_fields(block)["alt"]
        except Malformed as fault:
            yield error(lesson.path, block.line, f"figure: {fault}")
            continue
        if not LEAST_ALT <= len(alt) <= MOST_ALT or alt.lower().startswith(_EMPTY_WORDS):
            message = f"alt: say in {LEAST_ALT} to {MOST_ALT} signs what the drawing shows, without 'image of'"
            yield warning(lesson.path, block.line, message)
        path = figure_path(lesson, block.argument, lesson.language)
        if not path.exists():
            yield warning(lesson.path, block.line, f"figures/{path.name} is missing: readers see another language")
        elif path.stat().st_size > MOST_BYTES:
            yield warning(path, 1, f"{path.stat().st_size} bytes; draw it in fewer than {MOST_BYTES}")
