"""Progress as the sum of events: it goes forward, and only a person's decision takes it back."""

from datetime import UTC, datetime
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.progress import Event, State, rebuild, step

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@st.composite
def events(draw: st.DrawFn, kinds: tuple[str, ...] = ("seen", "completed", "reopened")) -> Event:
    kind = draw(st.sampled_from(kinds))
    rule = draw(st.sampled_from(["marked", "passed", "decided"])) if kind == "completed" else ""
    return Event(draw(st.sampled_from("abc")), kind, draw(moments), rule)  # type: ignore[arg-type]


histories = st.lists(events(), max_size=20)
states = st.none() | st.builds(
    State, first_seen_at=moments, completed_at=st.none() | moments, rule=st.sampled_from(["marked", "passed"])
)

MONDAY, TUESDAY = datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)


def test_opening_a_lesson_is_not_completing_it() -> None:
    assert step(None, Event("a", "seen", MONDAY)) == State(MONDAY)


def test_a_lesson_completed_twice_keeps_the_first_day_and_the_first_rule() -> None:
    once = step(State(MONDAY), Event("a", "completed", MONDAY, "marked"))
    assert step(once, Event("a", "completed", TUESDAY, "passed")) == State(MONDAY, MONDAY, "marked")


def test_a_reopened_lesson_is_open_and_may_be_completed_again() -> None:
    reopened = step(State(MONDAY, MONDAY, "marked"), Event("a", "reopened", TUESDAY))
    assert reopened == State(MONDAY)
    assert step(reopened, Event("a", "completed", TUESDAY, "decided")) == State(MONDAY, TUESDAY, "decided")


@given(states, events(kinds=("seen", "completed")))
def test_nothing_but_a_reopening_takes_a_completion_back(before: State | None, event: Event) -> None:
    after = step(before, event)
    if before and before.completed_at:
        assert after == before


@given(states, events())
def test_the_day_a_lesson_was_first_opened_never_changes(before: State | None, event: Event) -> None:
    assert step(before, event).first_seen_at == (before.first_seen_at if before else event.at)


@given(states, events())
def test_the_same_event_twice_is_the_event_once(before: State | None, event: Event) -> None:
    once = step(before, event)
    assert step(once, event) == once


@given(histories, st.data())
def test_an_event_that_arrives_twice_in_a_history_changes_nothing(history: list[Event], data: st.DataObject) -> None:
    doubled = [event for event in history for _time in range(data.draw(st.integers(1, 3)))]
    assert rebuild(doubled) == rebuild(history)


@given(st.lists(events(kinds=("seen", "completed")), max_size=20))
def test_a_whole_history_sent_again_changes_nothing_unless_something_was_reopened(history: list[Event]) -> None:
    assert rebuild(history + history) == rebuild(history)


@given(histories)
def test_rebuilding_gives_what_step_by_step_gave(history: list[Event]) -> None:
    def add(so_far: dict[str, State], event: Event) -> dict[str, State]:
        return {**so_far, event.activity: step(so_far.get(event.activity), event)}

    *_earlier, at_the_end = accumulate(history, add, initial={})
    assert rebuild(history) == at_the_end


@given(histories, st.integers(0, 20))
def test_a_history_may_be_rebuilt_in_two_parts(history: list[Event], cut: int) -> None:
    states = rebuild(history[:cut])
    for event in history[cut:]:
        states[event.activity] = step(states.get(event.activity), event)
    assert states == rebuild(history)


@given(histories)
def test_activities_do_not_touch_each_other(history: list[Event]) -> None:
    alone = {name: rebuild(event for event in history if event.activity == name).get(name) for name in "abc"}
    assert rebuild(history) == {name: state for name, state in alone.items() if state}


@given(histories)
def test_what_is_completed_names_its_rule_and_what_is_open_names_none(history: list[Event]) -> None:
    for state in rebuild(history).values():
        assert (state.completed_at is None) == (state.rule == "")
