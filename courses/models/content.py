"""The pages of a course, one tree per locale, tied by translation_key."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.blocks import LessonBody
from courses.models.course import Activity, Course
from courses.panels import StudyTimePanel
from library.models import Instrument


class CataloguePage(Page):
    """The list of courses in one language."""

    lead = models.TextField(_("lead"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("catalogue")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:catalogue")


class CoursePage(Page):
    """A course in one language: what it teaches, for whom."""

    class Wall(models.TextChoices):
        MAYA = "", _("Maya blue")
        ANIL = "anil", _("Indigo")
        GRANA = "grana", _("Carmine")
        BARRO = "barro", _("Clay")
        SELVA = "selva", _("Forest green")
        MAR = "mar", _("Sea")

    class Cover(models.TextChoices):
        CONSULAR = "consular", _("flag and coast")
        TRATA = "trata", _("harbour")
        NINEZ = "ninez", _("kite")
        ASILO = "asilo", _("open door at night")
        DETENCION = "detencion", _("window")
        PROCESO = "proceso", _("hall")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="pages")
    lead = models.TextField(_("lead"))
    outcomes = models.TextField(
        _("outcomes"), blank=True, help_text=_("One a line: what the learner will be able to do.")
    )
    for_whom = models.TextField(_("for whom"), blank=True)
    assessment = models.TextField(_("assessment and certificate"), blank=True)
    about = RichTextField(_("about"), blank=True, features=["bold", "italic", "ol", "ul", "link"])
    wall = models.CharField(_("wall colour"), max_length=10, choices=Wall.choices, blank=True)
    cover = models.CharField(_("cover"), max_length=20, choices=Cover.choices, default=Cover.TRATA)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("course", permission="courses.change_course"),  # with it go the rights: administrators alone
        *(FieldPanel(name) for name in ("lead", "outcomes", "for_whom", "assessment", "about", "wall", "cover")),
    ]
    parent_page_types: ClassVar = ["courses.CataloguePage"]
    subpage_types: ClassVar = ["courses.ModulePage"]
    template = "courses/course.html"

    class Meta:
        verbose_name = _("course page")

    @property
    def cover_file(self) -> str:
        """The cover's path among the static files."""
        return f"img/cover-{self.cover}.svg"

    @property
    def outcome_list(self) -> list[str]:
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address in the page tree leads to the course's own, which is the same in every language."""
        return redirect("courses:course", self.course.slug)


