"""List the keys that sign, retire one, or declare one compromised."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates import keys
from certificates.keys.algorithms import PURPOSES


class Command(BaseCommand):
    help = "List the keys that sign; retire or declare compromised."

    def add_arguments(self, parser: CommandParser) -> None:
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--rotate", choices=PURPOSES, help="retire the key of this purpose and make the next")
        change.add_argument("--compromised", metavar="KEY", help="refuse what this key signed since --since")
        parser.add_argument("--since", help="the instant, such as 2026-11-25T15:00+00:00; now if it is left out")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["rotate"]:
            keys.rotate(options["rotate"], now=now)
        if options["compromised"]:
            self._compromise(options["compromised"], _instant(options["since"]) if options["since"] else now)
        for key in keys.list_keys():
            self.stdout.write(f"{key.id}  {key.purpose:<10} {key.algorithm:<9} {key.created_at[:10]}  {_state(key)}")

    def _compromise(self, key_id: str, since: datetime) -> None:
        if key_id not in {key.id for key in keys.list_keys()}:
            raise CommandError(f"There is no key {key_id}.")
        keys.compromise(key_id, since=since)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Not an instant: {text}") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _state(key: keys.Key) -> str:
    if key.compromised_from:
        return f"compromised from {key.compromised_from}"
    return f"retired {key.retired_at}" if key.retired_at else "active"
