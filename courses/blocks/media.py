"""Blocks with files: picture, video, audio, download. Who cannot see or hear them, or has no line, learns the same."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.domain.embeds import Embed, read_address
from courses.domain.study_time import seconds
from library.blocks import TEXT
from library.picking import UntranslatedBlock

VIDEO, AUDIO, CAPTIONS = ("mp4", "webm"), ("mp3", "m4a", "ogg", "opus"), ("vtt",)
Faults = dict[str, ValidationError]


class FigureBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail has no types
    """A picture. Its credit lives with the picture; its description too, where this place asks for no other."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what it shows"),
        required=False,
        help_text=_("Read to who cannot see it, in this page's language. Empty: the picture's own description."),
    )
    caption = blocks.CharBlock(
        label=_("caption"), required=False, help_text=_("Shown below it. The credit comes from the picture itself.")
    )

    class Meta:
        icon = "image"
        template = "blocks/figure.html"
        label = _("Picture")

    def clean(self, value: Any) -> Any:
        """Nobody learns less for not seeing a picture: some description must be there."""
        cleaned = super().clean(value)
        is_shown = cleaned["image"] and not self.is_deferred_validation
        if is_shown and not cleaned["alt"] and not cleaned["image"].description:
            message = _("Write what the picture shows, for who cannot see it.")
            raise blocks.StructBlockValidationError({"alt": ValidationError(message)})
        return cleaned


class LengthBlock(UntranslatedBlock):
    """How long a recording is."""

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(value)
        if cleaned and not seconds(cleaned):
            raise ValidationError(_("Write minutes and seconds, such as 2:15."))
        return cleaned


def _length() -> LengthBlock:
    return LengthBlock(label=_("length"), help_text=_("Minutes and seconds: 2:15. It counts as the learner's time."))


def _transcript() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(
        features=TEXT,
        label=_("transcript"),
        help_text=_(
            "Everything that is said, and what one must see: for who cannot hear it, or has no line to load it."
        ),
    )


def _of_kind(document: Any, endings: tuple[str, ...]) -> ValidationError | None:
    """What is wrong with the kind of file; nothing where there is none."""
    if document is None or document.file_extension.lower() in endings:
        return None
    said = {"endings": ", ".join(ending.upper() for ending in endings), "name": document.filename}
    return ValidationError(_("%(name)s cannot be played here. Choose a file of these kinds: %(endings)s.") % said)


class VideoValue(blocks.StructValue):  # type: ignore[misc]
    """What the template asks of a video."""

    @property
    def embed(self) -> Embed | None:
        """The video at another provider, if it stands there; without player where the site allows none."""
        found = read_address(self["address"] or "")
        if found and not found.player.startswith(tuple(f"{player}/" for player in settings.AMPARO_VIDEO_PLAYERS)):
            return replace(found, player="")
        return found


class VideoBlock(blocks.StructBlock):  # type: ignore[misc]
    """A video of one's own, or one at YouTube or Vimeo that nobody loads before pressing play."""

    title = blocks.CharBlock(label=_("title"), help_text=_("What one sees, e.g. The first interview, re-enacted"))
    file = DocumentChooserBlock(
        required=False,
        label=_("video file"),
        help_text=_("MP4 or WebM, at best below 20 MB: many learners read on a telephone."),
    )
    captions = DocumentChooserBlock(
        required=False, label=_("captions"), help_text=_("A WebVTT file (.vtt), in this page's language.")
    )
    address = blocks.URLBlock(
        required=False,
        label=_("or its address at YouTube or Vimeo"),
        help_text=_("Nothing is loaded from there before the learner presses play. Switch its captions on there."),
    )
    length = _length()
    transcript = _transcript()

    class Meta:
        icon = "media"
        template = "blocks/video.html"
        label = _("Video")
        value_class = VideoValue

    def clean(self, value: Any) -> Any:
        """One source, of a kind that plays; captions where the file is ours."""
        cleaned = super().clean(value)
        faults = _video_faults(cleaned, is_draft=self.is_deferred_validation)
        if faults:
            raise blocks.StructBlockValidationError(faults)
        return cleaned


def _video_faults(value: Any, *, is_draft: bool) -> Faults:
    file, captions, address = value["file"], value["captions"], value["address"]
    found = {"file": _of_kind(file, VIDEO), "captions": _of_kind(captions, CAPTIONS)}
    if file and address:
        found["address"] = ValidationError(_("Choose a file or write an address, not both."))
    elif address and read_address(address) is None:
        found["address"] = ValidationError(_("Only videos of YouTube and Vimeo: copy the address of the video's page."))
    if not is_draft and not file and not address:
        found["file"] = ValidationError(_("Choose a file, or write the video's address below."))
    if not is_draft and file and not captions:
        found["captions"] = ValidationError(_("Add captions: without them who cannot hear is left out."))
    return {name: fault for name, fault in found.items() if fault}


class AudioBlock(blocks.StructBlock):  # type: ignore[misc]
    """A recording to listen to."""

    title = blocks.CharBlock(label=_("title"), help_text=_("What one hears, e.g. A call to the duty line"))
    file = DocumentChooserBlock(label=_("audio file"), help_text=_("MP3, M4A, OGG or Opus."))
    length = _length()
    transcript = _transcript()

    class Meta:
        icon = "media"
        template = "blocks/audio.html"
        label = _("Audio")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if fault := _of_kind(cleaned["file"], AUDIO):
            raise blocks.StructBlockValidationError({"file": fault})
        return cleaned


class DownloadBlock(blocks.StructBlock):  # type: ignore[misc]
    """A file to take along."""

    file = DocumentChooserBlock(label=_("file"))
    title = blocks.CharBlock(label=_("title"), help_text=_("What it is, e.g. Checklist for the first interview"))
    about = blocks.CharBlock(label=_("what for"), required=False, help_text=_("When the learner will need it."))

    class Meta:
        icon = "download"
        template = "blocks/download.html"
        label = _("Download")
