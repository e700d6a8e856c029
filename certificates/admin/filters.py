"""What the list is narrowed to. Every filter can stand in an address, so that a view of the list can be kept."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.countries import country_choices
from accounts.domain.names import sort_key
from certificates.domain import codes
from certificates.models import Certificate, CertificateEvent, CertificateFile
from certificates.models.register import CertificateQuerySet
from certificates.services import deciding
from certificates.services.reviewing import REFUSED
from certificates.services.wording import civil_date
from courses.models import Cohort, Course

State = Certificate.State
ANY = ("", _("All"))
SHORTEST_CODE = 4  # a group as it is printed: less than that is found in anybody's
STATES = [
    ANY,
    ("waiting", _("waiting for approval")),
    (REFUSED, _("not approved")),
    *[choice for choice in State.choices if choice[0] != State.PENDING],
    ("no_file", _("issued, not drawn yet")),
    ("in_question", _("to look at again")),
]


class Day(forms.DateInput):
    """The browser's own field for a date."""

    input_type = "date"


class FilterForm(forms.Form):
    """All optional; what makes no sense is left out and said."""

    q = forms.CharField(label=_("Name, number or code"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Certificate.Kind.choices])
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"), required=False, empty_label=_("All"))
    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Cohort"), required=False, empty_label=_("All"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    institution = forms.CharField(label=_("Institution"), required=False, max_length=100)
    since = forms.DateField(label=_("Issued from"), required=False, widget=Day())
    until = forms.DateField(label=_("Issued until"), required=False, widget=Day())

    def __init__(self, data: Any, cohorts: Any) -> None:
        """`cohorts`: those whose certificates the reader may see."""
        super().__init__(data, label_suffix="")
        self.fields["cohort"].queryset = cohorts.select_related("course").order_by("course__title", "name", "pk")  # type: ignore[attr-defined]
        self.fields["cohort"].label_from_instance = lambda c: f"{c.course} · {c}"  # type: ignore[attr-defined]
        courses = Course.objects.filter(pk__in=cohorts.values("course")).order_by("title")
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        self.fields["country"].choices = [ANY, *country_choices()]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, rows: CertificateQuerySet) -> CertificateQuerySet:
        """The rows that fit every filter that makes sense."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        plain = {"kind": "kind", "cohort": "enrolment__cohort", "course": "enrolment__cohort__course"}
        plain |= {"country": "enrolment__learner__country", "institution": "enrolment__learner__institution__icontains"}
        rows = rows.filter(**{field: given[name] for name, field in plain.items() if name in given})
        if "since" in given:
            rows = rows.filter(issued_at__gte=day_begins(given["since"]))
        if "until" in given:
            rows = rows.filter(issued_at__lt=day_begins(given["until"] + timedelta(days=1)))
        return matching(in_state(rows, given.get("state", "")), given.get("q", ""))


def day_begins(day: date) -> datetime:
    """The first instant of a day on the issuer's calendar."""
    return datetime.combine(day, time.min, ZoneInfo(settings.AMPARO_ISSUER_TIME_ZONE))


def in_state(rows: CertificateQuerySet, state: str) -> CertificateQuerySet:
    """In a state as a reader sees it today: a date alone ends a certificate."""
    if state == "in_question":
        return rows.filter(pk__in=list(deciding.open_cases(rows)))
    refused = Exists(CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind=REFUSED))
    today = civil_date(timezone.now())
    is_over = Q(state=State.ISSUED, expires_on__lt=today)
    conditions: dict[str, Any] = {
        "waiting": Q(state=State.PENDING, erased_at=None) & ~refused,
        REFUSED: Q(state=State.PENDING) & refused,
        State.ISSUED: Q(state=State.ISSUED) & _in_force(today),
        State.EXPIRED: Q(state=State.EXPIRED) | is_over,
        "no_file": Q(state=State.ISSUED, erased_at=None)
        & ~Exists(CertificateFile.objects.filter(certificate=OuterRef("pk"), kind="pdf")),
    }
    return rows.filter(conditions.get(state, Q(state=state))) if state else rows


def to_do(rows: CertificateQuerySet) -> dict[str, int]:
    """How many of the rows wait for a person, by what is asked of them."""
    return {
        "waiting": in_state(rows, "waiting").count(),
        "not_drawn": in_state(rows, "no_file").count(),
        "in_question": len(deciding.open_cases(rows)),
    }


def _in_force(today: date) -> Q:
    return Q(expires_on=None) | Q(expires_on__gte=today)


def matching(rows: CertificateQuerySet, typed: str) -> CertificateQuerySet:
    """Each word must stand in the printed name, the learner's name, the number or the code."""
    for word in typed.split():
        rows = rows.filter(_anywhere(word))
    return rows


def _anywhere(word: str) -> Q:
    """The printed name without accents and capitals; the learner's own, which may have changed, as it is written."""
    found, code = Q(serial__icontains=word), codes.normalise(word)
    if len(code) >= SHORTEST_CODE:
        found |= Q(code__contains=code)
    if folded := sort_key(word):
        found |= Q(sought__contains=folded)
    for form in {word, word.lower(), word.upper(), word.title()}:
        found |= Q(enrolment__learner__last_name__icontains=form) | Q(enrolment__learner__first_name__icontains=form)
    return found


def with_rows(rows: CertificateQuerySet) -> CertificateQuerySet:
    """What a line of the list shows, the newest first."""
    refused = Exists(CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind=REFUSED))
    rows = rows.select_related("enrolment__learner", "enrolment__cohort__course").annotate(was_refused=refused)
    return rows.order_by(F("issued_at").desc(nulls_first=True), "-created_at", "pk")
