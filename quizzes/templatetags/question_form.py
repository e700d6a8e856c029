"""Fields of the question's editing screen. Each draws its label, its value from the tree, and its complaints."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from quizzes.admin import words
from quizzes.admin.contents import Node
from quizzes.admin.contents.rows import as_texts
from quizzes.misconceptions import in_words, known

register = template.Library()


def _field(context: Context, node: Node, name: str, label: str, **more: Any) -> dict[str, Any]:
    place = node.at(name)
    return {
        "name": place,
        "id": place.replace(".", "-"),
        "label": label,
        "problems": context["problems"].get(place, ()),
        **more,
    }


@register.inclusion_tag("quizzes/admin/question_words.html", takes_context=True)
def words_field(
    context: Context, node: Node, name: str, label: str, rows: int = 1, hint: str = "", optional: bool = False
) -> dict[str, Any]:
    """A text in all languages, side by side: the one that is written first, and the one being translated into."""
    texts = as_texts(node.data.get(name), context["source"])
    values = [
        {"code": code, "name": language, "text": texts.get(code, ""), "is_source": code == context["source"]}
        for code, language in context["languages"]
    ]
    return _field(context, node, name, label, values=values, rows=rows, hint=hint, optional=optional)


@register.inclusion_tag("quizzes/admin/question_line.html", takes_context=True)
def line_field(
    context: Context,
    node: Node,
    name: str,
    label: str,
    hint: str = "",
    unit: str = "",
    size: int = 0,
    offers: str = "",
) -> dict[str, Any]:
    """One line, the same in all languages. `offers`: the id of the list of words it may be chosen from."""
    more = {"hint": hint, "unit": unit, "size": size, "offers": offers}
    return _field(context, node, name, label, value=node.data.get(name, ""), **more)


@register.inclusion_tag("quizzes/admin/question_select.html", takes_context=True)
def select_field(context: Context, node: Node, name: str, label: str, choices: str) -> dict[str, Any]:
    """One of a list of quizzes.admin.words."""
    return _field(context, node, name, label, value=node.data.get(name, ""), choices=getattr(words, choices))


@register.inclusion_tag("quizzes/admin/question_tick.html", takes_context=True)
def tick_field(context: Context, node: Node, name: str, label: str, hint: str = "") -> dict[str, Any]:
    """Yes or no."""
    return _field(context, node, name, label, is_on=node.is_on(name), hint=hint)


@register.inclusion_tag("quizzes/admin/question_complaints.html", takes_context=True)
def complaints(context: Context, node: Node, name: str) -> dict[str, Any]:
    """What is wrong with a list as a whole."""
    place = node.at(name)
    return {"problems": context["problems"].get(place, ()), "id": place.replace(".", "-")}


@register.filter
def at(node: Node, name: str) -> str:
    """The full name of a field."""
    return node.at(name)


@register.filter
def said(node: Node, name: str) -> Any:
    """The value of a field."""
    return node.data.get(name, "")


@register.filter
def misconception_words(row: Node) -> str:
    """What the misconception that an option names says; "" for a trainer's own words, which say it themselves."""
    name = str(row.data.get("misconception", ""))
    text = in_words(name)
    return "" if text == name else text


@register.simple_tag
def misconceptions() -> list[tuple[str, str]]:
    """Those that the curriculum knows, each with its text."""
    return [(name, in_words(name)) for name in known()]


@register.filter
def is_on(node: Node, name: str) -> bool:
    """Whether a tick is set."""
    return node.is_on(name)


@register.filter
def rows(node: Node, name: str) -> list[Node]:
    """The rows of a list."""
    return node.rows(name)


@register.filter
def blank_row(node: Node, name: str) -> Node:
    """A row for the script to copy: __option__ stands where its key will."""
    return Node({}, f"{node.at(name)}.__{name}__")


@register.filter
def blank_part(node: Node, kind: str) -> Node:
    """A part of a kind for the script to copy, with room to write."""
    from quizzes.admin.contents.moves import with_room

    return Node(with_room({"kind": kind}, kind, is_new=True), f"{node.at('part')}.__part__")


@register.filter
def child(node: Node, name: str) -> Node:
    """The fields below a name."""
    found = node.data.get(name)
    return Node(found if isinstance(found, dict) else {}, node.at(name))


@register.filter
def kind_template(kind: str) -> str:
    """The template with the particular fields of a kind."""
    return f"quizzes/admin/question_type_{kind}.html"


@register.filter
def kind_word(kind: str) -> str:
    """A kind in words."""
    return str(words.KIND_WORDS.get(kind, kind))


@register.filter
def kind_hint(kind: str) -> str:
    """What a kind is for."""
    return str(words.KIND_HINTS.get(kind, ""))


@register.filter
def state_word(state: str) -> str:
    """A version's state in words."""
    return str(words.VERSION_STATES.get(state, state))


@register.filter
def letter(number: int) -> str:
    """1 as A."""
    return chr(64 + number) if 0 < number <= 26 else SafeString("")


@register.filter(name="words")
def split_words(text: str) -> list[str]:
    """A list written in a template."""
    return text.split()
