"""Aiken: a line of question, lines of options, a line ANSWER:."""

import pytest

from quizzes.domain.formats import read

GOOD = "¿Quién?\nA. Yo\nB. Tú\nANSWER: B\n"


def texts(question):
    return [(row["text"]["es"], row["weight"]) for row in question.content["options"]]


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_question_is_read_however_lines_end(strict, end):
    text = f"\ufeff{GOOD}\n¿Qué?\n  sigue \nA) x.\nB) y\nC) z\nANSWER: A".replace("\n", end)
    first, second = read(text.encode(), "bank.txt", "es", strict).parsed
    assert (first.line, first.name, texts(first)) == (1, "¿Quién?", [("Yo", "0"), ("Tú", "1")])
    assert (second.line, second.content["stem"]["text"]["es"]) == (6, "¿Qué?\nsigue")
    assert first.content["multiple"] is False
    assert first.notes == ()


def test_signs_of_other_formats_are_text():
    question = read(b"1 < 2 {x} ~ &amp;?\nA. <b>\nB. =\nANSWER: A", "bank.aiken", "es").parsed[0]
    assert question.content["stem"] == {"format": "plain", "text": {"es": "1 < 2 {x} ~ &amp;?"}}
    assert texts(question)[0] == ("<b>", "1")


@pytest.mark.parametrize(
    ("bad", "line", "code"),
    [
        ("Pregunta\nA. Sola\nANSWER: A", 1, "too_few_answers"),
        ("A. Sin pregunta\nB. Nada\nANSWER: A", 1, "aiken_no_stem"),
        ("Pregunta\nA. Sí\nB. No", 1, "aiken_unfinished"),
        ("Pregunta\nA. Sí\nB. No\nANSWER: C", 1, "aiken_letter_unknown"),
        ("Pregunta\nA. Sí\nC. No\nANSWER: A", 3, "aiken_letter_wrong"),
        ("Pregunta\nA. Sí\nA. No\nANSWER: A", 3, "aiken_letter_wrong"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_a_bad_question_is_named_with_its_line_and_the_others_are_there(bad, line, code, strict):
    before = GOOD + "\n"
    result = read(f"{before}{bad}\n\n{GOOD}".encode(), "bank.aiken", "es", strict)
    assert [question.name for question in result.parsed] == ["¿Quién?", "¿Quién?"]
    assert [(problem.line, problem.code) for problem in result.problems] == [(line + 5, code)]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Respuesta: b", "ANSWER: B"),
        ("RÉPONSE : B", "ANSWER: B"),
        ("Resposta:B.", "ANSWER: B"),
        ("answer: b", "ANSWER: B"),
    ],
)
def test_the_answer_may_be_said_in_other_words_with_a_note(line, value):
    text = GOOD.replace("ANSWER: B", line)
    question = read(text.encode(), "bank.aiken", "es").parsed[0]
    assert texts(question)[1] == ("Tú", "1")
    assert [str(note) for note in question.notes] == [f"line 4: The line “{line}” was read as {value}."]
    assert read(text.encode(), "bank.aiken", "es", strict=True).parsed == ()


def test_small_letters_and_missing_blanks_are_mended_with_a_note():
    question = read("¿Quién?\na. Yo\nb)Tú\nANSWER: B".encode(), "bank.aiken", "es").parsed[0]
    assert texts(question) == [("Yo", "0"), ("Tú", "1")]
    assert [note.line for note in question.notes] == [2, 3]


def test_an_abbreviation_is_no_option():
    question = read("¿Quién?\ne.g. U.S. law\nA. Yo\nB. Tú\nANSWER: B".encode(), "bank.aiken", "es").parsed[0]
    assert question.content["stem"]["text"]["es"] == "¿Quién?\ne.g. U.S. law"
