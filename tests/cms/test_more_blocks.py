"""Comparison, accordion, countries, recordings and downloads: from the file to the page, into a pack and back."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from cms.content.lesson_file import KINDS, read_lesson
from cms.content.load import load_content
from cms.content.richtext import Targets
from cms.content.stream import MAKERS, stream
from cms.models import AmparoDocument
from cms.packs.blocks import WRITERS
from cms.packs.export import export_course
from cms.packs.load import import_pack
from cms.packs.problems import PackProblem
from cms.packs.unpack import LIMITS
from courses.blocks import LessonBody
from courses.models import Course, LessonPage
from library.domain.errors import ContentError
from tests.cms.conftest import LESSON, Rewrite
from tests.cms.packs import files_of, holdings, text_of, zip_of

BLOCKS = """\
::: comparison No es lo mismo
|  | Trata | Tráfico ilícito |
|---|---|---|
| Frontera | No hace falta | Siempre |
| Contra quién | La [persona](cite:made-up-1999/3-c-d) | Las **normas** |

Pregunte para qué fue el dinero.
:::

::: accordion Cuando es más difícil
? No habla ningún idioma
Llame al intérprete.

? Tiene dos nacionalidades
Elige la persona.

- una
- otra
:::

::: country La ley aquí
show: anti_trafficking_law, hotline

? GT
Llame al 1572.

? otherwise
Búsquelo.
:::

::: video entrevista.mp4
title: La primera entrevista
length: 2:15

Buenas noches.

Siéntese: aquí.
:::

::: video
title: Otra casa
length: 3:05
address: https://www.youtube.com/watch?v=aqz-KE-bpKQ

Alguien habla.
:::

::: audio llamada.mp3
title: Una llamada
length: 1:10

Hola.
:::

