"""GIFT as Moodle reads it: every rule of the grammar, one example each. Both modes agree on all of them."""

from typing import Any

import pytest

from quizzes.domain.formats import Parsed, Problem, read


@pytest.fixture(params=[True, False], ids=["strict", "helpful"])
def strict(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def one(text: str, strict: bool = True) -> Parsed:
    """The only question of the text, read without a word."""
    result = read(text.encode(), "bank.gift", "es", strict)
    assert [str(problem) for problem in result.problems] == []
    assert [str(note) for note in result.parsed[0].notes] == []
    assert len(result.parsed) == 1
    return result.parsed[0]


def problem(text: str, strict: bool = True) -> Problem:
    """The only thing that is wrong with a text that holds no question."""
    result = read(text.encode(), "bank.gift", "es", strict)
    assert result.parsed == ()
    assert len(result.problems) == 1
    return result.problems[0]


def options(question: Parsed) -> list[tuple[str, str, str]]:
    """Text, weight and feedback of the options."""
    return [
        (row["text"]["es"], row["weight"], row.get("feedback", {}).get("es", "")) for row in question.content["options"]
    ]


def answers(question: Parsed, key: str) -> list[tuple[Any, str, str]]:
    return [(row[key], row["weight"], row.get("feedback", {}).get("es", "")) for row in question.content["answers"]]


def stem(question: Parsed) -> str:
    return str(question.content["stem"]["text"]["es"])


# file := blocks separated by blank lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_blank_lines_separate_questions_however_lines_end(end, mark, strict):
    text = mark + end.join(["Uno {T}", "", "  \t", "Dos", "y medio {F}", ""])
    result = read(text.encode(), "bank.gift", "es", strict)
    assert [(question.line, stem(question)) for question in result.parsed] == [(1, "Uno"), (4, "Dos\ny medio")]


def test_a_category_holds_for_the_questions_behind_it(strict):
    text = "Uno {T}\n\n$CATEGORY: $course$/top/Leyes/Tratados//Pactos\n\nDos {T}\n\nTres {T}\n\n$CATEGORY: Otra\n\nCuatro {T}"
    result = read(text.encode(), "bank.gift", "es", strict)
    assert [q.category for q in result.parsed] == [
        (),
        ("Leyes", "Tratados/Pactos"),
        ("Leyes", "Tratados/Pactos"),
        ("Otra",),
    ]


# comment := a line starting //


def test_comments_are_no_part_of_a_question_even_inside_it(strict):
    question = one("// antes\nUno\n  // dentro {\n{=sí\n//~quizá\n~no}", strict)
    assert (stem(question), [text for text, _w, _f in options(question)]) == ("Uno", ["sí", "no"])


def test_comments_alone_are_no_question(strict):
    result = read(b"// nada\n// de nada\n\nUno {T}", "bank.gift", "es", strict)
    assert len(result.parsed) == 1
    assert result.parsed[0].line == 4


def test_a_comment_carries_the_code_and_the_tags(strict):
    question = one("// [id:C1\\]-2] y [tag:trata] [tag:medio \\[x\\]] [tag:fin]\nUno {T}", strict)
    assert (question.code, question.tags) == ("C1]-2", ("trata", "fin"))


def test_two_slashes_inside_a_line_are_text(strict):
    assert stem(one("Vea http://a.example {T}", strict)) == "Vea http://a.example"


# item := ('::' name '::')? format? stem


def test_a_name_stands_between_double_colons(strict):
    assert one("::  Mi\n nombre \\:\\: aquí ::Uno {T}", strict).name == "Mi nombre :: aquí"


def test_a_question_without_a_name_is_called_by_its_beginning(strict):
    assert one("¿Qué es la trata? {T}", strict).name == "¿Qué es la trata?"
    assert one("[html]<b>" + "palabra " * 20 + "</b>{T}", strict).name == ("palabra " * 10).strip() + "…"


def test_a_name_that_never_ends_is_text(strict):
    assert stem(one("::Uno {T}", strict)) == "Uno"


@pytest.mark.parametrize(
    ("source", "text_format", "text"),
    [
        ("[html]<b>a</b>\nb", "html", "<b>a</b>\nb"),
        ("[markdown]*a* b", "html", "<em>a</em> b"),
        ("[plain]<b>a</b>", "plain", "<b>a</b>"),
        ("[moodle]a < b\nc", "plain", "a < b\nc"),
        ("a < b", "plain", "a < b"),
        ("<b>a</b>\nb", "html", "<b>a</b><br>b"),
        ("[otro]a", "plain", "[otro]a"),
    ],
)
def test_a_format_stands_before_the_text(source, text_format, text, strict):
    question = one(source + " {T}", strict)
    assert question.content["stem"] == {"format": text_format, "text": {"es": text}}


def test_an_answer_may_have_a_format_of_its_own(strict):
    question = one("[plain]1 < 2 {=[html]<i>sí</i>#[plain]a & b ~no}", strict)
    assert question.content["stem"]["text"]["es"] == "1 &lt; 2"
    assert options(question) == [("<i>sí</i>", "1", "a &amp; b"), ("no", "0", "")]


# what the braces hold decides the type, in this order


@pytest.mark.parametrize(
    ("braces", "kind"),
    [
        ("", "description"),
        ("{}", "essay"),
        ("{ \n }", "essay"),
        ("{####general}", "essay"),
        ("{#1}", "numeric"),
        ("{#1 ~#no -> =2}", "numeric"),
        ("{=a -> b ~c}", "choice"),
        ("{=a -> b = c -> d}", "matching"),
        ("{T}", "truefalse"),
        ("{TRUE}", "truefalse"),
        ("{F#no}", "truefalse"),
        ("{FALSE}", "truefalse"),
        ("{=T}", "short"),
        ("{a}", "short"),
        ("{=a =b}", "short"),
    ],
)
def test_the_braces_decide_the_type(braces, kind, strict):
    result = read(f"::n::Uno {braces}".encode(), "bank.gift", "es", strict)
    assert [question.content["type"] for question in result.parsed] == [kind]


@pytest.mark.parametrize("text", ["Uno {T", "Uno T}", "Uno } {T", "}{"])
def test_a_brace_without_its_partner_is_a_problem(text, strict):
    assert problem(text, strict).code == "braces_unbalanced"


def test_a_question_without_text_is_a_problem(strict):
    assert problem("::Nombre:: {=a ~b}", strict).code == "empty_stem"


# choice := ('='|'~' weight?) text ('#' feedback)?


def test_one_equals_sign_makes_a_single_choice(strict):
    question = one("Uno {~a#mal =b#bien ~%25%c ~%-50%d}", strict)
    assert question.content["multiple"] is False
    assert options(question) == [("a", "0", "mal"), ("b", "1", "bien"), ("c", "0.25", ""), ("d", "-0.5", "")]


def test_none_makes_a_multiple_choice(strict):
    question = one("Uno {~%50%a ~%50.0%b ~%-100%c}", strict)
    assert question.content["multiple"] is True
    assert [weight for _t, weight, _f in options(question)] == ["0.5", "0.5", "-1"]


@pytest.mark.parametrize(
    ("percent", "weight"),
    [
        ("33.33333", "0.3333333"),
        ("33.333", "0.3333333"),
        ("16.66667", "0.1666667"),
        ("-14.28571", "-0.1428571"),
        ("5.", "0.05"),
    ],
)
def test_a_weight_near_an_endless_one_is_that_one(percent, weight, strict):
    assert options(one(f"Uno {{=a ~%{percent}%b}}", strict))[1] == ("b", weight, "")


def test_what_is_no_number_between_percent_signs_is_text(strict):
    assert options(one("Uno {=a ~%más%b}", strict))[1] == ("%más%b", "0", "")


def test_the_equals_sign_of_a_choice_takes_no_weight(strict):
    assert options(one("Uno {=%50%a ~b}", strict))[0] == ("%50%a", "1", "")


def test_a_choice_needs_two_options(strict):
    assert problem("Uno {~a}", strict).code == "too_few_answers"


# true/false: the first feedback is for the wrong answer, the second for the right one


@pytest.mark.parametrize(("word", "right", "wrong"), [("T", "true", "false"), ("FALSE", "false", "true")])
def test_true_and_false_have_feedback_for_the_wrong_and_for_the_right(word, right, wrong, strict):
    content = one(f"Uno {{{word}# mal # bien # y más}}", strict).content
    rows = {row["id"]: (row["text"]["es"], row["weight"], row["feedback"]["es"]) for row in content["options"]}
    words = {"true": "Verdadero", "false": "Falso"}
    assert rows == {right: (words[right], "1", "bien # y más"), wrong: (words[wrong], "0", "mal")}


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["True", "False"]), ("fr", ["Vrai", "Faux"]), ("de", ["True", "False"])]
)
def test_true_and_false_speak_the_language_of_the_file(language, words):
    rows = read(b"x {T}", "bank.gift", language).parsed[0].content["options"]
    assert [row["text"][language] for row in rows] == words


