"""Moodle XML: every type, with what stands around it."""

from pathlib import Path

import pytest

from quizzes.domain.formats import Parsed, Problem, Result, read

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture(scope="module")
def bank() -> dict[str, Parsed]:
    """The questions of the sample file by their names."""
    result = read((CORPUS / "bank.xml").read_bytes(), "bank.xml", "es")
    assert [str(problem) for problem in result.problems] == []
    return {question.name: question for question in result.parsed}


def read_xml(*questions: str) -> Result:
    return read(f"<quiz>\n{chr(10).join(questions)}\n</quiz>".encode(), "bank.xml", "es")


def question(kind: str, inner: str = "", stem: str = "Uno") -> str:
    texts = f"<name><text>n</text></name><questiontext format='html'><text>{stem}</text></questiontext>"
    return f"<question type='{kind}'>{texts}{inner}</question>"


def problem(kind: str, inner: str = "", stem: str = "Uno") -> Problem:
    result = read_xml(question(kind, inner, stem))
    assert result.parsed == ()
    assert len(result.problems) == 1
    return result.problems[0]


def answer(text: str, fraction: str = "100", more: str = "") -> str:
    return f"<answer fraction='{fraction}'><text>{text}</text>{more}</answer>"


def test_every_type_is_read(bank):
    assert [found.content["type"] for found in bank.values()] == [
        "choice",
        "truefalse",
        "short",
        "numeric",
        "matching",
        "essay",
        "description",
        "cloze",
        "gaps",
        "gaps",
        "ordering",
    ]


def test_a_question_knows_its_line_category_code_tags_and_marks(bank):
    found = bank["Con imagen"]
    assert (found.line, found.category, found.code) == (9, ("Unidad 1", "Leyes/Tratados"), "u1-01")
    assert found.tags == ("mapas", "frontera")
    content = found.content
    assert (content["default_mark"], content["penalty"], content["shuffle"], content["multiple"]) == (
        "2",
        "0.5",
        False,
        True,
    )
    assert [row["weight"] for row in content["options"]] == ["0.3333333", "0.6666667", "-1"]
    assert content["feedback"] == {"es": "Es un mapa."}


def test_its_html_is_cleaned_and_its_picture_is_beside_it(bank):
    found = bank["Con imagen"]
    (picture,) = found.pictures
    assert (picture.name, picture.media_type, len(picture.key)) == ("mapa uno.png", "image/png", 64)
    assert picture.data.startswith(b"\x89PNG")
    assert (
        found.content["stem"]["text"]["es"] == f'<p>¿Qué ve? <img src="picture:{picture.key}" alt="Mapa" width="4"></p>'
    )


def test_what_has_no_place_is_named(bank):
    assert [note.text for note in bank["Con imagen"].notes] == [
        "Not read, because there is no place for it here: hint.",
        "Active content (scripts, forms, frames, event handlers) was removed from the HTML.",
    ]
    assert "minwordlimit" in bank["Ensayo"].notes[0].text


def test_texts_of_different_formats_become_html_together(bank):
    assert [row["text"]["es"] for row in bank["Con imagen"].content["options"]] == [
        "<p>Un mapa</p>",
        "Un país",
        "2 &lt; 3 &amp; nada",
    ]


def test_moodles_automatic_format_is_plain_when_it_looks_plain(bank):
    content = bank["Verdad"].content
    assert content["stem"] == {"format": "plain", "text": {"es": "Una niña no necesita\nque haya medio."}}
    assert [(row["id"], row["weight"], row["feedback"]["es"]) for row in content["options"]] == [
        ("true", "1", "Sí"),
        ("false", "0", "No"),
    ]


def test_short_answers_keep_their_patterns(bank):
    content = bank["Sigla"].content
    assert content["case_sensitive"] is True
    assert [(row["pattern"], row["weight"]) for row in content["answers"]] == [("OIM", "1"), ("IOM*", "0.5")]


