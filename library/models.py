"""The library's records. All texts come from content/library/: `load_library` writes, the pages read."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from library.domain.countries import law_language
from library.domain.kinds import KINDS, works
from library.domain.matching import Document, Passage
from library.domain.numbers import Number, Unit, read_number
from library.domain.slugs import provision_anchor
from library.domain.verification import Check, State, overall, read_checks
from library.references import ReferenceText
from library.words import number_label

__all__ = ["Country", "GlossaryTerm", "Instrument", "Provision", "ReferenceText", "Works"]

Texts = dict[str, str]  # a text by language: {"en": ..., "es": ...}


class Works(models.TextChoices):
    """How a source works, as lessons must say when they cite it."""

    BINDS = "binds", _("binds")
    INTERPRETS = "interprets", _("interprets")
    GUIDES = "guides", _("guides")


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    """Instruments by what a page needs of them."""

    def with_provisions(self) -> "InstrumentQuerySet":
        """For the list, the search and an instrument's page: two queries whatever their number."""
        return self.prefetch_related("provisions")

    def titles(self) -> dict[str, Texts]:
        """The titles by slug: for those who only link to instruments."""
        return dict(self.values_list("slug", "title"))


class Instrument(models.Model):
    """A treaty, judgment, opinion or guideline that lessons cite.

    Dates are kept as written, because some are known by year or month only; the years are for
    sorting. `verified` says per aspect how far the author checked it: see library.domain.verification.
    """

    class Kind(models.TextChoices):
        TREATY = "treaty", _("treaty")
        PROTOCOL = "protocol", _("protocol")
        JUDGMENT = "judgment", _("judgment")
        ADVISORY_OPINION = "advisory_opinion", _("advisory opinion")
        GENERAL_COMMENT = "general_comment", _("general comment")
        DECLARATION = "declaration", _("declaration")
        RESOLUTION = "resolution", _("resolution")
        GUIDELINES = "guidelines", _("guidelines")
        OTHER = "other", _("other document")

    slug = models.SlugField(_("code"), primary_key=True, max_length=60)
    title = models.JSONField(_("title"))
    summary = models.JSONField(_("summary"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    body = models.CharField(_("body"), max_length=200)
    place = models.CharField(_("place"), max_length=200)
    adopted = models.CharField(_("adopted"), max_length=10)
    adopted_year = models.PositiveSmallIntegerField(_("year of adoption"))
    in_force = models.CharField(_("in force since"), max_length=10, blank=True)
    in_force_year = models.PositiveSmallIntegerField(_("year of entry into force"), null=True, blank=True)
    url = models.URLField(_("official text"), max_length=500, blank=True)
    topics = models.JSONField(_("topics"), default=list)
    verified = models.JSONField(_("verification"), default=dict)
    note = models.TextField(_("note"), blank=True, help_text=_("In English."))
    position = models.PositiveIntegerField(_("position"))

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(name="instrument_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="instrument_titled_in_english_and_spanish",
                condition=Q(title__has_key="en") & Q(title__has_key="es"),
            ),
            models.CheckConstraint(
                name="instrument_in_force_not_before_adoption",
                condition=Q(in_force_year__isnull=True) | Q(in_force_year__gte=F("adopted_year")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.slug)

    def get_absolute_url(self) -> str:
        return reverse("library:instrument", args=[self.slug])

    @property
    def works(self) -> Works:
        """Whether the source binds, interprets or guides."""
        return Works(works(self.kind))

    @property
    def checks(self) -> list[Check]:
        """What was checked and how far, aspect by aspect."""
        return read_checks(self.verified)

    @property
    def state(self) -> State:
        """How far the whole was checked: never better than its worst aspect allows."""
        return overall(check.state for check in self.checks)

    def document(self) -> Document:
        """What of the instrument is searched: its id, and its texts in all languages."""
        return Document(
            name=" ".join([self.slug, *self.title.values()]),
            text=" ".join(self.summary.values()),
            passages=tuple(Passage(p.number, " ".join(p.gist.values())) for p in self.provisions.all()),
        )


class Provision(models.Model):
    """An article, paragraph or principle that lessons cite, with its gist in plain language."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="provisions", verbose_name=_("instrument")
    )
    slug = models.SlugField(_("code"), max_length=60)
    number = models.CharField(_("number"), max_length=60)
    gist = models.JSONField(_("gist"))
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering: ClassVar = ["instrument_id", "position", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="provision_once_per_instrument"),
            models.CheckConstraint(name="provision_has_an_address", condition=~Q(slug="")),
            models.CheckConstraint(
                name="provision_explained_in_english_and_spanish",
                condition=Q(gist__has_key="en") & Q(gist__has_key="es"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('library:instrument', args=[self.instrument_id])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its id on the instrument's page."""
        return provision_anchor(self.slug)

    @property
    def read(self) -> Number:
        """Its number taken apart."""
        return read_number(self.number)

    @property
    def unit(self) -> Unit:
        """What its number counts: without a word an article in treaties and declarations, unsaid elsewhere."""
        number = self.read
        if number.unit is not Unit.BARE:
            return number.unit
        is_plain_declaration = self.instrument.kind == Instrument.Kind.DECLARATION and len(number.path) == 1
        return Unit.ARTICLE if self.instrument.works == Works.BINDS or is_plain_declaration else Unit.BARE

    @property
    def label(self) -> str:
        """Its number as the active language writes it: `art. 36(1)(b)`, `para. 160`."""
        return number_label(self.number, self.unit)


class Country(models.Model):
    """What the library knows of a country's law.

    `facts` holds the blocks of countries.yaml as they stand there (anti_trafficking_law,
    migration_law, palermo_protocol, american_convention, hotline), each with its own `verified`
    (`search` or `knowledge`), and `notes`. A block that is absent was not sure: show nothing.
    """

    iso = models.CharField(_("country code"), max_length=2, primary_key=True)
    name = models.JSONField(_("name"))
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering: ClassVar = ["iso"]
        constraints: ClassVar = [
            models.CheckConstraint(name="country_code_in_capitals", condition=Q(iso=Upper("iso")) & ~Q(iso="")),
            models.CheckConstraint(
                name="country_named_in_english_and_spanish", condition=Q(name__has_key="en") & Q(name__has_key="es")
            ),
        ]

    def __str__(self) -> str:
        return str(self.iso)

    def get_absolute_url(self) -> str:
        return reverse("library:country", args=[self.iso.lower()])

    @property
    def law_language(self) -> str:
        """The language in which the names of its laws are written."""
        return law_language(self.iso)

    def block(self, name: str) -> dict[str, Any]:
        """One block of facts; empty if the library does not know it."""
        block: dict[str, Any] = self.facts.get(name) or {}
        return block


class GlossaryTerm(models.Model):
    """A term in four languages with its definition and where it comes from."""

    slug = models.SlugField(_("code"), primary_key=True, max_length=60)
    term = models.JSONField(_("term"))
    definition = models.JSONField(_("definition"))
    source = models.CharField(_("source"), max_length=200)
    note = models.TextField(_("note"), blank=True, help_text=_("In English."))

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="glossary_term_in_english_and_spanish", condition=Q(term__has_key="en") & Q(term__has_key="es")
            ),
        ]

    def __str__(self) -> str:
        return str(self.slug)

    def get_absolute_url(self) -> str:
        return f"{reverse('library:glossary')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its id on the glossary page."""
        return f"t-{self.slug}"
