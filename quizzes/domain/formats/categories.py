"""Category paths as Moodle writes them: $course$/top/Unit 1/Law. A slash in a name is doubled."""

import re

from quizzes.domain.formats.reading import one_line

_CONTEXT = re.compile(r"\$[a-z]+[0-9]*\$")
_SLASH = re.compile(r"(?<!/)/(?!/)")


def read_path(text: str) -> tuple[str, ...]:
    """The names in a path, without the context and the top category that every path begins with."""
    names = [one_line(name.replace("//", "/")) for name in _SLASH.split(text.strip())]
    if names and _CONTEXT.fullmatch(names[0]):
        names = names[1:]
        if names and names[0] == "top":
            names = names[1:]
    return tuple(name for name in names if name)


def write_path(names: tuple[str, ...]) -> str:
    """The path of a category, in the course that imports it."""
    return "/".join(("$course$", "top", *(name.replace("/", "//") for name in names)))
