"""Course packs: out of one site, into another, and nothing is lost on the way."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from cms.content.load import load_content
from cms.models import AmparoImage
from cms.packs.export import export_course
from cms.packs.load import Moved, import_pack, preview
from courses.models import Course, CoursePage, LessonPage
from quizzes.models import QuestionVersion, Quiz
from quizzes.services import put_question
from tests.cms.conftest import Rewrite
from tests.cms.packs import files_of, holdings, text_of, zip_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words looked for below are English."""
    with translation.override("en"):
        yield


def exported(slug: str = "tiny") -> bytes:
    return export_course(Course.objects.get(slug=slug))[0]


def test_what_trainers_wrote_goes_along(content: Path) -> None:
    load_content(content)
    lesson = LessonPage.objects.get(slug="t1-1", locale__language_code="es")
    lesson.title = "De quien enseña"
    html = '<p data-block-key="x1">2 * 3 [sic] <b>fuerte </b>y <i>leve</i> &lt;b&gt;<br/># no</p><ul><li>uno</li><li>dos<ol><li>a</li></ol></li></ul>'
    lesson.body = [{"type": "text", "value": html}, {"type": "scene", "value": "<p>::: scene</p><p>? 1. no</p>"}]
    lesson.save()
    Quiz.objects.update(pass_mark=80, review_policy={}, feedback_bands=[{"from": 0, "text": {"es": "Ay", "en": "Oh"}}])
    data, notes = export_course(Course.objects.get())
    text = text_of(data, "tiny/lessons/t1-1.es.md")
    assert "title: De quien enseña" in text
    assert "2 \\* 3 \\[sic\\] **fuerte** y *leve* \\<b>\\\n\\# no\n\n- uno\n- dos\n  1. a" in text
    assert "\\::: scene\n\n\\? 1. no" in text
    assert "pass_mark: 80" in text_of(data, "tiny/course.yaml")
    assert "review: {}" in text_of(data, "tiny/course.yaml")
    assert notes == []
    import_pack(data)
    assert exported() == data
    assert import_pack(data).notes == []


def test_a_page_made_by_hand_is_found_again_by_its_address(content: Path) -> None:
    load_content(content)
    module = CoursePage.objects.get(locale__language_code="es").get_children().get()
    module.add_child(
        instance=LessonPage(title="A mano", slug="a-mano", summary="Una.", minutes=5, locale=module.locale)
    )
    data = exported()
    assert "- lesson: a-mano" in text_of(data, "tiny/course.yaml")
    assert not import_pack(data).of("created")
    assert LessonPage.objects.filter(title="A mano").count() == 1


def test_a_question_without_a_form_of_its_own_goes_as_its_content_with_its_tags(content: Path) -> None:
    load_content(content)
    words = {"es": "Sí", "en": "Yes"}
    weights = (("a", "1"), ("b", "0.5"), ("c", "0"))
    put_question(
        Course.objects.get(),
        "hand",
        {
            "schema": 1,
            "type": "choice",
            "multiple": False,
            "stem": {"format": "html", "text": {"es": "<p>¿Sí?</p>", "en": "<p>Yes?</p>"}},
            "options": [{"id": key, "text": {**words, "es": f"{key}"}, "weight": weight} for key, weight in weights],
        },
        category="T1",
        tags=["ley"],
    )
    with transaction.atomic():
        before, data = holdings("tiny"), exported()
        transaction.set_rollback(True)
    assert import_pack(data).is_empty
    changed = text_of(data, "tiny/questions.yaml").replace("- ley", "- otra")
    import_pack(zip_of({**files_of(data), "tiny/questions.yaml": changed}))
    after = {row[0]: row for row in holdings("tiny")["questions"]}["hand"]
    assert after[4] == ["otra"]
    assert after[-1] == {row[0]: row for row in before["questions"]}["hand"][-1]


def test_a_trial_says_what_would_happen_and_leaves_nothing_behind(
    content: Path, rewrite: Rewrite, settings: object
) -> None:
    load_content(content)
    data = exported()
    lesson = text_of(data, "tiny/lessons/t1-1.es.md") + "\n::: figure f\nalt: Una línea\n:::\n"
    changed = {**files_of(data), "tiny/lessons/t1-1.es.md": lesson.encode()}
    changed["tiny/figures/f.es.svg"] = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0"/></svg>'
    )
    plan = preview(zip_of(changed))
    assert plan.notes == [("created", "picture tiny/f.es"), ("changed", "course/tiny/T1.1 (es): body")]
    assert not AmparoImage.objects.exists()
    media = Path(settings.MEDIA_ROOT)  # type: ignore[attr-defined]
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert import_pack(zip_of(changed), seen=plan.fingerprint).notes == plan.notes
    assert AmparoImage.objects.get().title == "tiny/f.es"
    with pytest.raises(Moved):
        import_pack(zip_of(changed), seen=plan.fingerprint)


def test_what_the_pack_does_not_have_stays_and_is_named(content: Path, rewrite: Rewrite) -> None:
    load_content(content)
    files = files_of(exported())
    files["tiny/course.yaml"] = files["tiny/course.yaml"].replace(b"  - lesson: T1.2\n", b"")
    assert import_pack(zip_of(files)).of("kept") == ["course/tiny/T1.2: stands here, not in the pack"]
    assert LessonPage.objects.filter(slug="t1-2").count() == 2


def test_the_commands_write_a_pack_and_take_it_in(content: Path, tmp_path: Path) -> None:
    load_content(content)
    pack, said = tmp_path / "tiny.zip", StringIO()
    call_command("export_course", "tiny", str(pack), stdout=said)
    call_command("import_course", str(pack), check=True, stdout=said)
    call_command("import_course", str(pack), stdout=said)
    assert said.getvalue().splitlines()[1:] == ["Nothing to change.", "Nothing was written.", "Nothing to change."]
    with pytest.raises(CommandError, match="there are: tiny"):
        call_command("export_course", "none", str(pack))
    pack.write_bytes(b"x")
    with pytest.raises(CommandError, match="The pack: is no ZIP file"):
        call_command("import_course", str(pack))


def test_a_trainers_draft_of_a_question_stays_where_the_pack_says_nothing_new(content: Path) -> None:
    load_content(content)
    data, course = exported(), Course.objects.get()
    content_now = QuestionVersion.objects.get(question__code="t1-1-1").content
    draft = {**content_now, "stem": {"format": "plain", "text": {"es": "¿Otra?", "en": "Other?"}}}
    put_question(course, "t1-1-1", draft, category="T1.1", difficulty=1, ready=False)
    assert exported() == data
    assert import_pack(data).is_empty
    assert QuestionVersion.objects.get(question__code="t1-1-1", state="draft").content == draft
