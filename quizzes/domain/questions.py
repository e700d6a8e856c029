"""A question's content: checked before it is ready, shown to learners without its key."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.domain.scoring import SCORERS, score
from quizzes.domain.scoring.result import RIGHT_ABOVE


class QuestionProblem(ValueError):
    """Why a question cannot be made ready, said so that its author can repair it."""


@dataclass(frozen=True)
class Option:
    """An option as a learner sees it while answering: no weight, no feedback."""

    id: str
    text: dict[str, str]


@dataclass(frozen=True)
class LearnerQuestion:
    """What may reach the learner before the review allows more. It has no key to leak."""

    type: str
    multiple: bool
    stem: dict[str, str]
    options: tuple[Option, ...]


def for_learner(content: dict[str, Any], order: Sequence[str]) -> LearnerQuestion:
    """The question with its options in the attempt's order."""
    texts = {option["id"]: option["text"] for option in content.get("options", [])}
    return LearnerQuestion(
        type=content["type"],
        multiple=bool(content.get("multiple")),
        stem=content["stem"]["text"],
        options=tuple(Option(key, texts[key]) for key in order if key in texts),
    )


def checksum(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: two versions with the same sum are the same question."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check(content: dict[str, Any]) -> None:
    """Raise QuestionProblem if the question could not be scored fairly."""
    if content.get("type") not in SCORERS:
        raise QuestionProblem(f"questions of the type {content.get('type')!r} cannot be scored yet")
    options = content.get("options", [])
    ids = [option["id"] for option in options]
    if len(ids) < 2 or len(set(ids)) != len(ids):
        raise QuestionProblem("a choice needs at least two options with different ids")
    if not all(_is_share(option.get("weight")) for option in options):
        raise QuestionProblem("every option needs a weight from -1 to 1")
    if max(float(option["weight"]) for option in options) <= 0:
        raise QuestionProblem("no option earns marks: mark the right one")
    if content.get("multiple"):
        _check_multiple(content, ids)
    elif max(float(option["weight"]) for option in options) < RIGHT_ABOVE:
        raise QuestionProblem("one option must earn the full mark")
    _run_tests(content)


def _is_share(weight: Any) -> bool:
    try:
        return -1 <= float(weight) <= 1
    except (TypeError, ValueError):
        return False


def _check_multiple(content: dict[str, Any], ids: list[str]) -> None:
    if (score(content, {"selected": ids}).fraction or 0) > RIGHT_ABOVE:
        raise QuestionProblem("ticking every box earns full marks: give the wrong options a negative weight")
    right = [option["id"] for option in content["options"] if float(option["weight"]) > 0]
    if (score(content, {"selected": right}).fraction or 0) <= RIGHT_ABOVE:
        raise QuestionProblem("the right options together do not earn the full mark")


def _run_tests(content: dict[str, Any]) -> None:
    for number, test in enumerate(content.get("tests", []), 1):
        earned = score(content, test["response"]).fraction
        if earned is None or abs(earned - float(test["fraction"])) > 1e-6:
            raise QuestionProblem(f"test {number} expects {test['fraction']} and gets {earned}")
