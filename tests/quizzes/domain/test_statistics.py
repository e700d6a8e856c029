"""The figures of section 4, worked out by hand."""

from decimal import Decimal
from math import isfinite
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain import moments
from quizzes.domain.advice import Advice
from quizzes.domain.guessing import random_guess_score
from quizzes.domain.statistics import Answer, QuizStatistics, Sheet, first_attempts, quiz_statistics
from tests.quizzes.domain.every_type import answered, questions
from tests.quizzes.domain.samples import (
    CHOICE,
    CLOZE,
    ESSAY,
    GAPS,
    MATCHING,
    NUMERIC,
    ORDERING,
    SCENARIO,
    SHORT,
    TRUEFALSE,
)


def sheet(learner: str, *marks: float | None, number: int = 1, language: str = "es", max_mark: float = 1) -> Sheet:
    answers = tuple(Answer(f"q{n}", max_mark, mark) for n, mark in enumerate(marks, 1))
    return Sheet(learner, number, language, answers)


# Ana 3, Bea 2, Ciro 1, Dora 0: the mean is 1.5, the variance of the totals (2.25+0.25+0.25+2.25)/3 = 5/3.
FOUR = [sheet("Ana", 1, 1, 1), sheet("Bea", 1, 1, 0), sheet("Ciro", 1, 0, 0), sheet("Dora", 0, 0, 0)]


def of(sheets: list[Sheet], contents: dict | None = None, **options) -> QuizStatistics:
    return quiz_statistics(sheets, contents or {}, **options)


def test_the_quiz_as_a_whole():
    found = of(FOUR)
    assert (found.attempts, found.pending, found.mean, found.median) == (4, 0, 1.5, 1.5)
    assert found.deviation == pytest.approx((5 / 3) ** 0.5)
    assert found.skewness == 0
    # m₂ = 1.25, m₄ = (2·1.5⁴ + 2·0.5⁴)/4 = 2.5625, k₄ = 16(5·2.5625 − 9·1.25²)/6 = −10/3, k₂ = 5/3: −1.2
    assert found.kurtosis == pytest.approx(-1.2)


def test_cronbachs_alpha_error_ratio_and_standard_error():
    """Variances 1/4, 1/3, 1/4 of 5/3: 100·3/2·(1 − (5/6)/(5/3)) = 75; √(1 − 0.75) = 50 %; half the deviation."""
    found = of(FOUR)
    assert found.consistency == pytest.approx(75)
    assert found.error_ratio == pytest.approx(50)
    assert found.standard_error == pytest.approx((5 / 3) ** 0.5 / 2)


def test_facility_and_deviation():
    """q1 was right for three of four: 0.75; Σ(x − 0.75)² = 3·0.0625 + 0.5625 = 0.75, over 3: 0.25."""
    first, second, third = of(FOUR).questions
    assert [q.facility for q in (first, second, third)] == [0.75, 0.5, 0.25]
    assert [q.deviation for q in (first, second, third)] == pytest.approx([0.5, (1 / 3) ** 0.5, 0.5])


def test_discrimination():
    """q1: x = 1 1 1 0, o = 2 1 0 0; Cov = 0.25, Var x = 0.25, Var o = 2.75/3: 25/√(0.6875/3) = 52.2233.

    q2: x = 1 1 0 0, o = 2 1 1 0; Cov = 1/3, Var x = 1/3, Var o = 2/3: 100/3 ÷ √(2/9) = 70.7107.
    """
    assert [q.discrimination for q in of(FOUR).questions] == pytest.approx([52.2233, 70.7107, 52.2233], abs=1e-4)


def test_efficiency():
    """Sorted marks against sorted others could not do better: 100 %. Turned round, they do their worst: −100 %."""
    assert [q.efficiency for q in of(FOUR).questions] == [100, 100, 100]
    # x = 1 0 0, o = 0 1 2: Cov = −0.5, sorted 0 0 1 with 0 1 2: 0.5. D = −50/√(1/3) = −86.6025
    turned = of([sheet("Ana", 1, 0, 0), sheet("Bea", 0, 1, 0), sheet("Ciro", 0, 1, 1)]).questions[0]
    assert turned.efficiency == -100
    assert turned.discrimination == pytest.approx(-86.6025, abs=1e-4)


