"""helpful mends common slips and says so; strict reads them as Moodle does."""

import pytest

from quizzes.domain.formats import Parsed, read


def helpful(text: str) -> Parsed:
    result = read(text.encode(), "bank.gift", "es")
    assert [str(problem) for problem in result.problems] == []
    return result.parsed[-1]


def strict(text: str) -> tuple[list[str], list[str]]:
    """Types of the questions and codes of the problems."""
    result = read(text.encode(), "bank.gift", "es", strict=True)
    return [q.content["type"] for q in result.parsed], [p.code for p in result.problems]


def said(question: Parsed) -> list[str]:
    return [note.text for note in question.notes]


def test_a_lone_zero_is_a_number():
    question = helpful("Uno {#0}")
    assert question.content["answers"][0]["value"] == "0"
    assert said(question) == ["{#0} was read as the number 0. Moodle itself needs {#=0}."]
    assert strict("Uno {#0}") == ([], ["too_few_answers"])


def test_a_lone_zero_of_a_short_answer_stays_a_problem_in_strict():
    assert strict("Uno {0}") == ([], ["too_few_answers"])


@pytest.mark.parametrize(
    ("braces", "value", "tolerance"),
    [
        ("{#3,14}", "3.14", "0"),
        ("{#3,14:0,01}", "3.14", "0.01"),
        ("{#1,5..2,5}", "2", "0.5"),
        ("{#1,000.5}", "1000.5", "0"),
        ("{#1,000,000}", "1000000", "0"),
    ],
)
def test_a_decimal_comma_is_a_point(braces, value, tolerance):
    question = helpful(f"Uno {braces}")
    answer = question.content["answers"][0]
    assert (answer["value"], answer["tolerance"]) == (value, tolerance)
    assert "The decimal comma in" in said(question)[0]
    assert strict(f"Uno {braces}") == ([], ["not_a_number"])


def test_a_decimal_comma_in_a_weight_is_a_point():
    question = helpful("Uno {~%33,33333%a ~%33,33333%b ~%-100%c}")
    assert question.content["options"][0]["weight"] == "0.3333333"
    assert said(question) == ["The decimal comma in 33,33333 was read as 33.33333."]
    assert read(b"Uno {=x ~%33,3%a}", "bank.gift", "es", True).parsed[0].content["options"][1]["text"] == {
        "es": "%33,3%a"
    }


@pytest.mark.parametrize(
    ("rounded", "meant"),
    [("33", "33.33333"), ("33.3", "33.33333"), ("67", "66.66667"), ("66", "66.66667"), ("-16.7", "-16.66667")],
)
def test_a_rounded_weight_is_the_endless_one(rounded, meant):
    question = helpful(f"Uno {{=x ~%{rounded}%a}}")
    assert said(question) == [f"The weight {rounded} % was read as {meant} %."]
    assert question.content["options"][1]["weight"] == f"{float(meant) / 100:.7f}"
    exact = read(f"Uno {{=x ~%{rounded}%a}}".encode(), "bank.gift", "es", True).parsed[0]
    assert float(exact.content["options"][1]["weight"]) == pytest.approx(float(rounded) / 100)


def test_a_category_needs_no_blank_line():
    text = "$CATEGORY: Leyes\n// [id:a]\n::Uno::Uno {T}\n\nDos {T}"
    result = read(text.encode(), "bank.gift", "es")
    assert [(q.line, q.category, q.code) for q in result.parsed] == [(3, ("Leyes",), "a"), (5, ("Leyes",), "")]
    assert [note.code for note in result.parsed[0].notes] == ["repaired_category"]


def test_moodle_takes_everything_behind_a_category_for_its_name():
    result = read(b"$CATEGORY: Leyes\nUno {T}\n\nDos {T}", "bank.gift", "es", strict=True)
    assert [(q.line, q.category) for q in result.parsed] == [(4, ("Leyes Uno {T}",))]


@pytest.mark.parametrize("word", ["true", "True", "t"])
def test_true_in_small_letters_is_true(word):
    question = helpful(f"Uno {{{word}#mal#bien}}")
    assert question.content["type"] == "truefalse"
    assert question.content["options"][0]["weight"] == "1"
    assert said(question) == [f"{{{word}}} was read as {word.upper()}. Moodle itself needs capital letters."]
    assert strict(f"Uno {{{word}}}") == (["short"], [])


def test_an_answer_that_is_marked_as_one_is_never_true_or_false():
    assert helpful("Uno {=true}").content["type"] == "short"


def test_a_cloze_field_in_gift_is_said_to_be_one():
    result = read(b"::n::Uno {1:MULTICHOICE:=a~b}", "bank.gift", "es")
    assert [problem.code for problem in result.problems] == ["cloze_in_gift"]


def test_windows_text_is_read_with_a_warning():
    result = read("¿Qué? {T}".encode("cp1252"), "bank.gift", "es")
    assert result.parsed[0].content["stem"]["text"] == {"es": "¿Qué?"}
    assert [problem.code for problem in result.problems] == ["repaired_encoding"]
    assert read("¿Qué? {T}".encode("cp1252"), "bank.gift", "es", True).problems[0].code == "file_not_text"


def test_utf_16_says_so_itself():
    assert read("¿Qué? {T}".encode("utf-16"), "bank.gift", "es", True).parsed[0].name == "¿Qué?"
