"""What files call the pages of a course. A page loaded from a file keeps its name; others are called by their address."""

from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Page

from cms.content.tree import key_of
from courses.models import Course, CoursePage, ModulePage
from quizzes.models import QuizPage


@dataclass(frozen=True)
class Place:
    """A module or an activity in the source language's tree: its page there and its name in course.yaml."""

    name: str
    page: Page

    @property
    def key(self) -> UUID:
        return UUID(str(self.page.translation_key))


@dataclass(frozen=True)
class ModulePlace(Place):
    """A module with its activities."""

    activities: tuple[Place, ...]


def source_page(course: Course) -> CoursePage | None:
    """The course's page in the language it was written in."""
    return course.pages.filter(locale__language_code=course.source_language).order_by("-live", "pk").first()


def places(course: Course, *, live: bool) -> list[ModulePlace]:
    """The modules in order; `live`: only what learners can see."""
    page = source_page(course)
    if page is None:
        return []
    slugs = dict(course.activities.values_list("id", "slug"))
    modules = [child for child in _children(page, live=live) if isinstance(child, ModulePage)]
    return [
        ModulePlace(
            _name(course, module, module.slug, module.slug.upper()),
            module,
            tuple(_activity(course, child, slugs) for child in _children(module, live=live)),
        )
        for module in modules
    ]


def _children(page: Page, *, live: bool) -> list[Page]:
    children = page.get_children().specific().order_by("path")
    return list(children.live() if live else children)


def _activity(course: Course, page: Page, slugs: dict[UUID, str]) -> Place:
    slug = slugs.get(page.translation_key, page.slug)
    if isinstance(page, QuizPage):
        return Place(slug, page)
    return Place(_name(course, page, slug, slug.upper().replace("-", ".")), page)


def _name(course: Course, page: Page, slug: str, as_in_files: str) -> str:
    """C1.1 where the page was loaded from a file that says so; else its slug."""
    is_loaded = key_of(f"course/{course.slug}/{as_in_files}") == page.translation_key
    return as_in_files if is_loaded else slug


def keys_of(course: Course) -> dict[str, UUID]:
    """Name to translation key of every page there is, so that a pack finds those that were written by hand."""
    start = f"course/{course.slug}"
    page = source_page(course)
    keys = {start: UUID(str(page.translation_key))} if page else {}
    for module in places(course, live=False):
        for place in (module, *module.activities):
            keys[f"{start}/{place.name}"] = place.key
    return keys
