"""Single choices written as Aiken.

Aiken has no place for anything but the text of a question on one line, up to 26 options and which one is right:
no names, categories, feedback, weights, HTML, pictures or marks.
"""

from quizzes.domain.formats.model import Parsed, Unreadable
from quizzes.domain.formats.required import needed

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_aiken(question: Parsed, language: str) -> str:
    """A canonical question. Raises Unreadable for what a line cannot hold; reading it back finds the rest."""
    content = question.content
    if content["multiple"] or content["stem"]["format"] == "html" or len(content["options"]) > len(LETTERS):
        raise Unreadable("cannot_carry", format="Aiken", where=_where(question))
    stem = needed(content["stem"]["text"], language)
    rows = list(zip(LETTERS, content["options"], strict=False))
    right = [letter for letter, option in rows if option["weight"] == "1"]
    lines = [stem, *(f"{letter}. {needed(option.get('text'), language)}" for letter, option in rows)]
    return "\n".join([*lines, f"ANSWER: {right[0] if right else ''}"])


def _where(question: Parsed) -> str:
    if question.content["multiple"]:
        return "multiple"
    return "html" if question.content["stem"]["format"] == "html" else "options"