def test_numbers_keep_tolerance_and_units(bank):
    content = bank["Distancia"].content
    assert [(row["value"], row["tolerance"], row["weight"]) for row in content["answers"]] == [
        ("5.1", "0.1", "1"),
        ("*", "0", "0"),
    ]
    assert content["units"] == [{"name": "km", "multiplier": "1"}, {"name": "m", "multiplier": "1000"}]
    assert (content["unit_penalty"], content["unit_mode"]) == ("0.1", "share")


@pytest.mark.parametrize(("grading", "expected"), [("0", None), ("1", "share"), ("2", "flat")])
def test_a_wrong_unit_costs_what_moodle_takes(grading, expected):
    units = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
    inner = f"{answer('1')}{units}<unitgradingtype>{grading}</unitgradingtype><unitpenalty>0.1</unitpenalty>"
    content = read_xml(question("numerical", inner)).parsed[0].content
    assert content.get("unit_mode") == expected
    assert content.get("unit_penalty") == (expected and "0.1")


def test_matching_has_rows_that_only_add_choices(bank):
    content = bank["Capitales"].content
    assert [row["text"]["es"] for row in content["stems"]] == ["<p>Bolivia</p>", "Perú"]
    assert [row["text"]["es"] for row in content["choices"]] == ["La Paz", "Lima", "Quito"]
    assert content["pairs"] == {"s1": "c1", "s2": "c2"}


def test_notes_for_graders_stay_with_the_essay(bank):
    assert bank["Ensayo"].content["grading_notes"] == {"es": "Busque los tres elementos."}


def test_cloze_fields_stand_in_the_text(bank):
    content = bank["Huecos"].content
    assert content["stem"]["text"]["es"] == "<p>El Protocolo de [[p1]] es de [[p2]], [[p3]].</p>"
    assert [part["default_mark"] for part in content["parts"]] == ["2", "1", "1"]
    assert content["default_mark"] == "4"


def test_places_point_to_their_choices_and_choices_have_groups(bank):
    drag, select = bank["Arrastre"].content, bank["Elija"].content
    assert (drag["variant"], select["variant"]) == ("drag", "select")
    assert drag["stem"]["text"]["es"] == "<p>El [[p1]] y el [[p2]].</p>"
    assert drag["places"] == [{"id": "p1", "answer": "c2"}, {"id": "p2", "answer": "c1"}]
    assert [row["text"]["es"] for row in drag["choices"]] == ["medio", "fin & más", "nada"]
    assert [row["group"] for row in select["choices"]] == ["1", "1", "2"]


def test_ordering_keeps_its_grading(bank):
    content = bank["Orden"].content
    assert content["mode"] == 5
    assert [row["text"]["es"] for row in content["items"]] == ["Identificar", "Proteger", "Denunciar"]
    assert content["order"] == ["i1", "i2", "i3"]


@pytest.mark.parametrize(
    ("mode", "number"), [("ALL_OR_NOTHING", -1), ("-1", -1), ("RELATIVE_TO_CORRECT", 7), ("3", 3), ("", 0)]
)
def test_gradings_have_names_and_numbers(mode, number):
    inner = f"<gradingtype>{mode}</gradingtype>{answer('a')}{answer('b')}"
    assert read_xml(question("ordering", inner)).parsed[0].content["mode"] == number


def test_markdown_is_rendered():
    text = "<question type='essay'><name><text>n</text></name><questiontext format='markdown'><text>*a*&#10;&#10;b</text></questiontext></question>"
    assert read_xml(text).parsed[0].content["stem"] == {"format": "html", "text": {"es": "<p><em>a</em></p>\n<p>b</p>"}}


