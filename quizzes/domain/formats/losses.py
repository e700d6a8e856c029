"""What became of a question that was written: it is read again and compared, so that nothing is lost in silence."""

import re
from collections.abc import Iterator
from typing import Any

from quizzes.domain.formats.model import Parsed, Problem, Unreadable
from quizzes.domain.formats.reading import CONTROL
from quizzes.domain.formats.spelling import Content

# Keys that a question may lose and still be the same question, with what is said about each.
BEARABLE = {
    "feedback": "lost_feedback",
    "penalty": "lost_penalty",
    "shuffle": "lost_shuffle",
    "case_sensitive": "lost_case",
    "units": "lost_units",
    "unit_penalty": "lost_units",
    "unit_mode": "lost_units",
    "unit_label": "lost_units",
}
NAMED = ("model_answer", "keywords", "rubric", "grading_notes")  # bearable, said by name
_HANDLED = (
    "schema type default_mark stem multiple options answers stems choices pairs variant places items order mode parts "
    "id text format weight pattern value tolerance tolerance_type answer group name multiplier levels points pictures"
)
HANDLED = {*BEARABLE, *NAMED, *_HANDLED.split()}
LISTS = ("options", "answers", "stems", "choices", "places", "items", "units", "parts")
TEXTS = ("text", "feedback", "model_answer", "keywords", "pattern", "unit_label", "grading_notes", "name")
_PICTURE = re.compile(r" ?src=\"picture:([^\"]*)\"")


def compare(written: Parsed, again: Parsed, format_name: str) -> Iterator[Problem]:
    """What was lost between the two canonical questions. Raises Unreadable if it is not the same question any more."""
    paths = list(_differences(_without_pictures(written.content), _without_pictures(again.content)))
    severe = [path for path in paths if not _bearable(path)]
    if severe:
        where = ", ".join(sorted({".".join(path[:3]) for path in severe})[:5])
        raise Unreadable("cannot_carry", format=format_name, where=where)
    named = sorted({path[0] for path in paths if path[0] in NAMED})
    codes = [code for path in paths if (code := _bearable(path)) and code != "lost_keys"]
    codes += [code for code, lost in _around(written, again) if lost]
    yield from (Problem(0, code, name=written.name) for code in dict.fromkeys(codes))
    if named:
        yield Problem(0, "lost_keys", {"keys": ", ".join(named)}, written.name)


def left_behind(content: Content, language: str, name: str) -> Iterator[Problem]:
    """What no format has a place for: other languages, citations, tests, anything this module does not know."""
    languages = sorted(set(_languages(content)) - {language})
    if languages:
        yield Problem(0, "lost_languages", {"languages": ", ".join(languages)}, name)
    keys = sorted(set(_unknown_keys(content)))
    if keys:
        yield Problem(0, "lost_keys", {"keys": ", ".join(keys)}, name)
    if any(CONTROL.search(text) for text in _strings(content)):
        yield Problem(0, "lost_characters", name=name)


def ids_of(content: Any) -> list[str]:
    """Every id in the content, in order."""
    if isinstance(content, list):
        return [key for row in content for key in ids_of(row)]
    if not isinstance(content, dict):
        return []
    own = [str(content["id"])] if "id" in content else []
    return own + [key for name in LISTS for key in ids_of(content.get(name))]


def _differences(one: Any, other: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _differences(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True), 1):
            yield from _differences(left, right, (*path, str(number)))
    elif one != other:
        yield path


def _bearable(path: tuple[str, ...]) -> str:
    """The code of a loss that can be borne; "" for one that cannot."""
    if path[0] == "default_mark":
        return "lost_default_mark"
    if path[0] in NAMED:
        return "lost_keys"
    return next((BEARABLE[key] for key in path if key in BEARABLE), "")


def _around(written: Parsed, again: Parsed) -> Iterator[tuple[str, bool]]:
    """What stands around the content."""
    yield "lost_name", written.name != again.name
    yield "lost_category", written.category != again.category
    yield "lost_code", written.code != again.code
    yield "lost_tags", written.tags != again.tags
    yield "lost_pictures", _pictures(written.content) != _pictures(again.content)


def _pictures(content: Content) -> set[str]:
    return {key for text in _strings(content) for key in _PICTURE.findall(text)}


def _strings(value: Any) -> Iterator[str]:
    """Every text in the content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _without_pictures(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_pictures(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_pictures(inner) for inner in value]
    return _PICTURE.sub("", value) if isinstance(value, str) else value


def _languages(content: Any) -> Iterator[str]:
    if isinstance(content, list):
        for row in content:
            yield from _languages(row)
    elif isinstance(content, dict):
        for key, value in content.items():
            if key in TEXTS and isinstance(value, dict):
                yield from (str(language) for language, text in value.items() if text)
            elif key not in ("pairs", "tests"):
                yield from _languages(value)


def _unknown_keys(content: Content) -> Iterator[str]:
    for key, value in content.items():
        if key not in HANDLED and value not in (None, "", [], {}):
            yield key
        if key in LISTS and isinstance(value, list):
            for row in value:
                yield from (f"{key}.{inner}" for inner in (_unknown_keys(row) if isinstance(row, dict) else ()))
