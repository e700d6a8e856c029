"""A question on the editor's desk: what the page shows, and what a posted form makes of it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.models import Course
from quizzes.admin import citations
from quizzes.admin.bank_reading import first_language
from quizzes.admin.contents import (
    FIRST_KINDS,
    KINDS,
    MORE_KINDS,
    Node,
    Problem,
    kind_of,
    lay_out,
    moves,
    read,
    read_tree,
)
from quizzes.admin.contents.checking import find_problems
from quizzes.admin.contents.responses import how_to_write, read_response
from quizzes.admin.contents.rows import decimal
from quizzes.admin.forms import AboutForm
from quizzes.admin.words import LANGUAGE_NAMES
from quizzes.domain.marks import shown
from quizzes.domain.scoring import BROKEN, score
from quizzes.domain.translations import shares
from quizzes.models import Question, QuestionVersion

Content = dict[str, Any]


@dataclass
class Sheet:
    """One question while it is edited."""

    kind: str
    about: AboutForm
    course: Course | None
    question: Question | None = None
    newest: QuestionVersion | None = None
    tree: dict[str, Any] = field(default_factory=dict)
    content: Content = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)  # shown beside their places
    blockers: list[Problem] = field(default_factory=list)  # what a draft needs before it can be ready
    is_changed: bool = False

    @property
    def before(self) -> Content:
        """What the question says so far."""
        return self.newest.content if self.newest else {}

    @property
    def source(self) -> str:
        """The language that is written first."""
        return first_language(self.before, self.course)

    @property
    def node(self) -> Node:
        return Node(self.tree)

    def open(self) -> None:
        """Lay out what the bank holds."""
        self.content = self.before
        self.tree = lay_out(self.before, self.source) if self.before else {"shuffle": "on", "mode": "5"}
        if self.newest and self.newest.state == QuestionVersion.State.DRAFT:
            self.blockers = find_problems(self.content, self.node)

    def take(self, request: HttpRequest) -> None:
        """Take over what was posted."""
        self.tree = read_tree((name, values[-1]) for name, values in request.POST.lists())
        self.is_changed = True
        self.content, self.problems = read(self.tree, self.kind, self.source, self.before)

    def check(self) -> bool:
        """Whether it may be ready; what is in the way is shown."""
        self.problems += find_problems(self.content, self.node)
        return not self.problems

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        self.tree = moves.with_all_room(self.tree, self.kind, is_new=not self.before)
        groups = citations.source_groups()
        values = [row.text("source") for row in self.node.rows("citation")]
        found = shares(self.content)
        return {
            "sheet": self,
            "node": self.node,
            "source": self.source,
            "languages": self._languages(),
            "shares": [(code, LANGUAGE_NAMES[code], found.get(code, 0)) for code, _name in self._languages()],
            "problems": self._problems_by_place(),
            "about_fields": self._about_fields("course", "category", "difficulty"),
            "more_fields": self._about_fields("objective", "tags", "code"),
            "more_errors": any(self.about.errors.get(name) for name in ("objective", "tags", "code")),
            "first_kinds": FIRST_KINDS,
            "more_kinds": MORE_KINDS,
            "sources": groups,
            "source_labels": citations.labels(groups, filter(None, values)),
            "test_results": self._test_results(),
            "how_to_write": how_to_write(self.content) if self.content else "",
        }

    def _about_fields(self, *names: str) -> list[BoundField]:
        return [self.about[name] for name in names if name in self.about.fields]

    def _languages(self) -> list[tuple[str, str]]:
        """The one that is written first stands first."""
        codes = [code for code, _name in settings.LANGUAGES]
        return [(code, LANGUAGE_NAMES[code]) for code in sorted(codes, key=lambda code: code != self.source)]

    def _problems_by_place(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.place, []).append(problem.text)
        return found

    def _test_results(self) -> dict[str, tuple[bool, str]]:
        """For each stored test by its place: whether it holds, and what the response earns."""
        results = {}
        for row in self.node.filled_rows("test", "response"):
            response, wanted = read_response(self.content, row.text("response")), decimal(row.text("fraction"))
            if response is None or wanted is None:
                continue
            earned = score(self.content, response).fraction
            is_met = earned is not None and abs(earned * 100 - float(wanted)) < 1e-4
            results[row.place] = (is_met, _("cannot be scored") if earned is None else f"{shown(earned * 100)} %")
        return results


def is_editable(content: Content) -> bool:
    """Whether this screen can show the content and give it back."""
    if not content:
        return True
    try:
        return kind_of(content) in KINDS and "text" in content["stem"] and bool(lay_out(content, "es"))
    except BROKEN:
        return False
