"""What each type of question needs to be scored fairly. Every complaint tells its author what to do."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from math import isfinite
from typing import Any

from quizzes.domain.places import places_in
from quizzes.domain.problems import QuestionProblem
from quizzes.domain.scoring import full_key, numeric, score, short_answer
from quizzes.domain.scoring.answers import in_any_language
from quizzes.domain.scoring.cloze import FIELDS
from quizzes.domain.scoring.matching import asked
from quizzes.domain.scoring.ordering import MODES
from quizzes.domain.scoring.result import RIGHT_ABOVE
from quizzes.domain.scoring.scenario import PARTS

Content = dict[str, Any]
TEXTS = ("text", "feedback", "model_answer", "unit_label")


def check_type(content: Content) -> None:
    """Raise QuestionProblem if the question lacks what its type needs. The type must be one that is scored."""
    _check_mark(content)
    CHECKS[content["type"]](content)


def check_texts(content: Any) -> None:
    """Every text is written by language, wherever it stands. The question's tests are responses, not texts."""
    if isinstance(content, dict):
        for field, value in content.items():
            if field in TEXTS and value is not None and not _is_by_language(value):
                raise QuestionProblem(f'{field!r} is not a text by language, like {{"es": "...", "en": "..."}}')
            if field != "tests":
                check_texts(value)
    elif isinstance(content, list):
        for value in content:
            check_texts(value)


