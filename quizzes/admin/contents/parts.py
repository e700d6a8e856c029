"""Questions made of questions: fields within a text, questions under a case."""

from typing import Any

from quizzes.admin.contents import kinds
from quizzes.admin.contents.lists import marked
from quizzes.admin.contents.rows import (
    Content,
    Reading,
    by_id,
    id_of,
    kept_languages,
    laid_out,
    numbered,
    renewed,
)
from quizzes.admin.contents.tree import Node, Tree


def read_cloze(node: Node, reading: Reading, before: Content) -> Content:
    """The fields; [[Palermo]] in the text makes a field to write into by itself."""
    parts = _read_parts(node, reading, before, "p")
    text, found = marked(node, reading, [part["id"] for part in parts])
    parts += [
        {"id": key, "type": "short", "answers": [{"id": "a1", "pattern": word, "weight": "1"}]}
        for key, word in found.items()
    ]
    stem = {"stem": renewed(before.get("stem"), text=text)} if found else {}
    return {"type": "cloze", "parts": parts, **stem}


def read_scenario(node: Node, reading: Reading, before: Content) -> Content:
    """The questions under the case, each with its own text."""
    return {"type": "scenario", "parts": _read_parts(node, reading, before, "q")}


def _read_parts(node: Node, reading: Reading, before: Content, prefix: str) -> list[Content]:
    old, parts = by_id(before.get("parts")), list[Content]()
    for row in node.rows("part"):
        key = id_of(row, [p["id"] for p in parts], lambda: numbered(prefix, [*old, *(p["id"] for p in parts)]))
        had = old.get(key, {})
        if row.text("kind") in kinds.PART_KINDS:
            parts.append({"id": key, **_read_part(row, reading, had)})
        elif had:
            parts.append(had)  # a kind that this form does not show stays as it is
    return parts


def _read_part(row: Node, reading: Reading, before: Content) -> Content:
    kind = row.text("kind")
    same = before if kinds.kind_of(before) == kind else {key: before[key] for key in COMMON if key in before}
    mark = reading.number(row, "default_mark", before=before.get("default_mark"))
    text = kept_languages((before.get("stem") or {}).get("text"), row.texts("stem"))
    stem = renewed(before.get("stem"), text=text) if text else {}
    feedback = kept_languages(before.get("feedback"), row.texts("feedback"))
    body = kinds.read_kind(kind, row, reading, same)
    return renewed(same, **body, stem=stem, default_mark=mark, feedback=feedback)


COMMON = ("stem", "feedback", "default_mark", "citations")


def lay_out_parts(content: Content, language: str) -> Tree:
    """A row per part, with the rows of its own type in it."""
    return {"part": laid_out(_part_tree(part, language) for part in content.get("parts", []))}


def _part_tree(part: Content, language: str) -> Tree:
    kind = kinds.kind_of(part)
    row: dict[str, Any] = {
        "id": part["id"],
        "kind": kind if kind in kinds.PART_KINDS else "",
        "default_mark": str(part.get("default_mark", "")),
        "stem": (part.get("stem") or {}).get("text", {}),
        "feedback": part.get("feedback", {}),
    }
    return {**row, **kinds.lay_out_kind(part, language)} if row["kind"] else row
