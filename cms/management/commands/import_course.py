"""Bring a course pack into the site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.packs.load import import_pack, preview
from cms.packs.problems import PackProblem
from cms.packs.unpack import LIMITS


class Command(BaseCommand):
    help = "Import a course pack. Safe to repeat; reports what it created, changed and kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a ZIP that export_course wrote")
        parser.add_argument("--check", action="store_true", help="only say what it would do")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                data = opened.read(LIMITS.pack + 1)
            plan = preview(data) if check else import_pack(data)
        except (OSError, PackProblem) as problem:
            raise CommandError(str(problem)) from problem
        for kind, what in plan.notes:
            self.stdout.write(f"{kind}: {what}")
        counts = f"{len(plan.of('created'))} created, {len(plan.of('changed'))} changed."
        self.stdout.write("Nothing to change." if plan.is_empty else counts)
        if check:
            self.stdout.write("Nothing was written.")
