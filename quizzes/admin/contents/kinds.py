"""The kinds of questions as an author chooses them, and who reads and lays out each."""

from collections.abc import Callable
from functools import partial

from quizzes.admin.contents import choice, lists, words
from quizzes.admin.contents.rows import Content, Reading
from quizzes.admin.contents.tree import Node, Tree

FIRST_KINDS = ("single", "multiple", "truefalse")
MORE_KINDS = ("matching", "ordering", "numeric", "short", "gaps", "cloze", "essay", "scenario")
KINDS = FIRST_KINDS + MORE_KINDS
CLOZE_KINDS = ("short", "single", "numeric")
PART_KINDS = ("single", "multiple", "truefalse", "matching", "ordering", "numeric", "short", "gaps", "essay")
# Options carry over when the author changes between these.
ALIKE = ({"single", "multiple"},)

READERS: dict[str, Callable[[Node, Reading, Content], Content]] = {
    "single": partial(choice.read_choice, multiple=False),
    "multiple": partial(choice.read_choice, multiple=True),
    "truefalse": choice.read_truefalse,
    "matching": lists.read_matching,
    "ordering": lists.read_ordering,
    "gaps": lists.read_gaps,
    "numeric": words.read_numeric,
    "short": words.read_short,
    "essay": words.read_essay,
}

LAYERS: dict[str, Callable[[Content], Tree]] = {
    "choice": choice.lay_out_choice,
    "truefalse": choice.lay_out_truefalse,
    "matching": lists.lay_out_matching,
    "ordering": lists.lay_out_ordering,
    "gaps": lists.lay_out_gaps,
    "essay": words.lay_out_essay,
}


def kind_of(content: Content) -> str:
    """The kind of a content: choice is single or multiple. Kinds without a form are called as they are."""
    if content.get("type") == "choice":
        return "multiple" if content.get("multiple") else "single"
    return str(content.get("type", ""))


def read_kind(kind: str, node: Node, reading: Reading, before: Content) -> Content:
    """What is particular to the kind."""
    from quizzes.admin.contents import parts  # parts are read by their kinds

    readers = {**READERS, "cloze": parts.read_cloze, "scenario": parts.read_scenario}
    return readers[kind](node, reading, before)


def lay_out_kind(content: Content, language: str) -> Tree:
    """The particular fields of a content, as the form names them."""
    from quizzes.admin.contents import parts

    with_words = {
        "short": words.lay_out_short,
        "numeric": words.lay_out_numeric,
        "cloze": parts.lay_out_parts,
        "scenario": parts.lay_out_parts,
    }
    kind = content["type"]
    return with_words[kind](content, language) if kind in with_words else LAYERS[kind](content)
