"""One bad block never loses the file; a bad answer is named with its own line."""

import pytest

from quizzes.domain.formats import read
from tests.quizzes.domain.formats.test_gift_grammar import options, problem, stem


@pytest.fixture(params=[True, False], ids=["strict", "helpful"])
def strict(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_bad_block_loses_nothing_but_itself(strict):
    text = "// 1\nUno {T}\n\n// 4\n::Dos::\nDos {\n=a -> b\n=c\n}\n\nTres {#\n=1\n=dos\n}\n\nCuatro {F\n\nCinco {T}"
    result = read(text.encode(), "bank.gift", "es", strict)
    assert [(q.line, stem(q)) for q in result.parsed] == [(2, "Uno"), (18, "Cinco")]
    assert [(p.line, p.code) for p in result.problems] == [
        (8, "arrow_missing"),
        (13, "not_a_number"),
        (16, "braces_unbalanced"),
    ]
    assert result.problems[1].text == "“dos” is not a number."


def test_answers_without_text_are_left_out_with_a_word(strict):
    question = read(b"Uno {=a ~ ~b}", "bank.gift", "es", strict).parsed[0]
    assert ([text for text, _w, _f in options(question)], question.notes[0].code) == (["a", "b"], "empty_answer")


def test_what_stands_before_the_first_sign_is_an_answer_as_in_moodle(strict):
    question = read(b"Uno {a =b ~c}", "bank.gift", "es", strict).parsed[0]
    assert options(question) == [("a", "0", ""), ("b", "1", ""), ("c", "0", "")]
    assert question.notes[0].text == "“a” stands before the first = or ~ and was read as an answer."


@pytest.mark.parametrize("weight", ["250", "-101"])
def test_a_weight_beyond_everything_is_a_problem(weight, strict):
    assert problem(f"Uno {{=a\n~%{weight}%b}}", strict).line == 2
