"""Blocks as a learner meets them: terms with their meaning, one's own country, recordings that wait, time counted."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model

from courses.models import Enrolment, LessonPage
from courses.services.releases import touch_tree
from library.models import Country, GlossaryTerm

ADDRESS = "/en/learn/small/l1-1/"
Write = Callable[..., None]
Read = Callable[[], BeautifulSoup]


@pytest.fixture
def write(enrolment: Enrolment) -> Write:
    """Publish these blocks as the lesson's English text."""

    def do(*blocks: tuple[str, Any]) -> None:
        page = LessonPage.objects.get(slug="l1-1", locale__language_code="en")
        page.body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
        page.save()

    return do


@pytest.fixture
def read(signed_in: Client) -> Read:
    """The lesson as the learner's browser gets it."""
    return lambda: BeautifulSoup(signed_in.get(ADDRESS).content, "html.parser")


def term(slug: str) -> str:
    GlossaryTerm.objects.create(
        slug=slug, term={"en": slug, "es": slug}, definition={"en": f"What {slug} means", "es": "x"}, source="x"
    )
    return f'<a href="/library/glossary/#t-{slug}">{slug}</a>'


def test_a_term_leads_to_its_meaning_on_the_same_page_and_back(write: Write, read: Read) -> None:
    link = term("smuggling")
    write(("text", f"<p>One {link} and again {link}.</p>"), ("keypoints", [f"<p>{link}</p>"]))
    page = read()
    links = page.select("a.term")
    assert [a["href"] for a in links] == ["#term-smuggling"] * 3
    assert [a.get("id") for a in links] == ["from-smuggling", None, None]
    assert {a["aria-describedby"] for a in links} == {"means-smuggling"}
    assert [p.get_text() for p in page.select("#means-smuggling")] == ["What smuggling means"]
    (meaning,) = page.select("#term-smuggling")
    assert [a["href"] for a in meaning.select("a")] == ["/en/library/glossary/#t-smuggling", "#from-smuggling"]


def test_a_term_that_the_glossary_lost_stays_a_link(write: Write, read: Read) -> None:
    write(("text", '<p><a href="/library/glossary/#t-gone">gone</a></p>'))
    page = read()
    assert not page.select("a.term, .meaning")
    assert page.select_one('a[href="/en/library/glossary/#t-gone"]')


COUNTRY = {
    "title": "The law here",
    "show": ["anti_trafficking_law", "hotline"],
    "texts": [{"country": "MX", "text": "<p>Call Mexico.</p>"}],
    "otherwise": "<p>Look it up.</p>",
}


@pytest.fixture
def country_box(write: Write, enrolment: Enrolment) -> Callable[[str], None]:
    """A lesson with the box, read by a learner of this country."""
    law = {"name": "Ley 9", "number": "9-2009", "year": 2009, "verified": "search"}
    name = {"en": "Guatemala", "es": "Guatemala"}
    Country.objects.create(iso="GT", name=name, facts={"anti_trafficking_law": law})
    write(("country", COUNTRY))

    def of(iso: str) -> None:
        enrolment.learner.country = iso
        enrolment.learner.save()

    return of


def test_each_learner_reads_of_their_own_country(country_box: Callable[[str], None], read: Read) -> None:
    country_box("GT")
    box = read().select_one(".country")
    assert box
    assert "In your country: Guatemala" in box.get_text()
    assert "Ley 9, 9-2009" in box.get_text()
    assert "Call Mexico" not in box.get_text()
    assert "Look it up" not in box.get_text()
    assert "hotline" not in box.get_text().lower()  # not known, so not shown
    country_box("MX")
    box = read().select_one(".country")
    assert box
    assert "Call Mexico." in box.get_text()
    assert "Ley 9" not in box.get_text()


def test_where_nothing_is_known_the_box_says_so(country_box: Callable[[str], None], read: Read) -> None:
    country_box("PA")
    box = read().select_one(".country")
    assert box
    assert "On Panama this box has nothing checked yet." in box.get_text()
    assert "Look it up." in box.get_text()


def test_who_has_not_said_where_they_work_is_asked_to(country_box: Callable[[str], None], read: Read) -> None:
    country_box("")
    box = read().select_one(".country")
    assert box
    assert box.select_one('a[href="/en/accounts/profile/"]')
    assert "Look it up." in box.get_text()


