"""Gap select and drag words of Moodle XML: [[2]] in the text is the place of the second choice."""

import re
from dataclasses import replace
from html import unescape

from quizzes.domain.formats import build
from quizzes.domain.formats.build import Head
from quizzes.domain.formats.html import has_markup, to_plain
from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.reading import Reading
from quizzes.domain.formats.spelling import Content
from quizzes.domain.formats.spellings import NEW_PLACE
from quizzes.domain.formats.xml_tree import Node

NUMBERED = re.compile(r"\[\[([0-9]{1,4})\]\]")


def read_gaps(reading: Reading, head: Head, rows: list[Node], variant: str) -> Parsed:
    """The question with the choices of its rows. Raises Unreadable."""
    choices = {
        number: choice for number, row in enumerate(rows, 1) if (choice := _choice(reading, row, number, variant))
    }
    places: list[str] = []

    def place(found: re.Match[str]) -> str:
        if int(found[1]) not in choices:
            raise Unreadable("place_unknown", place=found[1])
        places.append(f"c{int(found[1])}")
        return f"[[p{len(places)}]]"

    _refuse_places(head.stem.text)
    text = NUMBERED.sub(place, head.stem.text)
    if not places:
        raise Unreadable("places_missing")
    head = replace(head, stem=replace(head.stem, text=text))
    return build.gaps(reading, head, variant, places, list(choices.values()))


def _choice(reading: Reading, row: Node, number: int, variant: str) -> Content | None:
    """A choice: plain text, though drag words may be written in HTML. None without a text."""
    text = row.text_of("text")
    if variant == "drag":
        if has_markup(text) and "<" in text:
            reading.note("choice_plain")
        text = to_plain(text).strip()
    return {"id": f"c{number}", "text": text, "group": row.text_of("group") or "1"} if text else None


def _refuse_places(text: str) -> None:
    found = NEW_PLACE.search(unescape(text))
    if found:
        raise Unreadable("place_in_text", place=found[1])
