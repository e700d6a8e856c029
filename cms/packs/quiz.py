"""A quiz's settings and parts as its entry in course.yaml: what is as usual is left out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cms.content.quiz_file import NUMBERS
from cms.packs.notes import Notes
from cms.packs.yaml_text import in_order
from quizzes.domain.review_policy import PRESETS, preset_of
from quizzes.models import Quiz, QuizDraw, QuizPage

Entry = dict[str, Any]
# What the file calls it: what the quiz does, and what it is where the file does not say.
_CHOICES: dict[str, tuple[str, Any]] = {
    "is_graded": ("is_graded", False),
    "is_practice": ("is_practice", False),
    "behaviour": ("behaviour", Quiz.Behaviour.DEFERRED.value),
    "grading": ("method", Quiz.Method.HIGHEST.value),
    "shuffle_questions": ("shuffles_questions", False),
    "shuffle_options": ("shuffles_options", True),
}


def quiz_entry(slug: str, pages: dict[str, QuizPage], minutes: int, notes: Notes) -> Entry:
    """The quiz of these pages, by language."""
    quiz = Quiz.objects.get(pk=next(iter(pages.values())).translation_key)
    return {
        "quiz": slug,
        "title": in_order({language: page.title for language, page in pages.items()}),
        "introduction": in_order({language: page.introduction for language, page in pages.items()}),
        "minutes": minutes,
        **rules_entry(quiz, slug, notes),
        "draws": draw_entries(quiz.draws.select_related("question")),
    }


def fixed_codes(keys: Iterable[Any]) -> set[str]:
    """The codes of the questions that these quizzes ask of everyone."""
    return set(QuizDraw.objects.filter(quiz__in=keys, question__isnull=False).values_list("question__code", flat=True))


def rules_entry(quiz: Quiz, slug: str, notes: Notes) -> Entry:
    """Its rules, where they are not the usual ones."""
    said = {key: getattr(quiz, name) for key, (name, _usual) in NUMBERS.items()}
    if said["pass_mark"] % 1:
        notes.add(_("quiz %s: its pass mark is written as a whole number") % slug)
    said["pass_mark"] = int(said["pass_mark"])
    entry: Entry = {key: said[key] for key, (_name, usual) in NUMBERS.items() if said[key] != usual}
    for key, (name, usual) in _CHOICES.items():
        if (value := getattr(quiz, name)) != usual:
            entry[key] = value
    return {**entry, **_review(quiz), **_bands(quiz)}


def _review(quiz: Quiz) -> Entry:
    """The name of a ready-made policy that is exactly this one; else the policy written out."""
    if quiz.review_policy == PRESETS["learning"]:
        return {}
    preset = preset_of(quiz.review_policy)
    return {"review": preset if preset and PRESETS[preset] == quiz.review_policy else quiz.review_policy}


def _bands(quiz: Quiz) -> Entry:
    bands = sorted(quiz.feedback_bands, key=lambda band: band["from"])
    rows = [{"from": int(band["from"]), "text": in_order(band["text"])} for band in bands]
    return {"feedback": rows} if rows else {}


def draw_entries(parts: Iterable[QuizDraw]) -> list[Entry]:
    """Fixed questions that follow one another with the same points stand together."""
    draws: list[Entry] = []
    for part in parts:
        entry = _draw(part)
        if "questions" in entry and "section" not in entry and draws and _same_points(draws[-1], entry):
            draws[-1]["questions"] += entry["questions"]
        else:
            draws.append(entry)
    return draws


def _same_points(before: Entry, entry: Entry) -> bool:
    return "questions" in before and before.get("mark") == entry.get("mark")


def _draw(part: QuizDraw) -> Entry:
    section = {"section": in_order(part.section)} if part.section else {}
    points = f"{part.mark:f}".rstrip("0").rstrip(".") if part.mark % 1 else str(int(part.mark))
    mark = {"mark": points} if points != "1" else {}
    if part.question:
        return {**section, "questions": [part.question.code], **mark}
    pool = {name: getattr(part, name) for name in ("category", "tag", "objective") if getattr(part, name)}
    return {**section, **pool, "count": part.count, **mark}
