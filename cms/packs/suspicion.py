"""Look at the files of a pack before anything reads them: UTF-8, plain YAML, drawings that only draw, plain names."""

import re
from collections.abc import Iterable
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from cms.content.media_file import check_media
from cms.content.raster_file import check_raster
from cms.content.svg_file import check_svg
from cms.packs.problems import PackProblem
from library.domain.errors import ContentError
from library.domain.yaml_file import Entry, read_document, read_entries

DEEPEST = 20  # levels; a question has seven
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSES = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_FORBIDDEN = (yaml.TagToken, yaml.AliasToken, yaml.AnchorToken, yaml.DirectiveToken)
_NAME = re.compile(r"[^\W_][\w.-]{0,79}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")


def check_files(folder: Path, names: Iterable[str]) -> None:
    """Raises PackProblem or ContentError at the first thing that does not belong there."""
    for name in names:
        if name.startswith("media/"):
            check_media(folder / name)
            continue
        if name.startswith(("figures/", "pictures/")) and not name.endswith(".svg"):
            check_raster(folder / name)
            continue
        text = _text(folder, name)
        if name.endswith(".yaml"):
            _check_yaml(name, text, 0)
            _check_keys(name, read_document(folder / name).node)
        elif name.endswith(".md"):
            _check_yaml(name, _front(text), 1)
        else:
            check_svg(folder / name)
    _check_names(read_document(folder / "course.yaml"))
    for question in read_entries(folder / "questions.yaml", "questions"):
        _check_name(question, "id")


def _text(folder: Path, name: str) -> str:
    data = (folder / name).read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PackProblem(name, _("is not written in UTF-8"), line) from error


def _front(text: str) -> str:
    """Front matter, cut out as cms.content.lesson_file cuts it: what is read there is looked at here."""
    lines = text.splitlines()
    has_front = bool(lines) and lines[0].strip() == "---" and "---" in lines[1:]
    return "\n".join(lines[1 : lines.index("---", 1)]) if has_front else ""


def _check_yaml(name: str, text: str, before: int) -> None:
    """Tags make objects, aliases make a mountain of a few lines: content needs neither. `before`: lines above."""
    depth = 0
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            line = token.start_mark.line + 1 + before
            if isinstance(token, _FORBIDDEN):
                raise PackProblem(name, _("YAML with tags, anchors or aliases is not read"), line)
            depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
            if depth > DEEPEST:
                raise PackProblem(name, _("is nested too deeply"), line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PackProblem(name, f"YAML: {error.problem}", (mark.line + 1 if mark else 1) + before) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise PackProblem(name, _("is no YAML"), 1 + before) from error


def _check_keys(name: str, node: yaml.Node) -> None:
    """Every field is named by a word: YAML would take a list for a name too."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise PackProblem(name, _("fields are named by words"), key.start_mark.line + 1)
            _check_keys(name, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _check_keys(name, value)


def _check_names(course: Entry) -> None:
    """Names become addresses and paths: nothing in them leads anywhere."""
    if not _SLUG.fullmatch(course.text("course")):
        raise course.wrong("small letters, digits, hyphens; at most 50", "course")
    for module in course.entries("modules"):
        _check_name(module, "id")
        for activity in module.entries("activities"):
            _check_name(activity, "lesson" if activity.has("lesson") else "quiz")


def _check_name(entry: Entry, key: str) -> None:
    if not _NAME.fullmatch(entry.text(key)):
        raise entry.wrong("letters, digits, points and hyphens; at most 80", key)


def as_problem(error: ContentError, folder: Path) -> PackProblem:
    """The same complaint with the name that the file has in the pack."""
    name = error.file.relative_to(folder) if error.file.is_relative_to(folder) else error.file
    return PackProblem(str(name), error.message, error.line)
