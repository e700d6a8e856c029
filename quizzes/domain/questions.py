"""A question's content: checked before it is ready, shown to learners without its key."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from quizzes.domain import checks
from quizzes.domain.places import Piece, pieces
from quizzes.domain.problems import QuestionProblem
from quizzes.domain.scoring import BROKEN, SCORERS, is_answered
from quizzes.domain.scoring.gaps import group_of
from quizzes.domain.scoring.matching import asked
from quizzes.domain.stems import html_stem, plain_stem

__all__ = [
    "LearnerQuestion",
    "Option",
    "Order",
    "Place",
    "QuestionProblem",
    "check",
    "checksum",
    "for_learner",
    "is_answered",
    "neutral_id",
    "order_for",
]

Order = list[str] | dict[str, Any]  # what an attempt freezes; JSON
TRIES = 10  # shuffles, before the items are simply moved on by one


@dataclass(frozen=True)
class Option:
    """An option, stem, choice or item as a learner sees it while answering: no weight, no feedback."""

    id: str
    text: dict[str, str]


@dataclass(frozen=True)
class Place:
    """A gap of a text, and what may be put there."""

    id: str
    choices: tuple[Option, ...]


@dataclass(frozen=True)
class LearnerQuestion:
    """What may reach the learner before the review allows more. It has no key to leak.

    stem: plain; stem_html: the same as safe HTML if it was written so, with its pictures as "picture:KEY" (`pictures`
    says their kind).
    choice, truefalse: options. matching: stems, choices. ordering: items. gaps: places and all choices; variant.
    numeric: units (names in the author's languages) and unit_label. cloze, scenario: parts, each with its id.
    """

    type: str
    multiple: bool
    stem: dict[str, str]
    options: tuple[Option, ...]
    id: str = ""
    stems: tuple[Option, ...] = ()
    choices: tuple[Option, ...] = ()
    items: tuple[Option, ...] = ()
    places: tuple[Place, ...] = ()
    variant: str = ""
    units: tuple[dict[str, str] | str, ...] = ()
    unit_label: dict[str, str] | None = None
    parts: tuple["LearnerQuestion", ...] = ()
    stem_html: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def pieces(self) -> dict[str, tuple[Piece, ...]]:
        """The stem by language, cut at its places: for gaps and cloze. HTML where there is stem_html."""
        return {language: pieces(text) for language, text in (self.stem_html or self.stem).items()}


def for_learner(
    content: dict[str, Any],
    order: Sequence[str] | dict[str, Any],
    pictures: dict[str, dict[str, str]] | None = None,
) -> LearnerQuestion:
    """The question with its options, choices or items in the attempt's order, as `order_for` made it.

    Ids that the question does not have are left out, and so is what the order does not name. Pictures stand in the
    whole question, also those of its parts.
    """
    pictures = content.get("pictures", {}) if pictures is None else pictures
    lists = order if isinstance(order, dict) else {}
    ids = () if isinstance(order, dict) else order
    kind = content["type"]
    choices = _ordered(content, "choices", lists.get("choices", ()) if kind == "matching" else ids)
    return LearnerQuestion(
        type=kind,
        multiple=bool(content.get("multiple")),
        stem=plain_stem(content),
        options=_ordered(content, "options", ids),
        id=str(content.get("id", "")),
        stems=_ordered(content, "stems", lists.get("stems", ())),
        choices=choices,
        items=_ordered(content, "items", ids),
        places=tuple(_place(content, place, choices) for place in content.get("places", ())),
        variant=str(content.get("variant", "")),
        units=tuple(unit["name"] for unit in content.get("units") or ()),
        unit_label=content.get("unit_label"),
        parts=tuple(for_learner(part, lists.get(part["id"], []), pictures) for part in content.get("parts", ())),
        stem_html=html_stem(content),
        pictures=pictures,
    )


def order_for(content: dict[str, Any], random: Random, *, shuffle: bool = True) -> Order:
    """An order to freeze in an attempt: JSON that `for_learner` and `review` take.

    A list of ids for choice, gaps and ordering, {"stems", "choices"} for matching, {part id: order} for cloze and
    scenario. `shuffle=False`, or "shuffle": false in the question, keeps options and stems as they are written;
    what would give the key away by standing in its order (choices to match, items to order) is always mixed.
    """
    kind = content["type"]
    if kind in ("cloze", "scenario"):
        return {part["id"]: order_for(part, random, shuffle=shuffle) for part in content["parts"]}
    shuffle = shuffle and bool(content.get("shuffle", kind != "truefalse"))
    if kind == "matching":
        stems, choices = _ids(asked(content)), _ids(content["choices"])
        return {"stems": _mixed(stems, random) if shuffle else stems, "choices": _mixed(choices, random)}
    if kind == "ordering":
        return _mixed_up(content["order"], random)
    if kind == "gaps":
        return _mixed(_ids(content["choices"]), random)
    options = _ids(content.get("options", ()))
    return _mixed(options, random) if shuffle else options


def checksum(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: two versions with the same sum are the same question."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def neutral_id(*names: str) -> str:
    """An id that says nothing about what it belongs to, always the same for the same names.

    Ids reach the page's source: stem s1 with choice c1, or items i1, i2, i3 in the right order, are a key.
    """
    return "x" + hashlib.sha256("/".join(names).encode()).hexdigest()[:8]


def check(content: dict[str, Any]) -> None:
    """Raise QuestionProblem if the question could not be scored fairly."""
    kind = content.get("type") if isinstance(content, dict) else None
    if not isinstance(kind, str) or kind not in SCORERS:
        raise QuestionProblem(f"questions of the type {kind!r} cannot be scored yet")
    try:
        checks.check_texts(content)
        checks.check_type(content)
        checks.check_stem(content)
        checks.check_key(content)
        checks.run_tests(content)
    except QuestionProblem:
        raise
    except BROKEN as error:
        raise QuestionProblem(f"a part of the question is missing or has the wrong form: {error}") from error


def _ordered(content: dict[str, Any], field: str, order: Iterable[str]) -> tuple[Option, ...]:
    texts = {row["id"]: row["text"] for row in content.get(field, ())}
    return tuple(Option(key, texts[key]) for key in order if key in texts)


def _place(content: dict[str, Any], place: dict[str, Any], choices: tuple[Option, ...]) -> Place:
    """The place offers the choices of its right choice's group, in their common order."""
    group = group_of(content, place["answer"])
    return Place(place["id"], tuple(choice for choice in choices if group_of(content, choice.id) == group))


def _ids(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def _mixed(ids: Iterable[str], random: Random) -> list[str]:
    mixed = list(ids)
    random.shuffle(mixed)
    return mixed


def _mixed_up(right: list[str], random: Random) -> list[str]:
    """Mixed until it is not right any more; a single item cannot be wrong."""
    for _try in range(TRIES):
        mixed = _mixed(right, random)
        if mixed != right or len(right) < 2:
            return mixed
    return [*right[1:], right[0]]