# short := '=' weight? text ('#' feedback)?


def test_short_answers_are_worth_everything_unless_they_say_otherwise(strict):
    question = one("Uno {=Palermo #bien =%50%Pal\\*rmo* # casi\n=%0%Roma}", strict)
    assert answers(question, "pattern") == [("Palermo", "1", "bien"), ("Pal\\*rmo*", "0.5", "casi"), ("Roma", "0", "")]


# numeric := '#' ('='? weight? (n | n:tolerance | lo..hi) ('#' feedback)?)+


@pytest.mark.parametrize(
    ("braces", "value", "tolerance"),
    [
        ("{#5}", "5", "0"),
        ("{#=5}", "5", "0"),
        ("{#-5.5:0.25}", "-5.5", "0.25"),
        ("{# 1e3 : 10 }", "1e3", "10"),
        ("{#1..5}", "3", "2"),
        ("{#-0.1..0.2}", "0.05", "0.15"),
        ("{#5..5}", "5", "0"),
        ("{#=*}", "*", "0"),
        ("{#=0}", "0", "0"),
    ],
)
def test_a_number_has_a_tolerance_or_a_range(braces, value, tolerance, strict):
    rows = one(f"Uno {braces}", strict).content["answers"]
    assert [(row["value"], row["tolerance"], row["tolerance_type"]) for row in rows] == [(value, tolerance, "nominal")]


