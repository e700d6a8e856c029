"""The curriculum's own question file: an entry of questions.yaml as the JSON that is scored.

Eight kinds: single, multiple, truefalse, scenario (a single choice on a case), matching, ordering, numeric, and
short, which a person grades: it becomes an essay with a model answer, keywords and a rubric of two criteria.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from quizzes.domain.marks import stored
from quizzes.domain.problems import QuestionProblem
from quizzes.domain.questions import neutral_id
from quizzes.domain.scoring import BROKEN

Entry = dict[str, Any]
Content = dict[str, Any]
LANGUAGES = ("en", "es", "fr", "pt")
ORDERING_MODE = 5  # the longest run in the right order: one step out of place does not cost the others

RUBRIC: list[Content] = [
    {
        "id": "substance",
        "text": {"en": "Says what matters", "es": "Dice lo esencial"},
        "levels": [
            {"id": "none", "points": "0", "text": {"en": "Misses the point", "es": "No responde a la pregunta"}},
            {"id": "some", "points": "1", "text": {"en": "Some of the key ideas", "es": "Algunas ideas clave"}},
            {
                "id": "most",
                "points": "2",
                "text": {"en": "Most of the key ideas", "es": "La mayoría de las ideas clave"},
            },
            {"id": "all", "points": "3", "text": {"en": "All the key ideas", "es": "Todas las ideas clave"}},
        ],
    },
    {
        "id": "use",
        "text": {"en": "Can be used as it is", "es": "Puede usarse tal como está"},
        "levels": [
            {"id": "none", "points": "0", "text": {"en": "Unclear or disrespectful", "es": "Confuso o irrespetuoso"}},
            {"id": "clear", "points": "1", "text": {"en": "Clear and respectful", "es": "Claro y respetuoso"}},
        ],
    },
]


def from_curriculum(entry: Entry) -> Content:
    """The content of an entry. Raises QuestionProblem with what its author has to repair."""
    kind = entry.get("type") if isinstance(entry, dict) else None
    read = KINDS.get(str(kind))
    if read is None:
        raise QuestionProblem(f"{kind!r} is none of {', '.join(KINDS)}")
    try:
        return {**_common(entry), **read(entry)}
    except BROKEN as error:
        if isinstance(error, QuestionProblem):
            raise
        raise QuestionProblem(f"a field is missing or has the wrong form: {error}") from error


def shared_weights(right: list[bool]) -> list[str]:
    """Right options share one mark; wrong ones share minus one, so that ticking every box earns nothing."""
    good, bad = right.count(True), right.count(False)
    return [str(stored(1 / good)) if is_right else str(-stored(1 / bad)) for is_right in right]


def _common(entry: Entry) -> Content:
    return {
        "schema": 1,
        "shuffle": True,
        "default_mark": "1",
        "stem": {"format": "plain", "text": _texts(entry["stem"])},
        "feedback": _texts(entry["explanation"]),
        "citations": [
            {"instrument": _word(c["instrument"]), "ref": _word(c.get("ref", ""))} for c in entry.get("citations", [])
        ],
    }


def _single(entry: Entry) -> Content:
    return _choice(entry, ["1" if is_right else "0" for is_right in _right(entry)])


def _multiple(entry: Entry) -> Content:
    return {**_choice(entry, shared_weights(_right(entry))), "multiple": True}


def _true_or_false(entry: Entry) -> Content:
    return {**_single(entry), "type": "truefalse", "shuffle": False}


def _choice(entry: Entry, weights: list[str]) -> Content:
    return {
        "type": "choice",
        "multiple": False,
        "options": [
            {
                "id": _id(option["id"]),
                "text": _texts(option["text"]),
                "weight": weight,
                "feedback": _texts(option["feedback"]),
                **_misconception(option),
            }
            for option, weight in zip(entry["options"], weights, strict=True)
        ],
    }


def _misconception(option: Entry) -> Content:
    """The error of thinking behind a wrong option, by its short name, where the author names one."""
    name = option.get("misconception")
    if name is not None and (option.get("correct") is not False or not isinstance(name, str)):
        raise QuestionProblem("only a wrong option has a misconception behind it, and it is a short name")
    return {"misconception": _word(name)} if name else {}


def _right(entry: Entry) -> list[bool]:
    right = [option.get("correct") for option in entry["options"]]
    if not all(isinstance(is_right, bool) for is_right in right):
        raise QuestionProblem("each option is correct: true or correct: false")
    if not any(right):
        raise QuestionProblem("mark the right option with correct: true")
    return right


def _matching(entry: Entry) -> Content:
    """Choices have ids that do not tell whose they are: L1 with R1 would be a key in the page's source."""
    pairs = {pair["left"]: pair for pair in entry["options"] if pair["correct"]}
    if missing := [left["id"] for left in entry["left"] if left["id"] not in pairs]:
        raise QuestionProblem(f"{', '.join(missing)}: no option pairs it with its right answer")
    return {
        "type": "matching",
        "stems": [
            {"id": left["id"], "text": _texts(left["text"]), "feedback": _texts(pairs[left["id"]]["feedback"])}
            for left in entry["left"]
        ],
        "choices": [{"id": _hidden(entry, right["id"]), "text": _texts(right["text"])} for right in entry["right"]],
        "pairs": {left: _hidden(entry, pair["right"]) for left, pair in pairs.items()},
    }


