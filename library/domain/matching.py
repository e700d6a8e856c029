"""Search that ignores accents and case and understands "artículo 36" and "36(1)(b)"."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from library.domain.numbers import covers

_WORD = re.compile(r"[^\W_]+")
_ARTICLE_WORDS = r"(?:art(?:icle|iculo|igo)?s?|par(?:a|agraph|rafo|agrafo|agraphe)?s?)\b\.?\s*|§+\s*"
_SUBS = r"(?:\s?\(\w{1,4}\)|\.\w{1,2}\b)"
_NAMED = rf"(?:\b{_ARTICLE_WORDS})(\d+[a-z]?|[ivx]{{1,6}})\b({_SUBS}*)"  # artículo 36.1.b
_BARE = r"\b(\d+[a-z]?)((?:\(\w{1,4}\))+)"  # 36(1)(b)
_ARTICLE = re.compile(f"{_NAMED}|{_BARE}")


def fold(text: str) -> str:
    """The text in lower case without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def indexed(text: str) -> str:
    """The folded words of a text with a space on both sides of each: ready for `_has`."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


@dataclass(frozen=True)
class Question:
    """What was typed: words that must all begin a word of the text, and an article if one was named."""

    words: tuple[str, ...]
    article: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.article)


@dataclass(frozen=True)
class Passage:
    """A provision: its number and its gist in all languages."""

    number: str
    text: str


@dataclass(frozen=True)
class Document:
    """What of an instrument is searched: its name and id, its summary, its provisions."""

    name: str
    text: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Found:
    """Where the words were found: in the name, and in which provisions (their places, from 0)."""

    is_in_name: bool
    passages: tuple[int, ...]


def ask(typed: str) -> Question:
    """Read what was typed: "artículo 36(1)(b) Viena" is the word viena and the article 36, 1, b."""
    text = fold(typed)
    match = _ARTICLE.search(text)
    if match is None:
        return Question(tuple(_WORD.findall(text)))
    head, subs = match[1] or match[3], match[2] or match[4] or ""
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return Question(tuple(_WORD.findall(rest)), (head, *_WORD.findall(subs)))


def find(question: Question, document: Document) -> Found | None:
    """Where a document answers the question; None if it does not."""
    if question.article:
        return _find_article(question, document)
    name = indexed(document.name)
    everything = name + indexed(document.text) + "".join(_passage(one) for one in document.passages)
    if not _has_all(everything, question.words):
        return None
    hits = [i for i, one in enumerate(document.passages) if question and _has_all(_passage(one), question.words)]
    return Found(_has_all(name, question.words), tuple(hits))


def _find_article(question: Question, document: Document) -> Found | None:
    around = indexed(document.name) + indexed(document.text)
    hits = [
        i
        for i, one in enumerate(document.passages)
        if covers(one.number, question.article) and _has_all(around + _passage(one), question.words)
    ]
    return Found(False, tuple(hits)) if hits else None


def _passage(passage: Passage) -> str:
    return indexed(passage.number) + indexed(passage.text)


def _has_all(index: str, words: tuple[str, ...]) -> bool:
    """Numbers must stand there whole, words may go on: 3 is not 33, consular is also consulares."""
    return all(f" {word} " in index if word.isdecimal() else f" {word}" in index for word in words)
