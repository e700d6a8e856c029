"""A question read from a file in one language, laid over the one in the bank that has several.

A file names neither ids nor other languages: rows are told by their place. Where the two have not the same shape,
there is nothing to lay over.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from quizzes.domain.places import places_in
from quizzes.domain.questions import neutral_id
from quizzes.domain.translations import is_by_language, texts_in

Content = dict[str, Any]
Ids = dict[str, str]

# What reading always writes and a question may leave unsaid.
DEFAULTS: Mapping[str, tuple[Any, ...]] = {
    "penalty": ("0.3333333", "1"),
    "shuffle": (True,),
    "default_mark": ("1",),
    "mode": (0,),
    "case_sensitive": (False,),
    "multiple": (False,),
    "tolerance": ("0",),
    "tolerance_type": ("nominal",),
    "variant": ("select",),
    "id": (),
}
HIDDEN_ROWS = ("options", "choices", "items")  # their ids reach the learner's page
NAMING = ("answer",)  # keys whose value is an id


class Unlike(Exception):
    """The two questions have not the same shape."""


def merge(old: Content, new: Content, language: str) -> Content | None:
    """The old question with the new one's texts, key and weights; None if the shapes differ.

    Texts in other languages, sources, tests and whatever else the file says nothing about stay.
    """
    try:
        ids = _ids(old, new, language)
    except (Unlike, KeyError, TypeError, IndexError, AttributeError):
        return None
    merged: Content = _laid_over(old, renamed(new, ids), language)
    return merged


def with_neutral_ids(content: Content, code: str) -> Content:
    """The content with ids that do not tell: files put the right option first, and call it o1."""
    rows = [row for part in (content, *content.get("parts", ())) for name in HIDDEN_ROWS for row in part.get(name, ())]
    ids = {row["id"]: neutral_id(code, row["id"]) for row in rows if row["id"] not in ("true", "false")}
    return renamed(content, ids)


def renamed(content: Any, ids: Ids) -> Any:
    """The content with other ids, wherever they are named; in texts as [[p1]]."""
    if isinstance(content, list):
        return [ids.get(row, row) if isinstance(row, str) else renamed(row, ids) for row in content]
    if not isinstance(content, dict) or is_by_language(content):
        return _replaced(content, ids)
    new: Content = {}
    for key, value in content.items():
        if key == "pairs":
            new[key] = {ids.get(a, a): ids.get(b, b) for a, b in value.items()}
        elif key == "id" or (key in NAMING and isinstance(value, str)):
            new[key] = ids.get(value, value)
        else:
            new[key] = renamed(value, ids)
    return new


def _replaced(texts: Any, ids: Ids) -> Any:
    """Places in a text under their other names, all at once."""
    if not isinstance(texts, dict):
        return texts
    found = {}
    for language, text in texts.items():
        if isinstance(text, str):
            for place in places_in(text):
                text = text.replace(f"[[{place}]]", f"[[\0{ids.get(place, place)}]]")
            text = text.replace("[[\0", "[[")
        found[language] = text
    return found


def _ids(old: Content, new: Content, language: str) -> Ids:
    """The old id for each new one. Raises Unlike."""
    if old["type"] != new["type"] or bool(old.get("multiple")) != bool(new.get("multiple")):
        raise Unlike
    if old.get("stem", {}).get("format", "plain") != new.get("stem", {}).get("format", "plain"):
        raise Unlike
    match old["type"]:
        case "matching":
            return _matching_ids(old, new)
        case "ordering":
            return _pairwise(old["order"], new["order"])
        case "gaps":
            choices = _pairwise(_keys(old["choices"]), _keys(new["choices"]))
            return choices | _place_ids(old, new, language)
        case "cloze":
            places = _place_ids(old, new, language)
            parts = {part["id"]: part for part in old["parts"]}
            for part in new["parts"]:
                places |= _row_ids(parts[places[part["id"]]], part)
            return places
        case "truefalse":
            return _pairwise(_true_first(old), _true_first(new))
    return _row_ids(old, new)


def _row_ids(old: Content, new: Content) -> Ids:
    ids: Ids = {}
    if old["type"] != new["type"]:
        raise Unlike
    for name in ("options", "answers", "rubric"):
        ids |= _pairwise(_keys(old.get(name, ())), _keys(new.get(name, ())))
    return ids


def _matching_ids(old: Content, new: Content) -> Ids:
    """Stems by their places, choices by the stems to which they belong, the others by their places."""
    asked = [stem["id"] for stem in old["stems"] if any(stem.get("text", {}).values())]
    stems = _pairwise(asked, _keys(new["stems"]))
    choices = {new["pairs"][b]: old["pairs"][a] for b, a in stems.items()}
    rest_old = [key for key in _keys(old["choices"]) if key not in choices.values()]
    rest_new = [key for key in _keys(new["choices"]) if key not in choices]
    return stems | choices | _pairwise(rest_old, rest_new)


def _place_ids(old: Content, new: Content, language: str) -> Ids:
    """Places by their order in the text: in the file's language where the question has it."""
    texts = old["stem"]["text"]
    text = texts.get(language) or next(iter(texts.values()))
    return _pairwise(places_in(text), places_in(new["stem"]["text"][language]))


def _pairwise(old: Iterable[str], new: Iterable[str]) -> Ids:
    olds, news = list(old), list(new)
    if len(olds) != len(news):
        raise Unlike
    return dict(zip(news, olds, strict=True))


def _keys(rows: Iterable[Content]) -> list[str]:
    """Ids, or places where answers have none of their own."""
    return [str(row.get("id") or f"a{number}") for number, row in enumerate(rows, 1)]


def _true_first(content: Content) -> list[str]:
    """The ids of a true/false question: the true option first, by its id or by what it says."""
    rows = content["options"]
    says_false = {"falso", "false", "faux"}
    first = {str(text).casefold() for text in rows[0].get("text", {}).values()}
    is_turned = rows[0]["id"] == "false" or bool(first & says_false)
    return _keys(rows[::-1] if is_turned else rows)


def _laid_over(old: Any, new: Any, language: str) -> Any:
    if is_by_language(old):
        return {**old, **(new if isinstance(new, dict) else {language: new})}
    if isinstance(old, dict) and isinstance(new, dict):
        said = {key: value for key, value in new.items() if key in old or value not in DEFAULTS.get(key, ())}
        return {**old, **{k: _laid_over(old[k], v, language) if k in old else v for k, v in said.items() if k != "id"}}
    if isinstance(old, list) and isinstance(new, list) and _has_rows(old) and _has_rows(new):
        return _rows_laid_over(old, new, language)
    return old if _is_same(old, new) else new


def _has_rows(rows: list[Any]) -> bool:
    return all(isinstance(row, dict) for row in rows)


def _rows_laid_over(old: list[Content], new: list[Content], language: str) -> list[Content]:
    """Row by row in the old order; without ids by their places."""
    by_id = dict(zip(_keys(new), new, strict=True))
    return [
        _laid_over(row, by_id[key], language) if key in by_id else row for key, row in zip(_keys(old), old, strict=True)
    ]


def _is_same(old: Any, new: Any) -> bool:
    """Whether two values are one, however their numbers are written."""
    try:
        return old == new or Decimal(str(old)) == Decimal(str(new))
    except InvalidOperation:
        return False


def languages_in(content: Content) -> set[str]:
    """The languages in which something is said."""
    return {language for texts in texts_in(content) for language, text in texts.items() if text}
