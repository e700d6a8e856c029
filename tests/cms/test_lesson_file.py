"""A lesson file: what it becomes, and that every fault is named with file and line."""

from pathlib import Path

import pytest

from cms.content.lesson_file import read_lesson
from cms.content.richtext import Targets, to_line
from cms.content.stream import stream
from library.domain.errors import ContentError
from tests.cms.conftest import LESSON

FRONT = LESSON.split("\n\n")[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "t1-1.es.md"
    path.write_text(LESSON.format(lesson="T1.1", lang="es"), encoding="utf-8")
    return path


def blocks(file: Path, targets: Targets) -> dict[str, object]:
    return {block["type"]: block["value"] for block in stream(read_lesson(file), targets)}


def test_a_lesson_is_read_with_its_front_matter_and_blocks_in_order(file: Path) -> None:
    lesson = read_lesson(file)
    assert (lesson.lesson, lesson.language, lesson.minutes, lesson.legal_review) == ("T1.1", "es", 30, None)
    assert [block.kind for block in lesson.blocks] == [
        "scene",
        "keypoints",
        "heading",
        "text",
        "cite",
        "table",
        "case",
        "quote",
        "reflection",
        "takeaways",
    ]
    lines = file.read_text(encoding="utf-8").splitlines()
    for block in lesson.blocks:
        if block.kind not in ("heading", "text"):
            assert lines[block.line - 1].startswith(f"::: {block.kind}")


def test_every_kind_of_block_becomes_what_the_page_stores(file: Path, targets: Targets) -> None:
    found = blocks(file, targets)
    assert found["scene"] == "<p>Son las dos.</p>"
    assert [item["value"] for item in found["keypoints"]] == [  # type: ignore[attr-defined]
        "<p>Uno con <b>fuerza</b>.</p>",
        "<p>Dos en dos líneas.</p>",
    ]
    assert found["heading"] == "Un título"
    assert found["text"] == (
        '<p>Texto con <a href="/library/made-up-1999/#p-3-c-d">una cita</a> y '
        '<a href="/library/glossary/#t-made-up-term">un término</a>.</p>'
    )
    assert found["cite"] == {"instrument": "made-up-1999", "provision": "3-c-d", "note": "<p>Por qué importa.</p>"}
    assert found["table"] == {
        "columns": [{"type": "text", "heading": "Elemento"}, {"type": "text", "heading": "Pregunta"}],
        "rows": [{"values": ["<p>Acción</p>", "<p>¿Qué?</p>"]}],
        "caption": "Cuadro",
    }
    case = found["case"]
    assert (case["title"], case["text"]) == ("02:10, la cocina", "<p>Anselmo tiene 44 años.</p>")  # type: ignore[index]
    assert [item["value"] for item in case["questions"]] == [  # type: ignore[index]
        {"question": "¿Basta?", "answer": "<p>Sí. Basta.</p>"},
        {"question": "¿Importa?", "answer": "<p>No.</p>\n<p>Ni siquiera viaje.</p>"},
    ]
    assert found["quote"] == {"text": "Una frase.", "source": "Alguien"}
    assert found["reflection"] == "¿Qué haría usted?"


def test_the_same_file_always_gives_the_same_stream_with_ids_that_are_all_different(
    file: Path, targets: Targets
) -> None:
    first, second = (stream(read_lesson(file), targets) for _time in range(2))
    assert first == second
    ids = [block["id"] for block in first]
    ids += [item["id"] for block in first if isinstance(block["value"], list) for item in block["value"]]
    assert len(set(ids)) == len(ids)


def test_another_lesson_has_other_ids_and_another_language_the_same(file: Path, targets: Targets) -> None:
    """By its id a passage finds its translation."""
    ids = {block["id"] for block in stream(read_lesson(file), targets)}
    file.write_text(LESSON.format(lesson="T1.2", lang="es"), encoding="utf-8")
    assert not ids & {block["id"] for block in stream(read_lesson(file), targets)}
    file.write_text(LESSON.format(lesson="T1.1", lang="en"), encoding="utf-8")
    assert ids == {block["id"] for block in stream(read_lesson(file), targets)}


# --- Faults: what is written instead of what, how the reported line begins, and what is said -------------

FAULTS = [
    ("---\nlesson", "lesson", "lesson", "begins with front matter"),
    ("null\n---", "null\n", "---", "begins with front matter"),
    ("lesson: T1.1", "lesson: [", "title", "is not YAML"),  # where YAML stumbles
    ("minutes: 30", "minutes: \x07", "---", "cannot be read"),
    ("legal_review: null", "legal_review: 2026-13-45", "---", "cannot be read"),
    ("legal_review: null", "legal_review: soon", "---", "null or a date"),
    ("summary: Una frase.\n", "", "---", "exactly these fields"),
    ("minutes: 30", "minutes: 30\nauthor: X", "---", "exactly these fields"),
    ("lang: es", "lang: de", "---", "one of es, en, fr, pt"),
    ("minutes: 30", "minutes: many", "---", "a whole number"),
    ("minutes: 30", "minutes: 0", "---", "a whole number"),
    ("title: Lección T1.1 es", "title: ''", "---", "write a text"),
    ("summary: Una frase.", "summary: null", "---", "write a text"),
    ("::: scene", "::: film", "::: film", "no block called 'film'"),
    ("::: scene", "::: text", "::: text", "no block called 'text'"),
    ("::: scene", ":::", ":::", "closes nothing"),
    ("Son las dos.\n:::", "Son las dos.", "::: scene", "'scene' is not closed"),
    ("- Tres.\n:::", "- Tres.", "::: takeaways", "'takeaways' is not closed"),
    ("Son las dos.", "", "::: scene", "is empty"),
    ("- Uno con **fuerza**.\n- Dos\n  en dos líneas.", "Uno", "::: keypoints", "write a list"),
    ("cite:made-up-1999/3-c-d", "cite:nowhere-2000", "Texto con", "no instrument 'nowhere-2000'"),
    ("cite:made-up-1999/3-c-d", "cite:made-up-1999/99", "Texto con", "no provision '99'"),
    ("term:made-up-term", "term:nothing", "Texto con", "not in the glossary"),
    ("::: cite made-up-1999 3-c-d", "::: cite", "::: cite", "no instrument ''"),
    ("::: cite made-up-1999 3-c-d", "::: cite made-up-1999 99", "::: cite", "no provision '99'"),
    ("| Acción | ¿Qué? |", "| Acción |", "::: table", "as many cells as the heading"),
    ("|---|---|", "| a | b |", "::: table", "a row of ---"),
    ("| Acción | ¿Qué? |\n", "", "::: table", "then the rows"),
    ("::: case 02:10, la cocina", "::: case", "::: case", "needs a title"),
    ("? ¿Basta?\nSí. Basta.\n\n? ¿Importa?", "¿Importa?", "::: case", "at least one question"),
    ("Sí. Basta.", "", "::: case", "an answer below it"),
]


@pytest.mark.parametrize(
    ("old", "new", "where", "said"), FAULTS, ids=[f"{n}-{fault[3]}" for n, fault in enumerate(FAULTS)]
)
def test_a_fault_is_named_with_file_and_line(
    file: Path, targets: Targets, old: str, new: str, where: str, said: str
) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    spoiled = text.replace(old, new, 1)
    file.write_text(spoiled, encoding="utf-8")
    line = next(n for n, one in enumerate(spoiled.splitlines(), 1) if one.startswith(where))
    with pytest.raises(ContentError) as raised:
        stream(read_lesson(file), targets)
    assert said in raised.value.message
    assert (raised.value.file, raised.value.line) == (file, line)
    assert str(raised.value).startswith(f"{file}, line {line}: ")


def test_a_file_in_another_encoding_is_named_with_the_line_of_the_first_strange_sign(file: Path) -> None:
    file.write_bytes(FRONT.encode() + b"\n\nM\xe1s texto.\n")
    with pytest.raises(ContentError) as raised:
        read_lesson(file)
    assert (raised.value.line, raised.value.message) == (10, "is not written in UTF-8")


@pytest.mark.parametrize("text", ["", "---", "---\n---\n", "no front matter"])
def test_a_file_that_is_hardly_there_is_a_fault_too(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        read_lesson(file)


def test_a_line_is_never_a_list_and_keeps_its_no_break_spaces() -> None:
    assert to_line("1. Situación\n  legal", Targets((), ())) == "<p>1. Situación legal</p>"
    assert to_line("- **uno**\u00a0: dos", Targets((), ())) == "<p>- <b>uno</b>\u00a0: dos</p>"
