"""Questions written as Moodle XML.

It has no place for citations, tests of a question, rubrics and model answers, feedback of places, rows and items,
labels of units, tolerances that are not absolute, ids of options, or a second language.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

from quizzes.domain.formats.cloze_write import cloze_text
from quizzes.domain.formats.html import escape as escape_html
from quizzes.domain.formats.model import Parsed, Picture, Unreadable
from quizzes.domain.formats.numbers import percent_text
from quizzes.domain.formats.reading import INSIDE
from quizzes.domain.formats.required import needed
from quizzes.domain.formats.spelling import Content, text_of
from quizzes.domain.formats.spellings import PLACE
from quizzes.domain.formats.xml_questions import MODES

FORMATS = {"html": "html", "plain": "plain_text"}
TYPES = {"choice": "multichoice", "short": "shortanswer", "numeric": "numerical"}
UNIT_MODES = {"share": "1", "flat": "2"}
_PICTURE = re.compile(r' src="picture:([^"]*)"')
_MODES = {mode: name for name, mode in MODES.items()}


def write_xml(question: Parsed, language: str) -> str:
    """A canonical question as a <question>. Raises Unreadable if a text is missing."""
    writer = _Writer(question, language)
    kind = question.content["type"]
    name = {"select": "gapselect", "drag": "ddwtos"}[question.content["variant"]] if kind == "gaps" else kind
    lines = [*writer.head(), *BODIES[kind](writer, question.content), *_tags(question)]
    return "\n".join([f'<question type="{TYPES.get(name, name)}">', *(f"  {line}" for line in lines), "</question>"])


def write_category(path: str) -> str:
    return f'<question type="category">\n  {element("category", element("text", escape(path)))}\n</question>'


def element(tag: str, inner: str, **attributes: str) -> str:
    named = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{tag}{named}>{inner}</{tag}>"


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _tags(question: Parsed) -> list[str]:
    tags = [element("tag", element("text", escape(tag))) for tag in question.tags]
    return [element("tags", "".join(tags))] if tags else []


class _Writer:
    def __init__(self, question: Parsed, language: str) -> None:
        self.question, self.content, self.language = question, question.content, language
        self.format = FORMATS[self.content["stem"]["format"]]
        self.pictures = {picture.key: picture for picture in question.pictures}

    def head(self) -> list[str]:
        """What questions of every type have."""
        content = self.content
        marks = [("defaultgrade", "default_mark"), ("penalty", "penalty")]
        return [
            element("name", element("text", escape(self.question.name))),
            self.formatted("questiontext", self.stem()),
            self.formatted("generalfeedback", text_of(content.get("feedback"), self.language)),
            *(element(tag, content[key]) for tag, key in marks if key in content),
            element("hidden", "0"),
            element("idnumber", escape(self.question.code)),
            *([element("shuffleanswers", str(content["shuffle"]).lower())] if "shuffle" in content else []),
        ]

    def stem(self) -> str:
        """The text, with the places that its type has in Moodle's own signs."""
        content = self.content
        if content["type"] == "cloze":
            return cloze_text(content, self.language)
        stem = needed(content["stem"]["text"], self.language)
        if content["type"] != "gaps":
            return stem
        numbers = {choice["id"]: number for number, choice in enumerate(content["choices"], 1)}
        answers = {place["id"]: numbers[place["answer"]] for place in content["places"]}
        return PLACE.sub(lambda found: f"[[{answers[found[1]]}]]" if found[1] in answers else found[0], stem)

    def formatted(self, tag: str, text: str, inner: str = "", **attributes: str) -> str:
        """A text in the question's format, with the pictures that it shows."""
        pictures: dict[str, Picture] = {}

        def named(found: re.Match[str]) -> str:
            picture = self.pictures.get(found[1])
            if picture is None:
                return ""
            pictures[found[1]] = picture
            return f' src="{INSIDE}{quote(self._name(picture))}"'

        text = _PICTURE.sub(named, text) if self.format == "html" else text
        files = "".join(map(self._file, pictures.values()))
        return element(tag, element("text", escape(text)) + files + inner, **attributes, format=self.format)

    def feedback(self, row: Content) -> str:
        return self.formatted("feedback", text_of(row.get("feedback"), self.language))

    def answer(self, row: Content, text: str, inner: str = "") -> str:
        """A text that a learner types, which is never HTML."""
        shown = element("text", escape(text)) + self.feedback(row) + inner
        return element("answer", shown, fraction=percent_text(row["weight"]), format="moodle_auto_format")

    def plain(self, value: Content | str) -> str:
        return element("text", escape(needed(value, self.language)))

    def _name(self, picture: Picture) -> str:
        """Two pictures of the same name are told apart by their keys."""
        namesakes = [other for other in self.pictures.values() if other.name == picture.name]
        return picture.name if len(namesakes) == 1 else f"{picture.key[:8]}-{picture.name}"

    def _file(self, picture: Picture) -> str:
        encoded = b64encode(picture.data).decode()
        return element("file", encoded, name=self._name(picture), path="/", encoding="base64")


