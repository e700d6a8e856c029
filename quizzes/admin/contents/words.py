"""Short answer, number, essay: what a learner writes."""

from typing import Any

from django.utils.translation import gettext as _

from quizzes.admin.contents.rows import (
    Content,
    Reading,
    as_percent,
    as_texts,
    by_id,
    decimal,
    id_of,
    kept_languages,
    laid_out,
    numbered,
    renewed,
    texts_or_word,
)
from quizzes.admin.contents.tree import Node, Tree
from quizzes.domain.scoring.answers import answer_id


def read_short(node: Node, reading: Reading, before: Content) -> Content:
    """Patterns in the order in which they are tried."""
    old, answers = _answers_by_id(before), list[Content]()
    for row in node.filled_rows("answer", "pattern"):
        key, had = _answer(row, old, answers)
        pattern = texts_or_word(had.get("pattern"), row.texts("pattern"))
        answers.append(renewed(had, **_common(row, reading, had, key), pattern=pattern))
    is_strict = node.is_on("case_sensitive")
    return {"type": "short", "answers": answers, "case_sensitive": is_strict or None}


def lay_out_short(content: Content, language: str) -> Tree:
    rows = [
        {**_common_tree(answer, number), "pattern": as_texts(answer.get("pattern"), language)}
        for number, answer in enumerate(content.get("answers", []))
    ]
    return {"answer": laid_out(rows), "case_sensitive": "on" if content.get("case_sensitive") else ""}


def read_numeric(node: Node, reading: Reading, before: Content) -> Content:
    """Values with their tolerances, and units."""
    old, answers = _answers_by_id(before), list[Content]()
    for row in node.filled_rows("answer", "value"):
        key, had = _answer(row, old, answers)
        unsaid = "0" if had.get("tolerance") else ""
        tolerance = reading.number(row, "tolerance", before=had.get("tolerance"), default=unsaid)
        kind = row.text("tolerance_type")
        answers.append(
            renewed(
                had,
                **_common(row, reading, had, key),
                value=_value(row, reading, had),
                tolerance=tolerance,
                tolerance_type=kind if had.get("tolerance_type") or kind != "nominal" else "",
            )
        )
    return {"type": "numeric", "answers": answers, **_units(node, reading, before)}


def _value(row: Node, reading: Reading, had: Content) -> str:
    written = row.text("value")
    if written == "*" or written == str(had.get("value", "")):
        return written
    value = decimal(written)
    return format(value, "f") if value is not None else written  # the question's check says what is wrong


def _units(node: Node, reading: Reading, before: Content) -> Content:
    units = []
    old = before.get("units") or []
    for number, row in enumerate(node.filled_rows("unit", "name")):
        had = old[number] if number < len(old) else {}
        multiplier = reading.number(row, "multiplier", before=had.get("multiplier"), default="1")
        name = texts_or_word(had.get("name"), row.texts("name"))
        units.append(renewed(had, name=name, multiplier=multiplier))
    penalty = reading.percent(node, "unit_penalty", before=before.get("unit_penalty"))
    label = kept_languages(before.get("unit_label"), node.texts("unit_label"))
    mode = node.text("unit_mode") if before.get("unit_mode") or node.text("unit_mode") == "flat" else ""
    return {"units": units, "unit_penalty": penalty, "unit_mode": mode, "unit_label": label}


def lay_out_numeric(content: Content, language: str) -> Tree:
    rows = [
        {
            **_common_tree(answer, number),
            "value": str(answer.get("value", "")),
            "tolerance": str(answer.get("tolerance", "")),
            "tolerance_type": answer.get("tolerance_type", "nominal"),
        }
        for number, answer in enumerate(content.get("answers", []))
    ]
    units = [
        {"name": as_texts(unit.get("name"), language), "multiplier": str(unit.get("multiplier", ""))}
        for unit in content.get("units", [])
    ]
    return {
        "answer": laid_out(rows),
        "unit": laid_out(units),
        "unit_penalty": as_percent(content.get("unit_penalty")),
        "unit_mode": content.get("unit_mode", "share"),
        "unit_label": as_texts(content.get("unit_label"), language),
    }


def _answers_by_id(before: Content) -> dict[str, Content]:
    return {answer_id(answer, number): answer for number, answer in enumerate(before.get("answers") or [])}


def _answer(row: Node, old: dict[str, Content], answers: list[Content]) -> tuple[str, Content]:
    taken = [answer["id"] for answer in answers if "id" in answer]
    key = id_of(row, taken, lambda: numbered("a", [*taken, *old]))
    return key, old.get(key, {})


def _common(row: Node, reading: Reading, had: Content, key: str) -> Content:
    """Weight, feedback and id of an answer. What had no id of its own gets none: the place in the list is its id."""
    weight = reading.percent(row, "weight", before=had.get("weight"), default="1")
    feedback = kept_languages(had.get("feedback"), row.texts("feedback"))
    return {"id": key if not had or "id" in had else "", "weight": weight, "feedback": feedback}


def _common_tree(answer: Content, number: int) -> Tree:
    feedback = answer.get("feedback", {})
    return {"id": answer_id(answer, number), "weight": as_percent(answer.get("weight", "1")), "feedback": feedback}


def read_essay(node: Node, reading: Reading, before: Content) -> Content:
    """A model answer, the words it should name, and the rubric by which a person marks."""
    old = by_id(before.get("rubric"))
    rubric: list[Content] = []
    for row in node.filled_rows("criterion", "text"):
        key = id_of(row, [c["id"] for c in rubric], lambda: numbered("r", [*old, *(c["id"] for c in rubric)]))
        had = old.get(key, {})
        text = kept_languages(had.get("text"), row.texts("text"))
        rubric.append(renewed(had, id=key, text=text, levels=_levels(row, reading, had)))
    return {
        "type": "essay",
        "model_answer": kept_languages(before.get("model_answer"), node.texts("model_answer")),
        "keywords": kept_languages(before.get("keywords"), _words(node.texts("keywords"))),  # type: ignore[arg-type]
        "rubric": rubric,
    }


def _levels(criterion: Node, reading: Reading, before: Content) -> list[Content]:
    old, levels = by_id(before.get("levels")), list[Content]()
    for row in criterion.filled_rows("level", "text", "points"):
        key = id_of(row, [x["id"] for x in levels], lambda: numbered("l", [*old, *(x["id"] for x in levels)]))
        had = old.get(key, {})
        points = reading.number(row, "points", before=had.get("points"))
        if not points and not row.text("points"):
            reading.complain(row.at("points"), _("How many points is this level worth?"))
        text = kept_languages(had.get("text"), row.texts("text"))
        levels.append(renewed(had, id=key, points=points, text=text))
    return levels


def _words(texts: dict[str, str]) -> dict[str, list[str]]:
    found = {code: [word.strip() for word in text.split(",") if word.strip()] for code, text in texts.items()}
    return {code: words for code, words in found.items() if words}


def lay_out_essay(content: Content) -> Tree:
    keywords: dict[str, Any] = content.get("keywords") or {}
    return {
        "model_answer": content.get("model_answer", {}),
        "keywords": {code: ", ".join(words) for code, words in keywords.items()},
        "criterion": laid_out(
            {"id": row["id"], "text": row.get("text", {}), "level": laid_out(_level_tree(x) for x in row["levels"])}
            for row in content.get("rubric", [])
        ),
    }


def _level_tree(level: Content) -> Tree:
    return {"id": level["id"], "points": str(level.get("points", "")), "text": level.get("text", {})}
