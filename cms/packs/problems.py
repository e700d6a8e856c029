"""Why a pack is refused, or a course cannot be written as one."""

from django.utils.translation import gettext as _


class PackProblem(Exception):
    """A file of a pack, the line (from 1; 0 where it is the whole file), and what is wrong with it."""

    def __init__(self, file: str, reason: str, line: int = 0) -> None:
        super().__init__(file, reason, line)
        self.file, self.reason, self.line = file, reason, line

    def __str__(self) -> str:
        place = _("%(file)s, line %(line)d") if self.line else "%(file)s"
        return f"{place % {'file': self.file, 'line': self.line}}: {self.reason}"
