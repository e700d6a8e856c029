"""Pages that are not courses, and the pictures and documents every page may use."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from cms.printing.models import PrintedEdition as PrintedEdition  # one of this app's models
from cms.translation.models import BelowPar as BelowPar  # one of this app's models


class AmparoImage(AbstractImage):
    """A picture. Its description is the text read to who cannot see it; the credit is shown below it."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)
    admin_form_fields: ClassVar[tuple[str, ...]] = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        permissions: ClassVar = [("choose_image", "Can choose image")]


class AmparoRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(AmparoImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: ClassVar = (("image", "filter_spec", "focal_point_key"),)


class AmparoDocument(AbstractDocument):
    """A file to take along."""

    admin_form_fields: ClassVar[tuple[str, ...]] = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        permissions: ClassVar = [("choose_document", "Can choose document")]


class HomePage(Page):
    """The front door, one in each language."""

    lead = models.TextField(_("lead"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["courses.CataloguePage", "cms.StandardPage"]
    template = "cms/home.html"

    class Meta:
        verbose_name = _("home page")


class StandardPage(Page):
    """Help, accessibility, privacy: a title and text."""

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cms/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
