"""Which block is which, what still holds, what a cell of the table says: rules without a database."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamValue
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from cms.translation.declared import text_paths
from cms.translation.domain.aligning import aligned
from cms.translation.domain.carrying import Carried, carry
from cms.translation.domain.passages import passages
from cms.translation.domain.standing import State, Tally, is_text, standing
from courses.models import LessonPage

EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
PASSAGES = st.lists(st.text("abc ", min_size=1, max_size=4), max_size=6)


def blocks(*kinds: str, of: str) -> list[dict[str, Any]]:
    return [{"type": kind, "value": kind, "id": f"{of}{n}"} for n, kind in enumerate(kinds)]


def test_blocks_of_a_kind_follow_one_another() -> None:
    ids = [
        one["id"] for one in aligned(blocks("goal", "text", "text", of="fr"), blocks("text", "goal", "text", of="es"))
    ]
    assert ids == ["es1", "es0", "es2"]


def test_a_block_with_the_originals_id_is_that_block() -> None:
    mine = [{"type": "text", "value": "b", "id": "es1"}, {"type": "text", "value": "a", "id": "fr0"}]
    assert [one["id"] for one in aligned(mine, blocks("text", "text", of="es"))] == ["es1", "es0"]


def test_what_the_original_does_not_have_keeps_its_own() -> None:
    assert aligned(blocks("quote", of="fr"), blocks("text", of="es")) == blocks("quote", of="fr")


def test_items_of_a_list_stand_for_one_another_by_their_place() -> None:
    there = [{"type": "keypoints", "id": "es", "value": [{"type": "item", "value": "uno", "id": "es-1"}]}]
    here = [{"type": "keypoints", "id": "fr", "value": [{"type": "item", "value": w, "id": w} for w in ("un", "deux")]}]
    assert [item["id"] for item in aligned(here, there)[0]["value"]] == ["es-1", "deux"]


@given(
    st.lists(st.sampled_from(["text", "goal", "quote"]), max_size=8),
    st.lists(st.sampled_from(["text", "goal"]), max_size=8),
)
def test_no_text_is_lost_and_no_id_given_twice(mine: list[str], theirs: list[str]) -> None:
    found = aligned(blocks(*mine, of="fr"), blocks(*theirs, of="es"))
    assert [one["value"] for one in found] == mine
    assert len({one["id"] for one in found}) == len(mine)


@given(PASSAGES)
def test_nothing_has_changed_nothing_is_older(then: list[str]) -> None:
    assert carry(then, then, [f"{text}!" for text in then]) == [Carried(f"{text}!") for text in then]


@pytest.mark.parametrize(
    ("now", "then", "translated", "found"),
    [
        (["A", "B"], ["A", "b"], ["a", "be"], [Carried("a"), Carried("be", True)]),
        (["A", "N", "B"], ["A", "B"], ["a", "be"], [Carried("a"), None, Carried("be")]),
        (["B"], ["A", "B"], ["a", "be"], [Carried("be")]),
        (["A"], ["A"], ["a", "more"], [Carried("a more", True)]),
        (["A", "B"], ["A", "B"], ["a"], [Carried("a", True), None]),
        (["A"], ["A"], [None], [None]),
        (["Una frase que nadie tradujo."], ["Una frase que nadie tradujo."], ["Una frase que nadie tradujo."], [None]),
        (["Total"], ["Total"], ["Total"], [Carried("Total")]),
    ],
)
def test_what_still_holds(
    now: list[str], then: list[str], translated: list[str | None], found: list[Carried | None]
) -> None:
    assert carry(now, then, translated) == found


@given(PASSAGES, PASSAGES, PASSAGES)
def test_each_passage_gets_one_answer(now: list[str], then: list[str], translated: list[str]) -> None:
    assert len(carry(now, then, translated)) == len(now)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"is_there": False}, State.MISSING),
        ({"is_live": False}, State.DRAFT),
        ({}, State.WHOLE),
        ({"original": LATE}, State.STALE),
        ({"tally": Tally(3, 2, 1)}, State.STALE),
        ({"tally": Tally(3, 2)}, State.PART),
        ({"is_summary": True}, State.PART),
        ({"tally": Tally(3, 3)}, State.WHOLE),
    ],
)
def test_what_a_cell_says(said: dict[str, Any], state: State) -> None:
    usual = {"tally": None, "is_there": True, "is_live": True, "is_summary": False, "original": EARLY, "own": EARLY}
    assert standing(**{**usual, **said}).state is state


@pytest.mark.parametrize(
    ("tally", "is_whole"), [(Tally(4, 2), True), (Tally(4, 1), False), (Tally(4, 1, 1), True), (Tally(0, 0), True)]
)
def test_half_of_the_text_makes_a_text(tally: Tally, is_whole: bool) -> None:
    assert is_text(tally) is is_whole


def test_passages_are_counted_as_they_are_translated() -> None:
    """A new kind of block is counted, and translated, by what it is made of."""
    body = LessonPage.body.field.stream_block
    raw = [
        {"type": "text", "value": "<p>Uno <b>y</b> más.</p><ul><li>Dos.</li><li><b>Tres</b>.</li></ul>", "id": "1"},
        {"type": "cite", "value": {"instrument": "x", "provision": "3", "note": "<p>Nota.</p>"}, "id": "2"},
        {"type": "check", "value": "q-1", "id": "3"},
        {"type": "box", "value": "b", "id": "4"},
        {
            "type": "table",
            "value": {
                "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
                "rows": [{"values": ["<p>a</p>", "<p>b</p>"]}],
                "caption": "Cuadro",
            },
            "id": "5",
        },
        {"type": "keypoints", "value": [{"type": "item", "value": "<p>Punto.</p>", "id": "6"}], "id": "7"},
    ]
    segments = StreamFieldSegmentExtractor(None).handle_stream_block(StreamValue(body, raw, is_lazy=True))
    texts = [one for one in segments if isinstance(one, StringSegmentValue) and one.string.data]
    assert passages(raw, text_paths()) == len(texts) == 10
