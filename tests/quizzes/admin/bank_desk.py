"""People in front of the question bank, and forms as the editing screen posts them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from courses.models import Course
from courses.services.granting import grant
from tests.factories import UserFactory, make_cohort

BANK = "/admin/quizzes/bank/"


def trainer_of(*courses: Course) -> User:
    """Somebody who writes each of the courses and runs a cohort of it."""
    user: Any = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for course in courses:
        cohort = course.cohorts.first() or make_cohort(course)
        grant(course, user, Role.TRAINER, by=None)
        cohort.trainers.add(user)
    return user


def administrator() -> User:
    user: Any = UserFactory(is_staff=True, is_superuser=True)
    return user


def signed_in(user: User) -> Client:
    """The person's browser, which asks for English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def single(course: Course, do: str = "ready", **more: str) -> dict[str, str]:
    """A single choice with four options, the second of which is right."""
    form = {
        "kind": "single",
        "do": do,
        "course": str(course.pk),
        "category": "C1.1",
        "difficulty": "2",
        "q.stem.es": "¿Qué elemento falta?",
        "q.right": "n2",
        "q.shuffle": "on",
    }
    for n, text in enumerate(("La acción", "El fin", "El medio", "La frontera"), 1):
        form |= {
            f"q.option.n{n}.id": "",
            f"q.option.n{n}.text.es": text,
            f"q.option.n{n}.feedback.es": f"Razón {n}",
        }
    return form | more


def posted(content: dict[str, Any], language: str = "es", **more: str) -> dict[str, str]:
    """What the screen would post for a content that is opened and saved as it is."""
    from quizzes.admin.contents import kind_of, lay_out

    def flat(tree: Any, name: str) -> dict[str, str]:
        if not isinstance(tree, dict):
            return {name: str(tree)} if tree != "" else {}
        return {key: value for k, v in tree.items() for key, value in flat(v, f"{name}.{k}").items()}

    return {"kind": kind_of(content), **flat(lay_out(content, language), "q"), **more}
