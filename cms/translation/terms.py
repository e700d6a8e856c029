"""The words of content/terms.yaml, looked for in what is being written: the same rules as check_content's."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext
from wagtail.models import Page

from cms.content.checks.terms import Term, read_terms
from cms.translation.strings import passages_of
from library.models import Instrument

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Found:
    """A word that misleads or hurts: in which text (from 0), what to write instead, and why."""

    text: int
    said: str
    write: str
    why: str


def look(texts: Sequence[str], language: str, lesson: str = "") -> list[Found]:
    """What to write otherwise in texts of this language, plain or HTML; each word once a text.

    Words may stand in quotation marks, in a paragraph that explains the trap, and in the titles of the library's
    instruments. `lesson` is the lesson's address in its course.
    """
    mine = [term for term in terms() if term.language == language and lesson not in _slugs(term)]
    any_of_them = _any_of(tuple(term.pattern.pattern for term in mine))
    titles: list[str] | None = None
    found: dict[Found, None] = {}
    for n, text in enumerate(plain(text) for text in texts):
        for term, at in _places(text, mine) if any_of_them.search(text) else ():
            titles = _titles(language) if titles is None else titles
            if not any(begin <= at < end for begin, end in _spans(text, titles)):
                found[_found(n, text, at, term)] = None
    return list(found)


def look_at_page(page: Page) -> list[Found]:
    """The same of everything a page says, in the page's language."""
    texts, _others = passages_of(page, page)
    return look([text for some in texts.values() for text in some], page.locale.language_code, page.slug)


def plain(text: str) -> str:
    """A text as it is read: without marks, paragraphs apart."""
    return html.unescape(_TAG.sub("", _BLOCK_END.sub("\n\n", text))) if "<" in text or "&" in text else text


def terms() -> list[Term]:
    """The list as the file says it now."""
    path = Path(settings.BASE_DIR) / "content" / "terms.yaml"
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> list[Term]:
    return read_terms(path)


@lru_cache(maxsize=8)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One look instead of one for each term: most texts have none of the words."""
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


def _slugs(term: Term) -> set[str]:
    return {lesson.lower().replace(".", "-") for lesson in term.lessons}


def _places(text: str, mine: Sequence[Term]) -> Iterator[tuple[Term, int]]:
    for term in mine:
        for at in term.found_in(text):
            yield term, at


def _found(n: int, text: str, at: int, term: Term) -> Found:
    match = term.pattern.match(text, at)
    said = " ".join(match[0].split()) if match else ""
    return Found(n, said, term.write, gettext(term.why))


def _titles(language: str) -> list[str]:
    return [title[language] for title in Instrument.objects.titles().values() if title.get(language)]


def _spans(text: str, titles: Sequence[str]) -> Iterator[tuple[int, int]]:
    lowered = text.casefold()
    if len(lowered) != len(text):  # letters that grow when they are folded: positions would not be these
        lowered = text
    for title in titles:
        at = lowered.find(title.casefold())
        while at >= 0:
            yield at, at + len(title)
            at = lowered.find(title.casefold(), at + 1)
