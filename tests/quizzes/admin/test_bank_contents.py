"""Between the form and the bank: what is laid out and read back is the same question."""

from typing import Any

import pytest

from quizzes.admin.contents import Node, kind_of, lay_out, moves, read, read_tree
from quizzes.admin.contents.checking import find_problems
from quizzes.admin.contents.responses import read_response, show_response
from quizzes.domain.questions import check
from tests.factories import choice
from tests.quizzes.admin.bank_desk import posted

STEM = {"format": "plain", "text": {"es": "¿Qué?", "en": "What?"}}
ES_EN = {"es": "uno", "en": "one"}

CONTENTS: dict[str, dict[str, Any]] = {
    "single": choice(),
    "several right ones": choice(
        right="ab", multiple=True, tests=[{"response": {"selected": ["a", "b"]}, "fraction": "1"}]
    ),
    "own weights": choice(
        options=[
            {"id": "a", "text": ES_EN, "weight": "1", "feedback": {"es": "sí"}},
            {"id": "b", "text": {"es": "dos"}, "weight": "0.5", "misconception": "smuggling"},
            {"id": "c", "text": {"es": "tres"}, "weight": "-0.25"},
        ]
    ),
    "true or false": {
        "schema": 1,
        "type": "truefalse",
        "multiple": False,
        "shuffle": False,
        "stem": STEM,
        "options": [
            {"id": "b", "text": {"es": "Falso", "en": "False"}, "weight": "1", "feedback": {"es": "Así es"}},
            {"id": "a", "text": {"es": "Verdadero", "en": "True"}, "weight": "0"},
        ],
    },
    "matching": {
        "schema": 1,
        "type": "matching",
        "stem": STEM,
        "stems": [{"id": "s1", "text": ES_EN}, {"id": "s2", "text": {"es": "dos"}, "feedback": {"es": "no"}}],
        "choices": [
            {"id": "x", "text": {"es": "equis"}},
            {"id": "y", "text": {"es": "i griega"}},
            {"id": "z", "text": ES_EN},
        ],
        "pairs": {"s1": "y", "s2": "y"},
        "tests": [{"response": {"pairs": {"s1": "y"}}, "fraction": "0.5"}],
    },
    "ordering": {
        "schema": 1,
        "type": "ordering",
        "stem": STEM,
        "items": [{"id": "i2", "text": {"es": "b"}}, {"id": "i1", "text": ES_EN, "feedback": {"es": "primero"}}],
        "order": ["i1", "i2"],
        "mode": 7,
        "tests": [{"response": {"order": ["i1", "i2"]}, "fraction": "1"}],
    },
    "short": {
        "schema": 1,
        "type": "short",
        "stem": STEM,
        "answers": [
            {"id": "a1", "pattern": "Palermo", "weight": "1", "feedback": {"es": "sí"}},
            {"pattern": {"es": "Sicilia", "en": "Sicily"}, "weight": "0.5"},
        ],
        "case_sensitive": True,
    },
    "numeric": {
        "schema": 1,
        "type": "numeric",
        "stem": STEM,
        "answers": [
            {"id": "a1", "value": "2000", "tolerance": "0", "weight": "1"},
            {"value": "*", "weight": "0", "feedback": {"es": "no"}},
        ],
        "units": [{"name": "km", "multiplier": "1"}, {"name": {"es": "metros", "en": "metres"}, "multiplier": "1000"}],
        "unit_penalty": "0.1",
        "unit_label": {"es": "kilómetros"},
    },
    "gaps": {
        "schema": 1,
        "type": "gaps",
        "variant": "select",
        "stem": {"format": "plain", "text": {"es": "En [[p1]] se adoptó el [[p2]]"}},
        "places": [{"id": "p1", "answer": "c2"}, {"id": "p2", "answer": "c1", "feedback": {"es": "no"}}],
        "choices": [
            {"id": "c1", "text": {"es": "Protocolo"}, "group": "2"},
            {"id": "c2", "text": {"es": "Palermo"}, "group": "1"},
            {"id": "c3", "text": {"es": "Roma"}, "group": "1"},
        ],
    },
    "cloze": {
        "schema": 1,
        "type": "cloze",
        "stem": {"format": "plain", "text": {"es": "En [[p1]] y [[p2]]"}},
        "parts": [
            {
                "id": "p1",
                "type": "short",
                "default_mark": "2",
                "answers": [{"id": "a1", "pattern": "Palermo", "weight": "1"}],
            },
            {"id": "p2", "type": "numeric", "answers": [{"value": "2000", "weight": "1"}]},
        ],
    },
    "essay": {
        "schema": 1,
        "type": "essay",
        "stem": STEM,
        "model_answer": {"es": "Me llamo …"},
        "keywords": {"es": ["quién es", "no está detenida"]},
        "rubric": [
            {
                "id": "r1",
                "text": {"es": "Se presenta"},
                "levels": [{"id": "l0", "points": "0"}, {"id": "l1", "points": "2", "text": {"es": "sí"}}],
            }
        ],
    },
    "scenario": {
        "schema": 1,
        "type": "scenario",
        "stem": {"format": "plain", "text": {"es": "Un caso."}},
        "parts": [
            {**choice(), "id": "q1", "default_mark": "2", "bloom": "apply"},
            {
                "id": "q2",
                "type": "truefalse",
                "multiple": False,
                "shuffle": False,
                "stem": STEM,
                "options": [
                    {"id": "true", "text": {"es": "Verdadero"}, "weight": "1"},
                    {"id": "false", "text": {"es": "Falso"}, "weight": "0"},
                ],
            },
        ],
    },
}


