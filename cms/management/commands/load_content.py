"""Bring content/ into the site."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.content.load import load_content, read_content
from courses.models import Course
from library.domain.errors import ContentError


class Command(BaseCommand):
    help = "Load courses, questions, pages and the library from content/. Safe to repeat; reports what it changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "content")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are courses already")
        parser.add_argument("--check", action="store_true", help="only read the files and say what is wrong")

    def handle(self, *args: Any, folder: Path, check: bool, if_empty: bool, **options: Any) -> None:
        if if_empty and Course.objects.exists():
            self.stdout.write("There are courses already: what trainers wrote stays as it is.")
            return
        try:
            if check:
                read_content(folder)
                self.stdout.write("Every file can be read.")
                return
            changes = load_content(folder)
        except ContentError as error:
            raise CommandError(str(error)) from error
        for kind, what in changes.notes:
            if options["verbosity"] > 1 or kind != "created":
                self.stdout.write(f"{kind}: {what}")
        counts = changes.counts()
        self.stdout.write(
            f"{counts['created']} created, {counts['changed']} changed." if not changes.is_empty else "Nothing changed."
        )
