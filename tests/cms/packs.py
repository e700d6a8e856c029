"""What the tests of course packs share: what a site holds of a course, and a ZIP of whatever one likes."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from cms.models import AmparoImage
from courses.models import Course, CoursePage, FieldCard, LessonCitation, LessonPage, ModulePage, ReleaseItem
from quizzes.models import QuestionVersion, QuizDraw, QuizPage


def holdings(slug: str) -> dict[str, Any]:
    """Everything that is a course's, without the ids that differ from site to site."""
    course = Course.objects.get(slug=slug)
    return {
        "course": (course.title, course.audience, course.hours, course.source_language),
        "pages": sorted(
            _page(page) for model in (CoursePage, ModulePage, LessonPage, QuizPage) for page in _below(model, course)
        ),
        "questions": list(
            QuestionVersion.objects.filter(question__course=course)
            .order_by("question__code")
            .values_list(
                *(f"question__{name}" for name in ("code", "category", "difficulty", "objective", "tags")),
                "state",
                "content",
            )
        ),
        "quizzes": [_quiz(activity.quiz) for activity in course.activities.filter(kind="quiz").order_by("slug")],
        "cards": list(
            FieldCard.objects.filter(course=course)
            .order_by("slug")
            .values_list("slug", "title", "look_for", "steps", "never", "call")
        ),
        "pictures": sorted(_picture(image) for image in AmparoImage.objects.filter(title__startswith=f"{slug}/")),
        "citations": list(
            LessonCitation.objects.order_by(
                "page__translation_key", "page__locale__language_code", "position"
            ).values_list("page__slug", "instrument", "provision")
        ),
        "release": list(
            ReleaseItem.objects.filter(release__course=course)
            .order_by("release__number", "position")
            .values_list("activity__slug", "weight", "is_required")
        ),
        "certificate": (
            course.certificate_policy.template.name,
            course.certificate_policy.signatories,
            course.certificate_policy.valid_months,
        ),
    }


def _below(model: Any, course: Course) -> Any:
    roots = CoursePage.objects.filter(course=course)
    return [
        page for root in roots for page in model.objects.descendant_of(root, inclusive=True).select_related("locale")
    ]


def _page(page: Any) -> tuple[str, ...]:
    names = (
        "title",
        "lead",
        "outcomes",
        "for_whom",
        "assessment",
        "wall",
        "cover",
        "summary",
        "minutes",
        "legal_review",
        "extent",
        "introduction",
    )
    texts = [str(getattr(page, name, "")) for name in names]
    body = _with_pictures(page.body.raw_data) if isinstance(page, LessonPage) else ""
    return page.locale.language_code, page.url_path, str(page.translation_key), str(page.live), *texts, str(body)


def _with_pictures(blocks: Any) -> list[Any]:
    titles = dict(AmparoImage.objects.values_list("pk", "title"))
    shown = [dict(block) for block in blocks]
    for block in shown:
        if block["type"] == "figure":
            block["value"] = {**block["value"], "image": titles[block["value"]["image"]]}
    return shown


def _picture(image: AmparoImage) -> tuple[Any, ...]:
    with image.file.open() as opened:
        return image.title, image.description, image.credit, image.file_hash, opened.read()


def _quiz(quiz: Any) -> tuple[Any, ...]:
    left_out = ("activity", "from_file")  # the latter: what a file said, not what the quiz does
    kept = {field.name: getattr(quiz, field.name) for field in quiz._meta.fields if field.name not in left_out}
    names = ("position", "section", "category", "tag", "objective", "question__code", "count", "mark")
    return quiz.activity.slug, kept, list(QuizDraw.objects.filter(quiz=quiz).values_list(*names))


def zip_of(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP with these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    return held.getvalue()


def files_of(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def text_of(data: bytes, name: str) -> str:
    """One file of a ZIP, as text."""
    return files_of(data)[name].decode()