@pytest.fixture(params=CONTENTS.values(), ids=CONTENTS.keys())
def content(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


def read_back(content: dict[str, Any], **changed: str) -> dict[str, Any]:
    form = posted(content) | changed
    found, problems = read(read_tree(form.items()), form["kind"], "es", content)
    assert problems == []
    return found


def test_the_examples_are_fair_questions(content: dict[str, Any]) -> None:
    check(content)


def test_opening_and_saving_changes_nothing(content: dict[str, Any]) -> None:
    assert read_back(content) == content


def test_what_the_screen_does_not_show_stays(content: dict[str, Any]) -> None:
    marked = {**content, "bloom": "apply", "stem": {**content["stem"], "text": {**content["stem"]["text"], "de": "…"}}}
    if content["type"] in ("gaps", "cloze"):
        marked = {**content, "bloom": "apply"}
    assert read_back(marked) == marked


def test_a_question_without_faults_has_no_complaints(content: dict[str, Any]) -> None:
    assert find_problems(content, Node(lay_out(content, "es"))) == []


def test_empty_rows_are_only_room_to_write(content: dict[str, Any]) -> None:
    tree = moves.with_all_room(lay_out(content, "es"), kind_of(content), is_new=False)
    assert read(tree, kind_of(content), "es", content) == (content, [])


def test_the_weights_of_several_right_options_are_computed() -> None:
    content = read_back(choice(right="a", multiple=True), **{"q.option.k2.right": "on"})
    assert [option["weight"] for option in content["options"]] == ["0.5", "0.5", "-1"]


def test_own_weights_may_be_written_with_a_comma() -> None:
    content = read_back(choice(), **{"q.own_weights": "on", "q.option.k2.weight": "33,3"})
    assert [option["weight"] for option in content["options"]] == ["1", "0.333", "0"]


def test_what_is_no_number_is_said_at_its_place() -> None:
    form = posted(choice()) | {"q.own_weights": "on", "q.option.k2.weight": "mucho"}
    _content, problems = read(read_tree(form.items()), "single", "es", choice())
    assert [(problem.place, "mucho" in problem.text) for problem in problems] == [("q.option.k2.weight", True)]


def test_every_fault_is_said_at_its_place() -> None:
    content, _problems = read(read_tree([("q.option.n1.text.es", "una")]), "single", "es")
    assert {problem.place for problem in find_problems(content, Node())} == {"q.stem", "q.option"}


def test_a_fault_in_a_part_is_said_in_the_part() -> None:
    content = CONTENTS["scenario"]
    form = posted(content) | {"q.part.k1.option.k1.right": "", "q.part.k2.stem.es": "", "q.part.k2.stem.en": ""}
    tree = read_tree(form.items())
    found, _problems = read(tree, "scenario", "es", content)
    assert {p.place for p in find_problems(found, Node(tree))} == {"q.part.k1.option", "q.part.k2.stem"}


def test_a_word_in_double_brackets_becomes_a_gap() -> None:
    form = {"q.stem.es": "Se adoptó en [[Palermo]] en [[2000]].", "q.extra.n1.text.es": "Roma"}
    content, problems = read(read_tree(form.items()), "gaps", "es")
    assert problems == []
    assert content["stem"]["text"]["es"] == "Se adoptó en [[p1]] en [[p2]]."
    check(content)


def test_a_word_in_double_brackets_becomes_a_field() -> None:
    content, _problems = read(read_tree([("q.stem.es", "Se adoptó en [[Palermo]].")]), "cloze", "es")
    assert content["parts"][0]["answers"][0]["pattern"] == "Palermo"
    check(content)


def test_options_carry_over_from_single_to_several() -> None:
    before = choice()
    content, _problems = read(read_tree(posted(before).items()), "multiple", "es", before)
    assert [option["id"] for option in content["options"]] == ["a", "b", "c"]
    assert content["multiple"]


def test_a_new_true_or_false_speaks_all_four_languages() -> None:
    content, _problems = read(read_tree([("q.stem.es", "Cierto."), ("q.right", "false")]), "truefalse", "es")
    assert [option["weight"] for option in content["options"]] == ["0", "1"]
    assert set(content["options"][0]["text"]) == {"es", "en", "fr", "pt"}
    check(content)


def test_html_is_made_safe() -> None:
    form = posted(choice()) | {"q.format": "html", "q.stem.es": "<p onclick=x>a<script>b</script></p>"}
    content, _problems = read(read_tree(form.items()), "single", "es", choice())
    assert content["stem"]["text"]["es"] == "<p>a</p>"


def test_names_that_no_form_sends_do_no_harm() -> None:
    names = ["q", "q.", "q.option", "q.option.a", "q.option.a.text", "q.a.b.c.d.e.f.g.h.i.j.k", "x.y", "q.right.es"]
    for kind in ("single", "matching", "numeric", "scenario", "essay"):
        tree = read_tree((name, "x") for name in [*names, *reversed(names)])
        content, _problems = read(tree, kind, "es")
        find_problems(content, Node(tree))


@pytest.mark.parametrize(
    ("name", "written", "response"),
    [
        ("several right ones", "A, b", {"selected": ["a", "b"]}),
        ("ordering", "B A", {"order": ["i2", "i1"]}),
        ("matching", "1=A 2=B", {"pairs": {"s1": "y", "s2": "x"}}),
        ("gaps", "1=A; 2=b", {"places": {"p1": "c2", "p2": "c1"}}),
        ("short", "Palermo", {"text": "Palermo"}),
        ("scenario", '{"parts": {"q2": {"selected": ["true"]}}}', {"parts": {"q2": {"selected": ["true"]}}}),
        ("single", "Z", None),
        ("single", "la primera", None),
        ("matching", "1-A", None),
    ],
)
def test_responses_are_written_as_people_write_them(name: str, written: str, response: Any) -> None:
    assert read_response(CONTENTS[name], written) == response
    if response is not None:
        assert read_response(CONTENTS[name], show_response(CONTENTS[name], response)) == response


def test_rows_are_added_moved_and_removed_without_script() -> None:
    tree = lay_out(choice(), "es")
    moves.apply(tree, "up:q.option.k2", "single")
    assert list(tree["option"]) == ["k2", "k1", "k3"]
    moves.apply(tree, "remove:q.option.k1", "single")
    moves.apply(tree, "add:q.option", "single")
    assert list(tree["option"])[:2] == ["k2", "k3"]
    assert len(tree["option"]) == 3
    for nonsense in ("up:", "up:q", "remove:x.option.k2", "down:q.option.none", "add:q.none.none"):
        moves.apply(tree, nonsense, "single")
