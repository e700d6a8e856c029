"""What is translated, what is the same in every language, what each language has for itself.

Said here for every kind of page and block, for wagtail-localize. A field that is not named is each page's own:
address, extent, the lawyer's reading, who may see it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock, TypedTable
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from cms.models import HomePage, StandardPage
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from quizzes.models import QuizPage

OF_EVERY_PAGE = ("title", "seo_title", "search_description")
TRANSLATED: dict[type, tuple[str, ...]] = {
    HomePage: ("lead",),
    StandardPage: ("lead", "body"),
    CataloguePage: ("lead",),
    CoursePage: ("lead", "outcomes", "for_whom", "assessment", "about"),
    ModulePage: ("summary",),
    LessonPage: ("summary", "body"),
    QuizPage: ("summary", "introduction"),
}
SAME: dict[type, tuple[str, ...]] = {
    CoursePage: ("course", "wall", "cover"),
    LessonPage: ("minutes",),
    QuizPage: ("minutes",),
}
# Texts in blocks that are codes, beside those that say so themselves (library.picking.UntranslatedBlock).
CODES = frozenset({("cite", "instrument"), ("cite", "provision"), ("check",), ("box",)})
IN_A_TABLE = ("caption",), ("columns", "heading"), ("rows", "values")
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.BlockQuoteBlock)


def declare() -> None:
    """Tell wagtail-localize. Safe to repeat."""
    for model, names in TRANSLATED.items():
        fields = [TranslatableField(name) for name in (*OF_EVERY_PAGE, *names)]
        same = [SynchronizedField(name, overridable=False) for name in SAME.get(model, ())]
        model.translatable_fields = [*fields, *same]  # type: ignore[attr-defined]  # where wagtail-localize looks
    _declare_blocks(LessonPage.body.field.stream_block, ())


def _declare_blocks(block: blocks.Block, path: tuple[str, ...]) -> None:
    if path in CODES:
        block.get_translatable_segments = lambda value: []
    elif isinstance(block, BaseTypedTableBlock):
        block.get_translatable_segments = table_segments
        block.restore_translated_segments = table_with
    elif isinstance(block, blocks.ListBlock):
        _declare_blocks(block.child_block, path)
    for name, child in getattr(block, "child_blocks", {}).items():
        _declare_blocks(child, (*path, name))


@cache
def text_paths() -> frozenset[tuple[str, ...]]:
    """Where a lesson's stored blocks hold texts to translate: kinds of blocks and names of their fields."""
    return frozenset(_text_paths(LessonPage.body.field.stream_block, ()))


def _text_paths(block: blocks.Block, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(block, BaseTypedTableBlock):
        yield from ((*path, *inner) for inner in IN_A_TABLE)
    elif isinstance(block, TEXT_BLOCKS):
        if not hasattr(block, "get_translatable_segments"):
            yield path
    elif isinstance(block, blocks.ListBlock):
        yield from _text_paths(block.child_block, path)
    else:
        for name, child in getattr(block, "child_blocks", {}).items():
            yield from _text_paths(child, (*path, name))


def table_segments(table: TypedTable) -> list[Any]:
    """A table's texts: caption, headings, cells. wagtail-localize would take them for the same in every language."""
    found = [StringSegmentValue("caption", table.caption or "")]
    found += [StringSegmentValue(f"head-{n}", column["heading"] or "") for n, column in enumerate(table.columns)]
    for name, column, value in _cells(table):
        found += [
            segment.wrap(name) for segment in StreamFieldSegmentExtractor(None).handle_block(column["block"], value)
        ]
    return found


def table_with(table: TypedTable, segments: list[Any]) -> TypedTable:
    """The table with these texts instead of its own."""
    parts: dict[str, list[Any]] = {}
    for segment in segments:
        name, inner = segment.unwrap()
        parts.setdefault(name, []).append(inner)
    said = {name: inner[0].render_text() for name, inner in parts.items() if not name.startswith("cell-")}
    table.caption = said.get("caption", table.caption)
    for n, column in enumerate(table.columns):
        column["heading"] = said.get(f"head-{n}", column["heading"])
    writer = StreamFieldSegmentsWriter(None, None, None)
    for name, column, value in list(_cells(table)):
        if name in parts:
            _prefix, row, at = name.split("-")
            table.row_data[int(row)]["values"][int(at)] = writer.handle_block(column["block"], value, parts[name])
    return table


def _cells(table: TypedTable) -> Any:
    for row, data in enumerate(table.row_data):
        for at, (column, value) in enumerate(zip(table.columns, data["values"], strict=True)):
            yield f"cell-{row}-{at}", column, value
