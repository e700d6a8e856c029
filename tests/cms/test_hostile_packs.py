"""Packs that want something else than to be a course: each is refused, with the file and why, and nothing is left."""

import hashlib
import io
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from PIL import Image

from cms.content.load import load_content
from cms.models import AmparoImage
from cms.packs.export import export_course
from cms.packs.load import import_pack, preview
from cms.packs.problems import PackProblem
from cms.packs.unpack import Limits, unpack
from courses.models import Course, CoursePage
from tests.cms.packs import files_of, zip_of

pytestmark = pytest.mark.django_db
Files = Mapping[str, bytes | str]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">{}</svg>'
COURSE, QUESTIONS, LESSON = "tiny/course.yaml", "tiny/questions.yaml", "tiny/lessons/t1-1.es.md"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


_GOOD: dict[str, bytes] = {}


@pytest.fixture
def good(content: Path) -> Files:
    """The files of a pack that would be taken in. Written once; the site of a test is empty unless it asks for one."""
    if not _GOOD:
        with transaction.atomic():
            load_content(content)
            _GOOD.update(files_of(export_course(Course.objects.get())[0]))
            transaction.set_rollback(True)
    return dict(_GOOD)


@pytest.fixture
def site(content: Path) -> None:
    """A site in which the pack's course stands already."""
    load_content(content)


def with_(name: str, data: bytes | str) -> Callable[[Files], Files]:
    return lambda files: {**files, name: data}


def replaced(name: str, old: str, new: str) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        data = files[name]
        assert isinstance(data, bytes)
        assert old.encode() in data
        return {**files, name: data.replace(old.encode(), new.encode(), 1)}

    return change


def picture(format_: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, "red").save(held, format_)
    return held.getvalue()


def with_stamp(data: bytes, *, key: str = "", media_type: str = "image/png") -> Callable[[Files], Files]:
    """A question that shows a picture."""
    key = key or hashlib.sha256(data).hexdigest()
    ending = {"image/png": "png", "image/svg+xml": "svg", "image/jpeg": "jpg"}[media_type]
    named = f"{{name: a, media_type: {media_type}}}"
    texts = """{format: html, text: {es: "<p>A</p>", en: "<p>A</p>"}}"""
    options = "".join(
        f"""\n    - {{id: {n}, weight: "{w}", text: {{es: {n}, en: {n}}}}}""" for n, w in (("a", 1), ("b", 0))
    )
    entry = f"""
- id: stamp
  lesson: T1.1
  difficulty: 1
  content:
    schema: 1
    type: choice
    multiple: false
    stem: {texts}
    options: {options}
    pictures:
      {key}: {named}
"""

    def change(files: Files) -> Files:
        questions = files[QUESTIONS]
        assert isinstance(questions, bytes)
        text = questions.decode().rstrip() + entry
        return {**files, QUESTIONS: text, f"tiny/pictures/{key}.{ending}": data}

    return change


A_PICTURE = "tiny/figures/a.es.{}"
FAKES: dict[str, tuple[Callable[[Files], Files], str]] = {
    "a page that calls itself a picture": (
        with_(A_PICTURE.format("png"), "<html><script>alert(1)</script></html>"),
        r"^figures/a\.es\.png.*: holds a script or a page",
    ),
    "a text that calls itself a picture": (with_(A_PICTURE.format("jpg"), "x"), "is no JPEG picture"),
    "a picture of another kind than its name says": (with_(A_PICTURE.format("gif"), picture()), "is no GIF picture"),
    "a picture with an archive behind it": (
        with_(A_PICTURE.format("png"), picture() + zip_of({"a.html": "x"})),
        "something follows behind the end of the picture",
    ),
    "a photograph with a script behind it": (
        with_(A_PICTURE.format("jpg"), picture("JPEG") + b"<script>alert(1)</script>"),
        "holds a script",
    ),
    "a picture that is also a program": (with_(A_PICTURE.format("gif"), b"GIF89a=1;alert(1)//"), "is no GIF picture"),
    "a picture cut off": (with_(A_PICTURE.format("png"), picture()[:-12]), "is no whole PNG picture"),
    "a picture of too many points": (
        with_(A_PICTURE.format("png"), picture(size=(9000, 9000))),
        "more than 40 million points|unpacks to more than",
    ),
    "a question's picture that is another": (with_stamp(picture(), key="ab" * 32), "is another picture than its name"),
    "a question's picture that is a page": (with_stamp(b"<svg onload='alert(1)'/>"), "holds a script"),
    "a question's drawing": (with_stamp(b"<svg/>", media_type="image/svg+xml"), "is no file of a course"),
    "a question's picture that is not there": (
        lambda files: {n: d for n, d in with_stamp(picture())(files).items() if "pictures/" not in n},
        "there is no file pictures/",
    ),
    "a script in a box": (
        with_("tiny/boxes/a.es.md", "---\nbox: !!python/name:os.system a\n---\n"),
        r"boxes/a\.es\.md, line 2: YAML with tags",
    ),
    "a box of another name": (
        with_("tiny/boxes/a.es.md", "---\nbox: b\nlang: es\nposition: 1\ntitle: A\nsummary: A\n---\n\nA\n"),
        r"boxes/a\.es\.md.*: box: the name of the file",
    ),
}

