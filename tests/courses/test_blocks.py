"""Blocks in the editor: what is refused and with which words, what a draft may leave open, what the picker shows."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.documents import get_document_model

from courses.blocks import AudioBlock, CitationBlock, ComparisonBlock, CountryBlock, LessonBody, VideoBlock
from courses.blocks.picker import PICKER
from courses.models import LessonPage
from library.models import Instrument
from tests.factories import UserFactory, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


def document(name: str) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name))


@pytest.fixture
def protocol(db: None) -> Instrument:
    """An instrument with one provision."""
    words = {"en": "Words", "es": "Palabras"}
    found = Instrument.objects.create(
        slug="made-up-1999", title=words, summary=words, kind="treaty", body="UN", place="X", adopted="1999",
        adopted_year=1999, position=0,
    )  # fmt: skip
    found.provisions.create(slug="3-a", number="3(a)", gist={"en": "The gist", "es": "El sentido"}, position=0)
    return found


def faults(block: Any, value: dict[str, Any], *, is_draft: bool = False) -> dict[str, str]:
    """What the block says of the value, by field; "" for the block as a whole."""
    try:
        (block.clean_deferred if is_draft else block.clean)(block.to_python(value))
    except StructBlockValidationError as error:
        said = {name: one.messages[0] for name, one in error.block_errors.items()}
        whole = [one.messages[0] for one in error.non_block_errors.as_data()]
        return said | ({"": whole[0]} if whole else {})
    return {}


VIDEO = {"title": "Entrevista", "length": "2:15", "transcript": "<p>Hola.</p>"}


def test_a_video_has_one_source_captions_and_a_transcript() -> None:
    block, film, captions = VideoBlock(), document("a.mp4").pk, document("a.vtt").pk
    assert faults(block, {**VIDEO, "file": film, "captions": captions}) == {}
    assert faults(block, {**VIDEO, "address": "https://vimeo.com/76979871"}) == {}
    assert "Add captions" in faults(block, {**VIDEO, "file": film})["captions"]
    assert "Choose a file" in faults(block, VIDEO)["file"]
    both = {**VIDEO, "file": film, "captions": captions, "address": "https://vimeo.com/76979871"}
    assert "not both" in faults(block, both)["address"]
    assert "transcript" in faults(block, {**VIDEO, "address": "https://vimeo.com/76979871", "transcript": ""})


def test_only_what_plays_is_taken_and_the_length_is_one() -> None:
    wrong = {**VIDEO, "file": document("a.avi").pk, "captions": document("a.srt").pk, "length": "2"}
    assert "length" in faults(VideoBlock(), wrong)
    said = faults(VideoBlock(), {**wrong, "length": "2:00"})
    assert "MP4" in said["file"]
    assert "VTT" in said["captions"]
    assert "YouTube" in faults(VideoBlock(), {**VIDEO, "address": "https://evil.example/v.mp4"})["address"]
    assert "MP3" in faults(AudioBlock(), {**VIDEO, "file": document("a.wav").pk})["file"]


def test_a_draft_may_wait_with_what_is_missing() -> None:
    assert faults(VideoBlock(), {"title": "", "length": "", "transcript": ""}, is_draft=True) == {}
    country = {"title": "", "show": [], "texts": [], "otherwise": ""}
    assert faults(CountryBlock(), country, is_draft=True) == {}


def test_a_citation_is_of_the_library(protocol: Instrument) -> None:
    block = CitationBlock()
    assert faults(block, {"instrument": "made-up-1999", "provision": "3-a", "note": ""}) == {}
    assert faults(block, {"instrument": "made-up-1999", "provision": "", "note": ""}) == {}
    assert "no such instrument" in faults(block, {"instrument": "x", "provision": "", "note": ""})["instrument"]
    said = faults(block, {"instrument": "made-up-1999", "provision": "9", "note": ""})
    assert "does not explain" in said["instrument"]


def test_a_box_on_countries_says_something_once() -> None:
    empty = {"title": "Ley", "show": [], "texts": [], "otherwise": "<p>Busque.</p>"}
    assert "Tick something" in faults(CountryBlock(), empty)["show"]
    twice = [{"country": "GT", "text": "<p>Uno</p>"}, {"country": "GT", "text": "<p>Dos</p>"}]
    assert "twice" in faults(CountryBlock(), {**empty, "texts": twice})[""]
    assert faults(CountryBlock(), {**empty, "show": ["hotline"]}) == {}
    assert "otherwise" in faults(CountryBlock(), {**empty, "show": ["hotline"], "otherwise": ""})


def test_a_comparison_has_two_sides() -> None:
    assert set(faults(ComparisonBlock(), {"caption": "x", "left": "", "right": "", "points": []})) >= {"left", "right"}


def body_faults(*blocks: tuple[str, Any], is_draft: bool = False) -> dict[int, str]:
    """What the body says, by the place of the block."""
    body = LessonBody()
    value = body.to_python([{"type": kind, "value": value} for kind, value in blocks])
    try:
        (body.clean_deferred if is_draft else body.clean)(value)
    except StreamBlockValidationError as error:
        return {place: _message(one) for place, one in error.block_errors.items()}
    return {}


def _message(error: ValidationError) -> str:
    held = getattr(error, "non_block_errors", None)
    return str(held.as_data()[0].messages[0] if held else error.messages[0])


def test_headings_out_of_order_and_links_to_nowhere_are_said_where_they_stand() -> None:
    blocks = (("text", "<h3>Uno</h3>"), ("heading", "Dos"), ("text", '<p><a href="">aquí</a></p>'))
    said = body_faults(*blocks)
    assert set(said) == {0, 2}
    assert "Heading block" in said[0]
    assert "“aquí” leads nowhere" in said[2]
    assert body_faults(*blocks, is_draft=True) == {}


def test_an_empty_link_is_found_inside_a_case_and_inside_key_points() -> None:
    bad = '<p><a href="/x/"> </a></p>'
    case = {"title": "Caso", "text": "<p>x</p>", "questions": [{"question": "¿?", "answer": bad}]}
    said = body_faults(("case", case), ("keypoints", [bad]))
    assert all("no words" in message for message in said.values())
    assert set(said) == {0, 1}


def test_every_block_is_explained_grouped_and_shown_in_the_picker(client: Client, protocol: Instrument) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    children = LessonPage._meta.get_field("body").stream_block.child_blocks
    assert set(children) == set(PICKER)
    for kind, block in children.items():
        assert block.meta.group, kind
        assert block.get_description(), kind
        assert block.is_previewable, kind
        answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        assert answer.status_code == 200, kind
        assert kind == "box" or len(words_of(answer.content)) > 10, kind  # here the library has no box


def words_of(html: bytes) -> str:
    """The words of a page's main part."""
    main = BeautifulSoup(html, "html.parser").main
    return main.get_text(" ", strip=True) if main else ""


def test_the_preview_may_stand_in_the_editors_frame_and_is_as_strict_as_the_page() -> None:
    make_course(modules=(1,), quiz=False)
    page = LessonPage.objects.get(locale__language_code="en")
    answer = page.make_preview_request()
    policy = {rule.strip() for rule in answer["Content-Security-Policy"].split(";")}  # in any order
    assert {"frame-ancestors 'self'", "script-src 'self'"} <= policy
    assert "Counted: about 1 min" in answer.content.decode()


def test_the_lists_to_pick_from_hold_the_gist_and_take_no_more_queries_with_more_law(
    client: Client, protocol: Instrument
) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    def asked() -> tuple[int, list[Any]]:
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(reverse("library_lists:citable")).json()["rows"]
        return len(queries), rows

    asked()
    before, rows = asked()
    assert [row["value"] for row in rows] == [["made-up-1999", ""], ["made-up-1999", "3-a"]]
    assert rows[1]["note"] in ("The gist", "El sentido")
    for n in range(5):
        protocol.provisions.create(slug=f"4-{n}", number=f"4({n})", gist={"en": "x", "es": "y"}, position=n + 1)
    assert asked()[0] == before
