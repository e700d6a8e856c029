"""What an editor would see: each rule finds its fault, with file and line, and lets an honest text pass."""

from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.content.checks.citations import check_links, check_paragraph_numbers, cited
from cms.content.checks.course import read_for_checks
from cms.content.checks.finding import ERROR, WARNING, Finding
from cms.content.checks.hours import check_hours
from cms.content.checks.length import check_length, check_minutes, check_sentences, lesson_words
from cms.content.checks.pictures import check_pictures
from cms.content.checks.prose import passages, sentences, words
from cms.content.checks.questions import check_question
from cms.content.checks.repeats import check_repeats
from cms.content.checks.run import check_content, read_courses
from cms.content.checks.terms import check_question_terms, check_terms, read_terms
from cms.content.checks.translations import check_translations, compare
from cms.content.lesson_file import LessonFile, read_lesson
from cms.content.richtext import Targets
from library.domain.errors import ContentError
from library.domain.yaml_file import read_entries
from tests.cms.conftest import Rewrite

REAL = Path(__file__).resolve().parents[2] / "content"
FRONT = "---\nlesson: {}\nlang: {}\ntitle: T\nsummary: S.\nminutes: {}\nlegal_review: null\n---\n\n"
FIRST = 10  # the line on which a made-up lesson's text begins
Write = Callable[..., LessonFile]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A lesson of these words."""

    def make(body: str, lesson: str = "T1.1", lang: str = "en", minutes: int = 30) -> LessonFile:
        file = tmp_path / "lessons" / f"{lesson.lower().replace('.', '-')}.{lang}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(FRONT.format(lesson, lang, minutes) + body, encoding="utf-8")
        return read_lesson(file)

    return make


def said(findings: Iterable[Finding]) -> list[tuple[int, str]]:
    return [(finding.line, finding.level) for finding in sorted(findings)]


# --- The words of a lesson --------------------------------------------------------------------------------


def test_words_are_counted_as_a_reader_reads_them(write: Write) -> None:
    body = "## Two words\n\nThe [state's duty](cite:made-up-1999/3) at **01:40**.\n\n::: check T1.1-1\n:::\n"
    assert lesson_words(write(body)) == 2 + 5
    assert words("a well-paid job, state's — 1 2.5") == 6


def test_abbreviations_end_no_sentence() -> None:
    assert sentences("Under art. 36 he may ask. In Vélez Loor v. Panama the Court said no. In A Vs. B too.") == [
        "Under art. 36 he may ask.",
        "In Vélez Loor v. Panama the Court said no.",
        "In A Vs. B too.",
    ]
    assert sentences("«¿Adónde va?» Nadie responde. ¿Y usted?") == ["«¿Adónde va?", "Nadie responde.", "¿Y usted?"]


def test_each_passage_knows_its_line(write: Write) -> None:
    body = "One.\n\nTwo\nlines.\n\n::: table Caption\n| A | B |\n|---|---|\n| c | d |\n:::\n\n::: keypoints\n- x\n- y\n:::\n"
    found = [(passage.text, passage.line - FIRST) for passage in passages(write(body))]
    assert found == [
        *(("One.", 0), ("Two lines.", 2), ("Caption", 5), ("A", 6), ("B", 6), ("c", 8), ("d", 8)),
        *(("x", 12), ("y", 13)),
    ]


# --- Length -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "level"), [(530, ERROR), (590, WARNING), (600, ""), (900, ""), (910, WARNING), (1000, ERROR)]
)
def test_a_lesson_has_600_to_900_words(write: Write, count: int, level: str) -> None:
    assert said(check_length(write("word " * count))) == ([(1, level)] if level else [])


def test_a_long_sentence_is_named_with_its_line(write: Write) -> None:
    body = "Short.\n\n" + "Short again. " * 20 + "Then " + "and " * 36 + "so on.\n\n" + "More " * 50 + "words.\n"
    assert (FIRST + 2, WARNING) in said(check_sentences(write(body)))
    assert (FIRST + 4, ERROR) in said(check_sentences(write(body)))


def test_sentences_that_are_long_on_average_are_an_error(write: Write) -> None:
    assert said(check_sentences(write(("One " * 22 + "end. ") * 5))) == [(1, ERROR)]
    assert not said(check_sentences(write(("One " * 12 + "end. ") * 5)))


@pytest.mark.parametrize(("minutes", "is_plausible"), [(5, False), (12, True), (60, True), (90, False)])
def test_minutes_leave_time_to_read_and_to_think(write: Write, minutes: int, is_plausible: bool) -> None:
    assert bool(list(check_minutes(write("word " * 800, minutes=minutes)))) is not is_plausible


def test_hours_that_do_not_fit_the_minutes_are_a_warning(content: Path, rewrite: Rewrite) -> None:
    folder = content / "courses/tiny"
    rewrite("courses/tiny/course.yaml", "hours: '1.5'", "hours: '1.2'")
    assert not list(check_hours(read_for_checks(folder)))  # two lessons of 30 minutes, a quiz of 5
    rewrite("courses/tiny/course.yaml", "hours: '1.2'", "hours: '1.5'")
    assert said(check_hours(read_for_checks(folder))) == [(1, WARNING)]


# --- Repeats ----------------------------------------------------------------------------------------------


def test_a_sentence_of_another_lesson_is_found_whatever_its_marks(write: Write) -> None:
    one = write("The officer of the night tells her at once, in her language.")
    two = write("New.\n\nThe officer of *the night* tells her at once in her language!", lesson="T1.2")
    assert said(check_repeats([one, two])) == [(FIRST + 2, ERROR)]


def test_short_sentences_other_languages_and_the_same_lesson_may_repeat(write: Write) -> None:
    text = "Ask her first. The officer of the night tells her at once, in her language. "
    files = [write(text + text), write(text, lang="es"), write("Ask her first.", lesson="T1.2")]
    assert not list(check_repeats(files))


# --- Citations --------------------------------------------------------------------------------------------


def test_links_that_lead_nowhere_are_named_with_their_own_line(write: Write, targets: Targets) -> None:
    body = "One [a](cite:made-up-1999/3-c-d)\ntwo [b](cite:made-up-1999/9)\nand [c](term:nothing).\n\n::: cite gone 1\n:::\n"
    lesson = write(body)
    assert said(check_links(lesson, targets)) == [(FIRST + 1, ERROR), (FIRST + 2, ERROR), (FIRST + 4, ERROR)]
    assert cited(lesson) == ["made-up-1999/3-c-d", "made-up-1999/9", "gone/1"]


@pytest.mark.parametrize("claim", ["§ 171", "§171", "para. 12", "paras. 3", "párr. 5", "paragraph 7", "párrafo 9"])
def test_a_paragraph_number_belongs_into_a_link(write: Write, claim: str) -> None:
    assert said(check_paragraph_numbers(write(f"Well.\n\nThe Court said so ({claim})."))) == [(FIRST + 2, ERROR)]
    assert not list(check_paragraph_numbers(write(f"The Court [said so, {claim}](cite:made-up-1999/3-c-d).")))


def test_a_treaty_has_paragraphs_too(write: Write) -> None:
    assert not list(check_paragraph_numbers(write("Under [article 6](cite:made-up-1999), paragraph 5, they must.")))
    assert not list(check_paragraph_numbers(write("::: cite made-up-1999 6\nParagraph 3 asks more.\n:::\n")))


# --- Terms ------------------------------------------------------------------------------------------------

TERMS = """\
terms:
- language: en
  avoid: [alleged victim*, human smuggling]
  write: presumed victim
  why: it doubts her
