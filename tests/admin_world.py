"""Two courses side by side in the admin, the people of each, and every address that the admin has.

What must stay inside the other course carries the word SECRET: titles of drafts, questions, pictures, documents. It
stands behind the word WANTED, so that whoever searches for that finds it, and no page repeats it by saying what was
searched for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Site
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from accounts.models import User
from accounts.roles import Role
from courses.models import Course, CoursePage, LessonPage
from courses.services.granting import grant
from library.models import ReferenceText
from quizzes.services import put_question
from tests.factories import BODY, UserFactory, add, choice, locale, make_cohort, make_course, quiz_of

WANTED, SECRET = "zafiro", "topacio"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
ROLES = (
    "anonymous",
    "learner",
    "trainer",
    "other trainer",
    "cohort trainer",
    "reviewer",
    "other reviewer",
    "administrator",
)


@dataclass
class AdminWorld:
    """`mine` and `other` are courses, `people` who looks at them, `ids` what belongs to `other`."""

    mine: Course
    other: Course
    people: dict[str, User | None]
    ids: dict[str, Any]
    own: dict[str, Any]


def build() -> AdminWorld:
    mine, other = (make_course(slug, modules=(1,), languages=("es", "en")) for slug in ("mine", "other"))
    people: dict[str, Any] = {role: UserFactory() for role in ROLES[1:]}
    people["learner"] = UserFactory(first_name="Learner", last_name=SECRET.title())
    people["administrator"] = UserFactory(is_staff=True, is_superuser=True)
    for course, before in ((mine, ""), (other, "other ")):
        grant(course, people[f"{before}trainer"], Role.TRAINER, by=None)
        grant(course, people[f"{before}reviewer"], Role.REVIEWER, by=None)
    cohort = make_cohort(mine)
    cohort.trainers.add(people["cohort trainer"])
    groups = {"cohort": cohort.pk, "parallel": make_cohort(mine).pk}  # nobody's cohort, of the same course
    ids = _furnished(other, people["other trainer"], SECRET)
    own = _furnished(mine, people["trainer"], "propio")
    learner = {"user": people["learner"].pk}
    fresh = {role: User.objects.get(pk=person.pk) for role, person in people.items()}
    return AdminWorld(mine, other, {"anonymous": None, **fresh}, {**ids, **learner}, {**own, **learner, **groups})


def _furnished(course: Course, trainer: User, word: str) -> dict[str, Any]:
    """A draft, a live lesson with changes that wait for approval, a question, a picture, a document, a comment."""
    top = CoursePage.objects.get(course=course, locale__language_code="es")
    module = top.get_children().first()
    draft = add(
        module,
        LessonPage,
        f"{course.slug}-{word}",
        "es",
        title=f"Borrador {WANTED} {word}",
        slug=f"{word}-1",
        body=BODY,
    )
    Page.objects.filter(pk=draft.pk).update(live=False, owner=trainer)
    lesson = LessonPage.objects.child_of(module).get(slug="l1-1")
    first = lesson.save_revision(user=trainer, log_action=True)
    lesson.title = f"Cambio {WANTED} {word}"
    revision = lesson.save_revision(user=trainer, log_action=True)
    lesson.locked, lesson.locked_by = False, None
    state = lesson.get_workflow().start(lesson, trainer)
    source, _new = TranslationSource.update_or_create_from_instance(lesson)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    question, _new = put_question(course, f"{word}-9", choice(stem=f"¿Pregunta {WANTED} {word}?"), category="Z")
    collection = course.desk.collection
    picture = get_image_model().objects.create(
        title=f"Foto {WANTED} {word}",
        file=get_test_image_file(f"{word}.png"),
        collection=collection,
        uploaded_by_user=trainer,
    )
    document = get_document_model()(title=f"Documento {WANTED} {word}", collection=collection, uploaded_by_user=trainer)
    document.file.save(f"{word}.txt", ContentFile(b"x"))
    return {
        "row": course.pk,
        "quiz": quiz_of(course).pk,
        "course": top.pk,
        "module": module.pk,
        "draft": draft.pk,
        "lesson": lesson.pk,
        "earlier": first.pk,
        "revision": revision.pk,
        "state": state.pk,
        "task_state": state.current_task_state_id,
        "task": state.current_task_state.task_id,
        "workflow": state.workflow_id,
        "source": source.pk,
        "translation": translation.pk,
        "string": StringSegment.objects.filter(source=source).values_list("pk", flat=True)[0],
        "question": question.pk,
        "image": picture.pk,
        "document": document.pk,
        "collection": collection.pk,
        "group": course.groups.first().group_id,
        "locale": locale("es").pk,
        "site": Site.objects.values_list("pk", flat=True).first() or 1,
        "text": ReferenceText.objects.get_or_create(
            kind=ReferenceText.Kind.values[0], slug="made-up", language="es", defaults={"title": "X", "body": []}
        )[0].pk,
        "root": Collection.get_first_root_node().pk,
    }


# What a parameter of Wagtail's addresses stands for: by its name, or by the address and its name.
MEANS = {
    "page_id": "lesson",
    "parent_page_id": "module",
    "page_to_move_id": "lesson",
    "page_pk": "lesson",
    "destination_id": "module",
    "revision_id": "revision",
    "workflow_state_id": "state",
    "task_state_id": "task_state",
    "task_id": "task",
    "workflow_pk": "workflow",
    "collection_id": "collection",
    "image_id": "image",
    "document_id": "document",
    "doc_id": "document",
    "translation_id": "translation",
    "translation_source_id": "source",
    "string_segment_id": "string",
}
PK_OF = {
    "admin/api/main/^documents/": "document",
    "admin/api/main/^images/": "image",
    "admin/api/main/^pages/": "lesson",
    "admin/collections/": "collection",
    "admin/documents/": "document",
    "admin/groups/": "group",
    "admin/images/": "image",
    "admin/locales/": "locale",
    "admin/localize/": "lesson",
    "admin/sites/": "site",
    "admin/snippets/": "text",
    "admin/users/": "user",
    "admin/workflows/tasks/": "task",
    "admin/workflows/": "workflow",
}
WORDS = {
    "app_label": "courses",
    "model_name": "lessonpage",
    "content_type_app_name": "courses",
    "content_type_model_name": "lessonpage",
    "app_name": "taggit",
    "action_name": "approve",
    "filter_spec": "width-100",
    "action": "delete",
    "object_id": "{lesson}",
    "session_id": "1",
    "uploaded_file_id": "1",
    "uidb64": "x",
    "token": "x",
    "overridable_segment_id": "1",
    "mode": "default",
}


def routes(resolver: Any = None, route: str = "") -> Iterator[str]:
    """Every address below /admin/, as Django writes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver) and ("admin/".startswith(here[:6]) or not route):
            yield from routes(entry, here)
        elif isinstance(entry, URLPattern) and here.startswith("admin/"):
            yield here


def address_of(route: str, ids: dict[str, Any]) -> str | None:
    """The address with what the parameters stand for; None if nobody said what they stand for."""
    if "revisions/compare" in route:
        return f"/admin/pages/{ids['lesson']}/revisions/compare/{ids['earlier']}...{ids['revision']}/"
    if "(?P<" in route:
        return None
    filled = route
    for name in PARAMETER.findall(route):
        value = _value(route, name, ids)
        if value is None:
            return None
        filled = re.sub(rf"<(?:\w+:)?{name}>", str(value).format(**ids), filled)
    return "/" + filled.replace("^", "").replace("$", "")


def _value(route: str, name: str, ids: dict[str, Any]) -> Any:
    if name in MEANS:
        return ids[MEANS[name]]
    if name == "pk":
        meant = next((meant for start, meant in PK_OF.items() if route.startswith(start)), None)
        return ids[meant] if meant else None
    return WORDS.get(name)