def _choice(writer: _Writer, content: Content) -> list[str]:
    rows = [
        writer.formatted(
            "answer",
            needed(option.get("text"), writer.language),
            writer.feedback(option),
            fraction=percent_text(option["weight"]),
        )
        for option in content["options"]
    ]
    return [element("single", str(not content["multiple"]).lower()), *rows]


def _truefalse(writer: _Writer, content: Content) -> list[str]:
    return [writer.answer(option, option["id"]) for option in content["options"]]


def _short(writer: _Writer, content: Content) -> list[str]:
    case = element("usecase", str(int(content["case_sensitive"])))
    return [case, *(writer.answer(row, needed(row.get("pattern"), writer.language)) for row in content["answers"])]


def _numeric(writer: _Writer, content: Content) -> list[str]:
    answers = [
        writer.answer(row, row["value"], element("tolerance", escape(row["tolerance"]))) for row in content["answers"]
    ]
    return [*answers, *_units(content)]


def _units(content: Content) -> list[str]:
    units = [
        element("unit", element("multiplier", unit["multiplier"]) + element("unit_name", escape(unit["name"])))
        for unit in content.get("units", ())
    ]
    mode = UNIT_MODES.get(content.get("unit_mode", ""), "0")
    return [
        *([element("units", "".join(units))] if units else []),
        element("unitgradingtype", mode),
        element("unitpenalty", content.get("unit_penalty", "0.1")),
        element("showunits", "0" if units else "3"),
        element("unitsleft", "0"),
    ]


def _matching(writer: _Writer, content: Content) -> list[str]:
    texts, pairs = {choice["id"]: choice["text"] for choice in content["choices"]}, content["pairs"]
    rows = [(needed(stem.get("text"), writer.language), texts[pairs[stem["id"]]]) for stem in content["stems"]]
    rows += [("", text) for key, text in texts.items() if key not in pairs.values()]
    return [writer.formatted("subquestion", stem, element("answer", writer.plain(text))) for stem, text in rows]


def _gaps(writer: _Writer, content: Content) -> list[str]:
    used = [place["answer"] for place in content["places"]]
    is_drag = content["variant"] == "drag"
    rows = []
    for choice in content["choices"]:
        text = needed(choice["text"], writer.language)
        inner = element("text", escape(escape_html(text) if is_drag else text)) + element(
            "group", choice.get("group", "1")
        )
        if is_drag and used.count(choice["id"]) > 1:
            inner += "<infinite/>"
        rows.append(element("dragbox" if is_drag else "selectoption", inner))
    return rows


def _ordering(writer: _Writer, content: Content) -> list[str]:
    if content["mode"] not in _MODES:
        raise Unreadable("content_broken")
    texts = {item["id"]: item.get("text") for item in content["items"]}
    return [
        element("layouttype", "VERTICAL"),
        element("selecttype", "ALL"),
        element("selectcount", "0"),
        element("gradingtype", _MODES[content["mode"]]),
        element("showgrading", "SHOW"),
        *(
            writer.formatted("answer", needed(texts[key], writer.language), fraction=f"{place}.0000000")
            for place, key in enumerate(content["order"], 1)
        ),
    ]


def _essay(writer: _Writer, content: Content) -> list[str]:
    notes = text_of(content.get("grading_notes"), writer.language)
    return [element("responseformat", "editor"), *([writer.formatted("graderinfo", notes)] if notes else [])]


def _nothing(writer: _Writer, content: Content) -> list[str]:
    return []


BODIES: dict[str, Callable[[_Writer, Content], list[str]]] = {
    "choice": _choice,
    "truefalse": _truefalse,
    "short": _short,
    "numeric": _numeric,
    "matching": _matching,
    "gaps": _gaps,
    "ordering": _ordering,
    "cloze": _nothing,
    "essay": _essay,
    "description": _nothing,
}