def recording(**more: Any) -> dict[str, Any]:
    return {"title": "The interview", "length": "2:15", "transcript": "<p>Good evening.</p>", **more}


def stored(name: str) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name), file_size=1)


def test_nothing_is_loaded_from_another_site_before_a_click(write: Write, signed_in: Client) -> None:
    write(("video", recording(address="https://www.youtube.com/watch?v=aqz-KE-bpKQ", file=None, captions=None)))
    answer = signed_in.get(ADDRESS)
    page = BeautifulSoup(answer.content, "html.parser")
    assert not page.select("iframe, video, [src*=youtu], link[href*=youtu]")
    (link,) = page.select("a[data-embed]")
    assert link["href"] == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert "Only when you press play" in page.get_text()
    assert "Good evening." in page.get_text()
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com https://player.vimeo.com" in policy
    assert "script-src 'self'" in policy


def test_a_site_may_allow_no_players_and_leads_to_the_providers_page(write: Write, read: Read, settings: Any) -> None:
    settings.AMPARO_VIDEO_PLAYERS = []
    write(("video", recording(address="https://vimeo.com/76979871", file=None, captions=None)))
    page = read()
    assert not page.select("[data-embed]")
    (link,) = page.select("a.media__poster")
    assert (link["href"], link.get_text(strip=True)) == ("https://vimeo.com/76979871", "Open at Vimeo, 2:15")


def test_a_video_of_ones_own_waits_too_and_has_captions(write: Write, read: Read) -> None:
    film, captions = stored("a.mp4"), stored("a.vtt")
    write(("video", recording(address="", file=film.pk, captions=captions.pk)))
    page = read()
    (video,) = page.select("video")
    assert (video["preload"], video["src"]) == ("none", film.file.url)
    (track,) = video.select("track")
    assert (track["kind"], track["srclang"], track["src"]) == ("captions", "en", captions.file.url)


def test_audio_and_download_say_their_size_and_a_lost_file_breaks_nothing(write: Write, read: Read) -> None:
    sound, paper = stored("a.mp3"), stored("a.pdf")
    write(
        ("audio", recording(file=sound.pk)),
        ("download", {"file": paper.pk, "title": "Checklist", "about": "To print"}),
        ("download", {"file": paper.pk + 99, "title": "Lost", "about": ""}),
        ("audio", recording(file=sound.pk + 99)),
    )
    page = read()
    assert page.select_one("audio[preload=none]")
    (link,) = page.select(".download a")
    assert link.get_text() == "Checklist"
    assert "PDF, 1" in page.select_one(".download .tag").get_text()


def test_the_page_says_how_long_it_takes_to_read_and_to_watch(write: Write, read: Read) -> None:
    write(("text", f"<p>{'word ' * 300}</p>"), ("video", recording(address="https://vimeo.com/76979871")))
    meta = read().select_one(".meta")
    assert meta
    assert "10 minutes" in meta.get_text()
    assert "3 min to read, 3 min to watch or hear" in meta.get_text()


def test_the_first_reader_pays_no_more_for_more_of_the_same(
    write: Write, signed_in: Client, enrolment: Enrolment
) -> None:
    links = [term(f"term-{n}") for n in range(8)]
    Country.objects.create(iso="GT", name={"en": "Guatemala", "es": "Guatemala"}, facts={})

    def paid(times: int) -> int:
        files = [(stored(f"a{n}.mp4"), stored(f"a{n}.vtt"), stored(f"a{n}.pdf")) for n in range(times)]
        write(
            *(("text", f"<p>{link}</p>") for link in links[: times * 2]),
            *(("country", COUNTRY) for _n in range(times)),
            *(("video", recording(address="", file=film.pk, captions=captions.pk)) for film, captions, _p in files),
            *(("download", {"file": paper.pk, "title": "x", "about": ""}) for _f, _c, paper in files),
        )
        cache.clear()
        touch_tree([enrolment.cohort.course_id])
        signed_in.get("/en/library/")  # session and connection are warm
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(ADDRESS).status_code == 200
        return len(queries)

    paid(1)  # the visit that is written down
    assert paid(1) == paid(4)
