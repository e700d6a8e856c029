"""People in front of the certificates' screens, and the addresses they open."""

from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.models import Cohort
from tests.factories import UserFactory


def administrator() -> User:
    user: Any = UserFactory(is_staff=True, is_superuser=True, first_name="Mireille", last_name="Duarte")
    return user


def trainer_of(cohort: Cohort) -> User:
    """Somebody who runs the cohort and may enter the admin."""
    user: Any = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    cohort.trainers.add(user)
    return user


class Desk:
    """A person's browser, which asks for English."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(user)

    def get(self, name: str, /, *args: Any, **query: Any) -> Any:
        return self.client.get(self.address(name, *args), query)

    def post(self, name: str, /, *args: Any, **form: Any) -> Any:
        return self.client.post(self.address(name, *args), form, follow=True)

    def page(self, name: str, /, *args: Any, **query: Any) -> str:
        """The page's text; it must be there."""
        response = self.get(name, *args, **query)
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())

    @staticmethod
    def address(name: str, *args: Any) -> str:
        return reverse(f"certificate_admin:{name}", args=args)


def told(response: Any) -> list[str]:
    """What the page says happened."""
    return [str(message) for message in response.context["messages"]]
