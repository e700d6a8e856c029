"""Fill an empty database for the embedded set-up, in one process: migrations, content, accounts."""

import django
from django.core.management import call_command
from django.db import connection


def main() -> None:
    """Migrate, load, seed; then bring SQLite's log into the file, which is about to be renamed."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("seed_demo")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main()