def _hidden(entry: Entry, own: str) -> str:
    return neutral_id(_word(entry["id"]), own)


def _ordering(entry: Entry) -> Content:
    options = entry["options"]
    places = [option["correct_position"] for option in options]
    if sorted(places) != list(range(1, len(places) + 1)):
        raise QuestionProblem(f"correct_position counts from 1 to {len(places)}, each once")
    return {
        "type": "ordering",
        "mode": ORDERING_MODE,
        "items": [
            {"id": _id(option["id"]), "text": _texts(option["text"]), "feedback": _texts(option["feedback"])}
            for option in options
        ],
        "order": [_id(option["id"]) for option in sorted(options, key=lambda option: int(option["correct_position"]))],
    }


def _numeric(entry: Entry) -> Content:
    """The right value with its reason; every other number with the reason why not."""
    reasons = {option["correct"]: _texts(option["feedback"]) for option in entry["options"]}
    return {
        "type": "numeric",
        "unit_label": _texts(entry["unit"]) if entry.get("unit") else None,
        "units": [],
        "answers": [
            {
                "id": "right",
                "value": str(entry["answer"]),
                "tolerance": str(entry.get("tolerance", 0)),
                "tolerance_type": "nominal",
                "weight": "1",
                "feedback": reasons.get(True, {}),
            },
            {"id": "other", "value": "*", "weight": "0", "feedback": reasons.get(False, {})},
        ],
    }


def _short(entry: Entry) -> Content:
    return {
        "type": "essay",
        "model_answer": _texts(entry["model_answer"]),
        "keywords": {language: [_word(word) for word in words] for language, words in entry["keywords"].items()},
        "rubric": deepcopy(RUBRIC),
    }


KINDS: dict[str, Callable[[Entry], Content]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _true_or_false,
    "scenario": _single,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short": _short,
}


def _texts(texts: dict[str, Any]) -> dict[str, str]:
    """A text by language, English and Spanish always."""
    for language, text in texts.items():
        if language not in LANGUAGES:
            raise QuestionProblem(f"{language!r} is not one of the languages {', '.join(LANGUAGES)}")
        if not isinstance(text, str) or not text.strip():
            raise QuestionProblem(f"{language}: write a text; put quotation marks around words like yes, no, true, 12")
    if missing := {"en", "es"} - texts.keys():
        raise QuestionProblem(f"{', '.join(sorted(missing))} is missing")
    return {language: text.strip() for language, text in texts.items()}


def _word(value: Any) -> str:
    return str(value).strip()


def _id(value: Any) -> str:
    """YAML reads true and false as no words."""
    return str(value).lower() if isinstance(value, bool) else _word(value)
