"""What a rule has found."""

from dataclasses import dataclass
from pathlib import Path

from library.domain.errors import ContentError

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """One place (line from 1), what is wrong there and what to do. Errors must go, warnings deserve a look."""

    file: Path
    line: int
    level: str
    message: str

    def says(self, root: Path) -> str:
        """The finding as a line of output, the file named from `root`."""
        file = self.file.relative_to(root) if self.file.is_relative_to(root) else self.file
        return f"{file}:{self.line}: {self.level}: {self.message}"


def error(file: Path, line: int, message: str) -> Finding:
    """A finding that must go."""
    return Finding(file, line, ERROR, message)


def warning(file: Path, line: int, message: str) -> Finding:
    """A finding that deserves a look."""
    return Finding(file, line, WARNING, message)


def unreadable(fault: ContentError) -> Finding:
    """A file that could not be read, as a finding."""
    return error(fault.file, fault.line, fault.message)
