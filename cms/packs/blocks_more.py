"""Blocks that hold more than text as the text of a lesson file: the inverse of cms.content.stream_more."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from cms.content.stream_more import OTHERWISE
from cms.packs.markdown import to_markdown, to_markdown_line
from cms.packs.words import cell, items, plain

if TYPE_CHECKING:
    from cms.packs.blocks import Writer

Value = Any


def _fields(value: Value, names: Iterable[str]) -> str:
    return "\n".join(f"{name}: {text}" for name in names if (text := plain(value.get(name))))


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"? {line}\n{to_markdown(text)}" for line, text in pairs)


def _comparison(_writer: "Writer", value: Value) -> tuple[str, str]:
    heads = ["", cell(plain(value["left"])), cell(plain(value["right"]))]
    rows = [
        [cell(plain(one["point"])), *(cell(to_markdown_line(one[side])) for side in ("left", "right"))]
        for one in items(value["points"])
    ]
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, *rows)]
    lines.insert(1, "|---|---|---|")
    conclusion = to_markdown_line(value.get("conclusion") or "")
    return plain(value["caption"]), "\n".join(lines) + (f"\n\n{conclusion}" if conclusion else "")


def _accordion(_writer: "Writer", value: Value) -> tuple[str, str]:
    return plain(value["caption"]), _pairs((plain(one["title"]), one["text"]) for one in items(value["folds"]))


def _country(_writer: "Writer", value: Value) -> tuple[str, str]:
    show = ", ".join(value.get("show") or ())
    own = [(one["country"], one["text"]) for one in items(value.get("texts"))]
    parts = [f"show: {show}" if show else "", _pairs([*own, (OTHERWISE, value["otherwise"])])]
    return plain(value["title"]), "\n\n".join(part for part in parts if part)


def _video(writer: "Writer", value: Value) -> tuple[str, str]:
    text = f"{_fields(value, ('title', 'length', 'address'))}\n\n{to_markdown(value['transcript'])}"
    if value.get("address"):
        return "", text
    name = _put(writer, value.get("file"))
    captions = _put(writer, value.get("captions"), name.rpartition(".")[0]) if name else ""
    if name and captions and captions.rpartition(".")[0] != name.rpartition(".")[0]:
        name = ""
    return (name, text) if name and captions else ("", "")


def _audio(writer: "Writer", value: Value) -> tuple[str, str]:
    name = _put(writer, value.get("file"))
    return (name, f"{_fields(value, ('title', 'length'))}\n\n{to_markdown(value['transcript'])}") if name else ("", "")


def _download(writer: "Writer", value: Value) -> tuple[str, str]:
    name = _put(writer, value.get("file"))
    return (name, _fields(value, ("title", "about"))) if name else ("", "")


def _put(writer: "Writer", pk: int | None, name: str = "") -> str:
    document = writer.documents.get(pk) if pk else None
    if document is None or writer.attachments is None:
        return ""
    return writer.attachments.put(document, writer.language, name)


WRITERS: dict[str, Callable[["Writer", Value], tuple[str, str]]] = {
    "comparison": _comparison,
    "accordion": _accordion,
    "country": _country,
    "video": _video,
    "audio": _audio,
    "download": _download,
}
