"""Matching, ordering, text with gaps: what belongs to what."""

import re
from typing import Any

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

_MARKED = re.compile(r"\[\[([^\[\]\n]{1,200})\]\]")
_PLACE = re.compile(r"p\d+")
ORDERING_MODE = 5  # the longest run in rising order: one misplaced item costs one place


class Choices:
    """Right answers that several rows may share: two that read the same are one."""

    def __init__(self, before: Any) -> None:
        self.old = by_id(before)
        self.rows: list[Content] = []

    def put(self, row: Node, texts: str, id_field: str = "choice", **more: str) -> str:
        """The id of the choice that the row names."""
        had_id = row.text(id_field)
        had = self.old.get(had_id, {})
        text = kept_languages(had.get("text"), row.texts(texts))
        if same := next((c for c in self.rows if c["text"] == text and _alike(c, more)), None):
            return str(same["id"])
        taken = [choice["id"] for choice in self.rows]
        key = had_id if had_id and had_id not in taken else id_of(Node(), [*taken, *self.old])
        self.rows.append(renewed(had, id=key, text=text, **more))
        return key

    def in_order(self) -> list[Content]:
        """Those that were there in their old order, then the new ones."""
        place = {key: number for number, key in enumerate(self.old)}
        return sorted(self.rows, key=lambda choice: place.get(choice["id"], len(place)))


def _alike(choice: Content, more: dict[str, str]) -> bool:
    return all(str(choice.get(key) or "") == value for key, value in more.items())


def read_matching(node: Node, reading: Reading, before: Content) -> Content:
    """Stems with the choice that belongs to each; choices that belong to none."""
    old, choices = by_id(before.get("stems")), Choices(before.get("choices"))
    stems: list[Content] = []
    pairs = {}
    for row in node.filled_rows("pair", "text", "answer"):
        if not row.texts("text"):
            choices.put(row, "answer")  # belongs to no stem
            continue
        key = id_of(row, [stem["id"] for stem in stems])
        had = old.get(key, {})
        text = kept_languages(had.get("text"), row.texts("text"))
        feedback = kept_languages(had.get("feedback"), row.texts("feedback"))
        stems.append(renewed(had, id=key, text=text, feedback=feedback))
        if row.texts("answer"):
            pairs[key] = choices.put(row, "answer")
    for row in node.filled_rows("extra", "text"):
        choices.put(row, "text", "id")
    return {"type": "matching", "stems": stems, "choices": choices.in_order(), "pairs": pairs}


def lay_out_matching(content: Content) -> Tree:
    """A row per stem; the choices that belong to none below."""
    choices, pairs = by_id(content.get("choices")), content.get("pairs", {})
    rows = []
    for stem in content.get("stems", []):
        if any(stem.get("text", {}).values()):
            choice = pairs.get(stem["id"], "")
            answer = choices.get(choice, {}).get("text", {})
            row = {"id": stem["id"], "choice": choice, "text": stem["text"], "answer": answer}
            rows.append({**row, "feedback": stem.get("feedback", {})})
    used = {row["choice"] for row in rows}
    extra = [{"id": key, "text": choice.get("text", {})} for key, choice in choices.items() if key not in used]
    return {"pair": laid_out(rows), "extra": laid_out(extra)}


def read_ordering(node: Node, reading: Reading, before: Content) -> Content:
    """The items as they stand on the page: that is their right order."""
    old = by_id(before.get("items"))
    items: list[Content] = []
    for row in node.filled_rows("item", "text"):
        key = id_of(row, [item["id"] for item in items])
        had = old.get(key, {})
        text = kept_languages(had.get("text"), row.texts("text"))
        feedback = kept_languages(had.get("feedback"), row.texts("feedback"))
        items.append(renewed(had, id=key, text=text, feedback=feedback))
    order = [item["id"] for item in items]
    place = {key: number for number, key in enumerate(old)}
    items.sort(key=lambda item: place.get(item["id"], len(place)))
    mode = node.text("mode")
    chosen = int(mode) if mode.removeprefix("-").isdigit() else before.get("mode", ORDERING_MODE)
    is_said = "mode" in before or chosen != 0  # unsaid means 0
    return {"type": "ordering", "items": items, "order": order, "mode": chosen if is_said else None}


def lay_out_ordering(content: Content) -> Tree:
    """The items in their right order."""
    items = by_id(content.get("items"))
    order = [key for key in content.get("order", items) if key in items]
    rows = [{"id": k, "text": items[k].get("text", {}), "feedback": items[k].get("feedback", {})} for k in order]
    return {"item": laid_out(rows), "mode": str(content.get("mode", 0))}


def read_gaps(node: Node, reading: Reading, before: Content) -> Content:
    """Places with their right words, and words that fit nowhere. [[Palermo]] in the text makes a place by itself."""
    old, choices = by_id(before.get("places")), Choices(before.get("choices"))
    places: list[Content] = []
    for row in node.filled_rows("place", "answer"):
        key = id_of(row, [place["id"] for place in places], lambda: numbered("p", [p["id"] for p in places]))
        had = old.get(key, {})
        feedback = kept_languages(had.get("feedback"), row.texts("feedback"))
        answer = choices.put(row, "answer", group=row.text("group"))
        places.append(renewed(had, id=key, answer=answer, feedback=feedback))
    text, found = marked(node, reading, [place["id"] for place in places])
    for key, word in found.items():
        row = Node({"answer": {reading.language: word}}, node.at("place"))
        places.append({"id": key, "answer": choices.put(row, "answer", group="")})
    for row in node.filled_rows("extra", "text"):
        choices.put(row, "text", "id", group=row.text("group"))
    content = {"type": "gaps", "variant": node.text("variant") or "select", "places": places}
    stem = {"stem": renewed(before.get("stem"), text=text)} if found else {}
    return {**content, "choices": choices.in_order(), **stem}


def marked(node: Node, reading: Reading, known: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The stem's texts with [[a word]] replaced by a new place, and the words by place."""
    texts, words = node.texts("stem"), dict[str, str]()

    def replace(match: re.Match[str]) -> str:
        if match[1] in known or _PLACE.fullmatch(match[1]):
            return match[0]
        key = numbered("p", [*known, *words])
        words[key] = match[1].strip()
        return f"[[{key}]]"

    if reading.language in texts:
        texts[reading.language] = _MARKED.sub(replace, texts[reading.language])
    return texts, words


def lay_out_gaps(content: Content) -> Tree:
    """A row per place with its right words; the other words below."""
    choices = by_id(content.get("choices"))
    rows = []
    for place in content.get("places", []):
        right = choices.get(place.get("answer", ""), {})
        row = {"id": place["id"], "choice": place.get("answer", ""), "answer": right.get("text", {})}
        rows.append({**row, "group": str(right.get("group") or ""), "feedback": place.get("feedback", {})})
    used = {row["choice"] for row in rows}
    extra = [
        {"id": key, "text": choice.get("text", {}), "group": str(choice.get("group") or "")}
        for key, choice in choices.items()
        if key not in used
    ]
    return {"place": laid_out(rows), "extra": laid_out(extra), "variant": content.get("variant", "select")}