::: download lista.pdf
title: Lista de control
about: Para imprimir
:::
"""
FILES = {
    "entrevista.es.mp4": b"\0\0\0\x18ftypmp42",
    "entrevista.es.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nBuenas noches.\n",
    "entrevista.en.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n",
    "llamada.es.mp3": b"ID3\x04",
    "lista.es.pdf": b"%PDF-1.7\n",
}
END = "::: reflection"


@pytest.fixture
def targets() -> Targets:
    names = {"entrevista.mp4": 1, "entrevista.vtt": 2, "llamada.mp3": 3, "lista.pdf": 4}
    return Targets({("made-up-1999", "3-c-d")}, {"made-up-term"}, {"made-up-1999"}, files=names)


@pytest.fixture
def full(content: Path, rewrite: Rewrite) -> Path:
    """The small content, its first lesson with these blocks in both languages; its files mostly in Spanish alone."""
    media = content / "courses/tiny/media"
    media.mkdir()
    for name, data in FILES.items():
        (media / name).write_bytes(data)
    for lang in ("es", "en"):
        rewrite(f"courses/tiny/lessons/t1-1.{lang}.md", END, f"{BLOCKS}\n{END}")
    return content


def test_every_block_of_a_lesson_has_a_form_in_files_both_ways() -> None:
    kinds = set(LessonBody().child_blocks)
    assert set(MAKERS) == kinds == set(KINDS)
    assert set(WRITERS) == kinds - {"text", "heading"}  # what stands between the blocks


def test_the_blocks_become_what_the_page_stores(tmp_path: Path, targets: Targets) -> None:
    path = tmp_path / "t1-1.es.md"
    path.write_text(LESSON.format(lesson="T1.1", lang="es").replace(END, f"{BLOCKS}\n{END}"), encoding="utf-8")
    found = {block["type"]: block["value"] for block in stream(read_lesson(path), targets)}
    points = [item["value"] for item in found["comparison"]["points"]]
    assert points[0] == {"point": "Frontera", "left": "<p>No hace falta</p>", "right": "<p>Siempre</p>"}
    assert found["comparison"]["conclusion"] == "<p>Pregunte para qué fue el dinero.</p>"
    assert [item["value"]["title"] for item in found["accordion"]["folds"]][1] == "Tiene dos nacionalidades"
    assert found["country"]["show"] == ["anti_trafficking_law", "hotline"]
    assert [item["value"] for item in found["country"]["texts"]] == [{"country": "GT", "text": "<p>Llame al 1572.</p>"}]
    assert found["country"]["otherwise"] == "<p>Búsquelo.</p>"
    assert found["video"]["address"] == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert found["audio"] == {"title": "Una llamada", "length": "1:10", "transcript": "<p>Hola.</p>", "file": 3}
    assert found["download"] == {"file": 4, "title": "Lista de control", "about": "Para imprimir"}


FAULTS = [
    ("|  | Trata | Tráfico ilícito |\n|---|---|---|", "|  | Trata | A | B |\n|---|---|---|---|", "as many cells"),
    ("::: accordion Cuando es más difícil", "::: accordion", "needs a caption"),
    ("? No habla ningún idioma\nLlame", "Llame", "lines beginning with ?"),
    ("show: anti_trafficking_law", "show: weather", "not 'weather'"),
    ("? GT", "? XX", "no country of the Americas"),
    ("? otherwise", "? MX", "? otherwise"),
    ("length: 2:15", "length: 2", "length:"),
    ("\n\nAlguien habla.", "", "needs its transcript"),
    ("address: https://www.youtube.com/watch?v=aqz-KE-bpKQ", "address: https://evil.example/v", "YouTube or Vimeo"),
    ("::: video\ntitle", "::: video entrevista.mp4\ntitle", "not both"),
    ("title: Lista de control\n", "", "needs title:"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_is_named_with_its_line(tmp_path: Path, targets: Targets, old: str, new: str, said: str) -> None:
    path = tmp_path / "t1-1.es.md"
    assert old in BLOCKS
    path.write_text(LESSON.format(lesson="T1.1", lang="es").replace(END, BLOCKS.replace(old, new) + f"\n{END}"))
    with pytest.raises(ContentError) as raised:
        stream(read_lesson(path), targets)
    assert said in raised.value.message
    assert raised.value.line > 0


@pytest.mark.django_db
def test_they_come_out_of_an_empty_site_as_they_went_into_the_pack(full: Path) -> None:
    with transaction.atomic():
        load_content(full)
        before, (data, notes) = holdings("tiny"), export_course(Course.objects.get())
        before_files = dict(AmparoDocument.objects.values_list("title", "file_hash"))
        transaction.set_rollback(True)
    assert notes == []
    assert {name.removeprefix("tiny/media/") for name in files_of(data) if "/media/" in name} == set(FILES)
    (full / "courses/tiny/course.yaml").rename(full / "away.yaml")
    load_content(full)
    import_pack(data)
    assert without_ids(holdings("tiny")) == without_ids(before)
    assert dict(AmparoDocument.objects.values_list("title", "file_hash")) == before_files
    assert export_course(Course.objects.get())[0] == data
    assert import_pack(data).is_empty
    assert AmparoDocument.objects.count() == len(FILES)


def without_ids(held: object) -> str:
    """What a site holds, without the ids that documents have in it."""
    return re.sub(r"(file|captions)(\\*'): \d+", r"\1\2: 0", str(held))


@pytest.mark.django_db
def test_captions_are_those_of_the_language_and_the_film_is_shared(full: Path) -> None:
    load_content(full)
    videos = {
        page.locale.language_code: next(b["value"] for b in page.body.raw_data if b["type"] == "video")
        for page in LessonPage.objects.filter(slug="t1-1").select_related("locale")
    }
    assert videos["es"]["file"] == videos["en"]["file"]
    titles = dict(AmparoDocument.objects.values_list("pk", "title"))
    assert titles[videos["en"]["captions"]] == "tiny/entrevista.en.vtt"


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_a_new_file_is_a_new_document(full: Path) -> None:
    load_content(full)
    assert load_content(full).is_empty
    (full / "courses/tiny/media/lista.es.pdf").write_bytes(b"%PDF-1.7\nnew")
    load_content(full)
    assert AmparoDocument.objects.filter(title="tiny/lista.es.pdf").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data"),
    [("lista.es.pdf", b"<script>alert(1)</script>"), ("entrevista.es.mp4", b"MZ"), ("entrevista.en.vtt", b"\xff\xfe")],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(full: Path, name: str, data: bytes) -> None:
    load_content(full)
    pack = files_of(export_course(Course.objects.get())[0])
    with pytest.raises(PackProblem, match="is no"):
        import_pack(zip_of({**pack, f"tiny/media/{name}": data}))
    (full / "courses/tiny/media" / name).write_bytes(data)
    with pytest.raises(ContentError, match="is no"):
        load_content(full)


@pytest.mark.english
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["seite.es.html", "bild.es.svg", "programm.es.exe", "lista.pdf"])
def test_a_pack_holds_no_other_kinds_of_files(full: Path, name: str) -> None:
    load_content(full)
    pack = files_of(export_course(Course.objects.get())[0])
    with pytest.raises(PackProblem, match="no file of a course"):
        import_pack(zip_of({**pack, f"tiny/media/{name}": b"x"}))


@pytest.mark.django_db
def test_what_a_trainer_uploaded_goes_along_and_what_is_too_large_is_said(full: Path) -> None:
    load_content(full)
    page = LessonPage.objects.get(slug="t1-2", locale__language_code="es")
    small = AmparoDocument.objects.create(title="Mi lista.pdf", file=ContentFile(b"%PDF-1.7", name="mi_lista.pdf"))
    large = AmparoDocument.objects.create(title="Larga", file=ContentFile(b"ID3" + b"0" * LIMITS.file, name="l.mp3"))
    page.body = [
        {"type": "download", "value": {"file": small.pk, "title": "Mía", "about": ""}},
        {"type": "audio", "value": {"file": large.pk, "title": "Larga", "length": "9:00", "transcript": "<p>x</p>"}},
    ]
    page.save()
    data, notes = export_course(Course.objects.get())
    assert "::: download mi-lista.pdf\ntitle: Mía\n:::" in text_of(data, "tiny/lessons/t1-2.es.md")
    assert len([note for note in notes if "Larga" in note]) == 1
    assert files_of(data)["tiny/media/mi-lista.es.pdf"] == b"%PDF-1.7"
    import_pack(data)
