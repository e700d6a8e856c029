"""Whatever trainers do to the pages, in any order: no learner loses anything.

Each seed takes a small course through forty random moves of what happens in the editor, while one learner goes
on studying. After every move the laws below must hold; a broken one says which moves led to it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from wagtail.models import Locale

from courses.domain.completion import is_complete
from courses.models import Activity, Course, Enrolment, LessonPage, ModulePage, Progress
from courses.models.progress import Rule
from courses.services import (
    NothingToRelease,
    enrol,
    move_cohort,
    publish_release,
    rebuild_progress,
    record_completion,
    record_seen,
)
from courses.services.progress import completed_ids, release_items
from quizzes.models import QuizPage
from tests.factories import NOW, make_course, make_enrolment

PAGES = (LessonPage, QuizPage)


@dataclass
class World:
    """A course, a learner in it, and what the learner had reached so far."""

    course: Course
    enrolment: Enrolment
    announced: list[Enrolment]
    minute: int = 0
    done: list[str] = field(default_factory=list)
    completed: set[str] = field(default_factory=set)
    rows: dict[Any, Any] = field(default_factory=dict)

    @property
    def now(self) -> Any:
        return NOW + timedelta(minutes=self.minute)

    def pick(self, number: int, *models: type, **of: Any) -> Any:
        """One of the pages there are, any language; None if there is none."""
        pages = [page for model in models or PAGES for page in model.objects.filter(**of).order_by("pk")]
        return pages[number % len(pages)] if pages else None


Move = Callable[[World, int], None]


def delete(world: World, n: int) -> None:
    if page := world.pick(n):
        page.delete()


def delete_module(world: World, n: int) -> None:
    if ModulePage.objects.count() > 2 and (page := world.pick(n, ModulePage)):
        page.delete()


def unpublish(world: World, n: int) -> None:
    if page := world.pick(n, live=True):
        page.unpublish()


def unpublish_module(world: World, n: int) -> None:
    if page := world.pick(n, ModulePage, live=True):
        page.unpublish()


def publish(world: World, n: int) -> None:
    if page := world.pick(n, *PAGES, ModulePage, alias_of=None):
        page.title = f"{page.title[:40]} {world.minute}"
        page.save_revision().publish()


def move_within_the_language(world: World, n: int) -> None:
    page = world.pick(n)
    module = page and world.pick(n // 7, ModulePage, locale=page.locale)
    if module:
        page.move(module, pos=("first-child", "last-child")[n % 2])


def swap_modules(world: World, n: int) -> None:
    if page := world.pick(n, ModulePage):
        page.move(page.get_siblings().first(), pos="left")


def translate(world: World, n: int) -> None:
    french = Locale.objects.get_or_create(language_code="fr")[0]
    page = world.pick(n, locale__language_code="es")
    if page and not page.has_translation(french):
        page.copy_for_translation(french, copy_parents=True).save_revision().publish()


def new_lesson(world: World, n: int) -> None:
    if module := world.pick(n, ModulePage):
        module.add_child(
            instance=LessonPage(
                title=f"N {world.minute}", slug=f"n{world.minute}", live=bool(n % 2), locale=module.locale
            )
        )


def release_and_move(world: World, n: int) -> None:
    try:
        release = publish_release(world.course, now=world.now)
    except NothingToRelease:
        return
    world.enrolment.cohort.refresh_from_db()
    move_cohort(world.enrolment.cohort, release, now=world.now)


def study(world: World, n: int) -> None:
    items = list(Enrolment.objects.get().cohort.release.items.all())
    record_seen(world.enrolment, items[n % len(items)].activity_id, at=world.now)


def complete(world: World, n: int) -> None:
    """The next activity that the learner has not yet completed; when all are, the first once more."""
    items = Enrolment.objects.get().cohort.release.items.all()
    left = [item.activity_id for item in items if str(item.activity_id) not in world.completed]
    for activity in left[:1] or [items[0].activity_id]:
        record_completion(world.enrolment, activity, rule=Rule.MARKED, at=world.now)


def withdraw_and_come_back(world: World, n: int) -> None:
    if n % 2:
        Enrolment.objects.update(state="withdrawn")
    else:
        enrolment = Enrolment.objects.get()
        enrol(enrolment.learner, enrolment.cohort, now=world.now, language="en")


MOVES: list[Move] = [
    delete,
    delete_module,
    unpublish,
    unpublish_module,
    publish,
    move_within_the_language,
    swap_modules,
    translate,
    new_lesson,
    release_and_move,
    study,
    complete,
    complete,
    complete,
    withdraw_and_come_back,
    withdraw_and_come_back,
]


def assert_laws(world: World) -> None:
    """The laws."""
    enrolment = Enrolment.objects.get()
    rows = {
        p.activity_id: (p.first_seen_at, p.completed_at, p.rule) for p in Progress.objects.filter(enrolment=enrolment)
    }
    completed = completed_ids(enrolment)
    # No progress row is lost, and what was completed stays as it was.
    assert world.completed <= completed, world.done
    for activity, row in world.rows.items():
        assert rows[activity] == row if row[1] else rows[activity][0] == row[0], world.done
    # The rows are the sum of the events.
    rebuild_progress(enrolment)
    assert rows == {
        p.activity_id: (p.first_seen_at, p.completed_at, p.rule) for p in Progress.objects.filter(enrolment=enrolment)
    }
    # A course is completed as soon as nothing that counts is left, once, and stays completed.
    if enrolment.state != "withdrawn" and is_complete(release_items(enrolment), completed):
        assert enrolment.completed_at, world.done
    assert len(world.announced) == bool(enrolment.completed_at), world.done
    assert not world.enrolment.completed_at or world.enrolment.completed_at == enrolment.completed_at
    # An activity that was ever published is withdrawn exactly while its page in the source language is not live.
    for activity in Activity.objects.exclude(slug__startswith="n"):
        live = any(
            model.objects.live().filter(translation_key=activity.pk, locale__language_code="es").exists()
            for model in PAGES
        )
        assert (activity.retired_at is None) == live, world.done
    world.enrolment, world.rows, world.completed = enrolment, rows, completed


@pytest.mark.parametrize("seed", range(8))
def test_no_editing_takes_anything_from_a_learner(db: None, completions: list[Enrolment], seed: int) -> None:
    random = Random(seed)
    enrolment = make_enrolment(make_course(modules=(1, 1), quiz=bool(seed % 2)))
    world = World(enrolment.cohort.course, enrolment, completions)
    for world.minute in range(1, 41):
        move, number = random.choice(MOVES), random.randrange(100)
        world.done.append(f"{move.__name__}({number})")
        move(world, number)
        assert_laws(world)
