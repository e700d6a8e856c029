"""Files of lessons translated in part: what they must hold, what is compared, and that they arrive."""

from pathlib import Path

import pytest

from cms.content.checks.finding import Finding
from cms.content.checks.run import check_content, read_courses
from cms.content.load import load_content
from courses.models import LessonPage
from library.domain.errors import ContentError
from tests.cms.conftest import Rewrite

FILE = "courses/tiny/lessons/t1-1.fr.md"
FRENCH = """\
---
lesson: T1.1
lang: fr
title: Leçon
summary: Une phrase.
minutes: 30
legal_review: null
extent: summary
---

::: goal
Dire ce qui se passe.
:::

::: keypoints
- Un, avec [une source](cite:made-up-1999/3-c-d).
- Deux.
:::
"""


@pytest.fixture
def french(content: Path, rewrite: Rewrite) -> Path:
    """The made-up course with a French title, and its first lesson in French in part."""
    rewrite("courses/tiny/course.yaml", "en: Tiny course}", "en: Tiny course, fr: Cours minuscule}")
    for key, text in (("lead", "Little"), ("outcomes", "Know"), ("for_whom", "Police"), ("assessment", "A quiz")):
        rewrite("courses/tiny/course.yaml", f"en: {text}}}", f"en: {text}, fr: {key}}}")
    rewrite("courses/tiny/course.yaml", "en: First}", "en: First, fr: Premier}")
    for language in ("es", "en"):
        rewrite(f"courses/tiny/lessons/t1-1.{language}.md", "::: keypoints", "::: goal\nDecir.\n:::\n\n::: keypoints")
    (content / FILE).write_text(FRENCH, encoding="utf-8")
    return content


def of_file(content: Path) -> list[Finding]:
    return [one for one in check_content(content, read_courses(content)) if one.file == content / FILE]


@pytest.mark.django_db
def test_a_summary_is_loaded_the_second_time_changes_nothing_and_the_whole_lesson_replaces_it(french: Path) -> None:
    load_content(french)
    page = LessonPage.objects.get(locale__language_code="fr")
    assert (page.title, page.summary, page.extent) == ("Leçon", "Une phrase.", "summary")
    assert [block.block_type for block in page.body] == ["goal", "keypoints"]
    assert set(LessonPage.objects.exclude(pk=page.pk).values_list("extent", flat=True)) == {"whole"}
    assert load_content(french).is_empty
    (french / FILE).write_text(FRENCH.replace("extent: summary\n", "") + "\nLe texte.\n", encoding="utf-8")
    load_content(french)
    page.refresh_from_db()
    assert page.extent == "whole"


def test_a_summary_that_says_what_the_original_says_is_clean_and_has_no_rule_of_length(french: Path) -> None:
    assert of_file(french) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("::: goal", "::: scene", 11, "no scene"),
        ("- Deux.\n:::\n", "- Deux.\n:::\n\nUn texte.\n", 20, "no text"),
        ("::: keypoints\n- Un,", "::: goal\nEncore.\n:::\n\n::: keypoints\n- Un,", 15, "one ::: goal"),
        ("extent: summary", "extent: half", 1, "extent: one of whole, summary"),
    ],
)
def test_a_summary_has_goal_and_key_points_and_nothing_else(
    french: Path, rewrite: Rewrite, old: str, new: str, line: int, message: str
) -> None:
    rewrite(FILE, old, new)
    [finding] = of_file(french)
    assert (finding.line, finding.level) == (line, "error")
    assert message in finding.message


def test_a_summary_without_key_points_is_refused(french: Path) -> None:
    (french / FILE).write_text(FRENCH.split("::: keypoints")[0], encoding="utf-8")
    assert "one ::: keypoints block" in of_file(french)[0].message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- Deux.\n", "", "keypoints has 1 parts"),
        ("minutes: 30", "minutes: 25", "minutes: 25"),
        ("cite:made-up-1999/3-c-d", "cite:made-up-1999", "cited here, but not in"),
        ("- Deux.", "- À 04:15.", "04:15"),
    ],
)
def test_a_summary_that_fell_behind_the_original_is_found(
    french: Path, rewrite: Rewrite, old: str, new: str, said: str
) -> None:
    rewrite(FILE, old, new)
    assert said in " ".join(finding.message for finding in of_file(french))


def test_a_translation_that_no_title_leads_to_is_named(french: Path, rewrite: Rewrite) -> None:
    rewrite("courses/tiny/course.yaml", ", fr: Premier", "")
    [finding] = of_file(french)
    assert (finding.level, "is not shown" in finding.message) == ("warning", True)


@pytest.mark.django_db
def test_the_source_language_is_never_a_summary(french: Path) -> None:
    spanish = french / "courses/tiny/lessons/t1-1.es.md"
    spanish.write_text(FRENCH.replace("lang: fr", "lang: es"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"t1-1\.es\.md, line 1: .*source language"):
        load_content(french)
