"""The blocks of a lesson. One template each under templates/blocks/."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from library.blocks import LINE, TEXT, StepsBlock, box_block, table_block


def _lines(**kwargs: object) -> blocks.ListBlock:
    return blocks.ListBlock(blocks.RichTextBlock(features=LINE), **kwargs)


class CitationBlock(blocks.StructBlock):
    """A provision of the library, by the ids in its address. Title, year and gist come from the library."""

    instrument = blocks.CharBlock(label=_("instrument"), help_text=_("Its code in the library, e.g. tip-protocol-2000"))
    provision = blocks.CharBlock(label=_("provision"), required=False, help_text=_("e.g. 3-a"))
    note = blocks.RichTextBlock(label=_("why it matters here"), features=LINE, required=False)

    class Meta:
        icon = "link"
        template = "blocks/cite.html"
        label = _("Legal citation")


class CaseQuestionBlock(blocks.StructBlock):
    """A question on a case with the answer that opens below it."""

    question = blocks.CharBlock(label=_("question"))
    answer = blocks.RichTextBlock(label=_("answer"), features=TEXT)


class CaseBlock(blocks.StructBlock):
    """A decision, a time, a place, one person with a name."""

    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(label=_("case"), features=TEXT)
    questions = blocks.ListBlock(CaseQuestionBlock(), label=_("questions"))

    class Meta:
        icon = "form"
        template = "blocks/case.html"
        label = _("Case")


class QuoteBlock(blocks.StructBlock):
    """One sentence worth keeping, and whose it is."""

    text = blocks.TextBlock(label=_("text"))
    source = blocks.CharBlock(label=_("source"), required=False)

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        label = _("Quotation")


class FigureBlock(blocks.StructBlock):
    """A picture. Its credit lives with the picture; its description too, where this place asks for no other."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what it shows"),
        required=False,
        help_text=_("Read to who cannot see it, in this page's language. Empty: the picture's own description."),
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)

    class Meta:
        icon = "image"
        template = "blocks/figure.html"
        label = _("Picture")

    def clean(self, value: Any) -> Any:
        """Nobody learns less for not seeing a picture: some description must be there."""
        cleaned = super().clean(value)
        if not cleaned["alt"] and not cleaned["image"].description:
            message = _("Write what the picture shows, for who cannot see it.")
            raise blocks.StructBlockValidationError({"alt": ValidationError(message)})
        return cleaned


class MomentBlock(blocks.StructBlock):
    """One moment: when, and what happened or must happen."""

    time = blocks.CharBlock(label=_("time"), help_text=_("A time, a date or a phase: 22:40, day 3, before the hearing"))
    text = blocks.RichTextBlock(label=_("what happens"), features=LINE)


class TimelineBlock(blocks.StructBlock):
    """Moments in their order along a line."""

    caption = blocks.CharBlock(label=_("caption"))
    moments = blocks.ListBlock(MomentBlock(), label=_("moments"))

    class Meta:
        icon = "time"
        template = "blocks/timeline.html"
        label = _("Timeline")


class LessonBody(blocks.StreamBlock):
    """Everything a lesson is made of."""

    scene = blocks.RichTextBlock(features=TEXT, label=_("Scene"), template="blocks/scene.html")
    goal = blocks.RichTextBlock(features=LINE, label=_("Goal"), template="blocks/goal.html")
    keypoints = _lines(label=_("Key points"), template="blocks/keypoints.html")
    heading = blocks.CharBlock(label=_("Heading"), template="blocks/heading.html", icon="title")
    text = blocks.RichTextBlock(features=["h3", *TEXT], label=_("Text"), template="blocks/text.html")
    cite = CitationBlock()
    table = table_block()
    case = CaseBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    timeline = TimelineBlock()
    figure = FigureBlock()
    box = box_block()
    # A question of the course's bank, by its code. The app above draws it, through its template tag.
    check = blocks.CharBlock(label=_("Knowledge check"), template="blocks/check.html", icon="help")
    activity = blocks.RichTextBlock(features=TEXT, label=_("Activity"), template="blocks/activity.html")
    # The learner's private note stands below the text: the player draws its form.
    reflection = blocks.TextBlock(label=_("Reflection"), template="blocks/reflection.html")
    takeaways = _lines(label=_("Take with you"), template="blocks/takeaways.html")

    class Meta:
        block_counts: ClassVar = {"reflection": {"max_num": 1}}
