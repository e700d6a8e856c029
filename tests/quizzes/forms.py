"""A form of a page as a browser without script fills it in: only fields that are there, only values on offer."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from quizzes.models import Attempt, Quiz, QuizDraw
from quizzes.services import put_question
from tests.quizzes.sitting import address

Content = dict[str, Any]


@dataclass
class Form:
    """What would be sent as the form stands, and what its fields offer."""

    action: str = ""
    data: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)  # of choices: those not disabled
    buttons: list[tuple[str, str]] = field(default_factory=list)  # those not disabled

    def choose(self, name: str, *values: str) -> None:
        assert set(values) <= set(self.offered[name]), f"{name} does not offer {values}"
        self.data[name] = list(values)

    def press(self, browser: Any, name: str, value: str, **options: Any) -> Any:
        assert (name, value) in self.buttons, f"no button {name}={value}"
        return browser.post(self.action, {**self.data, name: value}, **options)


class _Reader(HTMLParser):
    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker, self.form, self.is_in, self.menu, self.area = marker, Form(), False, "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        at = dict(attributes)
        if tag == "form" and (self.marker in at or at.get("id") == self.marker):
            self.is_in, self.form.action = True, at.get("action") or ""
        elif self.is_in and tag == "option":
            self._option(at)
        elif self.is_in and "disabled" not in at:
            self._field(tag, at)

    def _field(self, tag: str, at: dict[str, str | None]) -> None:
        name, value = at.get("name") or "", at.get("value") or ""
        if tag == "button" and name:
            self.form.buttons.append((name, value))
        elif tag == "input" and at.get("type") in ("radio", "checkbox"):
            self.form.offered.setdefault(name, []).append(value)
            if "checked" in at:
                self.form.data.setdefault(name, []).append(value)
        elif tag == "input":
            self.form.data.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area, self.form.data[name] = name, [""]
        elif tag == "select":
            self.menu = name
            self.form.offered[name] = []

    def _option(self, at: dict[str, str | None]) -> None:
        if not self.menu:
            return
        offered = self.form.offered[self.menu]
        offered.append(at.get("value") or "")
        if "selected" in at or len(offered) == 1:
            self.form.data[self.menu] = offered[-1:]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.form.data[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_in = False
        self.menu, self.area = ("" if tag == "select" else self.menu), ("" if tag == "textarea" else self.area)


def read_form(page: Any, marker: str = "data-autosave") -> Form:
    """The form with this attribute or id on a page of the test client."""
    reader = _Reader(marker)
    reader.feed(page.content.decode())
    assert reader.form.action, f"no form {marker}"
    return reader.form


def data_of(content: Content, response: Content, prefix: str = "") -> dict[str, list[str]]:
    """A response as the fields of templates/quizzes/types/ send it."""
    kind = content["type"]
    if kind in ("choice", "truefalse"):
        return {f"{prefix}choice": list(response["selected"])}
    if kind in ("matching", "gaps"):
        name, given = ("pair", response["pairs"]) if kind == "matching" else ("place", response["places"])
        return {f"{prefix}{name}-{key}": [value] for key, value in given.items()}
    if kind == "ordering":
        return {f"{prefix}order": list(response["order"])}
    if kind in ("cloze", "scenario"):
        parts = [p for p in content["parts"] if p["id"] in response["parts"]]
        below = [data_of(p, response["parts"][p["id"]], f"{prefix}{p['id']}-") for p in parts]
        return {key: values for fields in below for key, values in fields.items()}
    return {f"{prefix}text": [response["text"]]}


def fill(form: Form, content: Content, response: Content) -> Form:
    """Answer as a person would: with what the form offers."""
    for name, values in data_of(content, response).items():
        if name in form.offered:
            form.choose(name, *values)
        else:
            assert name in form.data, f"no field {name}"
            form.data[name] = values
    return form


def answer_in(form: Form, content: Content, prefix: str = "") -> Content:
    """The answer that a form shows."""
    kind = content["type"]
    if kind in ("choice", "truefalse"):
        return {"selected": [value for value in form.data.get(f"{prefix}choice", []) if value]}
    if kind in ("matching", "gaps"):
        field, name = ("pairs", "pair") if kind == "matching" else ("places", "place")
        start = f"{prefix}{name}-"
        given = {key.removeprefix(start): values[0] for key, values in form.data.items() if key.startswith(start)}
        return {field: {key: value for key, value in given.items() if value}}
    if kind == "ordering":
        return {"order": form.data[f"{prefix}order"]}
    if kind in ("cloze", "scenario"):
        parts = content["parts"]
        return {"parts": {part["id"]: answer_in(form, part, f"{prefix}{part['id']}-") for part in parts}}
    return {"text": form.data[f"{prefix}text"][0].strip("\n")}


def ask(quiz: Quiz, *contents: Content, **rules: Any) -> Quiz:
    """Let the quiz ask exactly these questions, in this order."""
    quiz.draws.all().delete()
    for position, content in enumerate(contents):
        question = put_question(quiz.activity.course, f"asked-{position}", content, category="A")[0]
        QuizDraw.objects.create(quiz=quiz, position=position, question=question)
    for name, value in rules.items():
        setattr(quiz, name, value)
    quiz.save()
    return quiz


def begin(learner: Client) -> str:
    """Press the quiz's button; the address of the first question."""
    return learner.post(address("start", "small", "quiz"))["Location"]


def the_attempt() -> Attempt:
    return Attempt.objects.latest("pk")


def finish(learner: Client) -> Attempt:
    attempt = the_attempt()
    led = learner.post(address("submit", attempt.pk))
    assert led["Location"] == address("result", attempt.pk)
    assert learner.get(led["Location"]).status_code == 200
    return the_attempt()
