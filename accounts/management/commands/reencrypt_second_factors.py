"""After a change of AMPARO_SECRET_KEY: write the secrets of second factors under the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.security.rotation import reencrypt_all


class Command(BaseCommand):
    help = "Encrypt the secrets of all second factors under today's AMPARO_SECRET_KEY. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = reencrypt_all()
        self.stdout.write(f"Encrypted anew: {done}")
        if lost:
            people = "\n".join(f"  {email}" for email in lost)
            raise CommandError(f"No key opens these; reset their second factors:\n{people}")
