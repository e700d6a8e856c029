"""Question banks in and out: GIFT, Aiken, Moodle XML and Moodle's cloze texts.

    result = read(data, "bank.xml", "es")                  # a preview: nothing is stored
    data, problems = write(result.parsed, "gift", "es")    # what the format cannot carry is in `problems`

Both are total: whatever a file holds becomes a question or a Problem with its line. Texts are safe to show: plain
texts are plain, HTML has gone through a short list of elements. A picture of a text is <img src="picture:KEY">,
with its data in Parsed.pictures; whoever stores the question puts the address in.
"""

from quizzes.domain.formats.exporting import FORMATS, write
from quizzes.domain.formats.importing import read
from quizzes.domain.formats.model import Parsed, Picture, Problem, Result

__all__ = ["FORMATS", "Parsed", "Picture", "Problem", "Result", "read", "write"]