def test_intended_and_effective_weights():
    """Cov(x,T) = 1/2, 2/3, 1/2; roots 0.70711, 0.81650, 0.70711 of 2.23071."""
    found = of(FOUR).questions
    assert [q.intended_weight for q in found] == pytest.approx([100 / 3] * 3)
    assert [q.effective_weight for q in found] == pytest.approx([31.6987, 36.6025, 31.6987], abs=1e-4)


def test_intended_weights_follow_the_marks():
    answers = (Answer("a", 3, 3), Answer("b", Decimal("1.5"), 0), Answer("c", 1.5, 1))
    found = of([Sheet("Ana", 1, "es", answers)]).questions
    assert [q.intended_weight for q in found] == [50, 25, 25]
    assert [q.facility for q in found] == pytest.approx([1, 0, 2 / 3])


def test_a_question_that_works_against_the_total_has_no_effective_weight():
    sheets = [sheet("Ana", 1, 0, 0, 0), sheet("Bea", 0, 1, 1, 1), sheet("Ciro", 0, 1, 1, 0)]
    found = of(sheets).questions
    assert found[0].effective_weight is None
    assert sum(q.effective_weight for q in found[1:]) == pytest.approx(100)


def test_skewness_and_kurtosis_of_one_who_knows_much():
    """0 0 0 4: m₃ = 6, k₃ = 16·6/6 = 16, k₂ = 4: 16/8 = 2. m₄ = 21, m₂ = 3, k₄ = 16(105 − 81)/6 = 64: 64/16 = 4."""
    marks = [moments.exact(mark) for mark in (0, 4, 0, 0)]
    assert moments.skewness(marks) == pytest.approx(2)
    assert moments.kurtosis(marks) == pytest.approx(4)


def test_one_learner_gives_a_facility_and_nothing_that_needs_two():
    found = of([sheet("Ana", 1, 0)])
    assert (found.mean, found.median) == (1, 1)
    assert [q.facility for q in found.questions] == [1, 0]
    missing = [
        found.deviation,
        found.skewness,
        found.kurtosis,
        found.consistency,
        found.error_ratio,
        found.standard_error,
    ]
    for question in found.questions:
        missing += [question.deviation, question.discrimination, question.efficiency, question.effective_weight]
    assert set(missing) == {None}


def test_two_learners_are_too_few_for_consistency_and_three_are_not():
    assert of(FOUR[:2]).consistency is None
    assert of(FOUR[:3]).consistency is not None
    assert of(FOUR[:2]).deviation is not None
    assert of(FOUR[:3]).kurtosis is None


def test_a_quiz_of_one_question_has_no_consistency():
    found = of([sheet("Ana", 1), sheet("Bea", 0), sheet("Ciro", 1)])
    assert found.consistency is None
    assert found.questions[0].discrimination is None  # there is nothing else to compare with
    assert found.questions[0].effective_weight == 100


@pytest.mark.parametrize("mark", [0, 1, 0.1, 0.2333333, 1 / 3, None])
def test_marks_that_are_all_the_same_have_a_variance_of_exactly_nothing(mark):
    found = of([sheet(f"learner {n}", mark or 0, mark or 0) for n in range(7)])
    assert found.deviation == 0
    assert {found.consistency, found.skewness, found.kurtosis, found.standard_error} == {None}
    for question in found.questions:
        assert question.deviation == 0
        assert {question.discrimination, question.efficiency, question.effective_weight} == {None}


def test_nobody_has_sat_the_quiz():
    found = of([])
    assert found == QuizStatistics(0, 0, None, None, None, None, None, None, None, None, ())


def test_empty_attempts_and_empty_sheets():
    found = of([Sheet(n, 1, "es", (Answer("q", 1, 0, None),)) for n in range(3)], {"q": CHOICE})
    assert (found.questions[0].unanswered, found.questions[0].facility) == (3, 0)
    assert [use.chosen for use in found.questions[0].options] == [0, 0]
    assert of([Sheet(1, 1, "es", ()), Sheet(2, 1, "es", ())]).questions == ()


def test_a_question_without_a_mark_has_no_facility():
    assert of([sheet("Ana", 0, max_mark=0)]).questions[0].facility is None


def test_each_learners_first_finished_attempt_counts():
    sheets = [sheet("Ana", 1, number=3), sheet("Ana", 0, number=1), sheet("Bea", 1, number=2)]
    assert {(s.learner, s.number) for s in first_attempts(sheets)} == {("Ana", 1), ("Bea", 2)}
    assert of(sheets).mean == 0.5
    assert of(sheets, first_only=False).mean == pytest.approx(2 / 3)


