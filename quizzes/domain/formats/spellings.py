"""The canonical spelling of what each type of question has besides its head."""

import re
from collections.abc import Callable
from typing import Any

from quizzes.domain.formats.numbers import decimal_text
from quizzes.domain.formats.spelling import Content, Spelling, filled, text_of

NEW_PLACE = re.compile(r"\[\[(p[0-9]{1,9})\]\]")  # as reading names them
PLACE = re.compile(r"\[\[([A-Za-z0-9_-]{1,40})\]\]")


def _choice(spelling: Spelling, content: Content) -> Content:
    options = spelling.weighted(content["options"], "o", text=lambda row: spelling.texts(row["text"]))
    return {"multiple": bool(content.get("multiple")), "options": options}


def _truefalse(spelling: Spelling, content: Content) -> Content:
    rows = sorted(content["options"], key=lambda row: str(row["id"]) != "true")
    if {row["id"] for row in rows} != {"true", "false"}:
        raise ValueError("the options are not true and false")
    options = spelling.weighted(rows, "o", text=lambda row: spelling.texts(row["text"]))
    named = [{**option, "id": row["id"]} for option, row in zip(options, rows, strict=True)]
    return {"multiple": False, "options": named}


def _short(spelling: Spelling, content: Content) -> Content:
    answers = spelling.weighted(content["answers"], "a", pattern=lambda row: spelling.typed(row["pattern"]))
    return {"case_sensitive": bool(content.get("case_sensitive")), "answers": answers}


def _numeric(spelling: Spelling, content: Content) -> Content:
    answers = spelling.weighted(
        content["answers"],
        "a",
        value=lambda row: str(row["value"]).strip(),
        tolerance=_tolerance,
        tolerance_type=lambda row: row.get("tolerance_type") or "nominal",
    )
    label = spelling.texts(content.get("unit_label"))
    return {"answers": answers, **filled(unit_label=label), **_units(spelling, content)}


def _tolerance(row: Content) -> str:
    return "0" if str(row["value"]).strip() == "*" else str(row.get("tolerance") or "0").strip()


def _units(spelling: Spelling, content: Content) -> Content:
    units = [
        {"name": spelling.typed(unit["name"]), "multiplier": decimal_text(unit["multiplier"])}
        for unit in content.get("units") or ()
    ]
    penalty = decimal_text(content.get("unit_penalty") or 0)
    if not units or penalty == "0":
        return filled(units=units)
    return {"units": units, "unit_penalty": penalty, "unit_mode": content.get("unit_mode") or "share"}


def _matching(spelling: Spelling, content: Content) -> Content:
    texts = {choice["id"]: spelling.plain(choice["text"]) for choice in content["choices"]}
    rows = [(stem, texts[content["pairs"][stem["id"]]]) for stem in content["stems"] if spelling.texts(stem["text"])]
    every = dict.fromkeys([*(answer for _stem, answer in rows), *texts.values()])
    ids = {text: f"c{number}" for number, text in enumerate(every, 1)}
    stems = [
        filled(id=f"s{n}", text=spelling.texts(stem["text"]), feedback=spelling.texts(stem.get("feedback")))
        for n, (stem, _answer) in enumerate(rows, 1)
    ]
    choices = [{"id": key, "text": {spelling.language: text}} for text, key in ids.items()]
    pairs = {f"s{n}": ids[answer] for n, (_stem, answer) in enumerate(rows, 1)}
    return {"stems": stems, "choices": choices, "pairs": pairs}


def _gaps(spelling: Spelling, content: Content) -> Content:
    stem, places = numbered(spelling, content["places"])
    ids = {choice["id"]: f"c{n}" for n, choice in enumerate(content["choices"], 1)}
    names = list(dict.fromkeys(_group(choice) for choice in content["choices"]))
    groups = {name: str(n) if len(names) > 1 else "" for n, name in enumerate(names, 1)}
    return {
        "stem": stem,
        "variant": content.get("variant") or "select",
        "places": [
            filled(id=f"p{n}", answer=ids[place["answer"]], feedback=spelling.texts(place.get("feedback")))
            for n, place in enumerate(places, 1)
        ],
        "choices": [
            filled(id=key, text={spelling.language: spelling.plain(choice["text"])}, group=groups[_group(choice)])
            for key, choice in zip(ids.values(), content["choices"], strict=True)
        ],
    }


def _group(choice: Content) -> str:
    return str(choice.get("group") or "")


def _ordering(spelling: Spelling, content: Content) -> Content:
    by_id = {item["id"]: item for item in content["items"]}
    rows = [by_id[key] for key in content["order"]]
    if len(rows) != len(by_id):
        raise ValueError("an item stands nowhere in the order, or twice")
    items = [
        filled(id=f"i{n}", text=spelling.texts(row["text"]), feedback=spelling.texts(row.get("feedback")))
        for n, row in enumerate(rows, 1)
    ]
    return {"items": items, "order": [item["id"] for item in items], "mode": int(content.get("mode", 0))}


def _cloze(spelling: Spelling, content: Content) -> Content:
    stem, parts = numbered(spelling, content["parts"])
    return {"stem": stem, "parts": [_part(spelling, part, f"p{n}") for n, part in enumerate(parts, 1)]}


def _part(spelling: Spelling, part: Content, key: str) -> Content:
    if part["type"] not in ("choice", "truefalse", "short", "numeric"):
        raise ValueError("no field of a cloze text")
    mark = decimal_text(part.get("default_mark", 1))
    shuffle = bool(part.get("shuffle", True)) if part["type"] == "choice" else None
    head = filled(id=key, type=part["type"], default_mark=mark, shuffle=shuffle)
    return {**head, **SPELLINGS[part["type"]](spelling, part)}


def _essay(spelling: Spelling, content: Content) -> Content:
    return filled(
        model_answer=spelling.texts(content.get("model_answer")),
        keywords=content.get("keywords"),
        rubric=content.get("rubric"),
        grading_notes=spelling.texts(content.get("grading_notes")),
    )


def _description(spelling: Spelling, content: Content) -> Content:
    return {}


def numbered(spelling: Spelling, rows: list[Content]) -> tuple[Content, list[Content]]:
    """The stem with its places named p1, p2, ... as they follow, and the rows in that order."""
    by_id = {str(row["id"]): row for row in rows}
    text = text_of(spelling.content["stem"]["text"], spelling.language)
    order = [found for found in PLACE.findall(text) if found in by_id]
    if sorted(order) != sorted(by_id) or len(by_id) != len(rows):
        raise ValueError("every place stands once in the text")
    ids = {key: f"p{n}" for n, key in enumerate(order, 1)}
    text = PLACE.sub(lambda found: f"[[{ids.get(found[1], found[1])}]]", text)
    return spelling.stem(text), [by_id[key] for key in order]


SPELLINGS: dict[str, Callable[[Spelling, Content], dict[str, Any]]] = {
    "choice": _choice,
    "truefalse": _truefalse,
    "short": _short,
    "numeric": _numeric,
    "matching": _matching,
    "gaps": _gaps,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _essay,
    "description": _description,
}
