"""The accounts of the demonstration."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import GroupPagePermission, Page

from accounts.models import User
from courses.models import CoursePage

PASSWORD = "amparo-demo-2026"  # noqa: S105 public, demonstration mode only
PEOPLE = {
    "learner": ("learner@amparo.example", "Marta", "Quispe Andrade"),
    "trainer": ("trainer@amparo.example", "Rodrigo", "Alcántara"),
    "administrator": ("admin@amparo.example", "Mireille", "Duarte"),
}


class Command(BaseCommand):
    help = "Make the demonstration's learner, trainer and administrator. Only in demonstration mode; safe to repeat."

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
        user.is_staff = role != "learner"
        user.is_superuser = role == "administrator"
        user.save()
        EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
        if role == "trainer":
            user.groups.add(self._trainers())

    def _trainers(self) -> Group:
        """Write access to the courses' pages, without publishing or deleting elsewhere."""
        group, _created = Group.objects.get_or_create(name="Trainers")
        group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
        for page in CoursePage.objects.all():
            for codename in ("add_page", "change_page", "publish_page"):
                permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
                root = Page.objects.get(pk=page.pk)
                GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        return group
