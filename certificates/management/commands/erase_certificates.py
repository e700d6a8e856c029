"""Erase what a learner's certificates say of the person, at the learner's request."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from certificates.services import erase_learner


class Command(BaseCommand):
    help = "Erase what a learner's certificates say of the person. The register keeps what the law demands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("learner", help="the learner's e-mail address")
        parser.add_argument("--by", required=True, help="the e-mail address of the administrator who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _person(options["by"])
        if not by.is_superuser:
            raise CommandError(f"{by.email} is no administrator.")
        erased = erase_learner(_person(options["learner"]), by=by, now=timezone.now())
        self.stdout.write(f"Certificates erased: {erased}")


def _person(email: str) -> User:
    try:
        return User.objects.get(email__iexact=email)
    except User.DoesNotExist as error:
        raise CommandError(f"There is nobody with the address {email}.") from error
