"""YAML as people write it: texts of several lines as blocks, nothing wrapped, languages in their usual order."""

import re
from typing import Any

import yaml

from cms.content.lesson_file import LANGUAGES


class _Dumper(yaml.SafeDumper):
    """Lists indented as in content/; no anchors: what stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def as_yaml(value: dict[str, Any]) -> str:
    """The mapping as YAML. The same value always gives the same text."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)


def in_order(texts: dict[str, str]) -> dict[str, str]:
    """The languages that say something, in the order of content/; line ends as in files."""
    return {
        language: re.sub("\r\n?", "\n", texts[language].strip())
        for language in LANGUAGES
        if (texts.get(language) or "").strip()
    }
