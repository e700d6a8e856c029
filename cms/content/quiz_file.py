"""A quiz in course.yaml taken apart: its titles, its rules, what it asks."""

import re
from dataclasses import dataclass, field
from typing import Any

from cms.content.fields import is_true, one_of, whole
from library.domain.yaml_file import Entry
from quizzes.domain.review_policy import MOMENTS, PARTS, PRESETS
from quizzes.models import Quiz

Texts = dict[str, str]
POOLS = ("category", "tag", "objective")
LONGEST = {"category": 80, "tag": 60, "objective": 40}
# Whole numbers: what the file calls them, what the quiz does, and what they are if they are not said.
NUMBERS: dict[str, tuple[str, int | None]] = {
    "pass_mark": ("pass_mark", 70),
    "attempts": ("attempts_allowed", None),
    "delay": ("delay_minutes", 0),
    "time_limit": ("time_limit_minutes", None),
}
CHOICES = ("is_graded", "is_practice", "behaviour", "grading", "shuffle_questions", "shuffle_options", "review")


@dataclass(frozen=True)
class PartFile:
    """What a quiz asks at one place: a fixed question (its code), or `count` drawn from a pool."""

    entry: Entry = field(compare=False)
    category: str = ""
    tag: str = ""
    objective: str = ""
    question: str = ""
    count: int = 1
    mark: str = "1"
    section: Texts = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, ...]:
        """What no other part of the quiz may be."""
        return (self.category, self.tag, self.objective, self.question)

    def as_said(self) -> dict[str, Any]:
        """As it is kept, to know the next time whether the file says something new."""
        return {name: value for name, value in vars(self).items() if name != "entry"}


@dataclass(frozen=True)
class QuizFile:
    """A quiz: its titles, rules (named as the quiz names them) and parts."""

    slug: str
    title: Texts
    introduction: Texts
    minutes: int
    rules: dict[str, Any]
    parts: tuple[PartFile, ...]


def read_quiz(entry: Entry) -> QuizFile:
    """Read a quiz's entry. Raises ContentError."""
    entry.allow(["quiz", "title", "introduction", "minutes", "draws"], [*NUMBERS, *CHOICES, "feedback"])
    return QuizFile(
        slug=entry.text("quiz"),
        title=entry.texts("title"),
        introduction=entry.texts("introduction"),
        minutes=whole(entry, "minutes"),
        rules=_rules(entry),
        parts=_parts(entry),
    )


def _rules(entry: Entry) -> dict[str, Any]:
    rules = {name: whole(entry, key, default) for key, (name, default) in NUMBERS.items()}
    rules |= {
        "is_graded": is_true(entry, "is_graded"),
        "is_practice": is_true(entry, "is_practice"),
        "behaviour": one_of(entry, "behaviour", Quiz.Behaviour.values, Quiz.Behaviour.DEFERRED.value),
        "method": one_of(entry, "grading", Quiz.Method.values, Quiz.Method.HIGHEST.value),
        "shuffles_questions": is_true(entry, "shuffle_questions"),
        "shuffles_options": is_true(entry, "shuffle_options", default=True),
        "review_policy": _review(entry),
        "feedback_bands": _bands(entry),
    }
    _check(entry, rules)
    return rules


def _review(entry: Entry) -> dict[str, list[str]]:
    """A ready-made policy by its name; or what is seen at each moment, written out."""
    if not entry.has("review") or entry.is_word("review"):
        return PRESETS[one_of(entry, "review", PRESETS, "learning")]
    policy = entry.entry("review")
    policy.allow([], MOMENTS)
    told: dict[str, list[str]] = {name: policy.strings(name) for name in MOMENTS if policy.has(name)}
    for name, parts in told.items():
        if len(set(parts)) < len(parts) or set(parts) - set(PARTS):
            raise policy.wrong(f"each at most once of {', '.join(PARTS)}", name)
    return told


def _check(entry: Entry, rules: dict[str, Any]) -> None:
    """What cannot hold together."""
    if rules["is_practice"]:
        for key in ("is_graded", "attempts", "delay"):
            if rules[NUMBERS[key][0] if key in NUMBERS else key]:
                raise entry.wrong("practice is without a grade, and as often as one likes", key)
    if rules["is_graded"] and rules["behaviour"] == Quiz.Behaviour.ADAPTIVE:
        raise entry.wrong("tries until it is right are for practice, not for a graded quiz", "behaviour")


def _bands(entry: Entry) -> list[dict[str, Any]]:
    bands: list[dict[str, Any]] = []
    for band in entry.entries("feedback") if entry.has("feedback") else []:
        band.allow(["from", "text"])
        start = whole(band, "from", 0)
        if start > 100:
            raise band.wrong("percent: 100 at most", "from")
        if start in [row["from"] for row in bands]:
            raise band.wrong("two texts start here", "from")
        bands.append({"from": start, "text": band.texts("text")})
    return sorted(bands, key=lambda row: row["from"])


def _parts(entry: Entry) -> tuple[PartFile, ...]:
    parts: list[PartFile] = []
    for draw in entry.entries("draws"):
        for part in _part(draw):
            if part.name in [earlier.name for earlier in parts]:
                raise draw.wrong("the quiz asks this already: count it there")
            parts.append(part)
    return tuple(parts)


def _part(draw: Entry) -> list[PartFile]:
    """A pool; or fixed questions, each a part, the first of which begins the section."""
    shared: dict[str, Any] = {"entry": draw, "mark": _mark(draw)}
    section = draw.texts("section") if draw.has("section") else {}
    if draw.has("questions"):
        draw.allow(["questions"], ["section", "mark"])
        codes = [code.strip().lower().replace(".", "-") for code in draw.strings("questions")]
        return [PartFile(question=code, section={} if n else section, **shared) for n, code in enumerate(codes)]
    draw.allow(["count"], [*POOLS, "section", "mark"])
    pool: dict[str, Any] = {name: draw.text(name, "") for name in POOLS}
    if not any(pool.values()):
        raise draw.wrong(f"say what to draw from: {', '.join(POOLS)} or questions")
    for name, value in pool.items():
        if len(value) > LONGEST[name]:
            raise draw.wrong(f"{LONGEST[name]} signs at most", name)
    return [PartFile(**pool, count=whole(draw, "count"), section=section, **shared)]


def _mark(draw: Entry) -> str:
    text = draw.text("mark", "1")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text):
        raise draw.wrong("points for each question, like 2 or 0.5", "mark")
    return text.rstrip("0").rstrip(".") if "." in text else str(int(text))