def test_numbers_have_weights_and_feedback_and_a_word_for_all_others(strict):
    question = one("Uno {#\n=1:0#exacto\n=%50%0..2#casi\n~#no}", strict)
    assert answers(question, "value") == [("1", "1", "exacto"), ("1", "0.5", "casi"), ("*", "0", "no")]


@pytest.mark.parametrize("braces", ["{#a}", "{#1:a}", "{#1..a}", "{#=1 =}", "{#1:-2}", "{#1e999}", "{#NaN}", "{#0x10}"])
def test_what_is_no_number_is_a_problem(braces, strict):
    assert problem(f"Uno {braces}", strict).code == "not_a_number"


def test_a_range_that_runs_backwards_is_a_problem(strict):
    assert problem("Uno {#5..1}", strict).code == "range_reversed"


def test_a_numeric_question_needs_a_number(strict):
    assert problem("Uno {#}", strict).code == "too_few_answers"


# match := ('=' stem '->' answer) twice or more; an empty stem is a distractor


def test_matching_pairs_stems_with_choices_and_counts_equal_ones_once(strict):
    content = one("Uno {=a->1 =b -> 2 =c->1 = -> 3}", strict).content
    assert [row["text"]["es"] for row in content["stems"]] == ["a", "b", "c"]
    assert [row["text"]["es"] for row in content["choices"]] == ["1", "2", "3"]
    assert content["pairs"] == {"s1": "c1", "s2": "c2", "s3": "c1"}


@pytest.mark.parametrize(
    ("braces", "code"),
    [
        ("{=a -> b}", "too_few_answers"),
        ("{=a -> b =c}", "arrow_missing"),
        ("{=a -> =b -> c}", "match_empty"),
        ("{= -> a = -> b}", "match_no_stem"),
    ],
)
def test_matching_needs_two_whole_lines(braces, code, strict):
    assert problem(f"Uno {braces}", strict).code == code


# '####' general feedback


def test_general_feedback_stands_behind_the_last_four_signs(strict):
    question = one("Uno {=a#bien ~b#no####todo ~ esto = es\\n\\#general}", strict)
    assert question.content["feedback"] == {"es": "todo ~ esto = es\n#general"}
    assert options(question) == [("a", "1", "bien"), ("b", "0", "no")]


# escapes


def test_seven_escapes_are_known_and_any_other_backslash_is_literal(strict):
    question = one(r"a\\b \: \# \= \{ \} \~ x\ny \d \\n {=\=sí\~ ~no}", strict)
    assert stem(question) == "a\\b : # = { } ~ x\ny \\d \\n"
    assert options(question)[0] == ("=sí~", "1", "")


# tail


def test_text_behind_the_braces_makes_a_missing_word(strict):
    assert (
        stem(one("El Protocolo de {=Palermo ~Roma}\n se firmó { en 2000.", strict))
        == "El Protocolo de _____\n se firmó { en 2000."
    )


def test_blanks_behind_the_braces_make_none(strict):
    assert stem(one("Uno {=a ~b}  \t", strict)) == "Uno"
