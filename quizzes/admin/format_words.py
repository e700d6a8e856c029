"""The sentences of quizzes.domain.formats in the language of the page.

The formats know no Django: their sentences are listed here for translators, and a test keeps the list in step.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as said

from quizzes.domain.formats import Problem
from quizzes.domain.formats.messages import MESSAGES

SENTENCES = (
    said("The file is empty."),
    said("The file is larger than {limit} MB."),
    said(
        "This is a packed file ({kind}). Packed files are not read, also not .docx, .odt or .mbz: unpack it, or save it as plain text."
    ),
    said("This is a file of the kind {kind}, not a question file. Save it as plain text (UTF-8)."),
    said("The file is not text in UTF-8."),
    said("The format was not recognised. GIFT, Aiken, Moodle XML and Moodle cloze texts are read."),
    said("Files of the kind {kind} are not read yet."),
    said("There is no format {format}."),
    said("The file holds more than {limit} questions; the rest was not read."),
    said("The XML declares entities or refers to other files. For safety such files are refused."),
    said("The XML is broken here: {reason}."),
    said("The XML is not a question bank of Moodle: it begins with <{root}> instead of <quiz>."),
    said("The XML is nested more than {limit} levels deep."),
    said("A question of the XML holds more than {limit} elements."),
    said("An opening or closing brace is missing. A brace that belongs to the text is written \\{{ or \\}}."),
    said("At least {minimum} answers are needed."),
    said("There are more than {limit} answers."),
    said("The question has no text."),
    said("A text is longer than {limit} characters."),
    said("The HTML of a text is nested too deeply to be read safely."),
    said("“{text}” is not a number."),
    said("The range {text} ends before it begins."),
    said("The weight {weight} % does not lie between -100 and 100."),
    said("“{text}” has no arrow ->; every line of a matching question is =left -> right."),
    said("“{text}” has nothing on the right side of the arrow."),
    said("A matching question needs something on the left side of an arrow."),
    said("This is Moodle's cloze syntax, which GIFT cannot hold. Use Moodle XML, or a cloze file of its own."),
    said("These options stand before any question."),
    said("The question does not end with a line ANSWER: and a letter."),
    said("The answer {letter} is not among the options."),
    said("The option {letter} is out of order: {expected} was expected."),
    said("Questions of the type “{type}” cannot be read."),
    said("The element <{element}> is missing."),
    said("The right answer is neither true nor false."),
    said("The place [[{place}]] names no choice."),
    said("The text has no place [[1]]."),
    said("The text holds [[{place}]], which is kept for places."),
    said("The grading “{mode}” of an ordering question is not known."),
    said("The text has no field such as {{1:SHORTANSWER:=answer}}."),
    said("The field that begins with {text} has no closing brace."),
    said("Fields of the type {type} cannot be read."),
    said("{format} cannot carry questions of the type {type}."),
    said("{format} cannot carry this question unchanged ({where}). It is left out."),
    said("The question has no text in the language {language}. It is left out."),
    said("The question's content is not in order. It is left out."),
    said("A cloze file holds one question; the others are left out."),
    said("The picture {name} is not a PNG, JPEG, GIF or WebP picture. It was left out."),
    said("The picture {name} is larger than {limit} MB or has too many pixels. It was left out."),
    said("The picture {name} is not in the file."),
    said("A picture from another site was left out: pictures have to be inside the file."),
    said("A question may hold {limit} pictures; the others were left out."),
    said("A link without a full address was removed; its text stays."),
    said("Active content (scripts, forms, frames, event handlers) was removed from the HTML."),
    said("Not read, because there is no place for it here: {elements}."),
    said("The layout of a field ({layout}) is not kept."),
    said("The formatting of a choice is not kept: choices in a text are plain."),
    said("Control characters were removed."),
    said("The case is written as a description, followed by its {count} questions."),
    said("{{#0}} was read as the number 0. Moodle itself needs {{#=0}}."),
    said("The decimal comma in {text} was read as {value}."),
    said("The blank line after $CATEGORY: was missing."),
    said("{{{text}}} was read as {value}. Moodle itself needs capital letters."),
    said("The weight {text} % was read as {value} %."),
    said("The file is not UTF-8; it was read as Windows-1252. Please check the accents."),
    said("The line “{text}” was read as {value}."),
    said("An answer without text was left out."),
    said("“{text}” stands before the first = or ~ and was read as an answer."),
    said("The format cannot carry ids of options; they are numbered when the file is read again."),
    said("The format cannot carry the category."),
    said("The format cannot carry the question's code."),
    said("The format cannot carry the tags."),
    said("The format cannot carry the question's name."),
    said("The format cannot carry the pictures."),
    said("The format carries one language; these stay behind: {languages}."),
    said("Control characters were left out."),
    said("The format cannot carry the feedback."),
    said("The format cannot carry the penalty for further tries."),
    said("The format cannot carry the default mark."),
    said("The format cannot carry whether the options are shuffled."),
    said("The format cannot carry that upper and lower case differ."),
    said("The format cannot carry the units."),
    said("The format carries absolute tolerances only; the relative one was converted."),
    said("A true/false field is written as a choice."),
    said("The format cannot carry: {keys}."),
)


def problem_words(problem: Problem) -> str:
    """What happened, with its details."""
    return gettext(MESSAGES[problem.code]).format_map(problem.params)