BAD: list[tuple[str, str, str, str]] = [
    ("calculated", "", "Uno", "type_unknown"),
    ("", "", "Uno", "type_unknown"),
    ("essay", "", " ", "empty_stem"),
    ("multichoice", answer("a"), "Uno", "too_few_answers"),
    ("multichoice", answer("a", "x") + answer("b"), "Uno", "not_a_number"),
    ("multichoice", answer("a", "101") + answer("b"), "Uno", "weight_out_of_range"),
    ("truefalse", answer("true") + answer("falso", "0"), "Uno", "truefalse_unclear"),
    ("truefalse", answer("true") + answer("false"), "Uno", "truefalse_unclear"),
    ("shortanswer", answer(" "), "Uno", "too_few_answers"),
    ("numerical", "", "Uno", "too_few_answers"),
    ("numerical", answer("a"), "Uno", "not_a_number"),
    ("numerical", answer("1", "100", "<tolerance>-1</tolerance>"), "Uno", "not_a_number"),
    ("matching", "<subquestion><text>a</text><answer><text> </text></answer></subquestion>", "Uno", "match_empty"),
    ("matching", "", "Uno", "match_no_stem"),
    ("ordering", answer("a"), "Uno", "too_few_answers"),
    ("ordering", f"<gradingtype>x</gradingtype>{answer('a')}{answer('b')}", "Uno", "mode_unknown"),
    ("gapselect", "<selectoption><text>a</text></selectoption>", "[[2]]", "place_unknown"),
    ("gapselect", "<selectoption><text>a</text></selectoption>", "Uno", "places_missing"),
    ("ddwtos", "<dragbox><text>a</text></dragbox>", "[[1]] [[p1]]", "place_in_text"),
    ("cloze", "", "Uno", "cloze_no_field"),
]


@pytest.mark.parametrize(("kind", "inner", "stem", "code"), BAD)
def test_a_bad_question_is_named_with_its_line_and_the_others_are_there(kind, inner, stem, code):
    good = question("description")
    result = read_xml(good, question(kind, inner, stem), good)
    assert [found.line for found in result.parsed] == [2, 4]
    assert [(p.line, p.name, p.code) for p in result.problems] == [(3, "n", code)]


def test_a_question_without_its_text_is_named():
    result = read_xml("<question type='essay'><name><text>n</text></name></question>")
    assert result.problems[0].text == "The element <questiontext> is missing."


def test_an_answer_is_named_with_its_own_line():
    assert problem("multichoice", f"\n{answer('a')}\n{answer('b', 'x')}").line == 4


def test_broken_xml_loses_only_the_question_that_is_broken():
    good, bad = question("description"), "<question type='essay'>\n<name>&nbsp;</name></question>"
    result = read_xml(good, bad, good, "<question type='essay'><questiontext>", good)
    assert [found.line for found in result.parsed] == [2, 5, 7]
    assert [(p.line, p.code) for p in result.problems] == [(4, "xml_broken"), (6, "xml_broken")]
    assert result.problems[0].text == "The XML is broken here: undefined entity."


def test_a_file_that_stops_in_the_middle_keeps_what_is_whole():
    data = (CORPUS / "bank.xml").read_bytes()
    result = read(data[: data.index(b"Capitales")], "bank.xml", "es")
    assert [found.name for found in result.parsed] == ["Con imagen", "Verdad", "Sigla", "Distancia"]
    assert result.problems[0].code == "xml_broken"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_file_names_its_encoding(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><quiz>{question("essay", stem="¿Qué?")}</quiz>'
    assert read(text.encode(encoding), "bank.xml", "es").parsed[0].content["stem"]["text"] == {"es": "¿Qué?"}


def test_blank_lines_before_the_declaration_do_not_matter():
    text = f'\ufeff\n\n<?xml version="1.0"?><quiz>\n{question("essay")}</quiz>'
    assert [found.line for found in read(text.encode(), "bank.xml", "es").parsed] == [4]


def test_a_question_that_moodle_hides_says_so():
    note = read_xml(question("essay", "<hidden>1</hidden>")).parsed[0].notes[0]
    assert "hidden" in note.text


def test_choices_to_drag_are_plain():
    found = read_xml(
        question("ddwtos", "<dragbox><text>&lt;b&gt;a&lt;/b&gt; &amp;amp; b</text></dragbox>", "[[1]]")
    ).parsed[0]
    assert found.content["choices"] == [{"id": "c1", "text": {"es": "a & b"}}]
    assert [note.code for note in found.notes] == ["choice_plain"]
