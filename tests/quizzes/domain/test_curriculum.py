"""Entries of questions.yaml become questions that can be scored."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizzes.domain.curriculum import RUBRIC, from_curriculum
from quizzes.domain.questions import QuestionProblem, check
from quizzes.domain.review import review
from quizzes.domain.scoring import full_key, grade_rubric, score

FILES = sorted((Path(__file__).resolve().parents[3] / "content/courses").glob("*/questions.yaml"))
ENTRIES = [entry for file in FILES for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]]


def t(text: str) -> dict[str, str]:
    return {"en": f"{text} (en)", "es": text}


def entry(kind: str, options: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    about = {"id": "B1.4-3", "type": kind, "stem": t("¿?"), "explanation": t("porque"), "options": options}
    return {**about, "citations": [{"instrument": "vccr-1963", "ref": "art. 36"}, {"instrument": "oc-18-03"}], **more}


def option(key: str | bool, **more: Any) -> dict[str, Any]:
    return {"id": key, "text": t(str(key)), "feedback": t(f"por {key}"), **more}


CHOICES = [option("a", correct=False), option("b", correct=True), option("c", correct=True)]
MATCHING = entry(
    "matching",
    [
        {"left": "L1", "right": "R1", "correct": True, "feedback": t("uno")},
        {"left": "L2", "right": "R1", "correct": True, "feedback": t("dos")},
    ],
    left=[{"id": "L1", "text": t("izquierda 1")}, {"id": "L2", "text": t("izquierda 2")}],
    right=[{"id": "R1", "text": t("derecha 1")}, {"id": "R2", "text": t("derecha 2")}],
)
ORDERING = entry(
    "ordering", [option("a", correct_position=3), option("b", correct_position=1), option("c", correct_position=2)]
)
NUMERIC = entry(
    "numeric",
    [
        {"id": "correct", "correct": True, "feedback": t("sí")},
        {"id": "incorrect", "correct": False, "feedback": t("no")},
    ],
    answer=1700,
    tolerance=0,
    unit=t("lempiras"),
)
SHORT = entry(
    "short", [], model_answer=t("Pediría revisión."), keywords={"es": ["revisión"], "en": ["review"]}, grading="human"
)


@pytest.mark.parametrize("row", ENTRIES, ids=[row["id"] for row in ENTRIES])
def test_every_question_of_the_courses_is_fair(row):
    content = from_curriculum(row)
    check(content)
    if content.get("multiple"):
        assert score(content, {"selected": [o["id"] for o in content["options"]]}).fraction == pytest.approx(
            0, abs=1e-6
        )
    if key := full_key(content):
        assert score(content, key).state == "right"
    assert set(content["stem"]["text"]) >= {"es", "en"}


def test_a_single_choice_has_one_right_option():
    content = from_curriculum(entry("single", CHOICES[:2]))
    check(content)
    assert (content["type"], content["multiple"], content["shuffle"]) == ("choice", False, True)
    assert [o["weight"] for o in content["options"]] == ["0", "1"]
    assert content["feedback"] == t("porque")
    assert content["citations"] == [
        {"instrument": "vccr-1963", "ref": "art. 36"},
        {"instrument": "oc-18-03", "ref": ""},
    ]


def test_a_wrong_option_may_name_the_misconception_behind_it():
    wrong = option("a", correct=False, misconception="border-needed")
    content = from_curriculum(entry("single", [wrong, *CHOICES[1:2]]))
    check(content)
    assert [o.get("misconception") for o in content["options"]] == ["border-needed", None]


def test_a_scenario_of_the_curriculum_is_a_single_choice_on_a_case():
    assert from_curriculum(entry("scenario", CHOICES[:2])) == from_curriculum(entry("single", CHOICES[:2]))


def test_ticking_every_box_earns_nothing():
    content = from_curriculum(entry("multiple", CHOICES))
    check(content)
    assert [o["weight"] for o in content["options"]] == ["-1.0000000", "0.5000000", "0.5000000"]
    assert score(content, {"selected": ["a", "b", "c"]}).fraction == 0


def test_true_and_false_keep_their_places_and_their_names():
    content = from_curriculum(entry("truefalse", [option(True, correct=True), option("false", correct=False)]))
    check(content)
    assert (content["type"], content["shuffle"]) == ("truefalse", False)
    assert [o["id"] for o in content["options"]] == ["true", "false"]


def test_matching_pairs_stems_with_choices_whose_ids_tell_nothing():
    content = from_curriculum(MATCHING)
    check(content)
    assert [stem["feedback"]["es"] for stem in content["stems"]] == ["uno", "dos"]
    first, second = (choice["id"] for choice in content["choices"])
    assert content["pairs"] == {"L1": first, "L2": first}
    assert "R1" not in (first, second)
    assert from_curriculum(MATCHING) == content


def test_an_order_is_that_of_the_correct_positions():
    content = from_curriculum(ORDERING)
    check(content)
    assert content["order"] == ["b", "c", "a"]
    assert [item["id"] for item in content["items"]] == ["a", "b", "c"]


def test_a_number_has_a_reason_for_right_and_for_wrong():
    content = from_curriculum(NUMERIC)
    check(content)
    assert score(content, {"text": "1 700 lempiras"}).fraction == 1
    assert review(content, [], {"text": "17"}).rows[0].feedback == t("no")
    assert review(content, [], {"text": "17"}).rows[0].right == {"en": "1700 lempiras (en)", "es": "1700 lempiras"}


def test_a_short_answer_of_the_curriculum_is_read_by_a_person_with_a_rubric():
    content = from_curriculum(SHORT)
    check(content)
    assert content["type"] == "essay"
    assert content["model_answer"] == t("Pediría revisión.")
    assert content["keywords"] == {"es": ["revisión"], "en": ["review"]}
    assert len(content["rubric"]) == 2
    assert score(content, {"text": "revisión"}).state == "needs_grading"
    assert grade_rubric(content["rubric"], {"substance": "all", "use": "clear"}) == 1
    assert grade_rubric(content["rubric"], {"substance": "most", "use": "none"}) == 0.5


def test_a_question_may_change_its_rubric_without_changing_that_of_others():
    before = deepcopy(RUBRIC)
    from_curriculum(SHORT)["rubric"].clear()
    from_curriculum(SHORT)["rubric"][0]["levels"].clear()
    assert before == RUBRIC


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (entry("crossword", []), "'crossword' is none of single, multiple"),
        (entry("single", [option("a", correct="yes")]), "correct: true or correct: false"),
        (entry("single", [option("a", correct=False)]), "mark the right option"),
        (entry("single", [option("a", correct=True, misconception="x")]), "only a wrong option"),
        (entry("single", [*CHOICES, option("d", correct=False, misconception=["x"])]), "a short name"),
        (entry("single", CHOICES, stem={"es": "¿?"}), "en is missing"),
        (entry("single", CHOICES, stem={"es": "¿?", "en": True}), "en: write a text; put quotation marks"),
        (entry("single", CHOICES, stem={**t("x"), "de": "x"}), "'de' is not one of the languages"),
        ({**entry("single", CHOICES), "explanation": None}, "wrong form"),
        (
            entry("matching", MATCHING["options"][:1], left=MATCHING["left"], right=MATCHING["right"]),
            "L2: no option pairs it",
        ),
        (entry("ordering", [option("a", correct_position=1), option("b", correct_position=1)]), "counts from 1 to 2"),
        (entry("ordering", [option("a", correct_position="x")]), "correct_position"),
        (entry("numeric", []), "missing or has the wrong form"),
        ({}, "none of single"),
        (None, "none of single"),
    ],
)
def test_an_entry_with_a_mistake_is_refused_in_words(row, said):
    with pytest.raises(QuestionProblem, match=said):
        from_curriculum(row)
