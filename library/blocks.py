"""The blocks of a reference text. Lessons use them too; one template each under templates/blocks/."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from library.picking import CodeBlock

TEXT = ["bold", "italic", "link", "ol", "ul"]
LINE = ["bold", "italic", "link"]


class StepBlock(blocks.StructBlock):
    """One step: its name, and what happens and who does it."""

    name = blocks.CharBlock(label=_("name"))
    text = blocks.RichTextBlock(label=_("what happens, who does it"), features=LINE, required=False)


class StepsBlock(blocks.StructBlock):
    """Steps in their order, drawn as a path of numbered doors."""

    caption = blocks.CharBlock(label=_("caption"))
    steps = blocks.ListBlock(StepBlock(), label=_("steps"))

    class Meta:
        icon = "list-ol"
        template = "blocks/steps.html"
        label = _("Steps")


def box_block() -> CodeBlock:
    """A reference box of the library, by the code in its address. Its texts come from the library."""
    return CodeBlock(
        source="library_lists:boxes",
        label=_("Reference box"),
        help_text=_("Its code in the library, e.g. three-elements"),
        template="blocks/box.html",
        icon="clipboard-list",
    )


def table_block() -> TypedTableBlock:
    """A table whose cells are one paragraph each."""
    return TypedTableBlock(
        [("text", blocks.RichTextBlock(features=LINE, label=_("text")))], label=_("Table"), template="blocks/table.html"
    )


class ReferenceBody(blocks.StreamBlock):
    """What a reference box or a comparison is made of."""

    text = blocks.RichTextBlock(features=TEXT, label=_("Text"), template="blocks/text.html")
    table = table_block()
    steps = StepsBlock()
    heading = blocks.CharBlock(label=_("Heading"), icon="title")
    box = box_block()
