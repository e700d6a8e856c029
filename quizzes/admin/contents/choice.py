"""Single choice, multiple choice, true or false."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from quizzes.admin.contents.rows import (
    SAME,
    Content,
    Reading,
    as_percent,
    by_id,
    decimal,
    id_of,
    kept_languages,
    laid_out,
    renewed,
    same_or_new,
)
from quizzes.admin.contents.tree import Node, Tree

TRUE = {"es": "Verdadero", "en": "True", "fr": "Vrai", "pt": "Verdadeiro"}
FALSE = {"es": "Falso", "en": "False", "fr": "Faux", "pt": "Falso"}


def read_choice(node: Node, reading: Reading, before: Content, *, multiple: bool) -> Content:
    """The options with their weights: computed from the ticks, or the author's own."""
    old = by_id(before.get("options"))
    rows = node.filled_rows("option", "text", "feedback")
    rights = [_is_right(node, row, multiple=multiple) for row in rows]
    if not multiple and rights.count(True) > 1 and not node.is_on("own_weights"):
        reading.complain(node.at("option"), _("A single choice has one right option. Choose “several right answers”."))
    options: list[Content] = []
    shares = default_weights(rights, multiple=multiple)
    for row, is_right, share in zip(rows, rights, shares, strict=True):
        key = id_of(row, [option["id"] for option in options])
        had = old.get(key, {})
        options.append(
            renewed(
                had,
                id=key,
                text=kept_languages(had.get("text"), row.texts("text")),
                weight=_weight(node, row, reading, had, share),
                feedback=kept_languages(had.get("feedback"), row.texts("feedback")),
                misconception="" if is_right and not node.is_on("own_weights") else row.text("misconception"),
            )
        )
    return {"type": "choice", "multiple": multiple, "options": options}


def _is_right(node: Node, row: Node, *, multiple: bool) -> bool:
    """One circle for all rows, or a tick in each; the other kind's marks carry over when the type changes."""
    if not multiple and node.text("right"):
        return node.text("right") == row.key
    return node.text("right") == row.key or row.is_on("right")


def _weight(node: Node, row: Node, reading: Reading, had: Content, share: Decimal) -> str:
    default = same_or_new(had.get("weight"), share)
    if not node.is_on("own_weights"):
        return default
    return reading.percent(row, "weight", before=had.get("weight"), default=default)


def default_weights(rights: list[bool], *, multiple: bool) -> list[Decimal]:
    """One right option earns everything; several share 1, and the wrong ones share -1."""
    good, bad = rights.count(True), rights.count(False)
    if not multiple:
        return [Decimal(is_right) for is_right in rights]
    return [Decimal(1) / good if is_right else Decimal(-1) / bad for is_right in rights]


def lay_out_choice(content: Content) -> Tree:
    """Options as rows; the weights are the author's own if they are not the computed ones."""
    options = content.get("options", [])
    weights = [decimal(str(option.get("weight", ""))) or Decimal(0) for option in options]
    rights = [weight > 0 for weight in weights]
    computed = default_weights(rights, multiple=bool(content.get("multiple")))
    is_own = any(abs(a - b) > SAME for a, b in zip(weights, computed, strict=True))
    rows = [_option_row(option, is_right) for option, is_right in zip(options, rights, strict=True)]
    return {"option": laid_out(rows), "own_weights": "on" if is_own else ""}


def _option_row(option: Content, is_right: bool) -> Tree:
    return {
        "id": option["id"],
        "text": option.get("text", {}),
        "right": "on" if is_right else "",
        "weight": as_percent(option.get("weight")),
        "feedback": option.get("feedback", {}),
        "misconception": option.get("misconception", ""),
    }


def read_truefalse(node: Node, reading: Reading, before: Content) -> Content:
    """Two options whose texts the form does not ask for."""
    options = _two_options(before)
    right = node.text("right") or ("true" if not before else "")
    new = []
    for name, option in zip(("true", "false"), options, strict=True):
        row = Node(node.data.get(name) or {}, node.at(name))
        feedback = kept_languages(option.get("feedback"), row.texts("feedback"))
        weight = same_or_new(option.get("weight"), Decimal(right == name))
        new.append(renewed(option, weight=weight, feedback=feedback))
    if before.get("type") == "truefalse" and _first_is_false(before):
        new.reverse()
    return {"type": "truefalse", "multiple": False, "shuffle": before.get("shuffle", False), "options": new}


def lay_out_truefalse(content: Content) -> Tree:
    """Which of the two is right, and the feedback to each."""
    yes, no = _two_options(content)
    is_true = (decimal(str(yes.get("weight", "0"))) or 0) > 0
    is_false = (decimal(str(no.get("weight", "0"))) or 0) > 0
    return {
        "right": "true" if is_true else "false" if is_false else "",
        "true": {"feedback": yes.get("feedback", {})},
        "false": {"feedback": no.get("feedback", {})},
    }


def _two_options(content: Content) -> list[Content]:
    """The true one and the false one, as they are or new."""
    options: list[Any] = content.get("options") or []
    if content.get("type") != "truefalse" or len(options) != 2:
        return [{"id": "true", "text": TRUE}, {"id": "false", "text": FALSE}]
    return options[::-1] if _first_is_false(content) else list(options)


def _first_is_false(content: Content) -> bool:
    """Whether the option that says false stands first."""
    options = content.get("options") or [{}]
    words = {text.casefold() for text in options[0].get("text", {}).values() if isinstance(text, str)}
    return str(options[0].get("id")) == "false" or bool(words & {word.casefold() for word in FALSE.values()})