def test_an_attempt_that_waits_for_a_person_is_left_out_and_counted():
    found = of([*FOUR, sheet("Eva", 1, None, 1)])
    assert (found.attempts, found.pending) == (4, 1)
    assert found.mean == 1.5


def test_drawn_questions_are_counted_where_they_were_drawn():
    sheets = [
        Sheet(1, 1, "es", (Answer("a", 1, 1), Answer("b", 1, 0))),
        Sheet(2, 1, "es", (Answer("c", 1, 1), Answer("a", 1, 0))),
        Sheet(3, 1, "es", (Answer("b", 1, 1), Answer("c", 1, 1))),
    ]
    found = of(sheets)
    assert [(q.question, q.attempts, q.facility) for q in found.questions] == [
        ("a", 2, 0.5),
        ("b", 2, 0.5),
        ("c", 2, 1),
    ]
    assert {q.effective_weight for q in found.questions} == {None}
    # by position: 1 1 1 and 0 0 1, totals 1 1 2: 100·2·(1 − (0 + 1/3)/(1/3)) = 0
    assert found.consistency == pytest.approx(0)


def test_attempts_of_different_lengths_have_no_consistency():
    assert of([sheet("Ana", 1), sheet("Bea", 1, 0), sheet("Ciro", 0, 0)]).consistency is None


@pytest.mark.parametrize(
    ("question", "guess"),
    [
        (CHOICE, 0.375),
        ({**CHOICE, "multiple": True}, None),
        (TRUEFALSE, 0.5),
        (MATCHING, 1 / 3),
        (GAPS, (1 / 2 + 1) / 2),
        (SHORT, 0),
        ({**SHORT, "answers": [{"pattern": {"es": "no", "en": "*"}, "weight": "0.3"}]}, 0.3),
        (NUMERIC, 0),
        ({**NUMERIC, "answers": [{"value": "*", "weight": "0.5"}]}, 0.3),
        ({**NUMERIC, "units": [], "answers": [{"value": "*", "weight": "0.5"}]}, 0.5),
        ({**NUMERIC, "answers": [{"value": "*", "weight": "0.1"}]}, 0),
        (ORDERING, None),
        (ESSAY, None),
        (CLOZE, 0.375 / 4),
        (SCENARIO, (0.375 + 2 / 3 + 0.375 / 4) / 4),
        ({**SCENARIO, "parts": [ESSAY]}, None),
        ({"type": "choice"}, None),
        ({}, None),
    ],
)
def test_what_guessing_earns(question, guess):
    """Two of the three texts to match are the same: one in three, not one in four."""
    assert random_guess_score(question) == (None if guess is None else pytest.approx(guess))


def chose(learner: int, option: str | None, other: float, language: str = "es") -> Sheet:
    """One question to look at, and a mark that ranks the learner."""
    response = {"selected": [option]} if option else None
    return Sheet(learner, 1, language, (Answer("q", 1, float(option == "o1"), response), Answer("rank", 10, other)))


def uses(sheets: list[Sheet], content: dict = CHOICE) -> dict[str, tuple]:
    return {
        "/".join(u.key): (u.chosen, u.share, u.upper, u.lower) for u in of(sheets, {"q": content}).questions[0].options
    }


def test_options_by_the_upper_and_the_lower_third():
    """Six learners, totals 10 9 5 4 2 1: the thirds are {10, 9} and {2, 1}."""
    sheets = [
        chose(1, "o1", 9),
        chose(2, "o1", 8),
        chose(3, "o2", 5),
        chose(4, None, 4),
        chose(5, "o2", 2),
        chose(6, "o1", 0),
    ]
    assert uses(sheets) == {"o1": (3, 0.5, 1.0, 0.5), "o2": (2, pytest.approx(1 / 3), 0.0, 0.5)}


def test_learners_who_tie_at_the_edge_of_a_third_share_it():
    """Totals 5 3 3 3 1 0: one place of the upper third is left for three who tie; two of them chose o2."""
    sheets = [
        chose(1, "o2", 5),
        chose(2, "o2", 3),
        chose(3, "o2", 3),
        chose(4, None, 3),
        chose(5, "o1", 0),
        chose(6, "o2", 0),
    ]
    assert uses(sheets)["o2"] == (4, pytest.approx(2 / 3), pytest.approx((1 + 2 / 3) / 2), 0.5)


