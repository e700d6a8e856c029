"""One spelling for every question: what reading gives, and what a written file is compared with.

Canonical content has one language, ids numbered in order (o1, a1, s1, c1, p1, i1), shortest decimals, tidy texts,
safe HTML, and no key without a value.
"""

from quizzes.domain.formats.model import Unreadable
from quizzes.domain.formats.spelling import Content, Spelling
from quizzes.domain.formats.spellings import SPELLINGS

BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError)


def canonical(content: Content, language: str) -> Content:
    """The content in its one spelling. Raises Unreadable for content that is not in order."""
    try:
        spelling = Spelling(content, language)
        return {**spelling.head(), **SPELLINGS[content["type"]](spelling, content)}
    except BROKEN:
        raise Unreadable("content_broken") from None
