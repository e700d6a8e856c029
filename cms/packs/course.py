"""A course as course.yaml and cards.yaml: what learners can see of it now."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from certificates.models import CertificatePolicy
from cms.content.card_file import FIELDS
from cms.content.course_file import DESIGNS, PAGE_TEXTS
from cms.packs.markdown import to_markdown
from cms.packs.names import ModulePlace, Place, places
from cms.packs.notes import Notes
from cms.packs.quiz import quiz_entry
from cms.packs.yaml_text import in_order
from courses.models import Course, CoursePage, LessonPage, ModulePage
from quizzes.models import QuizPage

Entry = dict[str, Any]
PageKey = tuple[UUID, str]


@dataclass
class CourseTree:
    """The live pages of a course, found by translation key and language."""

    course: Course
    pages: dict[str, CoursePage] = field(default_factory=dict)
    below: dict[PageKey, Page] = field(default_factory=dict)
    modules: list[ModulePlace] = field(default_factory=list)

    def of(self, place: Place) -> dict[str, Any]:
        """The place's live pages by language."""
        found = {language: self.below.get((place.key, language)) for language in self.pages}
        return {language: page for language, page in found.items() if page is not None}


def read_tree(course: Course) -> CourseTree:
    """What learners can see of the course."""
    pages = {
        page.locale.language_code: page
        for page in CoursePage.objects.filter(course=course).live().select_related("locale").order_by("-pk")
    }
    tree = CourseTree(course, pages, modules=places(course, live=True))
    for language, page in pages.items():
        for model in (ModulePage, LessonPage, QuizPage):
            for below in model.objects.descendant_of(page).live():
                tree.below[UUID(str(below.translation_key)), language] = below
    return tree


def course_entry(tree: CourseTree, notes: Notes) -> Entry:
    """The whole of course.yaml."""
    course, source = tree.course, tree.pages[tree.course.source_language]
    texts = {name: in_order({lang: getattr(page, name) for lang, page in tree.pages.items()}) for name in PAGE_TEXTS}
    about = in_order({language: to_markdown(page.about) for language, page in tree.pages.items()})
    return {
        "course": course.slug,
        "audience": course.audience,
        "hours": f"{course.hours:f}",
        "source": course.source_language,
        **({"wall": source.wall} if source.wall else {}),
        "cover": source.cover,
        **texts,
        **({"about": about} if about else {}),
        **_certificate(course, notes),
        "modules": [_module(tree, module, notes) for module in tree.modules],
    }


def _certificate(course: Course, notes: Notes) -> Entry:
    policy = CertificatePolicy.objects.filter(course=course).select_related("template").first()
    if policy is None:
        return {}
    if policy.template.name not in DESIGNS:
        design = policy.template.name
        notes.add(_("course: its certificate has the design %s, which only this site has; the pack names it") % design)
    if any(one.get("signature") for one in policy.signatories):
        notes.add(_("course: signatures under its certificate stay on this site"))
    people = [{"name": one["name"], "role": in_order(one["role"])} for one in policy.signatories]
    more: Entry = {"valid_months": policy.valid_months} if policy.valid_months else {}
    more |= {"approval": True} if policy.needs_approval else {}
    return {"certificate": {"template": policy.template.name, "signatories": people, **more}}


def _module(tree: CourseTree, module: ModulePlace, notes: Notes) -> Entry:
    pages = tree.of(module)
    summary = in_order({language: page.summary for language, page in pages.items()})
    return {
        "id": module.name,
        "title": in_order({language: page.title for language, page in pages.items()}),
        **({"summary": summary} if summary else {}),
        "activities": [_activity(tree, place, notes) for place in module.activities],
    }


def _activity(tree: CourseTree, place: Place, notes: Notes) -> Entry:
    if isinstance(place.page, QuizPage):
        return quiz_entry(place.name, tree.of(place), place.page.minutes, notes)
    return {"lesson": place.name}


def cards_entry(tree: CourseTree) -> Entry:
    """The whole of cards.yaml; nothing where there are no cards."""
    cards = {card.module_key: card for card in tree.course.cards.all()}
    rows = [_card(module.name, cards[module.key]) for module in tree.modules if module.key in cards]
    return {"cards": rows} if rows else {}


def _card(module: str, card: Any) -> Entry:
    parts = {key: in_order(getattr(card, name)) for key, name in FIELDS.items()}
    return {"module": module, "title": in_order(card.title), **parts}
