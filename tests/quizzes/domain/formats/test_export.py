"""What a format cannot carry is said; what would become another question is left out, and that is said too."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from quizzes.domain.formats import Parsed, Problem, read, write
from quizzes.domain.questions import checksum
from tests.factories import choice


def made(content: dict[str, Any], **more: Any) -> Parsed:
    return Parsed(**{"name": "n", "category": (), "content": content, **more})


def exported(content: dict[str, Any], format_name: str, **more: Any) -> tuple[list[Parsed], list[Problem]]:
    """The question as the file gives it back, and what was said when it was written."""
    data, problems = write([made(content, **more)], format_name, "es")
    return list(read(data, "bank", "es").parsed), problems


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def stem(text: str = "Uno", text_format: str = "plain") -> dict[str, Any]:
    return {"format": text_format, "text": {"es": text}}


def short(**more: Any) -> dict[str, Any]:
    return {"type": "short", "stem": stem(), "answers": [{"id": "a1", "pattern": "OIM", "weight": "1"}], **more}


def numeric(**more: Any) -> dict[str, Any]:
    answer = {"id": "a1", "value": "-50", "tolerance": "0.1", "weight": "1", **more.pop("answer", {})}
    return {"type": "numeric", "stem": stem(), "answers": [answer], **more}


def test_a_question_of_the_bank_leaves_behind_its_ids_languages_and_citations():
    content = choice(citations=[{"instrument": "palermo", "ref": "3"}], tests=[{"response": {}, "fraction": "0"}])
    (question,), problems = exported(content, "gift")
    assert [str(problem) for problem in problems] == [
        "The format cannot carry ids of options; they are numbered when the file is read again.",
        "n: The format carries one language; these stay behind: en.",
        "n: The format cannot carry: citations, tests.",
    ]
    assert [row["text"] for row in question.content["options"]] == [{"es": f"Opción {letter}"} for letter in "abc"]


def test_ids_are_said_once_for_the_whole_file():
    _data, problems = write([made(choice()), made(choice())], "gift", "es")
    assert codes(problems).count("lost_ids") == 1
    assert codes(problems).count("lost_languages") == 2


@pytest.mark.parametrize(
    ("content", "format_name", "lost"),
    [
        (short(case_sensitive=True), "gift", ["lost_case"]),
        (short(case_sensitive=True), "moodle_xml", []),
        (short(default_mark="2", penalty="0.1"), "gift", ["lost_default_mark", "lost_penalty"]),
        (short(default_mark="2", penalty="0.1"), "moodle_xml", []),
        (short(bloom="remember"), "moodle_xml", ["lost_keys"]),
        (short(pictures={"k": {"name": "a.png"}}), "moodle_xml", []),
        (numeric(units=[{"name": "m", "multiplier": "1"}], unit_penalty="0.1"), "gift", ["lost_units"]),
        (numeric(units=[{"name": "m", "multiplier": "1"}], unit_penalty="0.1"), "moodle_xml", []),
        (numeric(unit_label={"es": "metros"}), "moodle_xml", ["lost_units"]),
        (numeric(answer={"tolerance_type": "relative"}), "gift", ["lost_tolerance_type"]),
        (short(feedback={"es": "a\x07b"}), "gift", ["lost_characters"]),
        (
            {"type": "essay", "stem": stem(), "rubric": [{"id": "r"}], "model_answer": {"es": "a"}},
            "gift",
            ["lost_keys"],
        ),
        ({"type": "essay", "stem": stem(), "grading_notes": {"es": "a"}}, "moodle_xml", []),
        ({"type": "description", "stem": stem(), "feedback": {"es": "a"}}, "gift", ["lost_feedback"]),
    ],
)
def test_what_stays_behind_is_said(content, format_name, lost):
    questions, problems = exported(content, format_name)
    assert len(questions) == 1
    assert sorted(codes(problems)) == lost


def test_what_a_learner_may_type_counts_in_any_language():
    rows = [{"pattern": {"es": "OIM", "en": "IOM"}, "weight": "1"}, {"pattern": {"en": "x"}, "weight": "0"}]
    (question,), problems = exported(short(answers=rows), "gift")
    assert [row["pattern"] for row in question.content["answers"]] == ["OIM", "x"]
    assert "lost_languages" in codes(problems)


def test_a_relative_tolerance_accepts_the_same_numbers_as_an_absolute_one():
    (question,), _problems = exported(numeric(answer={"tolerance_type": "relative"}), "moodle_xml")
    assert question.content["answers"][0]["tolerance"] == "5"


@pytest.mark.parametrize(
    ("content", "format_name", "text"),
    [
        (numeric(answer={"tolerance_type": "geometric"}), "gift", "answers.1.tolerance_type"),
        (
            {"type": "ordering", "stem": stem(), "items": [], "order": []},
            "gift",
            "GIFT cannot carry questions of the type ordering.",
        ),
        (choice(multiple=True), "aiken", "multiple"),
        (choice() | {"stem": stem("<b>a</b>", "html")}, "aiken", "html"),
        (choice() | {"stem": stem("A. uno")}, "aiken", "aiken_no_stem"),
        (short(answers=[{"pattern": "a -> b", "weight": "1"}]), "gift", "too_few_answers"),
        (short(stem={"format": "plain", "text": {"en": "One"}}), "gift", "no text in the language es"),
        (short(answers=[{"weight": "1"}]), "gift", "not in order"),
        (short(answers=[{"pattern": "x", "weight": "2"}]), "gift", "weight_out_of_range"),
        ({"type": "unheard of", "stem": stem()}, "moodle_xml", "cannot carry questions of the type unheard of"),
        ({}, "moodle_xml", "not in order"),
        ({"type": "choice", "stem": []}, "gift", "not in order"),
        (choice() | {"options": [{"id": "a", "text": {"es": "x"}, "weight": "mucho"}]}, "gift", "not in order"),
        ({"type": "cloze", "stem": stem("Uno"), "parts": [{"id": "p1", **short()}]}, "moodle_xml", "not in order"),
        (
            {"type": "cloze", "stem": stem("[[p1]]"), "parts": [{"id": "p1", **short(default_mark="0.5")}]},
            "moodle_xml",
            "default_mark",
        ),
    ],
)
def test_what_would_be_another_question_is_left_out(content, format_name, text):
    questions, problems = exported(content, format_name)
    assert questions == []
    assert problems[-1].is_refusal
    assert text in str(problems[-1])


def test_a_question_that_is_left_out_leaves_the_others():
    data, problems = write([made(short()), made({}), made(short(), name="m")], "gift", "es")
    assert [question.name for question in read(data, "bank.gift", "es").parsed] == ["n", "m"]
    assert codes(problems) == ["content_broken"]


def test_a_format_nobody_knows_writes_nothing():
    assert write([made(short())], "qti", "es")[1][0].text == "There is no format qti."


def test_a_case_becomes_a_description_and_its_questions():
    part = {"id": "q1", "default_mark": "2", **short(), "stem": stem("¿Qué agencia?")}
    questions, problems = exported({"type": "scenario", "stem": stem("El caso"), "parts": [part]}, "moodle_xml")
    assert [(q.name, q.content["type"]) for q in questions] == [("n", "description"), ("n (1)", "short")]
    assert questions[1].content["default_mark"] == "2"
    assert codes(problems) == ["scenario_split", "lost_ids"]


def test_aiken_cannot_carry_a_case():
    assert codes(exported({"type": "scenario", "stem": stem(), "parts": []}, "aiken")[1]) == ["cannot_carry_type"]


def test_a_true_false_field_is_written_as_a_choice():
    rows = [
        {"id": key, "text": {"es": word}, "weight": w} for key, word, w in (("true", "Sí", "1"), ("false", "No", "0"))
    ]
    content = {"type": "cloze", "stem": stem("¿[[p1]]?"), "parts": [{"id": "p1", "type": "truefalse", "options": rows}]}
    (question,), problems = exported(content, "moodle_xml")
    assert question.content["parts"][0]["type"] == "choice"
    assert "lost_truefalse" in codes(problems)


def test_a_cloze_file_holds_one_question():
    content = {"type": "cloze", "stem": stem("<p>[[p1]]</p>", "html"), "parts": [{"id": "p1", **short()}]}
    data, problems = write([made(content), made(content)], "cloze", "es")
    assert data.decode() == "<p>{1:SHORTANSWER:=OIM}</p>"
    assert codes(problems) == ["lost_name", "only_one"]


def test_aiken_says_what_stands_around_a_question_and_stays_behind():
    _questions, problems = exported(choice(), "aiken", category=("a",), code="c", tags=("t",))
    lost = {"lost_ids", "lost_languages", "lost_feedback", "lost_name", "lost_category", "lost_code", "lost_tags"}
    assert set(codes(problems)) == lost


@pytest.mark.parametrize(
    ("more", "lost"),
    [
        ({"tags": ("a<b>",)}, ["lost_tags"]),
        ({"code": "a[b"}, ["lost_code"]),
        ({"category": ("a/", "b")}, ["lost_category"]),
        ({"tags": ("a]b", "c:d")}, []),
    ],
)
def test_what_gift_cannot_write_around_a_question_is_said(more, lost):
    assert codes(exported(short(), "gift", **more)[1]) == lost


def png(colour: int) -> bytes:
    buffer = BytesIO()
    Image.new("L", (2, 2), colour).save(buffer, "PNG")
    return buffer.getvalue()


def pictured() -> Parsed:
    """A question with two pictures of the same name, one of them shown twice."""
    files = [
        f"<file name='a b.png' path='{p}' encoding='base64'>{b64encode(png(c)).decode()}</file>"
        for p, c in (("/", 1), ("/x/", 2))
    ]
    shown = "<img src='@@PLUGINFILE@@/a%20b.png' alt='Uno'> <img src='@@PLUGINFILE@@/x/a%20b.png'>"
    text = f"<questiontext format='html'><text><![CDATA[{shown}]]></text>{''.join(files)}</questiontext>"
    again = f"<generalfeedback format='html'><text><![CDATA[{shown[:45]}>]]></text>{files[0]}</generalfeedback>"
    data = f"<quiz><question type='essay'><name><text>n</text></name>{text}{again}</question></quiz>"
    return read(data.encode(), "bank.xml", "es").parsed[0]


def test_pictures_travel_in_moodle_xml():
    question = pictured()
    assert len(question.pictures) == 2
    data, problems = write([question], "moodle_xml", "es")
    again = read(data, "bank.xml", "es").parsed[0]
    assert problems == []
    assert again.content == question.content
    assert {picture.data for picture in again.pictures} == {png(1), png(2)}


def test_gift_says_that_the_pictures_stay_behind():
    data, problems = write([pictured()], "gift", "es")
    assert codes(problems) == ["lost_pictures"]
    assert "picture:" not in data.decode()


def test_a_picture_whose_data_is_missing_is_said():
    question = pictured()
    bare = Parsed(question.name, question.category, question.content)
    data, problems = write([bare], "moodle_xml", "es")
    assert codes(problems) == ["lost_pictures"]
    assert b"PLUGINFILE" not in data


@pytest.mark.parametrize("format_name", ["gift", "moodle_xml"])
def test_writing_what_was_read_changes_no_checksum(format_name):
    question = read(b"::n::Uno {=a#b ~%-33.33333%c}", "bank.gift", "es").parsed[0]
    (again,), problems = exported(question.content, format_name)
    assert problems == []
    assert checksum(again.content) == checksum(question.content)


def test_moodle_reads_what_is_written():
    data, _problems = write([made(short(), category=("Leyes", "a/b"), code="c-1", tags=("t",))], "gift", "es")
    assert data.decode() == (
        "$CATEGORY: $course$/top/Leyes/a//b\n\n// [id:c-1] [tag:t]\n::n::[plain]Uno{\n\t=%100%OIM\n}\n\n"
    )
