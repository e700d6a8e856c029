"""Bring a pack into the site: first as a trial that is taken back, then for good. Safe to repeat."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.changes import Changes
from cms.content.course_file import CourseFile, read_course
from cms.content.lesson_file import LessonFile
from cms.content.load import targets
from cms.content.load_course import load_course
from cms.content.question_file import QuestionRow, check_references, read_questions
from cms.content.quiz_file import QuizFile
from cms.content.reference_file import ReferenceFile
from cms.content.tree import Tree
from cms.packs.boxes import load_boxes, read_boxes
from cms.packs.names import keys_of
from cms.packs.problems import PackProblem
from cms.packs.suspicion import as_problem, check_files
from cms.packs.unpack import unpack
from courses.models import CataloguePage, Course
from library.domain.errors import ContentError
from quizzes.misconceptions import known

KINDS = ("created", "changed", "kept", "waiting")


class Moved(Exception):
    """The site has changed since the trial: the import would do something else than it said. Carries what it would."""

    def __init__(self, plan: "Plan") -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True)
class Plan:
    """What an import does, or did: the course's code and title, and notes of what is created, changed, kept."""

    slug: str
    title: str
    notes: list[tuple[str, str]]

    @property
    def fingerprint(self) -> str:
        """The same for two imports that do the same."""
        return hashlib.sha256(repr((self.slug, self.notes)).encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is created or changed."""
        return not {kind for kind, _what in self.notes} & {"created", "changed"}

    def of(self, kind: str) -> list[str]:
        """What is created, changed, kept."""
        return [what for found, what in self.notes if found == kind]


def preview(data: bytes) -> Plan:
    """What importing this pack would do; the site stays as it is. Raises PackProblem."""
    return _carry_out(data, None, is_trial=True)


def import_pack(data: bytes, *, seen: str | None = None) -> Plan:
    """Import. `seen`: the fingerprint of the plan that was agreed to. Raises PackProblem, Moved."""
    return _carry_out(data, seen, is_trial=False)


def _carry_out(data: bytes, seen: str | None, *, is_trial: bool) -> Plan:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            check_files(folder, unpack(data, folder))
            return _write(_read(folder), seen, is_trial=is_trial)
        except ContentError as error:
            raise as_problem(error, folder) from error


@dataclass(frozen=True)
class _Read:
    """The pack's files, taken apart."""

    course: CourseFile
    questions: list[QuestionRow]
    boxes: list[ReferenceFile]


def _read(folder: Path) -> _Read:
    course, questions = read_course(folder, any_design=True), read_questions(folder / "questions.yaml")
    check_references(questions, course.outcomes, known())
    return _Read(course, questions, read_boxes(folder))


def _write(read: _Read, seen: str | None, *, is_trial: bool) -> Plan:
    changes, file = Changes(), read.course
    is_kept = False
    try:
        with transaction.atomic():
            _load(read, changes)
            plan = Plan(file.slug, file.texts["title"][file.source], changes.notes)
            if seen is not None and plan.fingerprint != seen:
                raise Moved(plan)
            transaction.set_rollback(is_trial)
        is_kept = not is_trial
    except (ValidationError, DatabaseError, ObjectDoesNotExist) as error:
        raise PackProblem("course.yaml", _reason(error)) from error
    finally:
        if not is_kept:
            _take_away(changes.files)
    return plan


def _load(read: _Read, changes: Changes) -> None:
    file = read.course
    load_boxes(read.boxes, targets(), changes)
    course = Course.objects.filter(slug=file.slug).first()
    keys = keys_of(course) if course else {}
    load_course(file, read.questions, Tree(changes, keys=keys), _catalogues(file.languages), targets())
    for name in sorted(keys.keys() - _names(file)):
        changes.add("kept", _("%s: stands here, not in the pack") % name)


def _names(file: CourseFile) -> set[str]:
    start = f"course/{file.slug}"
    names = {start}
    for module in file.modules:
        names |= {f"{start}/{name}" for name in (module.id, *map(_name, module.activities))}
    return names


def _name(activity: dict[str, LessonFile] | QuizFile) -> str:
    return activity.slug if isinstance(activity, QuizFile) else next(iter(activity.values())).lesson


def _catalogues(languages: list[str]) -> dict[str, Page]:
    found = {page.locale.language_code: page for page in CataloguePage.objects.select_related("locale")}
    if missing := set(languages) - found.keys():
        reason = _("this site has no catalogue in %s: run manage.py load_content first") % ", ".join(sorted(missing))
        raise PackProblem("course.yaml", reason)
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("does not fit into the database: %s") % str(error).partition("\n")[0]


def _take_away(files: list[str]) -> None:
    """Pictures stored for a transaction that was taken back."""
    for name in files:
        default_storage.delete(name)
