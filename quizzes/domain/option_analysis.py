"""How often each option was chosen, by all, by the upper and by the lower third."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizzes.domain.scoring import BROKEN, gaps, is_answered, matching, score
from quizzes.domain.scoring.answers import answer_id
from quizzes.domain.scoring.pairing import is_same, texts_by_id

Content = dict[str, Any]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """A response, and the total of the attempt it stands in."""

    response: Content | None
    total: int


@dataclass(frozen=True)
class OptionUse:
    """How an option was used. Shares of all, of the upper third, of the lower third; None for fewer than three.

    The key: ("o1",) for a choice; ("s1", "c2") for a pair or a gap; ("i1", "3") for an item put third; the answer's
    id, ("other",) or ("not_a_number",) for what was written; with the part's id in front for cloze and scenario.
    """

    key: Key
    is_right: bool
    chosen: int
    share: float
    upper: float | None
    lower: float | None


def option_uses(content: Content, seen: Sequence[Seen]) -> tuple[tuple[OptionUse, ...], int]:
    """The use of every option, and the number of empty responses. Options never chosen are there with 0."""
    try:
        rights = _options(content)
        picks = [_picks(content, one.response) for one in seen]
    except BROKEN:
        return (), 0
    keys = [*rights, *sorted({key for picked in picks for key in picked} - rights.keys())]
    upper = _third([one.total for one in seen])
    lower = _third([-one.total for one in seen])
    uses = tuple(_use(key, rights.get(key, False), picks, upper, lower) for key in keys)
    return uses, sum(not is_answered(one.response) for one in seen)


def _use(key: Key, is_right: bool, picks: list[set[Key]], upper: list[Fraction], lower: list[Fraction]) -> OptionUse:
    chosen = [key in picked for picked in picks]
    share = sum(chosen) / len(chosen) if chosen else 0.0
    return OptionUse(key, is_right, sum(chosen), share, _share_of(chosen, upper), _share_of(chosen, lower))


def _third(totals: list[int]) -> list[Fraction]:
    """How far each attempt belongs to the third with the highest totals: those who tie at its edge share what is left.

    So nothing depends on the order of attempts.
    """
    size = len(totals) // 3
    if not size:
        return []
    edge = sorted(totals, reverse=True)[size - 1]
    above = sum(total > edge for total in totals)
    share = Fraction(size - above, totals.count(edge))
    return [Fraction(1) if total > edge else share if total == edge else Fraction(0) for total in totals]


def _share_of(chosen: list[bool], members: list[Fraction]) -> float | None:
    if not members:
        return None
    size = sum(members, Fraction(0))
    return float(sum((m for m, is_chosen in zip(members, chosen, strict=True) if is_chosen), Fraction(0)) / size)


def _options(content: Content) -> dict[Key, bool]:
    """The options that exist, or the right ones where there are too many to list; and whether each earns marks."""
    read = OPTIONS.get(str(content.get("type")))
    return read(content) if read else {}


def _picks(content: Content, response: Any) -> set[Key]:
    """What a response chose; nothing if it has no shape."""
    result = score(content, response)
    if not is_answered(response) or (result.state == "ungradable" and not result.problem):
        return set()
    kind = content.get("type")
    if kind in ("cloze", "scenario"):
        parts = response["parts"]
        return {(p["id"], *key) for p in content["parts"] for key in _picks(p, parts.get(p["id"]))}
    if kind in ("short", "numeric"):
        return {(result.problem or (result.feedback[0] if result.feedback else "other"),)}
    pick = PICKS.get(str(kind))
    return set(pick(response)) if pick else set()


def _written(content: Content) -> dict[Key, bool]:
    return {(answer_id(a, n),): float(a["weight"]) > 0 for n, a in enumerate(content["answers"])}


def _of_parts(content: Content) -> dict[Key, bool]:
    return {(p["id"], *key): is_right for p in content["parts"] for key, is_right in _options(p).items()}


def _of_choice(content: Content) -> dict[Key, bool]:
    return {(option["id"],): float(option["weight"]) > 0 for option in content["options"]}


def _of_pairs(key: dict[str, str], content: Content) -> dict[Key, bool]:
    """The right pairs; with choices that read the same there are several for a stem."""
    texts = texts_by_id(content["choices"])
    return {(left, choice): True for left, right in key.items() for choice in texts if is_same(choice, right, texts)}


OPTIONS: dict[str, Callable[[Content], dict[Key, bool]]] = {
    "choice": _of_choice,
    "truefalse": _of_choice,
    "matching": lambda content: _of_pairs(matching.pairs(content), content),
    "gaps": lambda content: _of_pairs(gaps.answers(content), content),
    "ordering": lambda content: {(item, str(place)): True for place, item in enumerate(content["order"], 1)},
    "short": _written,
    "numeric": _written,
    "cloze": _of_parts,
    "scenario": _of_parts,
}
PICKS: dict[str, Callable[[Content], Iterable[Key]]] = {
    "choice": lambda response: ((chosen,) for chosen in response["selected"]),
    "truefalse": lambda response: ((chosen,) for chosen in response["selected"]),
    "matching": lambda response: (pair for pair in response["pairs"].items() if pair[1]),
    "gaps": lambda response: (pair for pair in response["places"].items() if pair[1]),
    "ordering": lambda response: ((item, str(place)) for place, item in enumerate(response["order"], 1)),
}
