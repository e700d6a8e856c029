"""The accounts of the demonstration."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role
from courses.models import Course
from courses.services.granting import grant

PASSWORD = "amparo-demo-2026"  # noqa: S105 public, demonstration mode only
PEOPLE = {
    "learner": ("learner@amparo.example", "Marta", "Quispe Andrade"),
    "trainer": ("trainer@amparo.example", "Rodrigo", "Alcántara"),
    "reviewer": ("reviewer@amparo.example", "Inés", "Bocanegra"),
    "administrator": ("admin@amparo.example", "Mireille", "Duarte"),
}
# Not all of them: so one sees that the others stay closed.
COURSES = ("first-response", "consular-protection")


class Command(BaseCommand):
    help = "Make the demonstration's learner, trainer, reviewer and administrator. Only in demonstration mode; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.AMPARO_DEMO:
            raise CommandError(
                "Demonstration accounts have a public password: they exist only where AMPARO_DEMO is on."
            )
        for role, (email, first, last) in PEOPLE.items():
            self._person(role, email, first, last)

    def _person(self, role: str, email: str, first: str, last: str) -> None:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email,
            PASSWORD,
            first_name=first,
            last_name=last,
            country="GT",
            sector="police",
            institution="Dirección de Migración, Puesto Norte",
        )
        if role == "administrator":
            user.is_staff = user.is_superuser = True
            user.save()
        EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
        if role in (Role.TRAINER, Role.REVIEWER):
            self._grant(user, Role(role))

    def _grant(self, user: User, role: Role) -> None:
        """Earlier versions kept every trainer in one group that could write everywhere."""
        user.groups.remove(*Group.objects.filter(name="Trainers"))
        for course in Course.objects.filter(slug__in=COURSES):
            grant(course, user, role, by=None)
