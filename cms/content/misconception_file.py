"""misconceptions.yaml: the errors of thinking that wrong options may name."""

from pathlib import Path

from library.domain.yaml_file import LANGUAGES, Entry, read_entries


def read_misconceptions(path: Path) -> dict[str, dict[str, str]]:
    """What each says, in every language, by its id; nothing where there is no such file. Raises ContentError."""
    if not path.exists():
        return {}
    found: dict[str, dict[str, str]] = {}
    for entry in read_entries(path, "misconceptions"):
        entry.allow(["id", "text"])
        if entry.text("id") in found:
            raise entry.wrong(f"the id {entry.text('id')} stands here twice", "id")
        found[entry.text("id")] = _in_every_language(entry)
    return found


def _in_every_language(entry: Entry) -> dict[str, str]:
    texts = entry.texts("text")
    if missing := [language for language in LANGUAGES if language not in texts]:
        raise entry.wrong(f"write it in every language; missing: {', '.join(missing)}", "text")
    return texts
