"""What a part of a quiz draws, as a form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.admin.bank_reading import in_natural_order
from quizzes.models import QuizDraw
from quizzes.services.parts import Draw
from quizzes.services.pools import InBank

POOLS = ("category", "tag", "objective")
Counts = dict[str, int]


def choices_of(bank: Iterable[InBank]) -> dict[str, Counts]:
    """What can be drawn from, with how many questions each holds. A category holds what is below it."""
    found: dict[str, Counts] = {name: {} for name in POOLS}
    for one in bank:
        pieces = one.category.split(".")
        named = {
            "category": [".".join(pieces[:depth]) for depth in range(1, len(pieces) + 1)],
            "tag": one.tags,
            "objective": [one.objective] if one.objective else [],
        }
        for name, values in named.items():
            for value in values:
                found[name][value] = found[name].get(value, 0) + 1
    return {name: {value: counts[value] for value in in_natural_order(counts)} for name, counts in found.items()}


class DrawForm(forms.Form):
    """A draw: at least one of category, tag and objective; those that are named hold together."""

    category = forms.ChoiceField(required=False, label=_("Category"))
    tag = forms.ChoiceField(required=False, label=_("Tag"))
    objective = forms.ChoiceField(required=False, label=_("Learning objective"))
    count = forms.IntegerField(min_value=1, max_value=500, label=_("How many questions"), initial=1)
    mark = forms.DecimalField(
        min_value=0, max_value=1000, decimal_places=2, max_digits=6, label=_("Points for each"), initial=1
    )

    def __init__(self, *args: Any, pools: dict[str, Counts], part: QuizDraw | None = None, **kwargs: Any) -> None:
        """`part` is what is changed: what it names now stays on offer, also when the bank no longer has it."""
        super().__init__(*args, **kwargs)
        self.is_fixed = bool(part and part.question_id)
        for name in POOLS:
            named = getattr(part, name, "")
            counts = {**({named: 0} if named else {}), **pools[name]}
            self.fields[name].choices = [("", _("any"))] + [  # type: ignore[attr-defined]
                (value, f"{value} ({count})") for value, count in counts.items()
            ]
        if self.is_fixed:
            for name in (*POOLS, "count"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.is_fixed and not self.errors and not any(given[name] for name in POOLS):
            self.add_error("category", _("Choose a category, a tag or a learning objective to draw from."))
        return given

    def draw(self, section: dict[str, str]) -> Draw:
        """What was chosen."""
        return Draw(**self.cleaned_data, section=tuple(section.items()))
