"""What a learner sees of a question once the review allows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from quizzes.domain.scoring import Result, gaps, matching, numeric, score, short_answer
from quizzes.domain.scoring.answers import answer_id
from quizzes.domain.scoring.result import RIGHT_ABOVE, State
from quizzes.domain.stems import html_stem, plain_stem

Content = dict[str, Any]
Texts = dict[str, str]
RowState = State | Literal["missed", ""]
LANGUAGES = ("es", "en", "fr", "pt")


@dataclass(frozen=True)
class ReviewedOption:
    """An option with what was chosen, whether it earns marks, and why."""

    text: Texts
    is_chosen: bool
    is_right: bool
    feedback: Texts


@dataclass(frozen=True)
class ReviewedRow:
    """One thing that was asked: what stands beside it, what was given, what is right, and why.

    Empty texts: no label, nothing given, nothing to say. The state of an option is right, wrong, missed (right and
    not chosen) or "" (wrong and not chosen).
    """

    label: Texts
    given: Texts
    right: Texts
    state: RowState
    feedback: Texts


@dataclass(frozen=True)
class ReviewedQuestion:
    """A question after the attempt: every option, stem, place, item or answer with its reason; parts likewise.

    `stem`, `stem_html`, `pictures`: as in quizzes.domain.questions.LearnerQuestion. `problem`: "not_a_number", "wrong_unit" or "".
    """

    stem: Texts
    options: tuple[ReviewedOption, ...]
    explanation: Texts
    citations: tuple[dict[str, str], ...]
    type: str = ""
    id: str = ""
    state: State = "gave_up"
    problem: str = ""
    rows: tuple[ReviewedRow, ...] = ()
    parts: tuple["ReviewedQuestion", ...] = ()
    stem_html: Texts = field(default_factory=dict)
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        is_something_given = any(row.given for row in self.rows) or any(part.is_answered for part in self.parts)
        return is_something_given or any(option.is_chosen for option in self.options)


def review(
    content: Content,
    order: Sequence[str] | dict[str, Any],
    response: Content | None,
    grades: Mapping[str, float] | None = None,
) -> ReviewedQuestion:
    """Lay a response over the question's key, in the attempt's order. `grades` as in scoring.score."""
    result = score(content, response, grades)
    is_readable = isinstance(response, dict) and (result.state != "ungradable" or bool(result.problem))
    given = response if is_readable and response else {}
    rows = ROWS.get(content["type"])
    return ReviewedQuestion(
        stem=plain_stem(content),
        options=_options(content, order, given),
        explanation=content.get("feedback", {}),
        citations=tuple(content.get("citations", ())),
        type=content["type"],
        id=str(content.get("id", "")),
        state=result.state,
        problem="wrong_unit" if result.feedback[1:] == ("unit",) else result.problem,
        rows=rows(content, order, given, result) if rows else (),
        parts=_parts(content, order, given, grades or {}),
        stem_html=html_stem(content),
        pictures=content.get("pictures", {}),
    )


def _options(content: Content, order: Any, given: Content) -> tuple[ReviewedOption, ...]:
    options = {option["id"]: option for option in content.get("options", ())}
    chosen = given.get("selected", ())
    return tuple(
        ReviewedOption(
            text=options[key]["text"],
            is_chosen=key in chosen,
            is_right=float(options[key]["weight"]) > 0,
            feedback=options[key].get("feedback", {}),
        )
        for key in order
        if key in options
    )


def _parts(content: Content, order: Any, given: Content, grades: Mapping[str, float]) -> tuple[ReviewedQuestion, ...]:
    orders = order if isinstance(order, dict) else {}
    answers = given.get("parts", {})
    return tuple(
        review(
            part,
            orders.get(part["id"], []),
            answers.get(part["id"]),
            {"": grades[part["id"]]} if part["id"] in grades else None,
        )
        for part in content.get("parts", ())
    )


def _choice(content: Content, order: Any, given: Content, result: Result) -> tuple[ReviewedRow, ...]:
    return tuple(
        ReviewedRow(
            label=option.text,
            given=option.text if option.is_chosen else {},
            right=option.text if option.is_right else {},
            state=_state_of_option(option),
            feedback=option.feedback,
        )
        for option in _options(content, order, given)
    )


def _state_of_option(option: ReviewedOption) -> RowState:
    if option.is_chosen:
        return "right" if option.is_right else "wrong"
    return "missed" if option.is_right else ""


def _matching(content: Content, order: Any, given: Content, result: Result) -> tuple[ReviewedRow, ...]:
    stems = {stem["id"]: stem for stem in matching.asked(content)}
    rows = _paired(content, matching.pairs(content), given.get("pairs", {}), result, stems)
    shown = order.get("stems", ()) if isinstance(order, dict) else ()
    return tuple(rows[key] for key in [*shown, *stems.keys() - set(shown)] if key in rows)


def _gaps(content: Content, order: Any, given: Content, result: Result) -> tuple[ReviewedRow, ...]:
    places = {
        place["id"]: {"text": everywhere(str(number)), "feedback": place.get("feedback", {})}
        for number, place in enumerate(content["places"], 1)
    }
    return tuple(_paired(content, gaps.answers(content), given.get("places", {}), result, places).values())


def _paired(
    content: Content, key: dict[str, str], chosen: dict[str, str], result: Result, labels: dict[str, Content]
) -> dict[str, ReviewedRow]:
    texts = {choice["id"]: choice["text"] for choice in content["choices"]}
    states = dict(zip(key, (part.state for part in result.parts), strict=False))
    return {
        left: ReviewedRow(
            label=labels[left]["text"],
            given=texts.get(chosen.get(left) or "", {}),
            right=texts[right],
            state=states.get(left, "gave_up"),
            feedback=labels[left].get("feedback", {}),
        )
        for left, right in key.items()
    }


def _ordering(content: Content, order: Any, given: Content, result: Result) -> tuple[ReviewedRow, ...]:
    """A row per place, in the right order."""
    items = {item["id"]: item for item in content["items"]}
    right = content["order"]
    put = given.get("order") or [""] * len(right)
    return tuple(
        ReviewedRow(
            label=everywhere(str(number)),
            given=items[placed]["text"] if placed else {},
            right=items[key]["text"],
            state=("right" if placed == key else "wrong") if placed else "gave_up",
            feedback=items[key].get("feedback", {}),
        )
        for number, (key, placed) in enumerate(zip(right, put, strict=True), 1)
    )


def _text(content: Content, order: Any, given: Content, result: Result) -> tuple[ReviewedRow, ...]:
    """Short answer and numeric: what was written, what is right, the reason of the answer that was met."""
    met = result.feedback[0] if result.feedback else ""
    answers = {answer_id(answer, number): answer for number, answer in enumerate(content["answers"])}
    best = next((a for a in answers.values() if float(a["weight"]) > RIGHT_ABOVE), None)
    right = _number if content["type"] == "numeric" else _pattern
    return (
        ReviewedRow(
            label={},
            given=everywhere(str(given.get("text", "")).strip()),
            right=right(content, best) if best else {},
            state=result.state,
            feedback=answers[met].get("feedback", {}) if met in answers else {},
        ),
    )


def _pattern(content: Content, answer: Content) -> Texts:
    pattern = answer["pattern"]
    if isinstance(pattern, dict):
        return {language: short_answer.sample(text) for language, text in pattern.items()}
    return everywhere(short_answer.sample(pattern))


def _number(content: Content, answer: Content) -> Texts:
    value = numeric.with_unit(content, answer)
    label = content.get("unit_label") or {}
    return {language: f"{value} {words}" for language, words in label.items()} or everywhere(value)


def _essay(content: Content, order: Any, given: Content, result: Result) -> tuple[ReviewedRow, ...]:
    written = everywhere(str(given.get("text", "")).strip())
    return (ReviewedRow({}, written, content.get("model_answer", {}), result.state, {}),)


def everywhere(text: str) -> Texts:
    """A text that is the same in every language: a number, what a learner wrote."""
    return dict.fromkeys(LANGUAGES, text) if text else {}


Rows = Callable[[Content, Any, Content, Result], tuple[ReviewedRow, ...]]
ROWS: dict[str, Rows] = {
    "choice": _choice,
    "truefalse": _choice,
    "matching": _matching,
    "gaps": _gaps,
    "ordering": _ordering,
    "short": _text,
    "numeric": _text,
    "essay": _essay,
}
