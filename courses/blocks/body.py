"""A lesson's body: which blocks it may have, and what must be right across them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from courses.blocks.law import CitationBlock, CountryBlock
from courses.blocks.media import AudioBlock, DownloadBlock, FigureBlock, VideoBlock
from courses.blocks.picker import present
from courses.blocks.practice import AccordionBlock, CaseBlock, ComparisonBlock, QuoteBlock, TimelineBlock
from courses.domain.text_faults import empty_links, jumps, rich_texts
from library.blocks import LINE, TEXT, StepsBlock, box_block, table_block
from library.picking import CodeBlock, furnish


def _lines(**kwargs: object) -> blocks.ListBlock:
    return blocks.ListBlock(blocks.RichTextBlock(features=LINE), **kwargs)


class LessonBody(blocks.StreamBlock):  # type: ignore[misc]  # Wagtail has no types
    """Everything a lesson is made of."""

    scene = blocks.RichTextBlock(features=TEXT, label=_("Scene"), template="blocks/scene.html")
    goal = blocks.RichTextBlock(features=LINE, label=_("Goal"), template="blocks/goal.html")
    keypoints = _lines(label=_("Key points"), template="blocks/keypoints.html")
    heading = blocks.CharBlock(label=_("Heading"), template="blocks/heading.html", icon="title")
    text = blocks.RichTextBlock(features=["h3", *TEXT], label=_("Text"), template="blocks/text.html")
    cite = CitationBlock()
    table = table_block()
    comparison = ComparisonBlock()
    case = CaseBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    timeline = TimelineBlock()
    accordion = AccordionBlock()
    figure = FigureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    download = DownloadBlock()
    box = box_block()
    country = CountryBlock()
    # A question of the course's bank, by its code. The app above draws it, through its template tag.
    check = CodeBlock(
        label=_("Knowledge check"), template="blocks/check.html", icon="help", source="question_bank:pick"
    )
    activity = blocks.RichTextBlock(features=TEXT, label=_("Activity"), template="blocks/activity.html")
    # The learner's private note stands below the text: the player draws its form.
    reflection = blocks.TextBlock(label=_("Reflection"), template="blocks/reflection.html")
    takeaways = _lines(label=_("Take with you"), template="blocks/takeaways.html")

    class Meta:
        block_counts: ClassVar = {"reflection": {"max_num": 1}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present(self.child_blocks)
        furnish(self)

    def clean(self, value: Any) -> Any:
        """Headings in their order, links that lead somewhere. A draft may wait with both."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        faults = _faults(cleaned)
        if faults:
            raise blocks.StreamBlockValidationError(block_errors=faults)
        return cleaned


def _faults(body: Any) -> dict[int, ValidationError]:
    """What is wrong, by the place of the block."""
    texts = [(block.block_type, block.value.source if isinstance(block.value, RichText) else "") for block in body]
    message = _now("A small heading stands here before the first large one: put a Heading block above this text.")
    faults: dict[int, ValidationError] = {place: _said(body[place], message) for place in jumps(texts)}
    for place, block in enumerate(body):
        links = [words for text in rich_texts(block.block.get_prep_value(block.value)) for words in empty_links(text)]
        if links:
            faults[place] = _said(block, _link_message(links))
    return faults


def _link_message(links: list[str]) -> str:
    words = next((word for word in links if word), "")
    if words:
        return _now("The link “%(words)s” leads nowhere: give it an address or take it out.") % {"words": words}
    return _now("A link has no words: nobody can press it. Take it out, or write what it leads to.")


def _said(block: Any, message: str) -> ValidationError:
    """The message in the form that this kind of block shows."""
    error = ValidationError(message)
    if isinstance(block.block, blocks.StructBlock):
        return blocks.StructBlockValidationError(non_block_errors=[error])
    if isinstance(block.block, blocks.ListBlock):
        return blocks.ListBlockValidationError(non_block_errors=[error])
    return error
