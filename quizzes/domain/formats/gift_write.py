"""Questions written as GIFT, so that Moodle and we read them alike.

Every text is on one line and every sign escaped; the format of the stem is always named, the name always given.
GIFT has no place for gaps, ordering and cloze questions, pictures, units, penalties, default marks, rubrics,
case-sensitive answers, feedback of matching rows, ids of options, or a second language.
"""

import re
from collections.abc import Callable

from quizzes.domain.formats.gift_text import FORMATS, escaped
from quizzes.domain.formats.model import Parsed
from quizzes.domain.formats.numbers import percent_text
from quizzes.domain.formats.required import needed
from quizzes.domain.formats.spelling import Content, text_of

_LIKE_FORMAT = re.compile(r"\s*\[(?:" + "|".join(FORMATS) + r")\]")
_PICTURE = re.compile(r' src="picture:[^"]*"')


def write_gift(question: Parsed, language: str) -> str:
    """A canonical question as a block. Raises Unreadable if a text is missing."""
    writer = _Writer(question.content, language)
    body = BODIES[question.content["type"]](writer, question.content)
    name = f"::{escaped(question.name)}::"
    return "\n".join([*_comment(question), f"{name}{writer.stem()}{body}"])


def write_category(path: str) -> str:
    r"""A block that says where the next questions belong. A backslash would be read as an escape."""
    return "$CATEGORY: " + path.replace("\\", "\\\\")


def _comment(question: Parsed) -> list[str]:
    """The code and the tags travel in a comment."""
    words = [f"[id:{_bracketed(question.code)}]"] if question.code else []
    words += [f"[tag:{_bracketed(tag)}]" for tag in question.tags]
    return [f"// {' '.join(words)}"] if words else []


def _bracketed(text: str) -> str:
    return text.replace("]", "\\]")


class _Writer:
    def __init__(self, content: Content, language: str) -> None:
        self.content, self.language = content, language
        self.format = content["stem"]["format"]

    def stem(self) -> str:
        return f"[{self.format}]{self._signs(needed(self.content['stem']['text'], self.language))}"

    def text(self, value: Content) -> str:
        """A text that has to be there."""
        return self.plain(needed(value, self.language))

    def plain(self, text: str) -> str:
        """A text; if it looks as if it named a format, its own is named before it."""
        return f"[{self.format}]{self._signs(text)}" if _LIKE_FORMAT.match(text) else self._signs(text)

    def feedback(self, row: Content) -> str:
        text = text_of(row.get("feedback"), self.language)
        return f"#{self.plain(text)}" if text else ""

    def general(self) -> str:
        text = text_of(self.content.get("feedback"), self.language)
        return f"####{self.plain(text)}" if text else ""

    def lines(self, opening: str, lines: list[str]) -> str:
        general = self.general()
        return "\n".join([opening, *(f"\t{line}" for line in lines), *([f"\t{general}"] if general else []), "}"])

    def _signs(self, text: str) -> str:
        return escaped(_PICTURE.sub("", text))


def _choice(writer: _Writer, content: Content) -> str:
    signs = [_sign(option["weight"], content["multiple"]) for option in content["options"]]
    if set(signs) == {"="}:
        signs[-1] = "~%100%"  # without any ~ it would be a short answer
    rows = zip(signs, content["options"], strict=True)
    return writer.lines("{", [sign + writer.text(row.get("text")) + writer.feedback(row) for sign, row in rows])


def _sign(weight: str, multiple: bool) -> str:
    """A weight is always written: the text may look like one."""
    return "=" if weight == "1" and not multiple else f"~%{percent_text(weight)}%"


def _truefalse(writer: _Writer, content: Content) -> str:
    true, false = content["options"]
    is_true = true["weight"] == "1"
    right, wrong = (true, false) if is_true else (false, true)
    told_right, told_wrong = writer.feedback(right), writer.feedback(wrong)
    told = (told_wrong or "#") + told_right if told_right else told_wrong
    return f"{{{'TRUE' if is_true else 'FALSE'}{told}{writer.general()}}}"


def _short(writer: _Writer, content: Content) -> str:
    lines = [
        f"=%{percent_text(answer['weight'])}%{writer.plain(needed(answer.get('pattern'), writer.language))}{writer.feedback(answer)}"
        for answer in content["answers"]
    ]
    return writer.lines("{", lines)


def _numeric(writer: _Writer, content: Content) -> str:
    return writer.lines("{#", [f"={_number(answer)}{writer.feedback(answer)}" for answer in content["answers"]])


def _number(answer: Content) -> str:
    value = answer["value"] if answer["value"] == "*" else f"{answer['value']}:{answer['tolerance']}"
    return f"%{percent_text(answer['weight'])}%{value}"


def _matching(writer: _Writer, content: Content) -> str:
    texts = {choice["id"]: text_of(choice["text"], writer.language) for choice in content["choices"]}
    pairs = content["pairs"]
    lines = [f"={writer.text(stem.get('text'))} -> {escaped(texts[pairs[stem['id']]])}" for stem in content["stems"]]
    lines += [f"= -> {escaped(text)}" for key, text in texts.items() if key not in pairs.values()]
    return writer.lines("{", lines)


def _essay(writer: _Writer, content: Content) -> str:
    return f"{{{writer.general()}}}"


def _description(writer: _Writer, content: Content) -> str:
    return ""


BODIES: dict[str, Callable[[_Writer, Content], str]] = {
    "choice": _choice,
    "truefalse": _truefalse,
    "short": _short,
    "numeric": _numeric,
    "matching": _matching,
    "essay": _essay,
    "description": _description,
}
