"""What learners' own pages show: their certificates, and the transcript of what they studied."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from certificates.forms import SharingForm
from certificates.models import Certificate
from certificates.verification import civil_today
from courses import reading
from courses.models import CoursePage, Enrolment

State = Certificate.State


@dataclass(frozen=True)
class Held:
    """A certificate as its holder sees it."""

    certificate: Certificate
    state: str

    @property
    def url(self) -> str:
        """The address to share."""
        return settings.AMPARO_BASE_URL + reverse("verify_short", args=[self.certificate.code])

    @property
    def has_pdf(self) -> bool:
        return self.certificate.has_file

    @property
    def is_shareable(self) -> bool:
        return self.state == State.ISSUED and self.certificate.is_public

    @cached_property
    def form(self) -> SharingForm:
        return SharingForm(instance=self.certificate, auto_id=f"id_{self.certificate.code}_%s")

    @property
    def linkedin_url(self) -> str:
        """Opens LinkedIn's form, filled in. Nothing goes there unless the link is followed."""
        said, issued = self.certificate.snapshot, self.certificate.snapshot["issued_on"].split("-")
        fields = {
            "startTask": "CERTIFICATION_NAME",
            "name": said["course_title"],
            "organizationName": said["issuer"],
            "issueYear": int(issued[0]),
            "issueMonth": int(issued[1]),
            "certUrl": self.url,
            "certId": self.certificate.serial or "",
        }
        if end := self.certificate.expires_on:
            fields |= {"expirationYear": end.year, "expirationMonth": end.month}
        return f"https://www.linkedin.com/profile/add?{urlencode(fields)}"


def held_by(learner_id: int) -> list[Held]:
    """The learner's certificates, the newest first; one query."""
    today = civil_today(timezone.now())
    return [Held(each, each.state_on(today)) for each in Certificate.objects.held_by(learner_id)]


@dataclass(frozen=True)
class Studied:
    """A line of the transcript."""

    enrolment: Enrolment
    title: str
    language: str
    held: Held | None

    @property
    def hours(self) -> Decimal:
        return self.enrolment.cohort.release.hours


@dataclass(frozen=True)
class Transcript:
    completed: list[Studied]
    under_way: list[Studied]

    @property
    def hours(self) -> Decimal:
        """Hours of the courses completed."""
        return sum((line.hours for line in self.completed), Decimal())


def transcript(learner_id: int) -> Transcript:
    """Everything the learner took and did not leave, in the active language; three queries."""
    enrolments = list(Enrolment.objects.of(learner_id))
    titles, held = _titles(enrolments), _by_enrolment(learner_id)
    lines = [
        Studied(each, *titles.get(each.cohort.course_id, (each.cohort.course.title, "")), held.get(each.pk))
        for each in enrolments
    ]
    completed = [line for line in lines if line.enrolment.completed_at]
    under_way = [line for line in lines if not line.enrolment.completed_at]
    return Transcript(
        sorted(completed, key=lambda line: (line.enrolment.completed_at, line.enrolment.pk), reverse=True),
        sorted(under_way, key=lambda line: (line.enrolment.enrolled_at, line.enrolment.pk), reverse=True),
    )


def _by_enrolment(learner_id: int) -> dict[int, Held]:
    """The certificate to name beside a course: of completion rather than of another kind, then the newest."""
    current = [held for held in reversed(held_by(learner_id)) if held.state != State.SUPERSEDED]
    current.sort(key=lambda held: held.certificate.kind == Certificate.Kind.COMPLETION)  # the last one stays
    return {held.certificate.enrolment_id: held for held in current}


def _titles(enrolments: Iterable[Enrolment]) -> dict[int, tuple[str, str]]:
    """Title and its language by course: the reader's, else the course's own."""
    courses = {each.cohort.course_id: each.cohort.course for each in enrolments}
    pages = CoursePage.objects.live().filter(course__in=courses).values_list(
        "course_id", "title", "locale__language_code"
    )  # fmt: skip
    found: dict[int, dict[str, str]] = {}
    for course_id, title, language in pages:
        found.setdefault(course_id, {})[language] = title
    wanted = reading.active_language()
    return {
        course_id: next(
            (titles[each], each)
            for each in reading.preference(wanted, courses[course_id].source_language)
            if each in titles
        )
        for course_id, titles in found.items()
    }
