"""People, courses and quizzes to test with. A small course has two modules, lessons in Spanish and English, a quiz."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import factory
from django.utils.text import slugify
from wagtail.models import Locale, Page

from accounts.models import User
from certificates.models import CertificatePolicy
from certificates.rendering import design_checksum, load_design
from certificates.services import put_template
from cms.content.tree import key_of
from cms.models import HomePage
from courses.models import CataloguePage, Cohort, Course, CoursePage, Enrolment, FieldCard, LessonPage, ModulePage
from courses.services import enrol, publish_release
from quizzes.models import Question, Quiz, QuizDraw, QuizPage
from quizzes.services import put_question

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    """A learner with a verified place in life."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = "Lucía"
    last_name = "Chávez Ñuñoa"
    country = "GT"
    sector = "police"
    password = factory.django.Password("correct horse battery")


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def add(parent: Page, model: type[Page], name: str, language: str, **fields: Any) -> Page:
    """A live page below another, tied to its translations by name."""
    page = model(
        title=fields.pop("title", f"{name} {language}"),
        slug=fields.pop("slug", slugify(name)),
        locale=locale(language),
        translation_key=key_of(name),
        live=True,
        **fields,
    )
    return Page.objects.get(pk=parent.pk).add_child(instance=page)


def home(language: str) -> Page:
    found = HomePage.objects.filter(locale=locale(language)).first()
    return found or add(Page.get_first_root_node(), HomePage, "home", language, slug=f"home-{language}")


def catalogue(language: str) -> Page:
    found = CataloguePage.objects.filter(locale=locale(language)).first()
    return found or add(home(language), CataloguePage, "catalogue", language, slug="courses")


BODY = [{"type": "text", "value": "<p>Texto de la lección.</p>", "id": "00000000-0000-0000-0000-000000000001"}]


def make_course(
    slug: str = "small", *, modules: Sequence[int] = (2, 1), languages: Sequence[str] = ("es", "en"), quiz: bool = True
) -> Course:
    """A course with `modules[i]` lessons in module i, and a quiz with two of three questions at the end."""
    course = Course.objects.create(slug=slug, title=f"Curso {slug}", audience="police", hours="2.5")
    for language in languages:
        top = add(
            catalogue(language), CoursePage, f"{slug}", language, course=course, lead=f"Lead {language}", slug=slug
        )
        for m, lessons in enumerate(modules, 1):
            module = add(top, ModulePage, f"{slug}-m{m}", language, slug=f"m{m}")
            for n in range(1, lessons + 1):
                name = f"{slug}-l{m}-{n}"
                add(module, LessonPage, name, language, slug=f"l{m}-{n}", minutes=10, body=BODY)
        if quiz:
            add(module, QuizPage, f"{slug}-quiz", language, slug="quiz", minutes=5)
    if quiz:
        make_questions(course)
        QuizDraw.objects.create(quiz=quiz_of(course), position=0, category="Q", count=2)
    return course


def make_card(course: Course, module: str = "m1", **fields: Any) -> FieldCard:
    """The field card of a module, in Spanish and English."""
    parts = {
        name: {language: "\n".join(f"{name} {n} {language}" for n in range(1, 5)) for language in ("es", "en")}
        for name in ("look_for", "steps", "never", "call")
    }
    title = {"es": f"Ficha {module}", "en": f"Card {module}"}
    key = key_of(f"{course.slug}-{module}")
    return FieldCard.objects.create(
        **{"course": course, "module_key": key, "slug": module, "title": title, **parts, **fields}
    )


def choice(*, right: str = "a", stem: str = "¿Cuál?", multiple: bool = False, **more: Any) -> dict[str, Any]:
    """A question with the options a, b, c; `right` holds the letters of the right ones."""
    wrong = [letter for letter in "abc" if letter not in right]
    weights = {letter: f"{1 / len(right):.7f}" if multiple else "1" for letter in right}
    weights |= {letter: f"{-1 / len(wrong):.7f}" if multiple else "0" for letter in wrong}
    return {
        "schema": 1,
        "type": "choice",
        "multiple": multiple,
        "stem": {"format": "plain", "text": {"es": stem, "en": f"{stem} (en)"}},
        "options": [
            {
                "id": letter,
                "text": {"es": f"Opción {letter}", "en": f"Option {letter}"},
                "weight": weights[letter],
                "feedback": {"es": f"Razón {letter}", "en": f"Reason {letter}"},
            }
            for letter in "abc"
        ],
        "feedback": {"es": "Explicación", "en": "Explanation"},
        "citations": [],
        **more,
    }


def make_questions(course: Course, count: int = 3, category: str = "Q") -> list[Question]:
    return [
        put_question(course, f"{category}-{n}".lower(), choice(stem=f"Pregunta {n}"), category=category)[0]
        for n in range(1, count + 1)
    ]


def quiz_of(course: Course) -> Quiz:
    return Quiz.objects.get(activity__course=course)


def make_cohort(course: Course, **fields: Any) -> Cohort:
    """An open cohort on the course's newest structure."""
    release = publish_release(course, now=NOW)
    return Cohort.objects.create(course=course, release=release, name="Grupo", **fields)


def make_enrolment(course: Course | None = None, learner: User | None = None, **cohort: Any) -> Enrolment:
    """A learner with a place in an open cohort."""
    course = course or make_course()
    cohort_row = course.cohorts.first() or make_cohort(course, **cohort)
    return enrol(learner or UserFactory(), cohort_row, now=NOW, language="es")


def certify(course: Course, **policy: Any) -> CertificatePolicy:
    """Let the course give certificates."""
    design = load_design("amparo")
    template, _new = put_template("amparo", design, design_checksum(design))
    signatories = [{"name": "Dra. Elena Marroquín", "role": {"es": "Dirección", "en": "Direction"}}]
    return CertificatePolicy.objects.create(course=course, template=template, signatories=signatories, **policy)
