"""Opening side by side what is translated already: filled in, once, and marked where the original has changed."""

from pathlib import Path

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from accounts.models import User
from cms.content.load import load_content
from cms.translation.adopting import NothingToTranslate, adopt
from cms.translation.domain.standing import Tally
from cms.translation.publishing import BelowParUnsaid, publish_translation, tally_of
from cms.translation.strings import OLDER, segments_of
from courses.models import LessonPage
from tests.cms.conftest import Rewrite
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ES, EN = "courses/tiny/lessons/t1-1.es.md", "courses/tiny/lessons/t1-1.en.md"
TRANSLATED = (
    ("Son las dos.", "It is two o'clock."),
    ("Uno con **fuerza**.", "One with **force**."),
    ("## Un título", "## A title"),
    ("¿Basta?", "Enough?"),
    ("| Acción | ¿Qué? |", "| Act | What? |"),
)


@pytest.fixture
def loaded(content: Path, rewrite: Rewrite) -> Path:
    for old, new in TRANSLATED:
        rewrite(EN, old, new)
    load_content(content)
    return content


def lesson(language: str) -> LessonPage:
    return LessonPage.objects.get(slug="t1-1", locale__language_code=language)


def said(translation: Translation) -> dict[str, str]:
    """The translation's texts by what they translate."""
    return dict(
        StringTranslation.objects.filter(locale=translation.target_locale).values_list("translation_of__data", "data")
    )


@pytest.fixture
def trainer(db: None) -> User:
    return UserFactory(is_staff=True, is_superuser=True)


def test_a_page_that_is_translated_opens_with_every_passage_filled_in(loaded: Path) -> None:
    translation = adopt(lesson("en"))
    texts = said(translation)
    assert texts["Son las dos."] == "It is two o'clock."
    assert texts["Uno con <b>fuerza</b>."] == "One with <b>force</b>."
    assert (texts["Un título"], texts["¿Basta?"], texts["Acción"]) == ("A title", "Enough?", "Act")
    tally = tally_of(translation)
    assert tally.older == 0
    assert "made-up-1999" not in texts  # codes are no texts


def test_opening_it_again_changes_nothing(loaded: Path) -> None:
    adopt(lesson("en"))
    before = list(StringTranslation.objects.order_by("pk").values())
    adopt(lesson("en"))
    assert list(StringTranslation.objects.order_by("pk").values()) == before
    assert Translation.objects.count() == 1


def test_the_original_is_not_translated(loaded: Path) -> None:
    with pytest.raises(NothingToTranslate):
        adopt(lesson("es"))


def test_a_passage_whose_original_changed_keeps_its_text_and_is_older(loaded: Path, rewrite: Rewrite) -> None:
    adopt(lesson("en"))
    rewrite(ES, "Son las dos.", "Son las tres.")
    load_content(loaded)
    translation = adopt(lesson("en"))
    older = StringTranslation.objects.get(translation_type=OLDER)
    assert (older.translation_of.data, older.data, older.has_error) == ("Son las tres.", "It is two o'clock.", True)
    assert tally_of(translation).older == 1


def test_it_is_older_too_where_the_page_was_never_opened_before(loaded: Path, rewrite: Rewrite) -> None:
    rewrite(ES, "Son las dos.", "Son las tres.")
    load_content(loaded)
    adopt(lesson("en"))
    assert StringTranslation.objects.get(translation_type=OLDER).data == "It is two o'clock."


def test_a_new_paragraph_of_the_original_is_missing_and_the_others_stay(loaded: Path, rewrite: Rewrite) -> None:
    before = tally_of(adopt(lesson("en")))
    rewrite(ES, "Son las dos.", "Son las dos.\n\nLlueve sobre la ciudad desde ayer.")
    load_content(loaded)
    assert tally_of(adopt(lesson("en"))) == Tally(before.total + 1, before.translated)


def test_what_a_file_says_anew_comes_into_the_side_by_side_view(loaded: Path, rewrite: Rewrite) -> None:
    adopt(lesson("en"))
    rewrite(EN, "It is two o'clock.", "The clock strikes two.")
    load_content(loaded)
    assert said(adopt(lesson("en")))["Son las dos."] == "The clock strikes two."