class ModulePage(Page):
    """A module: a title over some activities."""

    summary = models.TextField(_("summary"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary")]
    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = ["courses.LessonPage", "quizzes.QuizPage"]

    class Meta:
        verbose_name = _("module")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_parent().specific.serve(request).url)


class ActivityPage(Page):
    """What a lesson's and a quiz's page have in common: the activity behind all their languages."""

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    summary = models.TextField(_("summary"), blank=True)

    activity_kind: ClassVar[str]
    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page; the first save of any language makes the activity. Repeating it changes nothing."""
        super().save(*args, **kwargs)
        activity = Activity.objects.select_related("course").filter(pk=self.translation_key).first()
        if activity is None:
            self._make_activity()
        elif activity.minutes != self.minutes and self.locale.language_code == activity.course.source_language:
            activity.minutes = self.minutes
            activity.save(update_fields=["minutes"])

    def _make_activity(self) -> None:
        course = self.course
        Activity.objects.create(
            id=self.translation_key,
            course=course,
            kind=self.activity_kind,
            slug=_free_slug(course, self.slug),
            minutes=self.minutes,
        )

    @property
    def course(self) -> Course:
        return Course.objects.get(pages__in=CoursePage.objects.ancestor_of(self))


def _free_slug(course: Course, wanted: str) -> str:
    taken = set(course.activities.filter(slug__startswith=wanted[:70]).values_list("slug", flat=True))
    candidates = [wanted[:70], *(f"{wanted[:70]}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


class LessonPage(ActivityPage):
    """A lesson: text complete in itself, in blocks; or, in a translation, only what it is about."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("the whole lesson")
        SUMMARY = "summary", _("title, summary, goal and key points")

    SUMMARY_BLOCKS: ClassVar = ("goal", "keypoints")

    extent = models.CharField(
        _("translated"),
        max_length=7,
        choices=Extent.choices,
        default=Extent.WHOLE,
        help_text=_(
            "A translation may begin with its title, summary, goal and key points. The text then follows in the "
            "language the course was written in, and a notice says so."
        ),
    )
    body = StreamField(LessonBody(), verbose_name=_("text"), blank=True)
    legal_review = models.DateField(_("read by a lawyer of the region on"), null=True, blank=True)

    activity_kind = Activity.Kind.LESSON
    content_panels: ClassVar = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("summary", "minutes")),
        StudyTimePanel(),
        *(FieldPanel(name) for name in ("extent", "body", "legal_review")),
    ]

    class Meta:
        verbose_name = _("lesson")
        constraints = [
            models.CheckConstraint(condition=Q(extent__in=["whole", "summary"]), name="lesson_whole_or_summary"),
        ]

    @property
    def is_summary(self) -> bool:
        """Whether the text is still to be translated."""
        return self.extent == self.Extent.SUMMARY

    @property
    def block_kinds(self) -> set[str]:
        return {block["type"] for block in self.body.raw_data}

    def clean(self) -> None:
        """A summary is never the original, and holds nothing that would stand twice beside the original's text."""
        super().clean()
        if not self.is_summary:
            return
        if self.block_kinds - set(self.SUMMARY_BLOCKS):
            raise ValidationError({"body": _("Only goal and key points: the rest follows from the original.")})
        activity = Activity.objects.select_related("course").filter(pk=self.translation_key).first()
        if activity is None or activity.course.source_language == self.locale.language_code:
            raise ValidationError({"extent": _("The language the course was written in has the whole lesson.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.live:
            LessonCitation.objects.replace_for(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The address in the page tree leads to the player."""
        activity = Activity.objects.select_related("course").get(pk=self.translation_key)
        return redirect("courses:learn", activity.course.slug, activity.slug)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The lesson as the learner will read it, without outline or progress."""
        from courses.views.player import preview

        return preview(request, self)


_LINK = re.compile(r'href=\\?"/library/([a-z0-9-]+)/(?:#p-([a-z0-9-]+))?')


class LessonCitationManager(models.Manager["LessonCitation"]):
    """Keeps the index of who cites what in step with the published text."""

    def replace_for(self, page: LessonPage) -> None:
        """Index the page's citations anew; those of instruments the library does not hold are left out."""
        cited = _cited(page)
        known = set(Instrument.objects.filter(pk__in={slug for slug, _p in cited}).values_list("pk", flat=True))
        rows = [
            LessonCitation(page=page, instrument_id=slug, provision=provision, position=position)
            for position, (slug, provision) in enumerate(cited)
            if slug in known
        ]
        self.filter(page=page).delete()
        self.bulk_create(rows)


def _cited(page: LessonPage) -> list[tuple[str, str]]:
    """(instrument, provision) in order of appearance, each once."""
    found: list[tuple[str, str]] = []
    for block in page.body.raw_data:
        if block["type"] == "cite":
            found.append((block["value"]["instrument"], block["value"].get("provision") or ""))
        found += [(m[1], m[2] or "") for m in _LINK.finditer(str(block["value"]))]
    return list(dict.fromkeys(found))


class LessonCitation(models.Model):
    """That a lesson's page cites a provision: for "where it is taught" and for the list of sources."""

    page = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="citations")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    provision = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()

    objects: ClassVar[LessonCitationManager] = LessonCitationManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "instrument", "provision"], name="citation_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.instrument_id} {self.provision}"