def _is_by_language(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def check_stem(content: Content) -> None:
    """A question asks something."""
    texts = content.get("stem", {}).get("text", {})
    if not any(isinstance(text, str) and text.strip() for text in texts.values()):
        raise QuestionProblem("the question asks nothing: write its text")


def check_choice(content: Content) -> None:
    """Options with weights, one way to earn everything, and none of ticking every box."""
    options = content.get("options", [])
    ids = [option["id"] for option in options]
    if len(ids) < 2 or len(set(ids)) != len(ids):
        raise QuestionProblem("a choice needs at least two options with different ids")
    if not all(is_share(option.get("weight")) for option in options):
        raise QuestionProblem("every option needs a weight from -1 to 1")
    if max(float(option["weight"]) for option in options) <= 0:
        raise QuestionProblem("no option earns marks: mark the right one")
    if content.get("multiple"):
        _check_multiple(content, ids)
    elif max(float(option["weight"]) for option in options) < RIGHT_ABOVE:
        raise QuestionProblem("one option must earn the full mark")


def _check_multiple(content: Content, ids: list[str]) -> None:
    if _earned(content, {"selected": ids}) > RIGHT_ABOVE:
        raise QuestionProblem("ticking every box earns full marks: give the wrong options a negative weight")
    right = [option["id"] for option in content["options"] if float(option["weight"]) > 0]
    if _earned(content, {"selected": right}) <= RIGHT_ABOVE:
        raise QuestionProblem("the right options together do not earn the full mark")


def check_matching(content: Content) -> None:
    """Two stems or more, each with a right choice that exists."""
    stems = _ids(content.get("stems"), "a stem")
    choices = _ids(content.get("choices"), "a choice")
    if len(asked(content)) < 2:
        raise QuestionProblem("matching needs at least two stems with a text")
    if len(choices) < 2:
        raise QuestionProblem("matching needs at least two choices")
    pairs = content.get("pairs", {})
    for stem in asked(content):
        if pairs.get(stem["id"]) not in choices:
            raise QuestionProblem(f"the stem {stem['id']!r} has no right choice: pair it with one of {_list(choices)}")
    if unknown := pairs.keys() - set(stems):
        raise QuestionProblem(f"the pairs name {_list(unknown)}, which is no stem of this question")


def check_gaps(content: Content) -> None:
    """Every place stands once in every language of the stem, and has a right choice."""
    places = _ids(content.get("places"), "a place")
    choices = _ids(content.get("choices"), "a choice")
    if not places:
        raise QuestionProblem("a text with gaps needs at least one place, written [[p1]] in the text")
    if len(choices) < 2:
        raise QuestionProblem("a text with gaps needs at least two choices")
    for place in content["places"]:
        if place.get("answer") not in choices:
            raise QuestionProblem(f"the place {place['id']!r} has no right choice: give it one of {_list(choices)}")
    _check_places(content, places)


def check_ordering(content: Content) -> None:
    """Two items or more and their right order."""
    items = _ids(content.get("items"), "an item")
    if len(items) < 2:
        raise QuestionProblem("ordering needs at least two items")
    if sorted(content.get("order", [])) != sorted(items):
        raise QuestionProblem("the right order must name every item once")
    mode = content.get("mode", 0)
    if isinstance(mode, bool) or mode not in MODES:
        raise QuestionProblem(f"an ordering is scored by one of the modes -1 to 7, not {mode!r}")


def check_short(content: Content) -> None:
    """Patterns, one of which earns everything and can be reached."""
    answers = content.get("answers", [])
    _check_weights(answers)
    for answer in answers:
        pattern = answer.get("pattern")
        patterns = in_any_language(pattern)
        if (
            not patterns
            or (isinstance(pattern, dict) and not _is_by_language(pattern))
            or not all(pattern.strip() for pattern in patterns)
        ):
            raise QuestionProblem("every answer needs a pattern to compare with")
    _check_stars(answers, lambda a: any(short_answer.is_anything(p) for p in in_any_language(a["pattern"])))
    for answer in answers:
        if float(answer["weight"]) > RIGHT_ABOVE:
            _check_reached(content, in_any_language(answer["pattern"]))


def _check_reached(content: Content, patterns: list[str]) -> None:
    for pattern in patterns:
        if _earned(content, {"text": short_answer.sample(pattern)}) <= RIGHT_ABOVE:
            raise QuestionProblem(f"the right answer {pattern!r} never counts: an answer before it catches it")


def check_numeric(content: Content) -> None:
    """Values that are numbers, sane tolerances and units, one value that earns everything and can be reached."""
    answers = content.get("answers", [])
    _check_weights(answers)
    for answer in answers:
        _check_value(answer)
    _check_stars(answers, numeric.is_anything)
    _check_units(content)
    for answer in answers:
        if float(answer["weight"]) > RIGHT_ABOVE:
            text = numeric.with_unit(content, answer)
            if _earned(content, {"text": text}) <= RIGHT_ABOVE:
                raise QuestionProblem(f"the right answer {text!r} never counts: an answer before it catches it")


def _check_value(answer: Content) -> None:
    if not numeric.is_anything(answer) and not _is_number(answer.get("value")):
        raise QuestionProblem(f"{answer.get('value')!r} is no number: write it like 1234.5, or * for any number")
    if not _is_number(answer.get("tolerance", 0)) or float(answer.get("tolerance", 0)) < 0:
        raise QuestionProblem(f"the tolerance {answer.get('tolerance')!r} is not a number from 0 upwards")
    if answer.get("tolerance_type", "nominal") not in ("nominal", "relative", "geometric"):
        raise QuestionProblem("a tolerance is nominal, relative or geometric")


def _check_units(content: Content) -> None:
    units = content.get("units", [])
    names = [name.strip() for unit in units for name in set(in_any_language(unit.get("name")))]
    if not all(names) or len(set(names)) != len(names) or any(not in_any_language(unit.get("name")) for unit in units):
        raise QuestionProblem("every unit needs a name of its own")
    if not all(_is_number(unit.get("multiplier")) and float(unit["multiplier"]) > 0 for unit in units):
        raise QuestionProblem("every unit needs a multiplier above 0: with metres 1, centimetres 100")
    if not is_share(content.get("unit_penalty", 0), least=0):
        raise QuestionProblem("the penalty for a wrong unit is a number from 0 to 1")
    if content.get("unit_mode", "share") not in ("share", "flat"):
        raise QuestionProblem("a wrong unit costs a share of what was earned (share) or of the mark (flat)")


def check_cloze(content: Content) -> None:
    """Every field stands once in every language of the stem, and is a question that is scored."""
    fields = _check_parts(content, tuple(FIELDS), "a field")
    _check_places(content, fields)


def check_scenario(content: Content) -> None:
    """Every question under the case is one, with its own text."""
    _check_parts(content, tuple(PARTS), "a question")
    for part in content["parts"]:
        _named(part, check_stem)


def _check_parts(content: Content, types: tuple[str, ...], name: str) -> list[str]:
    ids = _ids(content.get("parts"), name)
    if not ids:
        raise QuestionProblem(f"a {content['type']} needs at least {name}")
    for part in content["parts"]:
        if part.get("type") not in types:
            raise QuestionProblem(f"{part['id']}: {name} of a {content['type']} is one of {_list(types)}")
        _named(part, check_type)
    return ids


def check_essay(content: Content) -> None:
    """A rubric with criteria, each with levels that differ."""
    rubric = content.get("rubric")
    if not rubric:
        raise QuestionProblem("an essay without a rubric cannot be scored yet: add at least one criterion")
    _ids(rubric, "a criterion")
    for criterion in rubric:
        levels = criterion.get("levels", [])
        if len(_ids(levels, "a level")) < 2:
            raise QuestionProblem(f"the criterion {criterion['id']!r} needs at least two levels")
        if not all(_is_number(level.get("points")) and float(level["points"]) >= 0 for level in levels):
            raise QuestionProblem(f"every level of the criterion {criterion['id']!r} needs points from 0 upwards")
        if len({float(level["points"]) for level in levels}) < 2:
            raise QuestionProblem(f"all levels of the criterion {criterion['id']!r} have the same points")


def check_key(content: Content) -> None:
    """Somebody who knows everything earns everything."""
    key = full_key(content)
    if key is not None and _earned(content, key) <= RIGHT_ABOVE:
        raise QuestionProblem("the right answer does not earn the full mark")


def run_tests(content: Content) -> None:
    """The question's own tests: a response and what it must earn."""
    for number, test in enumerate(content.get("tests", []), 1):
        earned = score(content, test["response"]).fraction
        if earned is None or abs(earned - float(test["fraction"])) > 1e-6:
            raise QuestionProblem(f"test {number} expects {test['fraction']} and gets {earned}")


def is_share(weight: Any, least: float = -1) -> bool:
    """Whether a weight is a number from `least` to 1."""
    return _is_number(weight) and least <= float(weight) <= 1


CHECKS: dict[str, Callable[[Content], None]] = {
    "choice": check_choice,
    "truefalse": check_choice,
    "matching": check_matching,
    "gaps": check_gaps,
    "ordering": check_ordering,
    "short": check_short,
    "numeric": check_numeric,
    "cloze": check_cloze,
    "scenario": check_scenario,
    "essay": check_essay,
}


def _check_mark(content: Content) -> None:
    mark = content.get("default_mark", 1)
    if not _is_number(mark) or float(mark) <= 0:
        raise QuestionProblem(f"the mark {mark!r} is not a number above 0")
    if not is_share(content.get("penalty", 0), least=0):
        raise QuestionProblem("the penalty for another try is a number from 0 to 1")


def _check_weights(answers: list[Content]) -> None:
    if not answers:
        raise QuestionProblem("write at least one answer")
    if not all(is_share(answer.get("weight"), least=0) for answer in answers):
        raise QuestionProblem("every answer needs a weight from 0 to 1")
    if max(float(answer["weight"]) for answer in answers) <= RIGHT_ABOVE:
        raise QuestionProblem("one answer must earn the full mark")


def _check_stars(answers: list[Content], is_anything: Callable[[Content], bool]) -> None:
    """The first answer that fits counts: behind one that catches everything none can."""
    for answer, behind in pairwise(answers):
        if is_anything(answer):
            is_right = float(behind["weight"]) > RIGHT_ABOVE
            what = "the right answer" if is_right else "another answer"
            raise QuestionProblem(f"'*' stands before {what} and catches everything: put it last")


def _check_places(content: Content, ids: list[str]) -> None:
    for language, text in content.get("stem", {}).get("text", {}).items():
        if sorted(places_in(text)) != sorted(ids):
            wanted = ", ".join(f"[[{key}]]" for key in ids)
            raise QuestionProblem(f"the text in {language!r} must hold each of these once and no other: {wanted}")


def _named(part: Content, check: Callable[[Content], None]) -> None:
    """A complaint about a part says which."""
    try:
        check(part)
    except QuestionProblem as problem:
        raise QuestionProblem(f"{part['id']}: {problem}") from problem


def _ids(rows: Any, name: str) -> list[str]:
    ids = [row["id"] for row in rows or []]
    if not all(isinstance(key, str) and key for key in ids) or len(set(ids)) != len(ids):
        raise QuestionProblem(f"{name} needs an id of its own")
    return ids


def _is_number(value: Any) -> bool:
    try:
        return not isinstance(value, bool) and isfinite(float(value))
    except (TypeError, ValueError, OverflowError):
        return False


def _earned(content: Content, response: Content) -> float:
    return score(content, response).fraction or 0.0


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
