"""Patterns of courses to begin with: modules, lessons and quizzes without text. Titles in the languages of the site."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from courses.models import Activity

LESSON, QUIZ = Activity.Kind.LESSON.value, Activity.Kind.QUIZ.value


@dataclass(frozen=True)
class Piece:
    """A lesson or quiz. `purpose` says what a quiz is for: see quizzes.services.purposes."""

    kind: str
    slug: str
    title: str  # to be translated; may hold %(n)s
    n: int = 0
    minutes: int = 15
    purpose: str = ""


@dataclass(frozen=True)
class Chapter:
    """A module."""

    slug: str
    title: str
    n: int = 0
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Pattern:
    """A whole course. `about` tells a trainer what it is good for."""

    key: str
    title: str | Promise
    about: str | Promise
    chapters: list[Chapter]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for chapter in self.chapters for piece in chapter.pieces]

    @property
    def lessons(self) -> int:
        return sum(piece.kind == LESSON for piece in self.pieces)

    @property
    def quizzes(self) -> int:
        return len(self.pieces) - self.lessons


def _lessons(module: int, count: int) -> Iterator[Piece]:
    for n in range(1, count + 1):
        yield Piece(LESSON, f"l{module}-{n}", gettext_noop("Lesson %(n)s"), n)


def _module(n: int, lessons: int) -> Chapter:
    quiz = Piece(QUIZ, f"quiz-{n}", gettext_noop("What have you learned in module %(n)s?"), n, 10, "module")
    return Chapter(f"m{n}", gettext_noop("Module %(n)s"), n, [*_lessons(n, lessons), quiz])


def _distance(modules: int, lessons: int) -> list[Chapter]:
    pretest = Piece(QUIZ, "pretest", gettext_noop("What do you know already?"), minutes=10, purpose="pretest")
    welcome = Piece(LESSON, "welcome", gettext_noop("Welcome: how this course works"), minutes=5)
    final = Piece(QUIZ, "final", gettext_noop("Final test"), minutes=40, purpose="final")
    goodbye = Piece(LESSON, "next", gettext_noop("What you do tomorrow at your post"))
    return [
        Chapter("start", gettext_noop("Before you begin"), pieces=[welcome, pretest]),
        *(_module(n, lessons) for n in range(1, modules + 1)),
        Chapter("end", gettext_noop("Final test and certificate"), pieces=[goodbye, final]),
    ]


def _workshop() -> list[Chapter]:
    before = [
        Piece(LESSON, "reading", gettext_noop("To read beforehand")),
        Piece(QUIZ, "pretest", gettext_noop("What do you know already?"), minutes=10, purpose="pretest"),
    ]
    during = [
        Piece(LESSON, "case-1", gettext_noop("Case %(n)s"), 1, 45),
        Piece(LESSON, "case-2", gettext_noop("Case %(n)s"), 2, 45),
        Piece(LESSON, "agreements", gettext_noop("What we agreed on"), minutes=20),
    ]
    after = [Piece(QUIZ, "final", gettext_noop("Final test"), minutes=20, purpose="final")]
    return [
        Chapter("before", gettext_noop("Before the workshop"), pieces=before),
        Chapter("workshop", gettext_noop("In the workshop"), pieces=during),
        Chapter("after", gettext_noop("After the workshop"), pieces=after),
    ]


PATTERNS = {
    pattern.key: pattern
    for pattern in (
        Pattern(
            "distance",
            _("Distance course"),
            _(
                "A first test for orientation, three modules of three lessons with a quiz each, a graded final test "
                "that the certificate follows."
            ),
            _distance(3, 3),
        ),
        Pattern(
            "workshop",
            _("Workshop with preparation"),
            _("Something to read and a first test beforehand, two cases to work on together, a final test afterwards."),
            _workshop(),
        ),
        Pattern(
            "module", _("Single module"), _("Three lessons and a quiz: a short course on one matter."), [_module(1, 3)]
        ),
        Pattern("empty", _("Empty course"), _("Only the course page. You add the modules yourself."), []),
    )
}

# What a lesson begins with: [block, what to write there].
LESSON_BLOCKS = [
    ("goal", gettext_noop("After this lesson you can … (one sentence, what the learner will be able to do)")),
    ("heading", gettext_noop("First step")),
    ("text", gettext_noop("Write here what the learner needs to know.")),
    ("reflection", gettext_noop("When did you last meet this at your post?")),
]
