"""What each type of question needs, said so that its author can repair it."""

from copy import deepcopy
from typing import Any

import pytest

from quizzes.domain.questions import QuestionProblem, check
from tests.quizzes.domain.samples import (
    CHOICE,
    CLOZE,
    ESSAY,
    GAPS,
    MATCHING,
    NUMERIC,
    ORDERING,
    SAMPLES,
    SCENARIO,
    SHORT,
    t,
)


def changed(question: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The question with one thing in it changed: "answers.0.weight"."""
    copy = deepcopy(question)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = copy
    for step in way:
        inner = inner[step]
    inner[last] = value
    return copy


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_the_samples_are_fair(kind):
    check(SAMPLES[kind])


REFUSED = [
    (CHOICE, "stem.text", {"es": " "}, "write its text"),
    (CHOICE, "stem", "¿Cuál?", "wrong form"),
    (CHOICE, "options.0.feedback", "sí", "'feedback' is not a text by language"),
    (CHOICE, "options.0.text", {"es": 5}, "'text' is not a text by language"),
    (CHOICE, "default_mark", "0", "mark '0' is not a number above 0"),
    (CHOICE, "default_mark", "NaN", "mark 'NaN'"),
    (CHOICE, "penalty", "2", "penalty for another try"),
    (CHOICE, "options", "ab", "wrong form"),
    (MATCHING, "stems", MATCHING["stems"][:1], "at least two stems"),
    (MATCHING, "stems.0.text", {"es": ""}, None),
    (MATCHING, "stems.1.id", "s1", "a stem needs an id of its own"),
    (MATCHING, "choices", MATCHING["choices"][:1], "at least two choices"),
    (MATCHING, "choices.1.id", "c1", "a choice needs an id of its own"),
    (MATCHING, "pairs", {"s1": "c1", "s2": "c1", "s3": "c1"}, "stem 's4' has no right choice: pair it with one of c1"),
    (MATCHING, "pairs.s4", "c9", "stem 's4' has no right choice"),
    (MATCHING, "pairs.s9", "c1", "the pairs name s9"),
    (GAPS, "places", [], "at least one place"),
    (GAPS, "choices", GAPS["choices"][:1], "at least two choices"),
    (GAPS, "places.0.answer", "c9", "place 'p1' has no right choice"),
    (GAPS, "stem.text.en", "No gaps here.", r"the text in 'en' must hold each of these once and no other: \[\[p1\]\]"),
    (GAPS, "stem.text.es", "[[p1]] [[p1]] [[p2]]", "the text in 'es'"),
    (GAPS, "stem.text.es", "[[p1]] [[p2]] [[p3]]", "the text in 'es'"),
    (ORDERING, "items", ORDERING["items"][:1], "at least two items"),
    (ORDERING, "order", ["i1", "i2", "i3"], "must name every item once"),
    (ORDERING, "order", ["i1", "i2", "i3", "i3"], "must name every item once"),
    (ORDERING, "mode", 8, "modes -1 to 7, not 8"),
    (ORDERING, "mode", True, "modes -1 to 7"),
    (SHORT, "answers", [], "at least one answer"),
    (SHORT, "answers.0.weight", "0.9", "one answer must earn the full mark"),
    (SHORT, "answers.1.weight", "-0.5", "weight from 0 to 1"),
    (SHORT, "answers.1.pattern", {"es": ""}, "needs a pattern"),
    (SHORT, "answers.1.pattern", None, "needs a pattern"),
    (SHORT, "answers", SHORT["answers"][::-1], r"'\*' stands before another answer"),
    (SHORT, "answers", [SHORT["answers"][2], SHORT["answers"][0]], r"'\*' stands before the right answer"),
    (SHORT, "answers", [SHORT["answers"][1], SHORT["answers"][0]], "'trata de personas' never counts"),
    (NUMERIC, "answers.0.value", "5,1", "'5,1' is no number: write it like 1234.5"),
    (NUMERIC, "answers.0.value", "1e400", "is no number"),
    (NUMERIC, "answers.0.tolerance", "-1", "tolerance '-1'"),
    (NUMERIC, "answers.0.tolerance", "wide", "tolerance 'wide'"),
    (NUMERIC, "answers.0.tolerance_type", "loose", "nominal, relative or geometric"),
    (NUMERIC, "answers", NUMERIC["answers"][::-1], r"'\*' stands before the right answer"),
    (NUMERIC, "answers", [{"value": "5", "tolerance": "1", "weight": "0.5"}, NUMERIC["answers"][0]], "never counts"),
    (NUMERIC, "units.0.name", " ", "needs a name"),
    (NUMERIC, "units.1.name", "km", "a name of its own"),
    (NUMERIC, "units.0.multiplier", "0", "multiplier above 0"),
    (NUMERIC, "unit_penalty", "1.5", "penalty for a wrong unit"),
    (NUMERIC, "unit_mode", "half", r"share of what was earned \(share\)"),
    (CLOZE, "parts", [], "a cloze needs at least a field"),
    (CLOZE, "parts.0.id", "p2", "a field needs an id of its own"),
    (CLOZE, "parts.0.type", "essay", "p1: a field of a cloze is one of choice, numeric, short, truefalse"),
    (CLOZE, "parts.1.answers.0.value", "x", "p2: 'x' is no number"),
    (CLOZE, "parts.1.default_mark", "-1", "p2: the mark '-1'"),
    (CLOZE, "stem.text.es", "[[p1]]", "the text in 'es'"),
    (SCENARIO, "parts", [], "a scenario needs at least a question"),
    (SCENARIO, "parts.0.type", "scenario", "q1: a question of a scenario is one of choice, cloze"),
    (SCENARIO, "parts.1.stem.text", {"es": ""}, "q2: the question asks nothing"),
    (SCENARIO, "parts.1.pairs", {}, "q2: the stem 's1' has no right choice"),
    (ESSAY, "rubric", [], "an essay without a rubric cannot be scored yet: add at least one criterion"),
    (ESSAY, "rubric.1.id", "r1", "a criterion needs an id of its own"),
    (ESSAY, "rubric.1.levels", ESSAY["rubric"][1]["levels"][:1], "criterion 'r2' needs at least two levels"),
    (ESSAY, "rubric.1.levels.0.points", "-1", "'r2' needs points from 0 upwards"),
    (ESSAY, "rubric.1.levels.0.points", "1", "levels of the criterion 'r2' have the same points"),
]


@pytest.mark.parametrize(
    ("question", "path", "value", "said"),
    REFUSED,
    ids=[f"{q['type']} {p} {n}" for n, (q, p, _v, _s) in enumerate(REFUSED)],
)
def test_an_unfair_question_is_refused_in_words_its_author_can_act_on(question, path, value, said):
    unfair = changed(question, path, value)
    if said is None:
        check(unfair)
        return
    with pytest.raises(QuestionProblem, match=said):
        check(unfair)


MADE_OF = ("options", "stems", "choices", "pairs", "places", "items", "order", "answers", "parts", "rubric", "stem")


@pytest.mark.parametrize(("kind", "field"), [(k, f) for k in sorted(SAMPLES) for f in MADE_OF if f in SAMPLES[k]])
def test_a_question_without_what_it_is_made_of_is_refused(kind, field):
    with pytest.raises(QuestionProblem):
        check({key: value for key, value in SAMPLES[kind].items() if key != field})


@pytest.mark.parametrize("content", [None, [], "choice", 7, {}, {"type": []}, {"type": "crossword"}])
def test_what_is_no_question_is_refused(content):
    with pytest.raises(QuestionProblem, match="cannot be scored yet"):
        check(content)


def test_a_question_of_any_type_runs_its_own_tests():
    tests = [{"response": {"text": "5.1"}, "fraction": "0.8"}, {"response": {"text": "5.1 km"}, "fraction": "1"}]
    check({**NUMERIC, "tests": tests})
    with pytest.raises(QuestionProblem, match=r"test 3 expects 1 and gets 0\.0"):
        check({**NUMERIC, "tests": [*tests, {"response": {"text": "9 km"}, "fraction": "1"}]})
    with pytest.raises(QuestionProblem, match="wrong form"):
        check({**NUMERIC, "tests": [{"fraction": "1"}]})


def test_two_languages_may_have_different_patterns_that_are_all_reached():
    check(SHORT)
    hidden = changed(SHORT, "answers.0.pattern", {"es": "trata de personas", "en": "x"})
    hidden["answers"].insert(0, {"pattern": "x*", "weight": "0.5"})
    with pytest.raises(QuestionProblem, match="'x' never counts"):
        check(hidden)


def test_a_question_in_two_languages_may_lack_one_in_a_feedback():
    check(changed(CHOICE, "options.0.feedback", {"es": "sí"}))
    check(changed(CHOICE, "options.0.text", t("x")))
