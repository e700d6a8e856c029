"""A lesson in another language: there, complete, and not older than the original."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from cms.content.checks.citations import cited
from cms.content.checks.course import Lesson
from cms.content.checks.finding import Finding, error, warning
from cms.content.lesson_file import Block, LessonFile

_NAMED = ("cite", "check", "figure", "box")  # what stands behind these kinds is the same in all languages
_PARTS = {
    "keypoints": r"(?m)^- ",
    "takeaways": r"(?m)^- ",
    "steps": r"(?m)^- ",
    "timeline": r"(?m)^- ",
    "table": r"(?m)^\|",
    "case": r"(?m)^\? ",
}
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


def check_translations(lesson: Lesson) -> Iterator[Finding]:
    """Every required language is there and says what the original says, in the same order."""
    for language in lesson.required:
        if language not in lesson.written:
            message = f"lesson {lesson.id} is missing in {language}; write lessons/"
            yield error(lesson.file, lesson.line, f"{message}{lesson.id.lower().replace('.', '-')}.{language}.md")
    for language, translation in lesson.written.items():
        if language not in lesson.titled:
            message = f"is not shown: {lesson.file.name} has no title of the course or of its module in {language}"
            yield warning(translation.path, 1, message)
    if original := lesson.original:
        for translation in lesson.written.values():
            if translation is not original:
                check = compare_summary if translation.is_summary else compare
                yield from check(original, translation)


def compare(original: LessonFile, translation: LessonFile) -> Iterator[Finding]:
    """What differs between a lesson and its translation though it should not."""
    if original.minutes != translation.minutes:
        yield error(translation.path, 1, f"minutes: {translation.minutes}, in {original.path.name} {original.minutes}")
    yield from _compare_blocks(original, translation)
    yield from _compare_citations(original, translation)
    yield from _compare_times(original, translation)


def compare_summary(original: LessonFile, translation: LessonFile) -> Iterator[Finding]:
    """The same of a translation that has only goal and key points: it says them all, and nothing of its own."""
    if original.minutes != translation.minutes:
        yield error(translation.path, 1, f"minutes: {translation.minutes}, in {original.path.name} {original.minutes}")
    for here in translation.blocks:
        there = next((block for block in original.blocks if block.kind == here.kind), None)
        if there is None:
            yield error(translation.path, here.line, f"{original.path.name} has no {here.kind}")
        else:
            yield from _compare_parts(original, translation, there, here)
    if more := [link for link in cited(translation) if link not in cited(original)]:
        yield error(translation.path, 1, f"cited here, but not in {original.path.name}: {', '.join(more)}")
    if new := sorted(_times(translation) - _times(original)):
        yield warning(translation.path, 1, f"times that {original.path.name} does not tell: {', '.join(new)}")


def _compare_blocks(original: LessonFile, translation: LessonFile) -> Iterator[Finding]:
    for there, here in zip_longest(original.blocks, translation.blocks):
        if here is None or there is None or _name(there) != _name(here):
            line = here.line if here else translation.blocks[-1].line if translation.blocks else 1
            said, wanted = _name(here), _name(there)
            message = f"the order differs from {original.path.name}: {said} where the original has {wanted}"
            yield error(translation.path, line, f"{message}; bring both into the same order")
            return
        yield from _compare_parts(original, translation, there, here)


def _compare_parts(original: LessonFile, translation: LessonFile, there: Block, here: Block) -> Iterator[Finding]:
    if there.kind in _PARTS:
        wanted, found = (len(re.findall(_PARTS[block.kind], block.text)) for block in (there, here))
        if wanted != found:
            message = f"{here.kind} has {found} parts, {original.path.name} has {wanted}; one of them is out of date"
            yield error(translation.path, here.line, message)


def _name(block: Block | None) -> str:
    if block is None:
        return "nothing"
    return f"{block.kind} {block.argument}" if block.kind in _NAMED else block.kind


def _compare_citations(original: LessonFile, translation: LessonFile) -> Iterator[Finding]:
    wanted, found = cited(original), cited(translation)
    if missing := [link for link in wanted if link not in found]:
        yield error(translation.path, 1, f"not cited here, but in {original.path.name}: {', '.join(missing)}")
    if more := [link for link in found if link not in wanted]:
        yield error(translation.path, 1, f"cited here, but not in {original.path.name}: {', '.join(more)}")


def _compare_times(original: LessonFile, translation: LessonFile) -> Iterator[Finding]:
    """A story that tells another time in another language was changed in one of them only."""
    wanted, found = _times(original), _times(translation)
    if wanted != found:
        message = f"times differ from {original.path.name} ({', '.join(sorted(wanted ^ found))}); is one out of date?"
        yield warning(translation.path, 1, message)


def _times(lesson: LessonFile) -> set[str]:
    return {time.zfill(5) for block in lesson.blocks for time in _CLOCK.findall(f"{block.argument} {block.text}")}
