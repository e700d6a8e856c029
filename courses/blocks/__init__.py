"""The blocks of a lesson. One template each under templates/blocks/; how the picker shows them: picker.py."""

from courses.blocks.body import LessonBody
from courses.blocks.law import CitationBlock, CountryBlock
from courses.blocks.media import AudioBlock, DownloadBlock, FigureBlock, VideoBlock
from courses.blocks.practice import AccordionBlock, CaseBlock, ComparisonBlock, QuoteBlock, TimelineBlock

__all__ = [
    "AccordionBlock",
    "AudioBlock",
    "CaseBlock",
    "CitationBlock",
    "ComparisonBlock",
    "CountryBlock",
    "DownloadBlock",
    "FigureBlock",
    "LessonBody",
    "QuoteBlock",
    "TimelineBlock",
    "VideoBlock",
]
