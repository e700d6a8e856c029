"""cards.yaml: what a card must hold, with file and line; and that loading it twice changes nothing."""

from pathlib import Path

import pytest

from cms.content.checks.run import check_content, read_courses
from cms.content.load import load_content, read_content
from courses.models import FieldCard, ModulePage
from library.domain.errors import ContentError
from tests.cms.conftest import Rewrite

REAL = Path(__file__).resolve().parents[2] / "content" / "courses"
FILE = "courses/tiny/cards.yaml"
PART = """\
  {name}:
    es: |-
      {name} uno
      {name} dos
      {name} tres
      {name} cuatro
    en: |-
      {name} one
      {name} two
      {name} three
      {name} four
"""
CARD = "cards:\n- module: T1\n  title: {es: Ficha, en: Card}\n" + "".join(
    PART.format(name=name) for name in ("look_for", "do", "never", "call")
)


@pytest.fixture
def cards(content: Path) -> Path:
    """The made-up course with a card."""
    (content / FILE).write_text(CARD, encoding="utf-8")
    return content


@pytest.mark.django_db
def test_a_card_is_loaded_changed_and_taken_out_with_its_file_and_the_second_time_nothing_happens(
    cards: Path, rewrite: Rewrite
) -> None:
    load_content(cards)
    card = FieldCard.objects.get()
    assert card.slug == "t1"
    assert card.lines("steps", "en") == ["do one", "do two", "do three", "do four"]
    assert set(ModulePage.objects.values_list("translation_key", flat=True)) == {card.module_key}
    assert load_content(cards).is_empty
    rewrite(FILE, "never dos", "jamás dos")
    assert [kind for kind, _what in load_content(cards).notes] == ["changed"]
    card.refresh_from_db()
    assert card.lines("never", "es")[1] == "jamás dos"
    (cards / FILE).unlink()
    assert not load_content(cards).is_empty
    assert not FieldCard.objects.exists()
    assert load_content(cards).is_empty


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("module: T1", "module: T9", "line 2: module: one of T1"),
        ("      do one\n", "", "line 21: en: 3 lines; do has 4 to 6"),
        ("      never uno\n", "      never uno\n      never más\n", "line 27: never: as many lines in every language"),
        ("never uno", "never " + "x" * 130, "signs; 120 at most"),
        ("never uno", "never párr. 12", "no numbers of paragraphs"),
        ("{es: Ficha, en: Card}", "{es: Ficha}", "line 3: en is missing"),
        ("  never:", "  nunca:", "nunca: is not a field"),
    ],
)
def test_what_does_not_fit_on_a_card_is_named_with_its_line(
    cards: Path, rewrite: Rewrite, old: str, new: str, message: str
) -> None:
    rewrite(FILE, old, new)
    with pytest.raises(ContentError) as fault:
        read_content(cards)
    assert message in str(fault.value)
    assert f"{FILE}, line" in str(fault.value)


def test_a_module_has_one_card(cards: Path) -> None:
    (cards / FILE).write_text(CARD + CARD.removeprefix("cards:\n"), encoding="utf-8")
    with pytest.raises(ContentError, match="T1 has a card already"):
        read_content(cards)


def test_words_to_avoid_are_found_on_cards_too(cards: Path, rewrite: Rewrite) -> None:
    terms = "terms:\n- {language: es, avoid: [jamás], write: nunca, why: test}\n"
    (cards / "terms.yaml").write_text(terms, encoding="utf-8")
    line = rewrite(FILE, "never dos", "jamás dos")
    found = [one for one in check_content(cards, read_courses(cards)) if one.file == cards / FILE]
    assert len(found) == 1
    assert abs(found[0].line - line) <= 2


@pytest.mark.parametrize("course", ["adjudicating-trafficking", "consular-protection", "first-response"])
def test_every_module_with_lessons_has_a_card(course: str) -> None:
    from cms.content.course_file import read_course

    file = read_course(REAL / course)
    with_lessons = {module.id for module in file.modules if any(isinstance(one, dict) for one in module.activities)}
    assert {card.module for card in file.cards} == with_lessons