def test_what_a_trainer_writes_side_by_side_stays_when_the_original_changes_elsewhere(
    loaded: Path, rewrite: Rewrite
) -> None:
    translation = adopt(lesson("en"))
    StringTranslation.objects.filter(data="A title").update(data="A heading")
    rewrite(ES, "Son las dos.", "Son las tres.")
    load_content(loaded)
    assert said(adopt(lesson("en")))["Un título"] == "A heading"
    assert translation == Translation.objects.get()


def test_what_a_trainer_has_not_published_yet_stays_when_a_file_brings_the_page_anew(
    loaded: Path, rewrite: Rewrite
) -> None:
    adopt(lesson("en"))
    StringTranslation.objects.filter(data="A title").update(data="A heading")
    rewrite(EN, "It is two o'clock.", "The clock strikes two.")
    rewrite(EN, "## A title", "## The title")
    load_content(loaded)
    texts = said(adopt(lesson("en")))
    assert (texts["Un título"], texts["Son las dos."]) == ("A heading", "The clock strikes two.")


def test_other_ids_of_the_originals_blocks_lose_nothing(loaded: Path) -> None:
    before = tally_of(adopt(lesson("en")))
    original = lesson("es")
    original.body = [{**block, "id": f"{n:036d}"} for n, block in enumerate(original.body.raw_data)]
    original.save_revision().publish()
    assert tally_of(adopt(lesson("en"))) == before


def test_only_a_summary_is_translated_as_far_as_it_goes(loaded: Path, content: Path) -> None:
    file = content / "courses/tiny/lessons/t1-1.fr.md"
    text = """---
lesson: T1.1
lang: fr
title: Leçon
summary: Une phrase.
minutes: 30
legal_review: null
extent: summary
---

::: keypoints
- Un avec **force**.
- Deux
  sur deux lignes.
:::

::: goal
But.
:::
"""
    file.write_text(text, encoding="utf-8")
    course = content / "courses/tiny/course.yaml"
    said_of_it = course.read_text(encoding="utf-8")
    for spanish, french in (("Curso mínimo", "Cours"), ("Primero", "Premier"), ("Poco", "Peu")):
        said_of_it = said_of_it.replace(f"es: {spanish}", f"fr: {french}, es: {spanish}")
    course.write_text(said_of_it, encoding="utf-8")
    (content / ES).write_text(
        (content / ES).read_text().replace("::: keypoints", "::: goal\nMeta.\n:::\n\n::: keypoints")
    )
    load_content(content)
    translation = adopt(lesson("fr"))
    assert said(translation)["Uno con <b>fuerza</b>."] == "Un avec <b>force</b>."
    assert said(translation)["Meta."] == "But."
    assert tally_of(translation).translated == 5


def test_publishing_unchanged_gives_the_page_that_was_there(loaded: Path, trainer: User) -> None:
    before = lesson("en")
    translation = adopt(before)
    publish_translation(translation, by=trainer, seen=tally_of(translation))
    after = lesson("en")
    assert (after.title, after.slug, after.summary, after.extent) == (
        before.title,
        before.slug,
        before.summary,
        before.extent,
    )
    assert list(after.body.raw_data) == list(before.body.raw_data)
    assert load_content(loaded).is_empty
    assert Page.find_problems() == ([], [], [], [], [])


def test_below_par_needs_the_number_said(loaded: Path, rewrite: Rewrite, trainer: User) -> None:
    rewrite(ES, "Son las dos.", "Son las tres.")
    load_content(loaded)
    translation = adopt(lesson("en"))
    with pytest.raises(BelowParUnsaid):
        publish_translation(translation, by=trainer)
    publish_translation(translation, by=trainer, seen=tally_of(translation))
    assert "It is two o'clock." in str(list(lesson("en").body.raw_data))


def test_segments_stand_in_the_order_of_the_page(loaded: Path) -> None:
    places = list(segments_of(adopt(lesson("en")).source))
    assert places[0] == "title"
