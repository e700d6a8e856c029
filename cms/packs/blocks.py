"""A lesson's blocks as the text of its file: the inverse of cms.content.stream."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.content.figure_file import CREDIT
from cms.models import AmparoDocument, AmparoImage
from cms.packs.attachments import Attachments
from cms.packs.blocks_more import WRITERS as MORE
from cms.packs.figures import Figures
from cms.packs.markdown import to_markdown, to_markdown_line
from cms.packs.notes import Notes
from cms.packs.words import cell, items, plain

Value = Any


@dataclass
class Writer:
    """Writes the blocks of lessons in one language."""

    language: str
    figures: Figures
    notes: Notes
    pictures: Mapping[int, AmparoImage] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)  # code to the id in questions.yaml
    attachments: Attachments | None = None
    documents: Mapping[int, AmparoDocument] = field(default_factory=dict)

    def write(self, blocks: list[dict[str, Any]]) -> str:
        """The text behind the front matter."""
        return "\n\n".join(text for block in blocks if (text := self._block(block["type"], block["value"]))) + "\n"

    def _block(self, kind: str, value: Value) -> str:
        if kind == "text":
            return to_markdown(value)
        if kind == "heading":
            return f"## {plain(value)}" if plain(value) else ""
        if kind not in WRITERS:
            self.notes.add(_("block %s: files have no form for it") % kind)
            return ""
        argument, text = WRITERS[kind](self, value)
        if not argument and not text:
            return ""
        return "\n".join(line for line in (f"::: {kind} {argument}".rstrip(), text, ":::") if line)


def _rich(_writer: Writer, value: Value) -> tuple[str, str]:
    return "", to_markdown(value)


def _words(_writer: Writer, value: Value) -> tuple[str, str]:
    return "", plain(value)


def _list(_writer: Writer, value: Value) -> tuple[str, str]:
    return "", "\n".join(f"- {line}" for item in items(value) if (line := to_markdown_line(item)))


def _cite(_writer: Writer, value: Value) -> tuple[str, str]:
    return f"{value['instrument']} {value.get('provision') or ''}".strip(), to_markdown(value.get("note") or "")


def _table(_writer: Writer, value: Value) -> tuple[str, str]:
    heads = [cell(plain(column["heading"])) for column in value["columns"]]
    rows = [[cell(to_markdown_line(str(value or ""))) for value in row["values"]] for row in value["rows"]]
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, *rows)]
    lines.insert(1, f"|{'---|' * len(heads)}")
    return plain(value.get("caption")), "\n".join(lines)


def _case(_writer: Writer, value: Value) -> tuple[str, str]:
    parts = [to_markdown(value["text"])]
    parts += [f"? {plain(one['question'])}\n{to_markdown(one['answer'])}" for one in items(value["questions"])]
    return plain(value["title"]), "\n\n".join(parts)


def _quote(_writer: Writer, value: Value) -> tuple[str, str]:
    source = plain(value.get("source"))
    return "", plain(value["text"]) + (f"\n-- {source}" if source else "")


def _steps(_writer: Writer, value: Value) -> tuple[str, str]:
    steps = items(value["steps"])
    lines = [f"- **{plain(step['name'])}** {to_markdown_line(step.get('text') or '')}".rstrip() for step in steps]
    return plain(value["caption"]), "\n".join(lines)


def _timeline(_writer: Writer, value: Value) -> tuple[str, str]:
    moments = items(value["moments"])
    lines = [f"- {plain(moment['time'])} | {to_markdown_line(moment['text'])}" for moment in moments]
    return plain(value["caption"]), "\n".join(lines)


def _figure(writer: Writer, value: Value) -> tuple[str, str]:
    picture = writer.pictures.get(value["image"])
    name = writer.figures.put(picture, writer.language) if picture else ""
    if picture is None or not name:
        return "", ""
    fields = {
        "alt": value.get("alt") or picture.description,
        "caption": value.get("caption"),
        "credit": "" if picture.credit == CREDIT else picture.credit,
    }
    if not picture.credit:  # said, because what a file leaves out is ours
        return name, "\n".join([f"{key}: {plain(text)}" for key, text in fields.items() if plain(text)] + ["credit:"])
    return name, "\n".join(f"{key}: {plain(text)}" for key, text in fields.items() if plain(text))


def _box(_writer: Writer, value: Value) -> tuple[str, str]:
    return plain(value), ""


def _check(writer: Writer, value: Value) -> tuple[str, str]:
    return writer.questions.get(value, value), ""


WRITERS: dict[str, Callable[[Writer, Value], tuple[str, str]]] = {
    "scene": _rich,
    "goal": _rich,
    "activity": _rich,
    "keypoints": _list,
    "takeaways": _list,
    "reflection": _words,
    "cite": _cite,
    "table": _table,
    "case": _case,
    "quote": _quote,
    "steps": _steps,
    "timeline": _timeline,
    "figure": _figure,
    "box": _box,
    "check": _check,
    **MORE,
}
