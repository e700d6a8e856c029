"""How long a lesson, its sentences and its minutes are."""

from collections.abc import Iterator

from cms.content.checks.finding import Finding, error, warning
from cms.content.checks.prose import passages, sentences, words
from cms.content.lesson_file import LessonFile
from courses.domain.study_time import PACE

LEAST, MOST = 600, 900  # words a lesson
MARGIN = 0.1  # so far outside, it is a warning only
MEAN = 20  # words a sentence, on average
LONG, TOO_LONG = 35, 45  # words of one sentence
MOST_MINUTES = 60


def lesson_words(lesson: LessonFile) -> int:
    """The words of a lesson, all blocks taken together."""
    return sum(words(passage.text) for passage in passages(lesson))


def reading_minutes(lesson: LessonFile) -> int:
    """How long the text alone takes to read, in whole minutes; the case and the activity come on top."""
    return max(1, round(lesson_words(lesson) / PACE[lesson.language]))


def check_length(lesson: LessonFile) -> Iterator[Finding]:
    """600 to 900 words; a tenth more or less is let through with a warning."""
    count = lesson_words(lesson)
    if LEAST <= count <= MOST:
        return
    is_far = count < LEAST * (1 - MARGIN) or count > MOST * (1 + MARGIN)
    what = "carry every key point" if count < LEAST else "cut what the key points do not need"
    make = error if is_far else warning
    yield make(lesson.path, 1, f"{count} words; a lesson has {LEAST} to {MOST}: {what}")


def check_sentences(lesson: LessonFile) -> Iterator[Finding]:
    """Short sentences: 20 words on average, none of more than 45."""
    lengths = []
    for passage in passages(lesson):
        for sentence in sentences(passage.text):
            count = words(sentence)
            if passage.kind not in ("table", "heading"):
                lengths.append(count)
            if count > LONG:
                make = error if count > TOO_LONG else warning
                yield make(lesson.path, passage.line, f"a sentence of {count} words; split it: {sentence[:50]}…")
    mean = sum(lengths) / max(1, len(lengths))
    if mean > MEAN:
        yield error(lesson.path, 1, f"{mean:.0f} words a sentence on average; write {MEAN} or fewer")


def check_minutes(lesson: LessonFile) -> Iterator[Finding]:
    """Time to read and to think, and not more than an hour."""
    least = reading_minutes(lesson) + 5
    if not least <= lesson.minutes <= MOST_MINUTES:
        message = f"minutes: {lesson.minutes}; with the case and the activity {least} to {MOST_MINUTES} are plausible"
        yield error(lesson.path, 1, message)
