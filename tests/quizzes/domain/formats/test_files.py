"""Which format a file has, and what is said about it in words."""

import re
from pathlib import Path
from string import Formatter

import pytest

from quizzes.domain.formats import FORMATS, Problem, read
from quizzes.domain.formats.messages import EXPORT_REFUSALS, LOSSES, MESSAGES, REFUSALS, REPAIRS, WARNINGS
from quizzes.domain.formats.numbers import decimal_text, percent_text, with_point

PACKAGE = Path(__file__).parents[4] / "quizzes/domain/formats"
CORPUS = Path(__file__).parent / "corpus"


def kinds(text: str, name: str = "bank.txt") -> list[str]:
    """The types of the questions, or what is said instead."""
    result = read(text.encode(), name, "es")
    return [q.content["type"] for q in result.parsed] or [p.code for p in result.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Uno {T}", ["truefalse"]),
        ("::Nombre::Uno", ["description"]),
        ("// nada\nUno", ["description"]),
        ("$CATEGORY: x\n\nUno", ["description"]),
        ("Uno\nA. a\nB. b\nANSWER: A", ["choice"]),
        ("Uno\na) a\nb) b\nrespuesta: a", ["choice"]),
        ("Uno {1:SA:=a} dos", ["cloze"]),
        ("<p>Uno {1:SA:=a}</p>", ["cloze"]),
        ("<p>Uno</p> {T}", ["truefalse"]),
        ("<p>" + "Uno " * 2000 + "</p> {T}", ["truefalse"]),
        ("<quiz><question type='essay'><questiontext><text>a</text></questiontext></question></quiz>", ["essay"]),
        ("<?xml version='1.0'?>\n<quiz></quiz>", []),
        ("<?xml version='1.0'?>\n<libro></libro>", ["xml_not_moodle"]),
        ("<!DOCTYPE html><html><body>x</body></html>", ["file_unsupported"]),
        ("<?xml version='1.0'?><assessmentItem/>", ["file_unsupported"]),
        ("<?xml version='1.0'?><x:questestinterop/>", ["file_unsupported"]),
        ("Estimada colega:", ["file_unknown"]),
    ],
)
def test_a_file_is_known_by_what_is_in_it(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("b.gift", ["description"]), ("b.AIKEN", ["aiken_unfinished"]), ("b.cloze", ["cloze_no_field"])],
)
def test_the_name_decides_where_the_text_does_not(name, expected):
    assert kinds("Uno", name) == expected


def test_qti_is_named():
    problem = read(b"<?xml version='1.0'?><assessmentItem/>", "a.xml", "es").problems[0]
    assert problem.text == "Files of the kind QTI 2 are not read yet."


@pytest.mark.parametrize("ending", ["gift", "aiken", "xml", "cloze"])
@pytest.mark.parametrize("strict", [True, False])
def test_the_samples_are_read_without_a_problem(ending, strict):
    result = read((CORPUS / f"bank.{ending}").read_bytes(), f"bank.{ending}", "es", strict)
    assert result.problems == ()
    assert result.parsed


def test_a_problem_says_where_and_what():
    problem = Problem(3, "not_a_number", {"text": "{x}"}, "Nombre")
    assert (str(problem), problem.is_refusal) == ("line 3: Nombre: “{x}” is not a number.", True)
    assert not Problem(0, "lost_ids").is_refusal


def test_every_message_is_used_and_every_used_one_is_there():
    source = "\n".join(path.read_text() for path in PACKAGE.glob("*.py") if path.name != "messages.py")
    quoted = set(re.findall(r'"([a-z0-9_]+)"', source))
    assert [code for code in MESSAGES if code not in quoted] == []
    assert REFUSALS.keys() & (WARNINGS.keys() | REPAIRS.keys() | LOSSES.keys()) == set()


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_a_sentence(code):
    params = {name: "X" for _text, name, _spec, _conversion in Formatter().parse(MESSAGES[code]) if name}
    text = Problem(0, code, params).text
    assert text.endswith((".", "…"))
    assert text[0].isupper() or text[0] in "“{"


def test_the_formats_are_four():
    assert set(FORMATS) == {"gift", "aiken", "moodle_xml", "cloze"}
    assert "cannot_carry" in EXPORT_REFUSALS


@pytest.mark.parametrize(
    ("weight", "percent"),
    [
        ("0.3333333", "33.33333"),
        ("0.33333", "33.33300"),
        ("0.33", "33.00000"),
        ("0.5", "50"),
        ("-1", "-100"),
        ("0", "0"),
    ],
)
def test_percentages_are_written_so_that_they_are_read_alike(weight, percent):
    assert percent_text(weight) == percent


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,5", "1.5"), ("1,000", "1.000"), ("1,000,000", "1000000"), ("1,000.5", "1000.5"), ("12", "12")],
)
def test_commas_are_read_as_learners_answers_are(text, expected):
    assert with_point(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("1.0000000", "1"), ("-0", "0"), ("1e2", "100"), (0.1, "0.1"), ("0.33333335", "0.3333334")]
)
def test_decimals_are_stored_in_the_shortest_way(value, expected):
    assert decimal_text(value) == expected


@pytest.mark.parametrize("value", ["x", "NaN", "inf", ""])
def test_what_is_no_decimal_is_refused(value):
    with pytest.raises(ValueError, match="not a decimal"):
        decimal_text(value)
