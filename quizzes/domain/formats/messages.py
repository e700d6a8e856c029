"""Every sentence that reading or writing a file can lead to, by its code. The codes are what translators use.

REFUSALS leave something out: the file, or one question. WARNINGS name what was read or written incompletely.
REPAIRS name slips that were mended. LOSSES name what a format cannot carry.
"""

FILE_REFUSALS = {
    "file_empty": "The file is empty.",
    "file_too_large": "The file is larger than {limit} MB.",
    "file_archive": (
        "This is a packed file ({kind}). Packed files are not read, also not .docx, .odt or .mbz: "
        "unpack it, or save it as plain text."
    ),
    "file_document": "This is a file of the kind {kind}, not a question file. Save it as plain text (UTF-8).",
    "file_not_text": "The file is not text in UTF-8.",
    "file_unknown": "The format was not recognised. GIFT, Aiken, Moodle XML and Moodle cloze texts are read.",
    "file_unsupported": "Files of the kind {kind} are not read yet.",
    "format_unknown": "There is no format {format}.",
    "too_many_questions": "The file holds more than {limit} questions; the rest was not read.",
    "xml_forbidden": "The XML declares entities or refers to other files. For safety such files are refused.",
    "xml_broken": "The XML is broken here: {reason}.",
    "xml_not_moodle": "The XML is not a question bank of Moodle: it begins with <{root}> instead of <quiz>.",
    "xml_too_deep": "The XML is nested more than {limit} levels deep.",
    "xml_too_large": "A question of the XML holds more than {limit} elements.",
}

QUESTION_REFUSALS = {
    "braces_unbalanced": "An opening or closing brace is missing. A brace that belongs to the text is written \\{{ or \\}}.",
    "too_few_answers": "At least {minimum} answers are needed.",
    "too_many_answers": "There are more than {limit} answers.",
    "empty_stem": "The question has no text.",
    "text_too_long": "A text is longer than {limit} characters.",
    "html_too_complex": "The HTML of a text is nested too deeply to be read safely.",
    "not_a_number": "“{text}” is not a number.",
    "range_reversed": "The range {text} ends before it begins.",
    "weight_out_of_range": "The weight {weight} % does not lie between -100 and 100.",
    "arrow_missing": "“{text}” has no arrow ->; every line of a matching question is =left -> right.",
    "match_empty": "“{text}” has nothing on the right side of the arrow.",
    "match_no_stem": "A matching question needs something on the left side of an arrow.",
    "cloze_in_gift": "This is Moodle's cloze syntax, which GIFT cannot hold. Use Moodle XML, or a cloze file of its own.",
    "aiken_no_stem": "These options stand before any question.",
    "aiken_unfinished": "The question does not end with a line ANSWER: and a letter.",
    "aiken_letter_unknown": "The answer {letter} is not among the options.",
    "aiken_letter_wrong": "The option {letter} is out of order: {expected} was expected.",
    "type_unknown": "Questions of the type “{type}” cannot be read.",
    "element_missing": "The element <{element}> is missing.",
    "truefalse_unclear": "The right answer is neither true nor false.",
    "place_unknown": "The place [[{place}]] names no choice.",
    "places_missing": "The text has no place [[1]].",
    "place_in_text": "The text holds [[{place}]], which is kept for places.",
    "mode_unknown": "The grading “{mode}” of an ordering question is not known.",
    "cloze_no_field": "The text has no field such as {{1:SHORTANSWER:=answer}}.",
    "cloze_not_closed": "The field that begins with {text} has no closing brace.",
    "cloze_type_unknown": "Fields of the type {type} cannot be read.",
}

EXPORT_REFUSALS = {
    "cannot_carry_type": "{format} cannot carry questions of the type {type}.",
    "cannot_carry": "{format} cannot carry this question unchanged ({where}). It is left out.",
    "no_text": "The question has no text in the language {language}. It is left out.",
    "content_broken": "The question's content is not in order. It is left out.",
    "only_one": "A cloze file holds one question; the others are left out.",
}

WARNINGS = {
    "picture_fake": "The picture {name} is not a PNG, JPEG, GIF or WebP picture. It was left out.",
    "picture_too_large": "The picture {name} is larger than {limit} MB or has too many pixels. It was left out.",
    "picture_missing": "The picture {name} is not in the file.",
    "picture_remote": "A picture from another site was left out: pictures have to be inside the file.",
    "pictures_too_many": "A question may hold {limit} pictures; the others were left out.",
    "link_removed": "A link without a full address was removed; its text stays.",
    "html_cleaned": "Active content (scripts, forms, frames, event handlers) was removed from the HTML.",
    "elements_unread": "Not read, because there is no place for it here: {elements}.",
    "layout_unread": "The layout of a field ({layout}) is not kept.",
    "choice_plain": "The formatting of a choice is not kept: choices in a text are plain.",
    "characters_removed": "Control characters were removed.",
    "scenario_split": "The case is written as a description, followed by its {count} questions.",
}

REPAIRS = {
    "repaired_zero": "{{#0}} was read as the number 0. Moodle itself needs {{#=0}}.",
    "repaired_comma": "The decimal comma in {text} was read as {value}.",
    "repaired_category": "The blank line after $CATEGORY: was missing.",
    "repaired_true": "{{{text}}} was read as {value}. Moodle itself needs capital letters.",
    "repaired_weight": "The weight {text} % was read as {value} %.",
    "repaired_encoding": "The file is not UTF-8; it was read as Windows-1252. Please check the accents.",
    "repaired_aiken": "The line “{text}” was read as {value}.",
    "empty_answer": "An answer without text was left out.",
    "first_answer": "“{text}” stands before the first = or ~ and was read as an answer.",
}

LOSSES = {
    "lost_ids": "The format cannot carry ids of options; they are numbered when the file is read again.",
    "lost_category": "The format cannot carry the category.",
    "lost_code": "The format cannot carry the question's code.",
    "lost_tags": "The format cannot carry the tags.",
    "lost_name": "The format cannot carry the question's name.",
    "lost_pictures": "The format cannot carry the pictures.",
    "lost_languages": "The format carries one language; these stay behind: {languages}.",
    "lost_characters": "Control characters were left out.",
    "lost_feedback": "The format cannot carry the feedback.",
    "lost_penalty": "The format cannot carry the penalty for further tries.",
    "lost_default_mark": "The format cannot carry the default mark.",
    "lost_shuffle": "The format cannot carry whether the options are shuffled.",
    "lost_case": "The format cannot carry that upper and lower case differ.",
    "lost_units": "The format cannot carry the units.",
    "lost_tolerance_type": "The format carries absolute tolerances only; the relative one was converted.",
    "lost_truefalse": "A true/false field is written as a choice.",
    "lost_keys": "The format cannot carry: {keys}.",
}

REFUSALS = FILE_REFUSALS | QUESTION_REFUSALS | EXPORT_REFUSALS
MESSAGES = REFUSALS | WARNINGS | REPAIRS | LOSSES
