"""The question bank as questions.yaml: in the form authors write, and as its content where that form cannot say it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from cms.content.question_pictures import picture_file
from cms.packs.notes import Notes
from cms.packs.yaml_text import in_order
from courses.models import Course
from quizzes.domain.curriculum import from_curriculum
from quizzes.domain.problems import QuestionProblem
from quizzes.domain.questions import neutral_id
from quizzes.models import Question, QuestionVersion
from quizzes.services.pictures import pictures_of

Content = dict[str, Any]
Entry = dict[str, Any]


def current_versions(course: Course, fixed: Iterable[str]) -> list[QuestionVersion]:
    """What can be asked now: the course's ready questions, and the shared ones that its pages name by their code."""
    ready = QuestionVersion.objects.current().select_related("question")
    own = {version.question.code: version for version in ready.filter(question__course=course)}
    shared = ready.filter(question__course=None, question__code__in=set(fixed) - own.keys())
    found = {**own, **{version.question.code: version for version in shared}}
    return sorted(found.values(), key=lambda version: _counted(version.question.code))


def _counted(code: str) -> list[tuple[int, str]]:
    """c1-2 before c1-10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", code)]


def id_of(question: Question) -> str:
    """C1.1-2 for the code c1-1-2 in the category C1.1; else the code itself."""
    lesson = question.category.removeprefix("open.")
    start = lesson.lower().replace(".", "-") + "-"
    return f"{lesson}-{question.code.removeprefix(start)}" if question.code.startswith(start) else question.code


def entry_of(version: QuestionVersion, outcomes: int, notes: Notes) -> Entry:
    """The question's entry in questions.yaml."""
    question, content = version.question, version.content
    entry = _as_written(question, content) or {**_head(question, question.category), "content": content}
    if question.objective.isdecimal() and 0 < int(question.objective) <= outcomes:
        entry["objective"] = int(question.objective)
    elif question.objective:
        words = {"code": question.code, "objective": question.objective}
        notes.add(_("question %(code)s: its objective %(objective)s is none of the course's outcomes") % words)
    if question.tags:
        entry["tags"] = [str(tag) for tag in question.tags]
    return entry


def picture_files(versions: Iterable[QuestionVersion], notes: Notes) -> dict[str, bytes]:
    """The pictures of the questions as files of the pack."""
    files: dict[str, bytes] = {}
    for version in versions:
        pictures = pictures_of(version.content)
        if len(pictures) < len(version.content.get("pictures", ())):
            notes.add(_("question %s: a picture is missing in this site's files") % version.question.code)
        files |= {picture_file(picture.key, picture.media_type): picture.data for picture in pictures}
    return files


def _head(question: Question, lesson: str) -> Entry:
    return {"id": id_of(question), "lesson": lesson, "difficulty": question.difficulty}


def _as_written(question: Question, content: Content) -> Entry | None:
    """The form authors write, if reading it gives exactly this content again."""
    is_essay = content.get("type") == "essay"
    if is_essay != question.category.startswith("open."):
        return None
    head = _head(question, question.category.removeprefix("open."))
    try:
        kind, own = _OWN[content["type"]](content, head["id"])
        entry = {**head, "type": kind, "stem": _texts(content["stem"]["text"]), **own, **_common(content)}
        return entry if from_curriculum(entry) == content else None
    except (KeyError, TypeError, ValueError, AttributeError, QuestionProblem):
        return None


def _common(content: Content) -> Entry:
    citations = content.get("citations")
    return {"explanation": _texts(content["feedback"]), **({"citations": citations} if citations else {})}


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return in_order(texts)


def _choice(content: Content, _id: str) -> tuple[str, Entry]:
    kind = "multiple" if content["multiple"] else "truefalse" if content["type"] == "truefalse" else "single"
    return kind, {"options": [_option(option) for option in content["options"]]}


def _option(option: Content) -> Entry:
    behind = {"misconception": option["misconception"]} if option.get("misconception") else {}
    return {
        "id": option["id"],
        "text": _texts(option["text"]),
        "correct": float(option["weight"]) > 0,
        **behind,
        "feedback": _texts(option["feedback"]),
    }


def _matching(content: Content, id_: str) -> tuple[str, Entry]:
    """The choices' own ids cannot be read back from the hidden ones: R1, R2 … are tried, as authors count them."""
    names = [f"R{number}" for number in range(1, len(content["choices"]) + 1)]
    own = {neutral_id(id_, name): name for name in names}
    pairs = content["pairs"]
    options = [
        {"left": stem["id"], "right": own[pairs[stem["id"]]], "correct": True, "feedback": _texts(stem["feedback"])}
        for stem in content["stems"]
    ]
    left = [{"id": stem["id"], "text": _texts(stem["text"])} for stem in content["stems"]]
    right = [{"id": own[choice["id"]], "text": _texts(choice["text"])} for choice in content["choices"]]
    return "matching", {"left": left, "right": right, "options": options}


def _ordering(content: Content, _id: str) -> tuple[str, Entry]:
    options = [
        {
            "id": item["id"],
            "text": _texts(item["text"]),
            "correct_position": content["order"].index(item["id"]) + 1,
            "feedback": _texts(item["feedback"]),
        }
        for item in content["items"]
    ]
    return "ordering", {"options": options}


def _numeric(content: Content, _id: str) -> tuple[str, Entry]:
    right, other = content["answers"]
    options = [
        {"correct": is_right, "feedback": _texts(answer["feedback"])}
        for is_right, answer in ((True, right), (False, other))
        if answer["feedback"]
    ]
    unit = {"unit": _texts(content["unit_label"])} if content["unit_label"] else {}
    return "numeric", {"answer": right["value"], "tolerance": right["tolerance"], **unit, "options": options}


def _short(content: Content, _id: str) -> tuple[str, Entry]:
    return "short", {"model_answer": _texts(content["model_answer"]), "keywords": content["keywords"]}


_OWN: dict[str, Callable[[Content, str], tuple[str, Entry]]] = {
    "choice": _choice,
    "truefalse": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "essay": _short,
}