def test_two_learners_have_no_thirds():
    assert uses([chose(1, "o1", 5), chose(2, "o2", 3)]) == {"o1": (1, 0.5, None, None), "o2": (1, 0.5, None, None)}


@pytest.mark.parametrize(
    ("content", "response", "keys"),
    [
        (MATCHING, {"pairs": {"s1": "c3", "s2": "c4", "s3": ""}}, {"s1/c3", "s2/c4"}),
        (GAPS, {"places": {"p1": "c3"}}, {"p1/c3"}),
        (ORDERING, {"order": ["i2", "i1", "i3", "i4"]}, {"i2/1", "i1/2", "i3/3", "i4/4"}),
        (SHORT, {"text": "trata infantil"}, {"a2"}),
        ({**SHORT, "answers": SHORT["answers"][:1]}, {"text": "no"}, {"other"}),
        (NUMERIC, {"text": "cinco"}, {"not_a_number"}),
        (NUMERIC, {"text": "5.1"}, {"a1"}),
        (
            SCENARIO,
            {"parts": {"q1": {"selected": ["o2"]}, "q3": {"parts": {"p2": {"text": "5"}}}}},
            {"q1/o2", "q3/p2/a1"},
        ),
        (ESSAY, {"text": "x"}, set()),
        (CHOICE, {"selected": ["o9"]}, set()),
        (CHOICE, "nonsense", set()),
    ],
)
def test_what_counts_as_an_option_by_type(content, response, keys):
    found = of([Sheet(1, 1, "es", (Answer("q", 1, 0, response),))], {"q": content}).questions[0]
    assert {"/".join(use.key) for use in found.options if use.chosen} == keys


def test_a_pair_that_reads_like_the_right_one_is_right():
    found = of([Sheet(1, 1, "es", (Answer("q", 1, 1, {"pairs": {"s1": "c3"}}),))], {"q": MATCHING}).questions[0]
    assert [use.is_right for use in found.options if use.chosen] == [True]


def advised(sheets: list[Sheet], content: dict = CHOICE) -> dict[str, dict]:
    return {advice.code: advice.numbers for advice in of(sheets, {"q": content}).questions[0].advice}


def test_under_ten_attempts_there_is_not_enough_data():
    sheets = [chose(n, "o1", n % 5) for n in range(9)]
    assert advised(sheets) == {"not_enough_data": {"attempts": 9, "least": 10}}


def test_a_key_that_only_the_weak_agree_with_may_be_wrong():
    sheets = [chose(n, "o1" if n < 3 else "o2", n % 12) for n in range(12)]
    found = advised(sheets)
    assert found["key_may_be_wrong"]["facility"] == 25
    assert found["key_may_be_wrong"]["discrimination"] < 0
    assert found["option_draws_the_strong"] == {"option": "o2", "upper": 100, "lower": 25}


def test_what_everybody_knows_tells_nobody_apart():
    sheets = [chose(n, "o1", n % 5) for n in range(12)]
    assert advised(sheets) == {"everybody_right": {"facility": 100}, "option_never_chosen": {"option": "o2"}}
    assert "nobody_right" in advised([chose(n, "o2", n % 5) for n in range(12)])


def test_worse_than_guessing_and_hard_and_easy():
    few = [chose(n, "o1" if n in (3, 9, 15) else "o2", 0 if n % 2 else 5) for n in range(20)]
    assert advised(few)["below_guessing"] == {"facility": pytest.approx(15), "guess": 37.5}
    assert advised(few, {**CHOICE, "multiple": True})["very_hard"] == {"facility": pytest.approx(15)}
    many = [chose(n, "o2" if n == 3 else "o1", n) for n in range(40)]
    assert advised(many)["very_easy"] == {"facility": 97.5}


def test_a_question_that_hardly_tells_strong_from_weak():
    sheets = [chose(n, "o1" if n % 3 else "o2", n) for n in range(21)]
    assert 0 < advised(sheets)["hardly_discriminates"]["discrimination"] < 20


def test_a_question_that_fails_in_one_language_only_is_a_translation_fault():
    sheets = [chose(n, "o1", n, "es") for n in range(6)] + [
        chose(10 + n, "o2" if n else "o1", n, "fr") for n in range(6)
    ]
    found = of(sheets, {"q": CHOICE}).questions[0]
    assert [(row.language, row.attempts, row.facility) for row in found.languages] == [
        ("es", 6, 1),
        ("fr", 6, pytest.approx(1 / 6)),
    ]
    said = Advice("fails_in_one_language", {"language": "fr", "facility": pytest.approx(100 / 6), "others": 100})
    assert said in found.advice


