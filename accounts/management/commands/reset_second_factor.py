"""Let somebody in who lost the second factor and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.security.resetting import reset_second_factor


class Command(BaseCommand):
    help = "Remove all second factors of a person, who then signs in with the password and sets up new ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="the person's e-mail address")
        parser.add_argument("--by", help="the e-mail address of the administrator who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _person(options["by"]) if options["by"] else None
        if by and not by.is_superuser:
            raise CommandError(f"{by.email} is no administrator.")
        count = reset_second_factor(_person(options["person"]), by=by)
        self.stdout.write(f"Second factors removed: {count}")


def _person(email: str) -> User:
    try:
        return User.objects.get(email__iexact=email)
    except User.DoesNotExist as error:
        raise CommandError(f"There is nobody with the address {email}.") from error