HOSTILE: dict[str, tuple[Callable[[Files], Files], str]] = {
    "a path outside": (with_("../evil.md", "x"), r"\.\./evil\.md: leads out of the pack"),
    "a path that climbs later": (with_("tiny/lessons/../../evil.md", "x"), "leads out of the pack"),
    "an absolute name": (with_("/etc/cron.d/evil", "x"), r"/etc/cron\.d/evil: leads out of the pack"),
    "a name of another system": (with_("tiny\\evil.md", "x"), "leads out of the pack"),
    "a drive": (with_("C:/evil.md", "x"), "leads out of the pack"),
    "a kind that no course has": (with_("tiny/run.sh", "x"), r"tiny/run\.sh: is no file of a course"),
    "a page that runs": (with_("tiny/figures/a.es.html", "x"), "is no file of a course"),
    "two folders": (with_("other/course.yaml", "x"), "is no file of a course"),
    "the same file in other letters": (with_("tiny/lessons/T1-1.es.md", "x"), "stands in the pack twice"),
    "a bomb": (with_(LESSON, "a" * 1_000_000), r"lessons/t1-1\.es\.md: unpacks to more than 100 times its size"),
    "a script in a drawing": (
        with_("tiny/figures/a.es.svg", SVG.format("<script>alert(1)</script>")),
        r"^figures/a\.es\.svg, line 1: <script> may not",
    ),
    "an event in a drawing": (
        with_("tiny/figures/a.es.svg", SVG.format('<path onload="alert(1)" d="M0 0"/>')),
        "no event handlers",
    ),
    "entities in a drawing": (
        with_("tiny/figures/a.es.svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("")),
        "no DOCTYPE",
    ),
    "another encoding": (with_(LESSON, "---\nñ".encode("latin-1")), r"t1-1\.es\.md, line 2: is not written in UTF-8"),
    "a drawing in another encoding": (
        with_("tiny/figures/a.es.svg", SVG.format("").encode("utf-16")),
        "is not written in UTF-8",
    ),
    "YAML that is a list": (with_(COURSE, "- a"), r"course\.yaml, line 1: write fields"),
    "YAML that makes objects": (
        replaced(COURSE, "audience: police", "audience: !!python/object/apply:os.system [id]"),
        r"course\.yaml, line 2: YAML with tags",
    ),
    "YAML with a tag of its own": (replaced(QUESTIONS, "difficulty: 1", "difficulty: !x 1"), "YAML with tags"),
    "YAML that multiplies": (with_("tiny/cards.yaml", "a: &a [x, x]\nb: [*a, *a]"), r"cards\.yaml, line 1: YAML with"),
    "YAML without an end": (with_("tiny/cards.yaml", "".join(f"{{a{n}: " for n in range(900))), "is nested too deeply"),
    "YAML named by lists": (with_("tiny/cards.yaml", "? [a]\n: b"), "fields are named by words"),
    "YAML that is none": (with_("tiny/cards.yaml", "a: 'b"), r"cards\.yaml, line 1: YAML:"),
    "front matter with a tag": (replaced(LESSON, "minutes: 30", "minutes: !!int 30"), r"line 6: YAML with tags"),
    "front matter behind a line end of another kind": (
        with_(LESSON, "---\u2028a: &a [x]\u2028b: *a\u2028---\u2028"),
        r"line 2: YAML with tags",
    ),
    "front matter that is a list": (with_(LESSON, "---\n- a\n---\n"), "front matter has exactly these fields"),
    "a lesson elsewhere": (replaced(COURSE, "lesson: T1.1", "lesson: /etc/passwd"), "lesson: letters, digits"),
    "a course that is a path": (replaced(COURSE, "course: tiny", "course: ../tiny"), "course: small letters"),
    "a question that is a path": (replaced(QUESTIONS, "id: T1.1-1", "id: ../x"), "id: letters, digits"),
    "a question that nobody can answer": (
        replaced(QUESTIONS, "correct: true", "correct: false"),
        r"questions\.yaml, line \d+: T1\.1-1: mark the right option",
    ),
    **FAKES,
    "no course": (lambda files: {name: data for name, data in files.items() if name != COURSE}, "course.yaml: is miss"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_pack_is_refused_with_the_file_and_why(kind: str, good: Files) -> None:
    """Before anything of the site is looked at: it is empty here, and would be refused for that else."""
    spoil, reason = HOSTILE[kind]
    with pytest.raises(PackProblem, match=reason):
        preview(zip_of(spoil(good)))


# What only the site can refuse: it does not fit, or leads to what the library does not have.
UNFIT: dict[str, tuple[Callable[[Files], Files], str]] = {
    "a title too long": (replaced(COURSE, "es: Primero", "es: " + "x" * 300), "course.yaml: .*255"),
    "a link that leads nowhere": (replaced(LESSON, "cite:made-up-1999/3-c-d", "cite:nowhere"), "nowhere"),
    "a script in a drawing, once more": HOSTILE["a script in a drawing"],
    "a path outside, once more": HOSTILE["a path outside"],
}


@pytest.mark.parametrize("kind", UNFIT)
def test_a_refused_pack_leaves_the_site_as_it_was(kind: str, good: Files, site: None, settings: Any) -> None:
    spoil, reason = UNFIT[kind]
    pages = list(CoursePage.objects.order_by("pk").values_list("pk", "title", "slug"))
    for attempt in (preview, import_pack):
        with pytest.raises(PackProblem, match=reason):
            attempt(zip_of(spoil(good)))
    assert list(CoursePage.objects.order_by("pk").values_list("pk", "title", "slug")) == pages
    assert Course.objects.count() == 1
    assert not AmparoImage.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def link(kind: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as pack:
        entry = zipfile.ZipInfo("tiny/lessons/t1-1.es.md")
        entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
        pack.writestr(entry, "/etc/passwd")
    return held.getvalue()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int, tmp_path: Path) -> None:
    with pytest.raises(PackProblem, match=r"tiny/lessons/t1-1\.es\.md: is a link or a device"):
        unpack(link(kind), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(pack=100), "The pack: larger than"),
        (Limits(files=3), "The pack: has more than 3 files"),
        (Limits(file=200), r"tiny/.*: larger than"),
        (Limits(total=2000), "All files together"),
        (Limits(ratio=1), "unpacks to more than 1 times"),
    ],
)
def test_a_pack_is_refused_for_its_size(limits: Limits, reason: str, good: Files, tmp_path: Path) -> None:
    with pytest.raises(PackProblem, match=reason):
        unpack(zip_of(good), tmp_path / "out", limits)


def test_a_pack_that_lies_about_a_size_or_breaks_off_is_refused(good: Files, tmp_path: Path) -> None:
    data = zip_of(good)
    size = len(good[LESSON]).to_bytes(4, "little")
    assert size in data
    for broken in (data.replace(size, (10).to_bytes(4, "little")), data[:-40], data[:200] + b"\0" * 50 + data[250:]):
        with pytest.raises(PackProblem, match="is no ZIP file"):
            unpack(broken, tmp_path)


def test_an_encrypted_pack_is_refused(good: Files, tmp_path: Path) -> None:
    data = bytearray(zip_of(good))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(PackProblem, match="is encrypted"):
        unpack(bytes(data), tmp_path)


def test_without_a_catalogue_there_is_no_place_for_a_course(good: Files) -> None:
    with pytest.raises(PackProblem, match="no catalogue in en, es"):
        preview(zip_of(good))
