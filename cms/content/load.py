"""Load content/: read and check everything first, then write in one transaction."""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from certificates.rendering import design_checksum, design_names, load_design
from certificates.services import put_template
from cms.content.changes import Changes
from cms.content.course_file import CourseFile, read_course
from cms.content.load_course import load_course
from cms.content.load_references import load_references
from cms.content.misconception_file import read_misconceptions
from cms.content.page_file import PageFile, read_pages
from cms.content.question_file import QuestionRow, check_references, read_questions
from cms.content.reference_file import ReferenceFile, read_references
from cms.content.richtext import Targets, UnknownLink, to_html
from cms.content.tree import Tree
from cms.models import HomePage, StandardPage
from courses.models import CataloguePage, Course
from library.domain.yaml_file import Entry, read_document
from library.loading import load_library
from library.models import GlossaryTerm, Instrument, Provision, ReferenceText

Texts = dict[str, str]


@dataclass(frozen=True)
class Content:
    """Everything under content/ but the library, read and ready to write."""

    home: dict[str, Texts]
    catalogue: dict[str, Texts]
    pages: list[PageFile]
    courses: list[tuple[CourseFile, list[QuestionRow]]]
    references: list[ReferenceFile]


def read_content(folder: Path) -> Content:
    """Read every file. Raises ContentError at the first that is wrong."""
    site = read_document(folder / "site.yaml")
    misconceptions = read_misconceptions(folder / "misconceptions.yaml")
    courses = sorted(path.parent for path in (folder / "courses").glob("*/course.yaml"))
    return Content(
        home={key: _in_every_language(site.entry("home"), key) for key in ("title", "lead")},
        catalogue={key: _in_every_language(site.entry("catalogue"), key) for key in ("title", "lead")},
        pages=read_pages(folder / "pages"),
        courses=[_read_course(course, misconceptions) for course in courses],
        references=read_references(folder / "library"),
    )


def _read_course(folder: Path, misconceptions: Container[str]) -> tuple[CourseFile, list[QuestionRow]]:
    course, questions = read_course(folder), read_questions(folder / "questions.yaml")
    check_references(questions, course.outcomes, misconceptions)
    return course, questions


def _in_every_language(entry: Entry, key: str) -> Texts:
    texts = entry.texts(key)
    missing = [language for language, _name in settings.LANGUAGES if language not in texts]
    if missing:
        raise entry.wrong(f"write it in every language of the site; missing: {', '.join(missing)}", key)
    return texts


def load_content(folder: Path) -> Changes:
    """Bring everything under content/ into the site; the second time changes nothing. Raises ContentError."""
    content = read_content(folder)
    changes = Changes()
    with transaction.atomic():
        for change in load_library(folder / "library"):
            changes.add(change.kind, change.what)
        load_references(content.references, targets(), changes)
        _load_designs(changes)
        _load_site(content, Tree(changes))
        if not changes.is_empty:
            _forget_rendered_texts()
    return changes


def _load_designs(changes: Changes) -> None:
    for name in design_names():
        design = load_design(name)
        _template, is_new = put_template(name, design, design_checksum(design))
        if is_new:
            changes.add("created", f"certificate design {name}")


def targets() -> Targets:
    """What citations may lead to: the library as it is now."""
    return Targets(
        provisions=set(Provision.objects.values_list("instrument_id", "slug")),
        terms=set(GlossaryTerm.objects.values_list("slug", flat=True)),
        instruments=set(Instrument.objects.values_list("slug", flat=True)),
        boxes=set(ReferenceText.objects.boxes().values_list("slug", flat=True)),
    )


def _load_site(content: Content, tree: Tree) -> None:
    links = targets()
    catalogues: dict[str, Page] = {}
    for language, _name in settings.LANGUAGES:
        home = _home(content, tree, language)
        for page in content.pages:
            if page.language == language:
                fields = {"title": page.title, "slug": page.name, "lead": page.lead, "body": _body(page, links)}
                tree.put(home, StandardPage, f"page/{page.name}", language, fields)
        fields = {key: texts[language] for key, texts in content.catalogue.items()}
        catalogues[language] = tree.put(home, CataloguePage, "catalogue", language, {**fields, "slug": "courses"})
    for course, questions in content.courses:
        load_course(course, questions, tree, catalogues, links)


def _body(page: PageFile, links: Targets) -> str:
    try:
        return to_html(page.text, links)
    except UnknownLink as error:
        raise page.wrong(error.link, str(error)) from error


def _home(content: Content, tree: Tree, language: str) -> Page:
    root = Page.get_first_root_node()
    fields: dict[str, Any] = {key: texts[language] for key, texts in content.home.items()}
    home = tree.put(root, HomePage, "home", language, {**fields, "slug": f"home-{language}"})
    if language == settings.LANGUAGE_CODE:
        _point_site_at(home)
    return home


def _point_site_at(home: Page) -> None:
    """The site's front door is ours; the page Wagtail comes with goes, and with it the locale it made."""
    if Site.objects.filter(is_default_site=True, root_page=home).exists():
        return
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Amparo"}
    )
    Page.objects.filter(depth=2).exclude(pk__in=HomePage.objects.all()).delete()
    unused = Locale.objects.exclude(language_code__in=dict(settings.LANGUAGES))
    unused.filter(pk__in=[loc.pk for loc in unused if not Page.objects.filter(locale=loc).exists()]).delete()


def _forget_rendered_texts() -> None:
    """Lessons show the library's words: after a change every rendered text is old."""
    from courses.services.releases import touch_tree

    touch_tree(list(Course.objects.values_list("pk", flat=True)))
