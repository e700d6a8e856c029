"""The outline: where the learner is, what comes next, how much is left."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.outline import Entry, Outline, build


def entry(name: str, module: str = "m1", *, required: bool = True, retired: bool = False, minutes: int = 10) -> Entry:
    return Entry(
        activity=name,
        slug=f"slug-{name}",
        kind="lesson",
        title=name.upper(),
        title_language="es",
        minutes=minutes,
        url=f"/{name}/",
        module=module,
        module_title=f"Módulo {module}",
        module_language="es",
        is_required=required,
        is_retired=retired,
    )


@dataclass(frozen=True)
class Situation:
    """A release and what a learner did with it."""

    entries: list[Entry]
    completed: frozenset[str]
    seen: frozenset[str]
    current: str | None

    @property
    def outline(self) -> Outline:
        return build(self.entries, self.completed, self.seen, self.current)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    count = draw(st.integers(0, 8))
    names = [f"a{n}" for n in range(count)]
    in_first = draw(st.integers(0, count))
    entries = [
        entry(
            name,
            "m1" if n < in_first else "m2",
            required=draw(st.booleans()),
            retired=draw(st.booleans()),
            minutes=draw(st.integers(1, 90)),
        )
        for n, name in enumerate(names)
    ]
    some = st.frozensets(st.sampled_from(names)) if names else st.just(frozenset())
    return Situation(entries, draw(some), draw(some), draw(st.sampled_from([None, *names])))


def names(rows: object) -> list[str]:
    return [row.entry.activity for row in rows]  # type: ignore[attr-defined]


def test_a_learner_in_the_middle_sees_where_they_are() -> None:
    outline = build([entry("a"), entry("b"), entry("c", "m2")], {"a"}, {"a", "b"}, "b")
    assert [row.state for row in outline.rows] == ["done", "current", "todo"]
    assert outline.previous is outline.rows[0]
    assert outline.next is outline.rows[2]
    assert outline.resume is outline.rows[1]
    assert (outline.done, outline.total, outline.percent, outline.minutes_left) == (1, 3, 33, 20)
    assert [module.title for module in outline.modules] == ["Módulo m1", "Módulo m2"]
    assert outline.module_of_current is outline.modules[0]


def test_the_way_on_passes_by_a_withdrawn_lesson_because_its_page_may_be_gone() -> None:
    outline = build([entry("a"), entry("gone", retired=True), entry("c")], {"a", "gone"}, (), "a")
    assert names(outline.rows) == ["a", "gone", "c"]
    assert outline.next
    assert outline.next.entry.activity == "c"


def test_the_golden_arch_stands_where_the_learner_is_among_the_arches_that_count() -> None:
    outline = build([entry("gone", retired=True), entry("b"), entry("c")], {"gone", "b"}, (), "c")
    assert (outline.total, outline.current_index) == (2, 1)


def test_ninety_nine_of_a_hundred_is_not_a_hundred_percent() -> None:
    entries = [entry(f"a{n}") for n in range(300)]
    assert build(entries, {f"a{n}" for n in range(299)}, (), None).percent == 99


@given(situations())
def test_a_withdrawn_activity_shows_only_to_who_completed_it(situation: Situation) -> None:
    shown = set(names(situation.outline.rows))
    for one in situation.entries:
        assert (one.activity in shown) == (not one.is_retired or one.activity in situation.completed)


@given(situations())
def test_rows_keep_the_order_of_the_release_and_modules_hold_each_row_once(situation: Situation) -> None:
    outline = situation.outline
    order = [one.activity for one in situation.entries]
    assert names(outline.rows) == sorted(names(outline.rows), key=order.index)
    assert [row for module in outline.modules for row in module.rows] == list(outline.rows)
    assert [module.number for module in outline.modules] == list(range(1, len(outline.modules) + 1))
    assert all(module.rows for module in outline.modules)


@given(situations())
def test_a_hundred_percent_means_all_that_counts_and_only_that(situation: Situation) -> None:
    outline = situation.outline
    counting = [one.activity for one in situation.entries if one.is_required and not one.is_retired]
    is_all = bool(counting) and set(counting) <= situation.completed
    assert (outline.percent == 100) == outline.is_done == is_all
    assert 0 <= outline.done <= outline.total == len(counting)


@given(situations())
def test_going_on_leads_to_the_first_open_activity_until_all_is_done(situation: Situation) -> None:
    outline = situation.outline
    left = [
        one
        for one in situation.entries
        if one.is_required and not one.is_retired and one.activity not in situation.completed
    ]
    assert (outline.resume.entry if outline.resume else None) == (left[0] if left else None)
    assert (outline.resume is None) == (outline.done == outline.total)
    assert outline.minutes_left == sum(one.minutes for one in left)


@given(situations())
def test_following_next_from_the_first_lesson_visits_every_lesson_once_and_previous_leads_back(
    situation: Situation,
) -> None:
    open_rows = [name for name in names(situation.outline.rows) if not _is_retired(situation, name)]
    visited, at = [], open_rows[0] if open_rows else None
    while at:
        visited.append(at)
        outline = build(situation.entries, situation.completed, situation.seen, at)
        assert outline.current
        assert outline.current.entry.activity == at
        assert (outline.previous.entry.activity if outline.previous else None) == (
            visited[-2] if len(visited) > 1 else None
        )
        at = outline.next.entry.activity if outline.next else None
    assert visited == open_rows


def _is_retired(situation: Situation, name: str) -> bool:
    return next(one.is_retired for one in situation.entries if one.activity == name)


@given(situations())
def test_where_the_learner_is_not_in_the_outline_there_is_no_next_and_no_previous(situation: Situation) -> None:
    outline = build(situation.entries, situation.completed, situation.seen, "of another course")
    assert (outline.current, outline.previous, outline.next) == (None, None, None)


@given(situations())
def test_the_golden_arch_is_one_of_the_arches(situation: Situation) -> None:
    outline = situation.outline
    assert outline.current_index is None or 0 <= outline.current_index < outline.total


@given(situations())
def test_states_say_what_happened(situation: Situation) -> None:
    for row in situation.outline.rows:
        name = row.entry.activity
        expected = (
            "done"
            if name in situation.completed
            else "current"
            if name == situation.current
            else "started"
            if name in situation.seen
            else "todo"
        )
        assert row.state == expected