def test_a_language_that_few_speak_is_not_judged():
    sheets = [chose(n, "o1", n, "es") for n in range(12)] + [chose(20 + n, "o2", n, "fr") for n in range(4)]
    assert "fails_in_one_language" not in advised(sheets)


@st.composite
def quizzes(draw: st.DrawFn) -> tuple[list[Sheet], dict]:
    """Attempts at a few questions of any type, with marks of every kind and learners who ties abound among."""
    asked = [draw(answered()) for _n in range(draw(st.integers(1, 3)))]
    contents = {f"q{n}": content for n, (content, _response) in enumerate(asked)}
    marks = st.sampled_from([0, 1, 0.5, 0.2333333, -0.25, 1 / 3, None]) | st.floats(-1, 1)
    sheets = [
        Sheet(
            draw(st.integers(0, 8)),
            number,
            draw(st.sampled_from(["es", "fr"])),
            tuple(
                Answer(f"q{n}", 1, draw(marks), draw(st.sampled_from([response, None, {"x": 1}])))
                for n, (_content, response) in enumerate(asked)
                if draw(st.integers(0, 9))
            ),
        )
        for number in range(draw(st.integers(0, 14)))
    ]
    return sheets, contents


@given(quizzes(), st.randoms(), st.booleans())
def test_the_order_of_attempts_changes_nothing(quiz, random: Random, first_only):
    sheets, contents = quiz
    mixed = list(sheets)
    random.shuffle(mixed)
    assert quiz_statistics(mixed, contents, first_only=first_only) == quiz_statistics(
        sheets, contents, first_only=first_only
    )


@given(quizzes())
def test_no_figure_is_ever_nan_or_infinite_or_out_of_its_range(quiz):
    sheets, contents = quiz
    found = quiz_statistics(sheets, contents, first_only=False)
    for one in (found, *found.questions):
        assert all(isfinite(value) for value in vars(one).values() if isinstance(value, float))
    for question in found.questions:
        assert question.discrimination is None or abs(question.discrimination) <= 100 + 1e-9
        assert question.efficiency is None or question.efficiency <= 100 + 1e-9
        assert all(0 <= (use.upper or 0) <= 1 and 0 <= (use.lower or 0) <= 1 for use in question.options)
    weights = [q.effective_weight for q in found.questions if q.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)


@given(quizzes(), st.integers(2, 9))
def test_marks_that_count_more_change_no_index(quiz, factor):
    """Facility and indexes are ratios: doubling every mark and maximum leaves them alone."""
    sheets, contents = quiz
    scaled = [
        Sheet(
            s.learner,
            s.number,
            s.language,
            tuple(
                Answer(
                    a.question,
                    factor,
                    None if a.mark is None else moments.exact(a.mark) * factor / 10_000_000,
                    a.response,
                )
                for a in s.answers
            ),
        )
        for s in sheets
    ]
    before, after = quiz_statistics(sheets, contents), quiz_statistics(scaled, contents)
    assert after.consistency == (None if before.consistency is None else pytest.approx(before.consistency))
    assert [q.facility for q in after.questions] == pytest.approx([q.facility for q in before.questions])


@given(questions)
def test_what_guessing_earns_is_no_more_than_everything(asked):
    guess = random_guess_score(asked)
    assert guess is None or -1 <= guess <= 1


@given(st.lists(st.floats(0, 10).map(lambda mark: round(mark, 7)), min_size=4, max_size=30))
def test_turning_marks_round_turns_the_skew_and_keeps_the_rest(marks):
    there = [moments.exact(mark) for mark in marks]
    back = [moments.exact(10) - mark for mark in there]
    assert moments.variance(there) == moments.variance(back)
    assert moments.kurtosis(there) == moments.kurtosis(back)
    skew = moments.skewness(there)
    assert moments.skewness(back) == (None if skew is None else pytest.approx(-skew))


def test_a_question_that_nobody_described_still_has_its_figures():
    found = of(FOUR, {"q1": {"type": "choice"}, "q2": {"type": "crossword"}, "q3": CHOICE | {"options": "x"}})
    assert [q.facility for q in found.questions] == [0.75, 0.5, 0.25]
    assert [q.options for q in found.questions] == [(), (), ()]
