"""Moodle's cloze syntax: fields in a text."""

from typing import Any

import pytest

from quizzes.domain.formats import Parsed, read
from quizzes.domain.scoring import score


def one(text: str, strict: bool = True) -> Parsed:
    result = read(text.encode(), "bank.cloze", "es", strict)
    assert [str(problem) for problem in result.problems] == []
    return result.parsed[0]


def part(text: str) -> dict[str, Any]:
    return one(f"Uno {text} dos").content["parts"][0]


def code(text: str) -> str:
    result = read(text.encode(), "bank.cloze", "es")
    assert result.parsed == ()
    return result.problems[0].code


def rows(found: dict[str, Any], key: str) -> list[tuple[Any, str, str]]:
    listed = found.get("options") or found["answers"]
    return [(row[key], row["weight"], row.get("feedback", {}).get("es", "")) for row in listed]


def test_fields_become_places_of_the_stem():
    content = one("El {1:SA:=a} y\nel {2:NM:=1} y {:MC:=a~b}.").content
    assert content["stem"]["text"]["es"] == "El [[p1]] y\nel [[p2]] y [[p3]]."
    assert [(p["id"], p["type"], p["default_mark"]) for p in content["parts"]] == [
        ("p1", "short", "1"),
        ("p2", "numeric", "2"),
        ("p3", "choice", "1"),
    ]
    assert content["default_mark"] == "4"


def test_what_is_read_can_be_scored():
    content = one("{2:SA:=Palermo~%50%Pal*rmo} {1:NM:=2000:5} {1:MR:%50%a~%50%b~%-100%c}").content
    given = {"p1": {"text": "palxrmo"}, "p2": {"text": "1998"}, "p3": {"selected": ["o1", "o2"]}}
    assert score(content, {"parts": given}).fraction == pytest.approx((2 * 0.5 + 1 + 1) / 4)


@pytest.mark.parametrize(
    ("name", "multiple", "shuffle"),
    [
        ("MULTICHOICE", False, False),
        ("MC", False, False),
        ("MULTICHOICE_S", False, True),
        ("MCS", False, True),
        ("MULTICHOICE_VS", False, True),
        ("MCH", False, False),
        ("MULTIRESPONSE", True, False),
        ("MR", True, False),
        ("MULTIRESPONSE_HS", True, True),
        ("MRHS", True, True),
    ],
)
def test_choices_have_many_names(name, multiple, shuffle):
    question = one(f"Uno {{1:{name}:a#no~=b#sí~%50%c}}")
    found = question.content["parts"][0]
    assert (found["type"], found["multiple"], found["shuffle"]) == ("choice", multiple, shuffle)
    assert rows(found, "text") == [({"es": "a"}, "0", "no"), ({"es": "b"}, "1", "sí"), ({"es": "c"}, "0.5", "")]
    assert [note.code for note in question.notes] == (["layout_unread"] if set(name[-2:]) & set("VH") else [])


@pytest.mark.parametrize(
    ("name", "sensitive"),
    [("SHORTANSWER", False), ("SA", False), ("MW", False), ("SHORTANSWER_C", True), ("SAC", True), ("MWC", True)],
)
def test_short_answers_know_whether_case_matters(name, sensitive):
    found = part(f"{{1:{name}:=OIM#sí~%25%O*~%0%*#no}}")
    assert (found["type"], found["case_sensitive"]) == ("short", sensitive)
    assert rows(found, "pattern") == [("OIM", "1", "sí"), ("O*", "0.25", ""), ("*", "0", "no")]


def test_numbers_have_a_tolerance_and_points_or_commas():
    found = part("{1:NUMERICAL:=3.14:0,01#justo~%50%3:0.5~%0%*#no}")
    assert rows(found, "value") == [("3.14", "1", "justo"), ("3", "0.5", ""), ("*", "0", "no")]
    assert [row["tolerance"] for row in found["answers"]] == ["0.01", "0.5", "0"]


def test_escaped_signs_and_entities_are_text():
    found = part(r"{1:MC:=a \} \~ \# \/ \" \\ \x#b \} \#~c &#39;d&#39;#e}")
    assert rows(found, "text") == [({"es": 'a } ~ # / " \\ \\x'}, "1", "b } #"), ({"es": "c 'd'"}, "0", "e")]


def test_short_answers_in_html_are_what_a_learner_types():
    found = one("<p>{1:SA:=H<sub>2</sub>O &amp; m&aacute;s &#39;}</p>").content["parts"][0]
    assert rows(found, "pattern") == [("H2O & más '", "1", "")]


def test_html_of_the_text_and_of_the_choices_is_cleaned():
    question = one("<p onclick='x()'>Uno {1:MC:=<b>a</b><script>x</script>#<i>f</i>~b}</p>")
    assert question.content["stem"]["text"]["es"] == "<p>Uno [[p1]]</p>"
    assert rows(question.content["parts"][0], "text")[0] == ({"es": "<b>a</b>"}, "1", "<i>f</i>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sin campos {x}", "cloze_no_field"),
        ("Uno {1:SA:=a", "cloze_not_closed"),
        (r"Uno {1:SA:=a\} {", "cloze_not_closed"),
        ("Uno {1:REGEXP:=a}", "cloze_type_unknown"),
        ("Uno {1:MC:=a}", "too_few_answers"),
        ("Uno {1:SA:=}", "too_few_answers"),
        ("Uno {1:NM:=a}", "not_a_number"),
        ("Uno {1:NM:=1:-1}", "not_a_number"),
        ("Uno {1:MC:%101%a~b}", "weight_out_of_range"),
        ("Uno [[p1]] {1:SA:=a}", "place_in_text"),
        ("<p>&#91;[p1]] {1:SA:=a}</p>", "place_in_text"),
        ('<a href="{1:SA:=a}">x</a>', "content_broken"),
    ],
)
def test_what_cannot_be_read_is_named(text, expected):
    assert code(text) == expected


def test_the_problem_is_on_its_line():
    result = read(b"<p>Uno</p>\n{1:SA:=a}\n<p>{1:NM:=x}</p>", "bank.cloze", "es")
    assert [problem.line for problem in result.problems] == [3]


def test_rounded_weights_are_mended_in_helpful_only():
    text = "Uno {1:SA:=a~%33%b}"
    assert one(text, strict=True).content["parts"][0]["answers"][1]["weight"] == "0.33"
    question = one(text, strict=False)
    assert question.content["parts"][0]["answers"][1]["weight"] == "0.3333333"
    assert [note.code for note in question.notes] == ["repaired_weight"]
