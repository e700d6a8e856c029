"""Create a course from a pattern: pages in every language that was chosen, quizzes with their settings, all drafts."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role
from courses.contributions import page_model, settle
from courses.models import Activity, CataloguePage, Course, CoursePage, LessonPage, ModulePage
from courses.patterns import LESSON_BLOCKS, Chapter, Pattern, Piece
from courses.services.copying import CodeTaken
from courses.services.granting import grant
from courses.services.structure import new_page

RICH = ("goal", "text")


@dataclass(frozen=True)
class Wish:
    """What somebody wants to begin. `token` is of the form they sent: sent twice, it is one course."""

    token: UUID
    slug: str
    title: str
    audience: str
    hours: Decimal
    source_language: str
    languages: list[str]  # beside the course's own

    def key(self, name: str) -> UUID:
        """The key that ties the pages of one part in all languages."""
        return uuid5(self.token, name)


def create_course(pattern: Pattern, wish: Wish, *, by: User) -> Course:
    """The course, as drafts. The same wish again gives the same course. Raises CodeTaken."""
    found = _made_before(wish)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _create(pattern, wish, by)
    except IntegrityError as error:  # the code is taken; by the same press, perhaps, a moment ago
        found = _made_before(wish)
        if found is None:
            raise CodeTaken(wish.slug) from error
        return found


def _made_before(wish: Wish) -> Course | None:
    return Course.objects.filter(slug=wish.slug, pages__translation_key=wish.key("course")).first()


def _create(pattern: Pattern, wish: Wish, by: User) -> Course:
    names = ("slug", "title", "audience", "hours", "source_language")
    course = Course.objects.create(**{name: getattr(wish, name) for name in names})
    if not by.is_superuser:
        grant(course, by, Role.TRAINER, by=by)  # who creates a course writes it
    for language in dict.fromkeys([wish.source_language, *wish.languages]):  # the source makes the activities
        _create_pages(pattern, wish, course, language, by)
    purposes = {wish.key(piece.slug): piece.purpose for piece in pattern.pieces}
    for activity in Activity.objects.filter(pk__in=purposes):
        settle(activity, purposes[activity.pk])
    return course


def _create_pages(pattern: Pattern, wish: Wish, course: Course, language: str, by: User) -> None:
    catalogue = CataloguePage.objects.get(locale__language_code=language)
    with translation.override(language):
        fields = {"slug": wish.slug, "course": course, "translation_key": wish.key("course"), "lead": ""}
        top = new_page(catalogue, CoursePage, wish.title, by=by, **fields)
        for chapter in pattern.chapters:
            fields = {"slug": chapter.slug, "translation_key": wish.key(chapter.slug)}
            module = new_page(top, ModulePage, _titled(chapter), by=by, **fields)
            for piece in chapter.pieces:
                _create_piece(piece, wish, module, by)


def _create_piece(piece: Piece, wish: Wish, module: Page, by: User) -> None:
    model = page_model(piece.kind)
    fields: dict[str, Any] = {"slug": piece.slug, "translation_key": wish.key(piece.slug), "minutes": piece.minutes}
    if issubclass(model, LessonPage):
        fields["body"] = _skeleton(wish, piece)
    new_page(module, model, _titled(piece), by=by, **fields)


def _titled(part: Piece | Chapter) -> str:
    return gettext(part.title) % {"n": part.n} if part.n else gettext(part.title)


def _skeleton(wish: Wish, piece: Piece) -> list[dict[str, Any]]:
    """Blocks that say what to write in them."""
    return [
        {
            "type": kind,
            "value": f"<p>{gettext(text)}</p>" if kind in RICH else gettext(text),
            "id": str(wish.key(f"{piece.slug} {n}")),
        }
        for n, (kind, text) in enumerate(LESSON_BLOCKS)
    ]
