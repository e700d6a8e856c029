"""Steps, timelines and drawings: from the file to the page, and what a drawing may not hold."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from cms.content.lesson_file import read_lesson
from cms.content.load import load_content, read_content
from cms.content.richtext import Targets
from cms.content.stream import stream
from cms.content.svg_file import check_svg
from cms.models import AmparoImage
from courses.blocks import FigureBlock
from courses.models import Course, LessonCitation, LessonPage
from library.domain.errors import ContentError
from tests.cms.conftest import LESSON, Rewrite
from tests.factories import make_enrolment

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">\n<rect width="400" height="200" fill="#fff"/>\n{}</svg>\n'
STEPS = """\
::: steps De la señal a la derivación
- **Escuchar.** La agente habla a solas
  con [cada persona](cite:made-up-1999/3-c-d).
- **Derivar.**
:::
"""
TIMELINE = """\
::: timeline La noche
- 22:40 | Entra la llamada.
- Antes de las 06:00 | Se informa al **consulado**.
:::
"""
FIGURE = """\
::: figure t1-1-circles
alt: Dos círculos
  que se cruzan.
caption: Dos delitos.
:::
"""
FIRST = "courses/tiny/lessons/t1-1.es.md"
END = "::: reflection"


@pytest.fixture
def drawn(content: Path, rewrite: Rewrite) -> Path:
    """The small content, its first lesson with all three blocks in both languages, a drawing in Spanish only."""
    put(content, "es", "")
    for lang in ("es", "en"):
        rewrite(f"courses/tiny/lessons/t1-1.{lang}.md", END, f"{STEPS}\n{TIMELINE}\n{FIGURE}\n{END}")
    return content


def put(content: Path, lang: str, inside: str) -> Path:
    file = content / f"courses/tiny/figures/t1-1-circles.{lang}.svg"
    file.parent.mkdir(exist_ok=True)
    file.write_text(SVG.format(inside), encoding="utf-8")
    return file


def value_of(tmp_path: Path, block: str, targets: Targets) -> object:
    file = tmp_path / "t1-1.es.md"
    file.write_text(LESSON.format(lesson="T1.1", lang="es").split("::: scene")[0] + block, encoding="utf-8")
    return stream(read_lesson(file), targets)[0]["value"]


def test_steps_keep_their_names_order_and_links(tmp_path: Path, targets: Targets) -> None:
    value = value_of(tmp_path, STEPS, targets)
    assert value["caption"] == "De la señal a la derivación"  # type: ignore[index]
    assert [item["value"] for item in value["steps"]] == [  # type: ignore[index]
        {
            "name": "Escuchar.",
            "text": '<p>La agente habla a solas con <a href="/library/made-up-1999/#p-3-c-d">cada persona</a>.</p>',
        },
        {"name": "Derivar.", "text": ""},
    ]


def test_a_timeline_keeps_its_times_apart_from_what_happens(tmp_path: Path, targets: Targets) -> None:
    value = value_of(tmp_path, TIMELINE, targets)
    assert [item["value"] for item in value["moments"]] == [  # type: ignore[index]
        {"time": "22:40", "text": "<p>Entra la llamada.</p>"},
        {"time": "Antes de las 06:00", "text": "<p>Se informa al <b>consulado</b>.</p>"},
    ]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (STEPS.replace(" De la señal a la derivación", ""), "needs a caption"),
        (STEPS.replace("**Escuchar.** ", ""), "begins with its name in bold"),
        (STEPS.replace("**Derivar.**", "**[Derivar](term:made-up-term)**"), "begins with its name in bold"),
        ("::: steps Nada\n:::\n", "write a list"),
        (TIMELINE.replace(" La noche", ""), "needs a caption"),
        (TIMELINE.replace("22:40 |", "22:40"), "a time, a bar"),
        (TIMELINE.replace("22:40", ""), "a time, a bar"),
        (FIGURE, "no drawing 't1-1-circles'"),
        (FIGURE.replace("alt:", "note:"), "write alt:, caption:"),
        ("::: figure t1-1-circles\ncaption: Dos.\n:::\n", "what the drawing shows"),
    ],
)
def test_a_block_without_its_form_is_refused_with_its_line(
    tmp_path: Path, targets: Targets, block: str, said: str
) -> None:
    with pytest.raises(ContentError, match=said) as raised:
        value_of(tmp_path, block, targets)
    assert raised.value.line == 10


@pytest.mark.django_db
def test_the_page_shows_all_three_as_lists_and_a_picture_that_says_what_it_shows(drawn: Path, client: Client) -> None:
    load_content(drawn)
    client.force_login(make_enrolment(Course.objects.get()).learner)
    page = BeautifulSoup(client.get("/es/learn/tiny/t1-1/").content, "html.parser")
    steps, timeline, figure = page.select_one(".steps"), page.select_one(".timeline"), page.select_one(".figure")
    assert steps
    assert timeline
    assert figure
    assert [p.text for p in steps.select("ol > li > .steps__name")] == ["Escuchar.", "Derivar."]
    assert steps.select_one("figcaption").text.strip() == "De la señal a la derivación"  # type: ignore[union-attr]
    assert [p.text for p in timeline.select("ol > li > .timeline__time")] == ["22:40", "Antes de las 06:00"]
    image = figure.select_one("img")
    assert image
    assert (image["alt"], image["width"], image["height"]) == ("Dos círculos que se cruzan.", "400", "200")
    assert "Dos delitos." in figure.text
    assert "CC BY-SA" in figure.text
    assert b"<rect" in b"".join(client.get(str(image["src"])))


@pytest.mark.django_db
def test_a_citation_in_a_step_counts_as_a_citation_of_the_lesson(drawn: Path, rewrite: Rewrite) -> None:
    rewrite(FIRST, "Texto con [una cita](cite:made-up-1999/3-c-d)", "Texto")
    rewrite(FIRST, "::: cite made-up-1999 3-c-d\nPor qué importa.\n:::\n", "")
    load_content(drawn)
    page = LessonPage.objects.get(slug="t1-1", locale__language_code="es")
    assert LessonCitation.objects.get(page=page).provision == "3-c-d"


@pytest.mark.django_db
def test_a_drawing_is_stored_once_however_often_it_is_loaded(drawn: Path) -> None:
    load_content(drawn)
    assert load_content(drawn).is_empty
    picture = AmparoImage.objects.get()  # the English page shows the Spanish drawing: there is no other
    assert (picture.title, picture.description) == ("tiny/t1-1-circles.es", "Dos círculos que se cruzan.")
    assert picture.credit == "Amparo, CC BY-SA 4.0"


@pytest.mark.django_db
def test_a_page_takes_the_drawing_in_its_own_language_as_soon_as_there_is_one(drawn: Path) -> None:
    load_content(drawn)
    put(drawn, "en", '<text x="9" y="99">Two</text>')
    assert load_content(drawn).notes == [
        ("created", "picture tiny/t1-1-circles.en"),
        ("changed", "course/tiny/T1.1 (en): body"),
    ]


@pytest.mark.django_db
def test_a_changed_drawing_is_a_new_picture_and_changes_the_pages_that_show_it(drawn: Path) -> None:
    load_content(drawn)
    put(drawn, "es", '<circle r="9"/>')
    assert {what for _kind, what in load_content(drawn).notes} == {
        "picture tiny/t1-1-circles.es",
        "course/tiny/T1.1 (es): body",
        "course/tiny/T1.1 (en): body",
    }
    assert AmparoImage.objects.count() == 2


def test_checking_names_the_lesson_that_asks_for_a_drawing_that_is_not_there(drawn: Path) -> None:
    (drawn / "courses/tiny/figures/t1-1-circles.es.svg").unlink()
    with pytest.raises(ContentError, match=r"no file figures/t1-1-circles\.\w\w\.svg"):
        read_content(drawn)


def test_a_drawing_cannot_be_named_outside_its_folder(drawn: Path, rewrite: Rewrite) -> None:
    rewrite(FIRST, "::: figure t1-1-circles", "::: figure ../lessons/x")
    with pytest.raises(ContentError, match="small letters, digits and hyphens"):
        read_content(drawn)


def test_checking_names_the_line_of_a_drawing_that_holds_more_than_a_drawing(drawn: Path) -> None:
    file = put(drawn, "es", "<script>alert(1)</script>")
    with pytest.raises(ContentError, match="<script> may not") as raised:
        read_content(drawn)
    assert (raised.value.file, raised.value.line) == (file, 3)


HOSTILE = [
    "<script>alert(1)</script>",
    '<script href="data:,alert(1)"/>',
    '<rect onclick="alert(1)"/>',
    '<rect ONLOAD="alert(1)"/>',
    "<foreignObject><p>x</p></foreignObject>",
    '<image href="https://elsewhere.example/x.png"/>',
    '<use href="https://elsewhere.example/x.svg#a"/>',
    '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="//elsewhere.example/x.svg#a"/>',
    '<rect fill="url(https://elsewhere.example/x.svg#a)"/>',
    "<rect fill=\"url( '//elsewhere.example/x#a')\"/>",
    '<rect style="fill:red"/>',
    "<style>@import url(//elsewhere.example)</style>",
    '<a href="#x"><text>x</text></a>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<g xml:base="https://elsewhere.example/"/>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    '<?xml-stylesheet href="https://elsewhere.example/x.css"?>',
    "&elsewhere;",
    "<rect>",
]


@pytest.mark.parametrize("inside", HOSTILE)
def test_a_drawing_that_does_more_than_draw_is_refused_on_its_line(tmp_path: Path, inside: str) -> None:
    file = tmp_path / "x.svg"
    file.write_text(SVG.format(inside), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        check_svg(file)
    assert (raised.value.file, raised.value.line) == (file, 3)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG.format(""),
        "<html/>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "",
    ],
)
def test_what_is_no_drawing_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.svg"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        check_svg(file)


def test_an_honest_drawing_with_gradient_and_use_is_let_through(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    inside = '<defs><linearGradient id="a"><stop/></linearGradient></defs><rect id="b" fill="url(#a)"/><use href="#b"/>'
    file.write_text(SVG.format(inside), encoding="utf-8")
    check_svg(file)


@pytest.mark.django_db
def test_the_editor_asks_what_a_picture_shows_unless_the_picture_says_it(drawn: Path) -> None:
    load_content(drawn)
    picture, block = AmparoImage.objects.get(), FigureBlock()
    block.clean(block.to_python({"image": picture.pk, "alt": "", "caption": ""}))
    AmparoImage.objects.update(description="")
    block.clean(block.to_python({"image": picture.pk, "alt": "Two circles", "caption": ""}))
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"image": picture.pk, "alt": "", "caption": ""}))
