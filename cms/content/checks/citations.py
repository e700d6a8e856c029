"""Where links lead, and numbers of paragraphs that only a link may carry."""

import re
from collections.abc import Iterator

from cms.content.checks.finding import Finding, error
from cms.content.lesson_file import Block, LessonFile
from cms.content.richtext import Targets, UnknownLink

_LINK = re.compile(r"\[([^\]]*)\]\((cite|term):([^)\s]*)\)")
_ANY_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
_PARAGRAPH = re.compile(r"§+\s*\d+|\b(?:paras?\.?|párrs?\.?)\s*\d+", re.IGNORECASE)
_IN_WORDS = re.compile(r"\b(?:paragraphs?|párrafos?|parágrafos?|paragraphes?)\s+\d+", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:art\.|articles?|artículos?|artigos?)\s+\d+", re.IGNORECASE)  # paragraph 5 of article 6


def cited(lesson: LessonFile) -> list[str]:
    """What the lesson cites, in order, each once: tip-protocol-2000/3-a."""
    found: list[str] = []
    for block in lesson.blocks:
        if block.kind == "cite":
            found.append(block.argument.replace(" ", "/", 1))
        found += [match[3] for match in _LINK.finditer(block.text) if match[2] == "cite"]
    return list(dict.fromkeys(found))


def check_links(lesson: LessonFile, targets: Targets) -> Iterator[Finding]:
    """Every citation and every glossary term is in the library."""
    for block in lesson.blocks:
        for scheme, target, line in _links(block):
            try:
                targets.href(scheme, target)
            except UnknownLink as unknown:
                yield error(lesson.path, line, f"{unknown}; see content/library/")


def _links(block: Block) -> Iterator[tuple[str, str, int]]:
    begin = first_line(block)
    if block.kind == "cite":
        yield "cite", block.argument.replace(" ", "/", 1), block.line
    for match in _LINK.finditer(block.text):
        yield match[2], match[3], begin + block.text[: match.start()].count("\n")


def first_line(block: Block) -> int:
    """The line on which the block's text begins, from 1."""
    return block.line if block.kind in ("text", "heading") else block.line + 1


def check_paragraph_numbers(lesson: LessonFile) -> Iterator[Finding]:
    """A paragraph of a judgment in running words would have to be checked again and again: the link carries it.

    "Paragraph 5" in full is let through where the block speaks of an article or cites one: treaties have paragraphs too.
    """
    for block in lesson.blocks:
        is_treaty = block.kind == "cite" or _ARTICLE.search(block.text)
        patterns = [_PARAGRAPH] if is_treaty else [_PARAGRAPH, _IN_WORDS]
        for number, line in enumerate(block.text.split("\n"), first_line(block)):
            bare = _ANY_LINK.sub("", line)
            for match in (match for pattern in patterns for match in pattern.finditer(bare)):
                message = f"{match[0]!r} in running words is not verified; link the provision and leave the number out"
                yield error(lesson.path, number, message)
