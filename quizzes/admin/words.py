"""Words of the question bank's screens."""

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "single": _("Single choice"),
    "multiple": _("Several right answers"),
    "truefalse": _("True or false"),
    "matching": _("Matching"),
    "ordering": _("Ordering"),
    "numeric": _("Number"),
    "short": _("Short answer"),
    "gaps": _("Text with gaps to choose"),
    "cloze": _("Text with fields to fill in"),
    "essay": _("Essay with rubric"),
    "scenario": _("Case with several questions"),
}
KIND_HINTS = {
    "single": _("One option is right."),
    "multiple": _("Two or more options are right."),
    "truefalse": _("A statement to judge."),
    "matching": _("What belongs to what."),
    "ordering": _("Steps to put in order."),
    "numeric": _("A number, with tolerance and unit."),
    "short": _("A word or a few, typed."),
    "gaps": _("Words to choose within a text."),
    "cloze": _("Fields to fill in within a text."),
    "essay": _("A person reads and marks it."),
    "scenario": _("A case, and questions about it."),
}
STATE_WORDS = {"ready": _("Ready"), "draft": _("With a draft"), "retired": _("Retired")}
DIFFICULTIES = [(1, _("Easy")), (2, _("Medium")), (3, _("Hard"))]
LANGUAGE_NAMES = {"es": "Español", "en": "English", "fr": "Français", "pt": "Português"}
ORDERING_MODES = [
    ("-1", _("All or nothing")),
    ("0", _("Each item in its place")),
    ("1", _("Each item followed by the right one")),
    ("2", _("Each item followed by the right one, the end included")),
    ("3", _("Each item's neighbours, the ends included")),
    ("4", _("Each pair in the right order")),
    ("5", _("The longest run in the right order (gaps allowed)")),
    ("6", _("The longest unbroken chain")),
    ("7", _("How near each item is to its place")),
]
TOLERANCES = [
    ("nominal", _("more or less than the number")),
    ("relative", _("as a share of the number (0.05 = 5 %)")),
    ("geometric", _("as a factor")),
]
UNIT_MODES = [("share", _("of what was earned")), ("flat", _("of the full mark"))]
GAP_VARIANTS = [("select", _("chosen from a list")), ("drag", _("dragged into the text"))]
FORMATS = [("plain", _("plain text")), ("html", "HTML"), ("markdown", "Markdown")]
VERSION_STATES = {"ready": _("ready"), "draft": _("draft"), "retired": _("retired")}
