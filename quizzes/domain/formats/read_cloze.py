"""A file that is one cloze question and nothing else."""

from quizzes.domain.formats.build import Head
from quizzes.domain.formats.cloze import read_cloze
from quizzes.domain.formats.model import Result, Unreadable
from quizzes.domain.formats.reading import Options, Raw, Reading


def read_cloze_text(text: str, options: Options) -> Result:
    """The question, or why there is none."""
    first = len(text) - len(text.lstrip())
    line = 1 + text.count("\n", 0, first)
    try:
        return Result((read_cloze(Reading(options, line), Head(Raw(text, "moodle"))),))
    except Unreadable as problem:
        return Result(problems=(problem.at(1 + text.count("\n", 0, problem.offset)),))
