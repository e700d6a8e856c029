"""A question teaches: a reason for each answer, a source, and all of it in every language it must have."""

from collections.abc import Iterator

import yaml

from cms.content.checks.finding import Finding, error
from cms.content.lesson_file import LANGUAGES
from library.domain.yaml_file import Entry


def check_question(question: Entry, required: tuple[str, ...]) -> Iterator[Finding]:
    """Feedback for each option, a citation, no text missing in a required language."""
    code = question.text("id", "a question")
    for option in question.entries("options") if question.has("options") else []:
        if not option.has("feedback"):
            yield error(question.file, option.line, f"{code}: an option without feedback; say why it is right or wrong")
    if not question.has("citations") or not question.entries("citations"):
        yield error(question.file, question.line, f"{code}: no citation; name the rule behind the answer")
    for node in _texts(question.node):
        yield from _missing(question, code, node, required)


def _missing(question: Entry, code: str, node: yaml.MappingNode, required: tuple[str, ...]) -> Iterator[Finding]:
    written = {name.value for name, value in node.value if value.value}
    if missing := [language for language in required if language not in written]:
        line = int(node.start_mark.line) + 1
        yield error(question.file, line, f"{code}: this text is missing in {', '.join(missing)}")


def _texts(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every mapping of languages to texts below the node."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
    elif isinstance(node, yaml.MappingNode):
        if node.value and all(name.value in LANGUAGES for name, _value in node.value):
            yield node
        else:
            for _name, value in node.value:
                yield from _texts(value)
