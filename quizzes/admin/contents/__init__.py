"""Between the editing screen and the bank: a posted form becomes content, content becomes a form.

What no field of the form shows stays as it was. Laying out and reading back gives the same content.
"""

from typing import Any

from quizzes.admin.contents import kinds, moves, responses
from quizzes.admin.contents.kinds import FIRST_KINDS, KINDS, MORE_KINDS, kind_of
from quizzes.admin.contents.rows import Content, Problem, Reading, as_percent, kept_languages, laid_out, renewed
from quizzes.admin.contents.tree import ROOT, Node, Tree, read_tree
from quizzes.domain.formats import html
from quizzes.domain.translations import texts_in

__all__ = [
    "FIRST_KINDS",
    "KINDS",
    "MORE_KINDS",
    "ROOT",
    "Content",
    "Node",
    "Problem",
    "kind_of",
    "lay_out",
    "moves",
    "read",
    "read_tree",
]

SHUFFLED = ("single", "multiple", "matching")
CARRIED = ("stem", "feedback", "citations", "default_mark", "penalty")  # to another kind


def read(tree: Tree, kind: str, language: str, before: Content | None = None) -> tuple[Content, list[Problem]]:
    """The content that the form describes, over what the question was before; and what could not be read."""
    before = before or {}
    node, reading = Node(tree), Reading(language)
    base = before if _is_alike(kind_of(before), kind) else {k: before[k] for k in CARRIED if k in before}
    body = kinds.read_kind(kind, node, reading, base)
    content = renewed(base, **{"schema": 1, **_head(node, reading, base), **_shuffle(node, kind, base), **body})
    if node.text("format") == "html":
        _clean(content)
    return renewed(content, tests=_tests(node, reading, content)), reading.problems


def _is_alike(old: str, new: str) -> bool:
    return old == new or any({old, new} <= pair for pair in kinds.ALIKE)


def _head(node: Node, reading: Reading, before: Content) -> Content:
    """What questions of every kind have."""
    stem = before.get("stem") or {"format": "plain"}
    text = kept_languages(stem.get("text"), node.texts("stem"))
    return {
        "stem": {**stem, "format": node.text("format") or stem.get("format", "plain"), "text": text},
        "feedback": kept_languages(before.get("feedback"), node.texts("feedback")),
        "default_mark": reading.number(node, "default_mark", before=before.get("default_mark")),
        "penalty": reading.percent(node, "penalty", before=before.get("penalty")),
        "citations": _citations(node, before),
    }


def _shuffle(node: Node, kind: str, before: Content) -> Content:
    """Whether options are mixed, for the kinds that ask; unsaid means yes."""
    is_asked = kind in SHUFFLED and node.is_on("shuffle") != before.get("shuffle", True)
    return {"shuffle": node.is_on("shuffle")} if is_asked else {}


def _citations(node: Node, before: Content) -> list[Content]:
    """The sources, each an instrument and where in it. Unchanged ones keep what else they carry."""
    old = {_citation_value(c): c for c in before.get("citations") or []}
    values = [row.text("source") for row in node.filled_rows("citation", "source")]
    return [old.get(value) or _citation(value) for value in dict.fromkeys(values)]


def _citation(value: str) -> Content:
    instrument, _bar, ref = value.partition("|")
    return {"instrument": instrument, "ref": ref}


def _citation_value(citation: Content) -> str:
    return f"{citation.get('instrument', '')}|{citation.get('ref') or citation.get('article') or ''}"


def _tests(node: Node, reading: Reading, content: Content) -> list[Content]:
    """The question's own tests, from the way people write responses."""
    tests = []
    for row in node.filled_rows("test", "response", "fraction"):
        response = responses.read_response(content, row.text("response"))
        fraction = reading.percent(row, "fraction", before=row.text("was"))
        if response is None or not fraction:
            text = responses.how_to_write(content) if response is None else responses.how_much()
            reading.complain(row.at("response"), text)
            continue
        tests.append({"response": response, "fraction": fraction})
    return tests


def _clean(content: Content) -> None:
    """HTML in any text of the question is made safe."""
    for texts in texts_in(content):
        for code, text in texts.items():
            if isinstance(text, str):
                texts[code] = html.clean(text)


def lay_out(content: Content, language: str) -> Tree:
    """The content as the fields of the form."""
    stem: dict[str, Any] = content.get("stem") or {}
    tests = [
        {
            "response": responses.show_response(content, test.get("response")),
            "fraction": as_percent(test.get("fraction")),
            "was": str(test.get("fraction", "")),
        }
        for test in content.get("tests") or []
    ]
    return {
        "stem": stem.get("text", {}),
        "format": stem.get("format", "plain"),
        "feedback": content.get("feedback", {}),
        "default_mark": str(content.get("default_mark", "")),
        "penalty": as_percent(content.get("penalty")),
        "shuffle": "on" if content.get("shuffle", kind_of(content) != "truefalse") else "",
        "citation": laid_out({"source": _citation_value(c)} for c in content.get("citations") or []),
        "test": laid_out(tests),
        **kinds.lay_out_kind(content, language),
    }
