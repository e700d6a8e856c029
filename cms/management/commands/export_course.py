"""Write a course as a pack."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.packs.export import export_course
from cms.packs.problems import PackProblem
from courses.models import Course


class Command(BaseCommand):
    help = "Write a course as it stands in the site into a ZIP of readable files; says what the files cannot hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("course", help="the course's code, as in its address")
        parser.add_argument("file", type=Path, help="the ZIP to write")

    def handle(self, *args: Any, course: str, file: Path, **options: Any) -> None:
        found = Course.objects.filter(slug=course).first()
        if found is None:
            codes = ", ".join(Course.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no course {course!r}; there are: {codes}")
        try:
            data, notes = export_course(found)
        except PackProblem as problem:
            raise CommandError(str(problem)) from problem
        file.write_bytes(data)
        for note in notes:
            self.stderr.write(note)
        self.stdout.write(f"{file}: {len(data)} bytes.")
