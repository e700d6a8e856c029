"""Write a course as a pack, from what stands in the site now. The same course always gives the same bytes."""

import io
import tempfile
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from cms.models import AmparoDocument, AmparoImage
from cms.packs.attachments import Attachments
from cms.packs.blocks import Writer
from cms.packs.boxes import box_files
from cms.packs.course import CourseTree, cards_entry, course_entry, read_tree
from cms.packs.figures import Figures
from cms.packs.markdown import one_line
from cms.packs.names import Place
from cms.packs.notes import Notes
from cms.packs.problems import PackProblem
from cms.packs.proof import prove
from cms.packs.questions import current_versions, entry_of, id_of, picture_files
from cms.packs.quiz import fixed_codes
from cms.packs.yaml_text import as_yaml
from courses.models import Course, LessonPage
from quizzes.models import QuizPage

Files = dict[str, bytes]
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP knows: no pack differs for the hour it was made in


def export_course(course: Course) -> tuple[bytes, list[str]]:
    """The pack, and what it could not carry, in sentences. Raises PackProblem for a course that nobody can see."""
    notes = Notes()
    files = course_files(course, notes)
    with tempfile.TemporaryDirectory() as folder:
        write_files(files, Path(folder))
        prove(course, Path(folder), notes)
    return as_zip(course.slug, files), notes.lines


def course_files(course: Course, notes: Notes) -> Files:
    """Every file of the course's folder by its name."""
    tree = read_tree(course)
    if course.source_language not in tree.pages or not tree.modules:
        raise PackProblem(course.slug, _("The course has no published page and module in its own language."))
    entry = course_entry(tree, notes)
    named = fixed_codes(place.key for place in _activities(tree) if isinstance(place.page, QuizPage)) | _checks(tree)
    versions = current_versions(course, named)
    outcomes = len(tree.pages[course.source_language].outcome_list)
    figures = Figures(course.slug, course.source_language, notes)
    attachments = Attachments(course.slug, course.source_language, notes)
    texts = {"course.yaml": as_yaml(entry)}
    texts["questions.yaml"] = as_yaml({"questions": [entry_of(version, outcomes, notes) for version in versions]})
    texts |= {"cards.yaml": as_yaml(cards)} if (cards := cards_entry(tree)) else {}
    codes = {version.question.code: id_of(version.question) for version in versions}
    texts |= _lessons(tree, figures, attachments, codes, notes)
    boxes = Writer(course.source_language, figures, notes)
    texts |= box_files(_boxes(tree), boxes)
    files = {name: text.encode() for name, text in texts.items()}
    return files | picture_files(versions, notes) | figures.files | attachments.files


def _activities(tree: CourseTree) -> list[Place]:
    return [place for module in tree.modules for place in module.activities]


def _blocks(page: LessonPage) -> list[dict[str, object]]:
    return list(page.body.raw_data)


def _checks(tree: CourseTree) -> set[str]:
    """The codes of the questions asked inside lessons."""
    return _named_in_lessons(tree, "check")


def _boxes(tree: CourseTree) -> set[str]:
    """The codes of the reference boxes shown in lessons."""
    return _named_in_lessons(tree, "box")


def _named_in_lessons(tree: CourseTree, kind: str) -> set[str]:
    pages = [page for place in _activities(tree) for page in tree.of(place).values() if isinstance(page, LessonPage)]
    return {str(block["value"]) for page in pages for block in _blocks(page) if block["type"] == kind}


def _lessons(
    tree: CourseTree, figures: Figures, attachments: Attachments, questions: dict[str, str], notes: Notes
) -> dict[str, str]:
    pictures, documents = _pictures(tree), _documents(tree)
    texts = {}
    for place in _activities(tree):
        for language, page in tree.of(place).items():
            if isinstance(page, LessonPage):
                writer = Writer(language, figures, notes, pictures, questions, attachments, documents)
                name = f"lessons/{place.name.lower().replace('.', '-')}.{language}.md"
                texts[name] = lesson_text(place.name, language, page, writer)
    return texts


def _pictures(tree: CourseTree) -> dict[int, AmparoImage]:
    pages = [page for page in tree.below.values() if isinstance(page, LessonPage)]
    blocks = [block for page in pages for block in page.body.raw_data if block["type"] == "figure"]
    return AmparoImage.objects.in_bulk({block["value"]["image"] for block in blocks})


def _documents(tree: CourseTree) -> dict[int, AmparoDocument]:
    pages = [page for page in tree.below.values() if isinstance(page, LessonPage)]
    values = [b["value"] for page in pages for b in page.body.raw_data if b["type"] in ("video", "audio", "download")]
    return AmparoDocument.objects.in_bulk(
        [pk for value in values for pk in (value.get("file"), value.get("captions")) if pk]
    )


def lesson_text(name: str, language: str, page: LessonPage, writer: Writer) -> str:
    """The lesson's file."""
    front = {
        "lesson": name,
        "lang": language,
        "title": page.title,
        "summary": one_line(page.summary),
        "minutes": page.minutes,
        "legal_review": page.legal_review,
        **({"extent": page.extent} if page.is_summary else {}),
    }
    return f"---\n{as_yaml(front)}---\n\n{writer.write(list(page.body.raw_data))}"


def write_files(files: Files, folder: Path) -> None:
    """Put the files where they belong below the folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def as_zip(slug: str, files: Files) -> bytes:
    """The files as a ZIP, below one folder that bears the course's name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{slug}/{name}", _LONG_AGO)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            pack.writestr(info, files[name])
    return held.getvalue()
