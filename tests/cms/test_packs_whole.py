"""A course with everything a course can have goes into an empty site and is the same there."""

import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from PIL import Image

from certificates.models import CertificatePolicy
from certificates.rendering import design_checksum, load_design
from certificates.services import put_template
from cms.content.load import load_content
from cms.content.tree import as_read as _as_read
from cms.models import AmparoImage
from cms.packs.export import export_course
from cms.packs.load import import_pack, preview
from courses.models import Course, CoursePage, LessonPage, ModulePage
from library.models import ReferenceText
from quizzes.domain.formats import Picture
from quizzes.models import Quiz
from quizzes.services import put_question
from quizzes.services.pictures import keep_pictures
from tests.cms.packs import files_of, holdings, text_of, zip_of
from tests.factories import choice

pytestmark = pytest.mark.django_db
OWN_POLICY = {"right_after": ["attempt", "marks"], "closed": ["attempt", "correctness", "answer"]}
BOX = """\
---
box: three-signs
lang: {lang}
position: 1
title: Tres señales {lang}
summary: Una frase.
---

Lo que hay que **mirar**.

::: steps Por orden
- **Ver.** Despacio.
- **Oír.** A solas.
:::
"""
CARDS = """\
cards:
- module: T1
  title: {es: Primero, en: First}
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


def dots(format_: str, colour: str = "red") -> bytes:
    """A small picture."""
    held = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, format_)
    return held.getvalue()


def cards() -> str:
    parts = {"look_for": 4, "do": 4, "never": 4, "call": 2}
    lines = [
        f"  {part}:\n"
        + "".join(
            f"    {lang}: |-\n" + "".join(f"      {part} {n} {lang}\n" for n in range(count)) for lang in ("es", "en")
        )
        for part, count in parts.items()
    ]
    return CARDS + "".join(lines)


def write_boxes(content: Path) -> None:
    for lang in ("es", "en"):
        box = content / f"library/boxes/three-signs.{lang}.md"
        box.parent.mkdir(parents=True, exist_ok=True)
        box.write_text(BOX.format(lang=lang), encoding="utf-8")


def make_site(content: Path) -> Course:
    """The small course, with what trainers add by hand and by file."""
    write_boxes(content)
    (content / "courses/tiny/cards.yaml").write_text(cards(), encoding="utf-8")
    load_content(content)
    course = Course.objects.get()
    _pages(course)
    _bank(course)
    Quiz.objects.update(review_policy=OWN_POLICY, pass_mark=55)
    design = load_design("sober")
    template, _new = put_template("sober", design, design_checksum(design))
    CertificatePolicy.objects.update(template=template, needs_approval=True, valid_months=24)
    return course


def _pages(course: Course) -> None:
    about = '<p data-block-key="a1">Con <b>cuidado</b> y <a href="/library/made-up-1999/">una norma</a>.</p>'
    for page in CoursePage.objects.filter(course=course):
        page.about = about
        page.save()
    for module in ModulePage.objects.all():
        module.summary = f"De qué trata ({module.locale.language_code})"
        module.save()
    photo = _uploaded("Foto de archivo", "foto.jpg", dots("JPEG"), "Foto: Ana Paz")
    drawing = _uploaded("tiny/mapa.es", "mapa.png", dots("PNG", "blue"), "")
    for lesson in LessonPage.objects.filter(slug="t1-1"):
        lang = lesson.locale.language_code
        shown = [
            {"type": "figure", "value": {"image": photo.pk, "alt": f"Una mesa ({lang})", "caption": f"Mesa {lang}"}},
            {"type": "figure", "value": {"image": drawing.pk, "alt": f"Un mapa ({lang})", "caption": ""}},
            {"type": "box", "value": "three-signs"},
        ]
        lesson.body = [*lesson.body.raw_data, *shown]
        lesson.save()


def _uploaded(title: str, name: str, data: bytes, credit: str) -> AmparoImage:
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    return AmparoImage.objects.create(title=title, file=ContentFile(data, name=name), file_hash=sha1, credit=credit)


def _bank(course: Course) -> None:
    data = dots("PNG", "green")
    key = hashlib.sha256(data).hexdigest()
    kept = keep_pictures([Picture(key, "sello.png", "image/png", data)])
    stem = {lang: f'<p>¿Qué es? ({lang}) <img src="picture:{key}" alt="un sello"></p>' for lang in ("es", "en")}
    question = choice() | {"stem": {"format": "html", "text": stem}, "pictures": kept}
    put_question(course, "con-sello", question, category="T1", tags=["sellos"])


def seen(slug: str) -> dict[str, Any]:
    """What a site holds of the course as readers meet it: pictures by their bytes, credit and words."""
    found = holdings(slug)
    policy = CertificatePolicy.objects.get()
    keys = [key for question in found["questions"] for key in question[-1].get("pictures", {})]
    return {
        **{name: value for name, value in found.items() if name not in ("pictures", "pages")},
        "pages": [_page(page) for page in _pages_in_order(LessonPage)],
        "about": [_as_read(page.about) for page in _pages_in_order(CoursePage)],
        "summaries": [page.summary for page in _pages_in_order(ModulePage)],
        "terms": (policy.needs_approval, policy.template.name, policy.valid_months),
        "reviewed": Quiz.objects.get().review_policy,
        "boxes": list(ReferenceText.objects.order_by("slug", "language").values_list("slug", "language", "title")),
        "stamps": [default_storage.open(f"questions/{key}.png").read() for key in keys],
    }


def _pages_in_order(model: Any) -> Any:
    return model.objects.order_by("slug", "locale__language_code").select_related("locale")


def _page(page: LessonPage) -> tuple[Any, ...]:
    blocks = [_as_read({"type": block["type"], "value": block["value"]}) for block in page.body.raw_data]
    for block in blocks:
        if block["type"] == "figure":
            image = AmparoImage.objects.get(pk=block["value"]["image"])
            with image.file.open() as opened:
                block["value"] |= {"image": opened.read(), "credit": image.credit}
    return page.title, page.summary, page.minutes, page.locale.language_code, blocks


def test_everything_comes_out_of_an_empty_site_as_it_went_into_the_pack(
    content: Path, tmp_path: Path, settings: Any
) -> None:
    with transaction.atomic():
        course = make_site(content)
        before, (data, notes) = seen("tiny"), export_course(course)
        assert import_pack(data).notes == []
        transaction.set_rollback(True)
    assert notes == []
    assert [block["type"] for block in before["pages"][0][-1]].count("figure") == 2
    assert len(before["stamps"]) == 1
    settings.MEDIA_ROOT = tmp_path / "another-site"
    shutil.rmtree(content / "courses")
    shutil.rmtree(content / "library/boxes")
    load_content(content)
    assert preview(data).of("created")
    assert not Course.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    import_pack(data)
    after = seen("tiny")
    for name, value in before.items():
        assert after[name] == value, name
    assert import_pack(data).notes == []
    assert export_course(Course.objects.get())[0] == data


_PACK: list[bytes] = []


def packed(content: Path) -> bytes:
    """The course as a pack; written once, and gone from the site again."""
    if not _PACK:
        with transaction.atomic():
            _PACK.append(export_course(make_site(content))[0])
            transaction.set_rollback(True)
    shutil.rmtree(content / "library/boxes", ignore_errors=True)
    return _PACK[0]


def test_a_design_that_a_site_does_not_have_waits_for_an_administrator(content: Path) -> None:
    data = packed(content)
    files = files_of(data)
    files["tiny/course.yaml"] = text_of(data, "tiny/course.yaml").replace("template: sober", "template: ours").encode()
    shutil.rmtree(content / "courses")
    load_content(content)
    waiting = import_pack(zip_of(files)).of("waiting")
    assert waiting == ["certificate of tiny: this site has no design ours; choose one in the admin"]
    assert not CertificatePolicy.objects.exists()


def test_a_box_of_the_same_name_stays_as_the_site_has_it(content: Path) -> None:
    data = packed(content)
    shutil.rmtree(content / "courses")
    write_boxes(content)
    load_content(content)
    ReferenceText.objects.filter(language="en").update(title="Ours")
    assert import_pack(data).of("kept") == ["box three-signs (en): this site has its own text"]
    assert ReferenceText.objects.get(language="en").title == "Ours"


def test_an_administrators_signature_and_approval_stay_where_the_file_says_nothing_of_them(content: Path) -> None:
    load_content(content)
    policy = CertificatePolicy.objects.get()
    policy.signatories = [{**policy.signatories[0], "signature": "ab" * 32}]
    policy.needs_approval = True
    policy.save()
    assert load_content(content).is_empty
    policy.refresh_from_db()
    assert policy.signatories[0]["signature"] == "ab" * 32
    assert policy.needs_approval
