"""What a lesson takes is counted from words, recordings and tasks; embeds and text faults by their rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.embeds import read_address
from courses.domain.study_time import PACE, seconds, study_time
from courses.domain.text_faults import empty_links, jumps


def text(words: int) -> dict[str, Any]:
    return {"type": "text", "value": f"<p>{'palabra ' * words}</p>"}


@pytest.mark.parametrize("language", PACE)
def test_a_page_is_read_at_the_pace_of_its_language(language: str) -> None:
    assert study_time([text(PACE[language] * 4)], language).reading == 4
    assert study_time([text(PACE[language] * 4 + 1)], language).reading == 5


def test_recordings_count_by_their_length_and_transcripts_not_at_all() -> None:
    value = {"title": "", "length": "2:15", "transcript": f"<p>{'dicho ' * 900}</p>", "file": 7}
    time = study_time(
        [{"type": "video", "value": value}, {"type": "audio", "value": {**value, "length": "0:45"}}], "es"
    )
    assert (time.reading, time.watching, time.total) == (0, 3, 3)


def test_questions_checks_and_tasks_take_their_time() -> None:
    case = {"title": "", "text": "", "questions": [{"type": "item", "value": {"question": "", "answer": ""}}] * 3}
    blocks: list[dict[str, Any]] = [
        {"type": "case", "value": case},
        {"type": "check", "value": "c1-1-1"},
        {"type": "activity", "value": ""},
    ]
    assert study_time(blocks, "es").doing == 3 * 2 + 2 + 10
    assert study_time(blocks, "es").reading == 0


def test_codes_and_addresses_are_not_read() -> None:
    cite = {"instrument": "one-two-three", "provision": "3-a", "note": ""}
    assert study_time([{"type": "cite", "value": cite}, {"type": "box", "value": "uno"}], "es").reading == 0


def test_of_many_countries_a_learner_reads_one() -> None:
    texts = [{"type": "item", "value": {"country": iso, "text": "palabra " * 145}} for iso in ("GT", "MX", "PA")]
    value = {"title": "", "show": [], "texts": texts, "otherwise": ""}
    assert study_time([{"type": "country", "value": value}], "es").reading == 1


@given(st.lists(st.integers(0, 500)))
def test_more_blocks_never_take_less_time(counts: list[int]) -> None:
    blocks = [text(count) for count in counts]
    assert all(study_time(blocks[:n], "es").total <= study_time(blocks, "es").total for n in range(len(blocks)))


@pytest.mark.parametrize(
    ("length", "found"), [("2:15", 135), ("0:45", 45), ("1:02:15", 3735), ("90:00", 5400), ("2", None), ("2:75", None)]
)
def test_a_length_is_minutes_and_seconds(length: str, found: int | None) -> None:
    assert seconds(length) == found


# --- Videos at other providers --------------------------------------------------------------------

YOUTUBE = [
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "https://www.youtube.com/watch?list=x&v=aqz-KE-bpKQ&t=3s",
    "https://youtu.be/aqz-KE-bpKQ?si=1",
    "https://www.youtube.com/shorts/aqz-KE-bpKQ",
]


@pytest.mark.parametrize("address", YOUTUBE)
def test_youtube_is_shown_by_the_player_that_sets_no_cookie(address: str) -> None:
    embed = read_address(address)
    assert embed
    assert embed.provider == "YouTube"
    assert embed.player.startswith("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?")


def test_vimeo_is_asked_not_to_track() -> None:
    embed = read_address("https://vimeo.com/76979871")
    assert embed
    assert embed.player == "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://evil.example/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com.evil.example/watch?v=aqz-KE-bpKQ",
        'https://youtu.be/aqz-KE"onload=',
        "javascript:alert(1)//https://youtu.be/aqz-KE-bpKQ",
        "https://www.youtube.com/@channel",
    ],
)
def test_other_addresses_are_no_video(address: str) -> None:
    assert read_address(address) is None


# --- Headings and links ---------------------------------------------------------------------------


def test_a_small_heading_needs_a_large_one_before_it() -> None:
    assert jumps([("text", "<h3>Uno</h3>"), ("heading", ""), ("text", "<p>x</p><h3>Dos</h3>")]) == [0]
    assert jumps([("heading", ""), ("text", "<h4>Uno</h4>")]) == [1]
    assert jumps([("heading", ""), ("text", "<h3>a</h3><h4>b</h4>"), ("heading", ""), ("text", "<h3>c</h3>")]) == []


def test_links_without_address_or_words_are_found() -> None:
    assert empty_links('<p><a href="">aquí</a> <a>allí</a> <a href="/x/"> </a> <a href="/x/"><b>bien</b></a></p>') == [
        "aquí",
        "allí",
        "",
    ]
    assert empty_links('<a linktype="page" id="4">página</a>') == []
