"""What can be wrong with a content file."""

from pathlib import Path


class ContentError(Exception):
    """A content file is wrong: which file, which line (from 1), what to put right."""

    def __init__(self, file: Path | str, line: int, message: str) -> None:
        super().__init__(file, line, message)
        self.file = Path(file)
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"
