"""Course, question, page and site files: every fault is named with file and line, before anything is written."""

from pathlib import Path

import pytest

from cms.content.load import load_content, read_content
from courses.models import Course
from library.domain.errors import ContentError
from tests.cms.conftest import Rewrite

COURSE, QUESTIONS, SITE = "courses/tiny/course.yaml", "courses/tiny/questions.yaml", "site.yaml"

# File, what is replaced by what, the text on the line that is named, what is said.
READ = [
    (COURSE, "hours: '1.5'", "hours: many", "many", "a number of hours"),
    (COURSE, "hours: '1.5'", "hours: '0'", "hours", "a number of hours"),
    (COURSE, "hours: '1.5'", "hours: '1.55'", "hours", "a number of hours"),
    (COURSE, "audience: police", "audience: pirates", "pirates", "one of consular, police"),
    (COURSE, "source: es", "source: de", "source", "one of es, en, fr, pt"),
    (COURSE, "wall: selva", "wall: pink", "pink", "one of anil"),
    (COURSE, "cover: trata", "cover: ../../x", "cover", "one of consular"),
    (COURSE, "audience: police\n", "", "course: tiny", "audience is missing"),
    (COURSE, "audience: police", "audience: police\nprice: 10", "price", "not a field"),
    (COURSE, "audience: police", "audience: police\naudience: police", None, "stands here twice"),
    (COURSE, "lead: {es: Poco, en: Little}", "lead: Poco", "lead", "write fields here"),
    (COURSE, "lead: {es: Poco, en: Little}", "lead: {es: Poco}", "lead", "en is missing"),
    (COURSE, "lead: {es: Poco", "lead: {es: ''", "lead", "write a text"),
    (COURSE, "lead: {es: Poco", "lead: {de: Wenig, es: Poco", "lead", "de: is not a field"),
    (COURSE, "modules:", "modules: none\nx:", None, "is not a field"),
    (COURSE, "- lesson: T1.2", "- lesson: T9.9", "T9.9", "no file t9-9.es.md"),
    (COURSE, "- lesson: T1.2", "- game: T1.2", "game", "is not a field"),
    (COURSE, "minutes: 5", "minutes: 1:30", "minutes", "a whole number"),
    (COURSE, "minutes: 5", "minutes: null", "minutes", "a whole number"),
    (COURSE, "minutes: 5", "minutes: true", "minutes", "a whole number"),
    (COURSE, "attempts: 3", "attempts: -1", "attempts", "a whole number"),
    (COURSE, "is_graded: true", "is_graded: maybe", "is_graded", "true or false"),
    (COURSE, "count: 2", "count: two", "count", "a whole number"),
    (COURSE, "count: 2}", "count: 2, difficulty: 3}", "difficulty", "is not a field"),
    (COURSE, "template: amparo", "template: gold", "gold", "one of amparo"),
    (COURSE, "title: {es: Curso", "title: [", None, "is not YAML"),
    (QUESTIONS, "id: T1.1-2", "id: T1.1-1", None, "stands here twice"),
    (QUESTIONS, "type: single", "type: riddle", "T1.1-1", "riddle"),
    (QUESTIONS, "  type: single\n", "", "T1.1-1", "is none of"),
    (QUESTIONS, "correct: true", "correct: false", "T1.1-1", "T1.1-1"),
    (QUESTIONS, "questions:", "riddles:", "riddles", "not a field"),
    (SITE, "fr: Accueil, ", "", "title", "missing: fr"),
    (SITE, "catalogue:", "shop:", "home", "catalogue"),
    ("courses/tiny/lessons/t1-1.en.md", "lang: en", "lang: es", "---", "must say lesson: T1.1 and lang: en"),
    ("courses/tiny/lessons/t1-1.en.md", "lesson: T1.1", "lesson: T1.2", "---", "must say lesson: T1.1"),
    ("pages/help.es.md", "# Ayuda", "Ayuda", "Ayuda", "a line with #"),
    ("pages/help.es.md", "Cómo estudiar.", "", "# Ayuda", "the lead"),
]
WRITTEN = [
    ("pages/help.es.md", "cite:made-up-1999", "cite:nowhere-2000", "nowhere-2000", "no instrument 'nowhere-2000'"),
    ("pages/help.es.md", "cite:made-up-1999", "term:nothing", "term:nothing", "not in the glossary"),
    (QUESTIONS, "instrument: made-up-1999", "instrument: nowhere", "nowhere", "nowhere"),
]


def spoil(content: Path, rewrite: Rewrite, name: str, old: str, new: str, where: str | None) -> tuple[Path, int | None]:
    rewrite(name, old, new)
    lines = (content / name).read_text(encoding="utf-8").splitlines()
    return content / name, next((n for n, line in enumerate(lines, 1) if where and where in line), None)


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "said"), READ, ids=[f"{n}-{fault[4]}" for n, fault in enumerate(READ)]
)
def test_a_fault_is_named_while_the_files_are_read(
    content: Path, rewrite: Rewrite, name: str, old: str, new: str, where: str | None, said: str
) -> None:
    file, line = spoil(content, rewrite, name, old, new, where)
    with pytest.raises(ContentError) as raised:
        read_content(content)
    assert said in raised.value.message
    assert raised.value.file == file
    assert line is None or raised.value.line == line


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "old", "new", "where", "said"), WRITTEN)
def test_a_citation_that_leads_nowhere_is_named_and_nothing_is_written(
    content: Path, rewrite: Rewrite, name: str, old: str, new: str, where: str, said: str
) -> None:
    file, line = spoil(content, rewrite, name, old, new, where)
    with pytest.raises(ContentError) as raised:
        load_content(content)
    assert said in raised.value.message
    assert (raised.value.file, raised.value.line) == (file, line)
    assert not Course.objects.exists()


@pytest.mark.parametrize("name", ["help.md", "help.de.md", "a.b.md"])
def test_a_page_says_its_language_in_its_name(content: Path, name: str) -> None:
    (content / "pages/help.es.md").rename(content / "pages" / name)
    if name == "help.md":  # not a page: there may be notes beside them
        assert len(read_content(content).pages) == 1
        return
    with pytest.raises(ContentError, match="the name ends with a language"):
        read_content(content)


@pytest.mark.parametrize("name", [SITE, QUESTIONS])
def test_a_file_that_is_not_there_is_named(content: Path, name: str) -> None:
    (content / name).unlink()
    with pytest.raises(ContentError, match="cannot be read") as raised:
        read_content(content)
    assert raised.value.file == content / name
