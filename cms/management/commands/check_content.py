"""Look at the texts of the courses as an editor would."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.content.checks.finding import ERROR
from cms.content.checks.run import check_content, read_courses
from cms.content.checks.table import table


class Command(BaseCommand):
    help = "Check the courses under content/: links, terms, translations, length, repeats, questions. Errors fail."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "content")
        parser.add_argument("--course", action="append", help="only this course; may be repeated")
        parser.add_argument("--table", action="store_true", help="print the lessons as a Markdown table instead")
        parser.add_argument("--errors", action="store_true", help="leave warnings out")

    def handle(self, *args: Any, folder: Path, course: list[str] | None, **options: Any) -> None:
        courses = [one for one in read_courses(folder) if not course or one.folder.name in course]
        if options["table"]:
            self.stdout.write("\n\n".join(table(one) for one in courses))
            return
        findings = check_content(folder, courses)
        for finding in findings:
            if finding.level == ERROR or not options["errors"]:
                self.stdout.write(finding.says(settings.BASE_DIR))
        errors = sum(finding.level == ERROR for finding in findings)
        summary = f"{errors} errors, {len(findings) - errors} warnings in {len(courses)} courses."
        if errors:
            raise CommandError(summary)
        self.stdout.write(summary)
