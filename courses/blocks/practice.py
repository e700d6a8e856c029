"""Blocks that set text in order: case, quotation, timeline, accordion, comparison."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from library.blocks import LINE, TEXT


class CaseQuestionBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail has no types
    """A question on a case with the answer that opens below it."""

    question = blocks.CharBlock(label=_("question"))
    answer = blocks.RichTextBlock(
        label=_("answer"),
        features=TEXT,
        help_text=_("Begin with yes, no or it depends, or with the decision itself. It opens when the learner asks."),
    )


class CaseBlock(blocks.StructBlock):  # type: ignore[misc]
    """A decision, a time, a place, one person with a name."""

    title = blocks.CharBlock(label=_("title"), help_text=_("A time and a place: 01:40, a locked house"))
    text = blocks.RichTextBlock(
        label=_("case"), features=TEXT, help_text=_("A decision, a time, a place, one person with a name. Invent them.")
    )
    questions = blocks.ListBlock(CaseQuestionBlock(), label=_("questions"))

    class Meta:
        icon = "form"
        template = "blocks/case.html"
        label = _("Case")


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    """One sentence worth keeping, and whose it is."""

    text = blocks.TextBlock(label=_("text"))
    source = blocks.CharBlock(label=_("source"), required=False, help_text=_("Whose words, or which rule."))

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        label = _("Quotation")


class MomentBlock(blocks.StructBlock):  # type: ignore[misc]
    """One moment: when, and what happened or must happen."""

    time = blocks.CharBlock(label=_("time"), help_text=_("A time, a date or a phase: 22:40, day 3, before the hearing"))
    text = blocks.RichTextBlock(label=_("what happens"), features=LINE)


class TimelineBlock(blocks.StructBlock):  # type: ignore[misc]
    """Moments in their order along a line."""

    caption = blocks.CharBlock(label=_("caption"))
    moments = blocks.ListBlock(MomentBlock(), label=_("moments"))

    class Meta:
        icon = "time"
        template = "blocks/timeline.html"
        label = _("Timeline")


class FoldBlock(blocks.StructBlock):  # type: ignore[misc]
    """A line, and what opens below it."""

    title = blocks.CharBlock(label=_("line"), help_text=_("What the learner sees before opening it."))
    text = blocks.RichTextBlock(label=_("what opens"), features=TEXT)


class AccordionBlock(blocks.StructBlock):  # type: ignore[misc]
    """Lines that open one by one: for what not every learner needs."""

    caption = blocks.CharBlock(
        label=_("caption"), help_text=_("What these lines have in common, e.g. When it is harder")
    )
    folds = blocks.ListBlock(FoldBlock(), label=_("lines"))

    class Meta:
        icon = "collapse-down"
        template = "blocks/accordion.html"
        label = _("Accordion")


class ContrastBlock(blocks.StructBlock):  # type: ignore[misc]
    """One point on which two things differ."""

    point = blocks.CharBlock(label=_("point"), help_text=_("e.g. Consent, Border, Victim"))
    left = blocks.RichTextBlock(label=_("of the first"), features=LINE)
    right = blocks.RichTextBlock(label=_("of the second"), features=LINE)


class ComparisonBlock(blocks.StructBlock):  # type: ignore[misc]
    """Two things that are easily confused, point by point."""

    caption = blocks.CharBlock(label=_("caption"))
    left = blocks.CharBlock(label=_("the first"), help_text=_("e.g. Trafficking in persons"))
    right = blocks.CharBlock(label=_("the second"), help_text=_("e.g. Smuggling of migrants"))
    points = blocks.ListBlock(ContrastBlock(), label=_("points"))
    conclusion = blocks.RichTextBlock(
        label=_("how to tell them apart"), features=LINE, required=False, help_text=_("One sentence to remember.")
    )

    class Meta:
        icon = "order"
        template = "blocks/comparison.html"
        label = _("Comparison")
