"""A course's pages and questions in every language: what is whole, begun, missing or older than the original."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from accounts.models import User
from cms.translation.declared import text_paths
from cms.translation.domain.passages import passages
from cms.translation.domain.standing import Standing, State, Tally, standing
from cms.translation.strings import OLDER
from courses.models import Course, LessonPage
from courses.readiness import Pages, Sheet, pages_of
from quizzes.domain.translations import texts_in
from quizzes.models import QuestionVersion

Key = tuple[UUID, str]  # translation key, language
BRIEF = 2  # title and summary, which stand beside a lesson's blocks


@dataclass(frozen=True)
class Cell:
    """A page in one language; without `page` it is still to be begun."""

    language: str
    standing: Standing
    page: int | None = None


@dataclass(frozen=True)
class Row:
    """A page of the course in every language. `kind`: course, module, lesson or quiz."""

    title: str
    kind: str
    original: int
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """The whole course. `bank` says how many texts of its questions each language has."""

    source: str
    languages: list[str]
    rows: list[Row]
    bank: dict[str, Tally]
    may_edit: bool

    def behind(self, language: str) -> int:
        """How many lessons and quizzes are not whole and up to date in a language."""
        cells = [cell for row in self.rows if row.kind in ("lesson", "quiz") for cell in row.cells]
        return sum(1 for c in cells if c.language == language and c.standing.state is not State.WHOLE)


def table_of(course: Course, person: User) -> Table:
    """The table; its number of queries does not grow with the course."""
    pages = pages_of(course, person)
    source = course.source_language
    languages = [code for code, _name in settings.LANGUAGES if code != source]
    counts = counts_of(pages)
    rows = [_row(pages, sheet, languages, counts) for sheet in pages.originals.values()]
    return Table(source, languages, rows, bank_of(course, languages), pages.may_edit)


def _row(pages: Pages, sheet: Sheet, languages: Iterable[str], counts: dict[Key, Tally]) -> Row:
    cells = [_cell(pages, sheet, language, counts.get((sheet.key, language))) for language in languages]
    return Row(sheet.title, _kind(pages, sheet), sheet.pk, cells)


def _kind(pages: Pages, sheet: Sheet) -> str:
    if sheet.key in pages.activities:
        return str(pages.activities[sheet.key].kind)
    return "course" if len(sheet.path) == min(len(one.path) for one in pages.sheets) else "module"


def _cell(pages: Pages, sheet: Sheet, language: str, tally: Tally | None) -> Cell:
    mine = pages.by_language[language].get(sheet.key)
    said = standing(
        tally,
        is_there=mine is not None,
        is_live=bool(mine and mine.is_live),
        is_summary=(sheet.key, language) in _summaries(pages),
        original=sheet.published,
        own=mine.published if mine else None,
    )
    return Cell(language, said, mine.pk if mine else None)


def _summaries(pages: Pages) -> set[Key]:
    return {(page.translation_key, page.locale.language_code) for page in pages.lessons if page.is_summary}


def counts_of(pages: Pages) -> dict[Key, Tally]:
    """Passages by page and language: of what was opened side by side, and of summaries, which say it themselves."""
    found = {}
    bodies = {(page.translation_key, page.locale.language_code): page for page in pages.lessons}
    for (key, language), page in bodies.items():
        original = bodies.get((key, pages.course.source_language))
        if page.is_summary and original:
            found[key, language] = Tally(_passages(original), _passages(page))
    return found | memories({sheet.key for sheet in pages.sheets})


def _passages(page: LessonPage) -> int:
    return passages(list(page.body.raw_data), text_paths()) + BRIEF


def memories(keys: Collection[UUID]) -> dict[Key, Tally]:
    """What wagtail-localize keeps of these pages. Three queries."""
    opened = Translation.objects.filter(source__object_id__in=keys, enabled=True)
    segments: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    rows = StringSegment.objects.filter(source__object_id__in=keys)
    for key, *place in rows.values_list("source__object_id", "string_id", "context_id"):
        segments[key].append(tuple(place))  # type: ignore[arg-type]  # two
    said: dict[str, dict[tuple[int, int | None], bool]] = defaultdict(dict)
    texts = StringTranslation.objects.filter(context__object_id__in=keys)
    columns = ("locale__language_code", "translation_of_id", "context_id", "translation_type", "has_error")
    for language, string, context, kind, is_wrong in texts.values_list(*columns):
        if kind == OLDER or not is_wrong:
            said[language][string, context] = kind == OLDER
    pairs = opened.values_list("source__object_id", "target_locale__language_code")
    return {(key, language): _tally(segments[key], said[language]) for key, language in pairs}


def _tally(places: list[tuple[int, int]], said: dict[tuple[int, int | None], bool]) -> Tally:
    found = [said[place] for place in places if place in said]
    return Tally(len(places), found.count(False), found.count(True))


def bank_of(course: Course, languages: Iterable[str]) -> dict[str, Tally]:
    """Texts of the newest ready questions by language. One query."""
    versions = QuestionVersion.objects.current().filter(question__course=course)
    texts = [one for content in versions.values_list("content", flat=True) for one in texts_in(content)]
    total = sum(1 for one in texts if any(one.values()))
    return {language: Tally(total, sum(1 for one in texts if one.get(language))) for language in languages}