- language: es
  avoid: [tráfico de personas]
  write: trata de personas
  why: another crime
  level: warning
  beside: [tráfico ilícito de migrantes]
  lessons: [T9.9]
"""


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    file = tmp_path / "terms.yaml"
    file.write_text(TERMS, encoding="utf-8")
    return file


def test_a_word_to_avoid_is_named_with_what_to_write_instead(write: Write, terms: Path) -> None:
    lesson = write("Good.\n\n::: keypoints\n- One.\n- Alleged\n  victims.\n:::\n")
    found = list(check_terms(lesson, read_terms(terms)))
    assert said(found) == [(FIRST + 4, ERROR)]
    assert found[0].message == "'Alleged victims': write 'presumed victim' (it doubts her)"


def test_a_lesson_that_explains_the_trap_may_name_it(write: Write, terms: Path) -> None:
    known = read_terms(terms)
    trap = "No diga tráfico de personas.{}"
    assert said(check_terms(write(trap.format(""), lang="es"), known)) == [(FIRST, WARNING)]
    assert not list(check_terms(write(trap.format(" Es tráfico ilícito de migrantes."), lang="es"), known))
    assert not list(check_terms(write("Dice «tráfico de personas».", lang="es"), known))
    assert not list(check_terms(write(trap, lang="es", lesson="T9.9"), known))
    assert not list(check_terms(write("Human smugglings; tráfico de personas."), known))


def test_a_list_that_is_wrong_says_where(terms: Path) -> None:
    terms.write_text(TERMS.replace("level: warning", "level: maybe"), encoding="utf-8")
    with pytest.raises(ContentError, match="level: error or warning"):
        read_terms(terms)


def test_every_language_of_the_site_has_words_to_avoid() -> None:
    assert {term.language for term in read_terms(REAL / "terms.yaml")} == {"es", "en", "fr", "pt"}


# --- Translations -----------------------------------------------------------------------------------------

BODY = "::: scene\nAt 22:40.\n:::\n\n::: keypoints\n- [a](cite:x-1/2)\n- b\n:::\n\n::: check T1.1-1\n:::\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "level"),
    [
        ("::: scene\nAt 22:40.\n:::\n\n", "", FIRST, ERROR),
        ("::: check T1.1-1", "::: check T1.1-2", FIRST + 9, ERROR),
        ("::: check T1.1-1\n:::\n", "", FIRST + 4, ERROR),
        ("- b\n", "", FIRST + 4, ERROR),
        ("cite:x-1/2", "cite:x-1/3", 1, ERROR),
        ("22:40", "22:45", 1, WARNING),
    ],
)
def test_a_translation_that_fell_behind_is_found(write: Write, old: str, new: str, line: int, level: str) -> None:
    original = write(BODY, lang="es")
    assert not list(compare(original, write(BODY)))
    assert (line, level) in said(compare(original, write(BODY.replace(old, new, 1))))


def test_other_minutes_in_another_language_are_found(write: Write) -> None:
    assert said(compare(write(BODY, lang="es"), write(BODY, minutes=31))) == [(1, ERROR)]


def test_a_missing_translation_is_named_where_the_course_names_the_lesson(content: Path, rewrite: Rewrite) -> None:
    (content / "courses/tiny/lessons/t1-2.en.md").unlink()
    lesson = read_for_checks(content / "courses/tiny").lessons[1]
    found = list(check_translations(lesson))
    assert [finding.message for finding in found] == ["lesson T1.2 is missing in en; write lessons/t1-2.en.md"]
    assert found[0].line == 1 + (content / "courses/tiny/course.yaml").read_text().split("lesson: T1.2")[0].count("\n")


def test_a_course_or_a_module_says_which_languages_it_must_have(content: Path, rewrite: Rewrite) -> None:
    rewrite("courses/tiny/course.yaml", "source: es", "source: es\nlanguages: [es]")
    (content / "courses/tiny/lessons/t1-2.en.md").unlink()
    assert not list(check_translations(read_for_checks(content / "courses/tiny").lessons[1]))
    rewrite("courses/tiny/course.yaml", "- id: T1", "- id: T1\n  languages: [es, fr]")
    assert len(list(check_translations(read_for_checks(content / "courses/tiny").lessons[1]))) == 1
    rewrite("courses/tiny/course.yaml", "[es, fr]", "[es, xx]")
    assert "xx" in " ".join(finding.message for finding in read_for_checks(content / "courses/tiny").findings)


# --- Pictures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alt", "level"),
    [
        ("alt: Two circles that overlap.", ""),
        ("alt: Image of two circles that overlap.", WARNING),
        ("alt: Circles.", WARNING),
        ("caption: Circles.", ERROR),
    ],
)
def test_a_drawing_says_what_it_shows(write: Write, tmp_path: Path, alt: str, level: str) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/circles.en.svg").write_text("<svg/>")
    assert said(check_pictures(write(f"::: figure circles\n{alt}\n:::\n"))) == ([(FIRST, level)] if level else [])


def test_a_drawing_in_another_language_or_too_heavy_deserves_a_look(write: Write, tmp_path: Path) -> None:
    lesson = write("::: figure circles\nalt: Two circles that overlap.\n:::\n")
    assert said(check_pictures(lesson)) == [(FIRST, WARNING)]
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/circles.en.svg").write_text(" " * 9000)
    assert said(check_pictures(lesson)) == [(1, WARNING)]


# --- Questions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    feedback: {es: Tampoco, en: Wrong}\n", "", "without feedback"),
        ("  citations:\n  - instrument: made-up-1999\n    ref: art. 3\n", "", "no citation"),
        ("{es: Esa, en: That}", "{es: Esa}", "missing in en"),
        ("{es: Esa, en: That}", "{es: Esa, en: ''}", "missing in en"),
    ],
)
def test_a_question_that_does_not_teach_is_found(
    content: Path, rewrite: Rewrite, old: str, new: str, what: str
) -> None:
    file = content / "courses/tiny/questions.yaml"
    assert not list(check_question(read_entries(file, "questions")[0], ("es", "en")))
    rewrite("courses/tiny/questions.yaml", old, new)
    found = list(check_question(read_entries(file, "questions")[0], ("es", "en")))
    assert [what in finding.message for finding in found] == [True]


def test_the_text_of_a_wrong_option_may_name_the_error_other_words_of_a_question_warn(
    content: Path, rewrite: Rewrite, terms: Path
) -> None:
    file = "courses/tiny/questions.yaml"
    rewrite(file, "en: That", "en: The alleged victim")
    line = rewrite(file, "en: Wrong", "en: No alleged victim")
    question = read_entries(content / file, "questions")[0]
    assert said(check_question_terms(question, read_terms(terms))) == [(line, WARNING)]


# --- All together -----------------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("check_content", *arguments, stdout=out, **options)
    return out.getvalue()


def test_one_broken_file_does_not_hide_the_others(content: Path, rewrite: Rewrite) -> None:
    rewrite("courses/tiny/lessons/t1-1.es.md", "::: quote", "::: poem")
    rewrite("courses/tiny/lessons/t1-2.es.md", "|---|---|", "| a | b |")
    text = " ".join(finding.message for finding in check_content(content, read_courses(content)))
    assert "no block called 'poem'" in text
    assert "a row of ---" in text


def test_the_command_prints_places_in_order_and_fails_on_errors(content: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match=r"\d+ errors, \d+ warnings in 1 courses"):
        call_command("check_content", content, stdout=out)  # lessons of forty words
    lines = out.getvalue().splitlines()
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], int(line.split(":")[1])))
    assert any("t1-1.en.md:1: error: " in line for line in lines)


def test_warnings_alone_do_not_fail(content: Path, rewrite: Rewrite) -> None:
    assert "0 errors, 0 warnings in 0 courses." in run(content, course=["other"])


def test_the_table_shows_the_lessons_at_a_glance(content: Path) -> None:
    rows = run(content, table=True).splitlines()
    assert rows[2] == "| lesson | words | reading minutes | key points | citations | languages | legal review |"
    assert rows[4].startswith("| T1.1 Lección T1.1 es | es ")
    assert rows[4].endswith("| 1 | 2 | 1 | es en | es not yet, en not yet |")


def test_the_course_for_first_responders_is_clean() -> None:
    courses = [course for course in read_courses(REAL) if course.folder.name == "first-response"]
    assert [finding for finding in check_content(REAL, courses) if finding.level == ERROR] == []
