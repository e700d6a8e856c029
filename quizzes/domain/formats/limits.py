"""How much a file may hold. Generous for banks made by people, small for files made to do harm."""

FILE_BYTES = 50 * 1024 * 1024
QUESTIONS = 20_000
TEXT_LENGTH = 200_000  # characters of one text, embedded pictures not counted
MARKDOWN_LENGTH = 20_000
NUMBER_LENGTH = 40
OPTIONS = 500  # answers, stems, items or places of one question

XML_DEPTH = 40
XML_ELEMENTS = 20_000  # in one question

HTML_DEPTH = 60
HTML_WORK = 200_000  # sum over all tags of the elements open at that point: what a parser may have to reopen

PICTURE_BYTES = 5 * 1024 * 1024
PICTURE_PIXELS = 40_000_000
PICTURES = 100  # in one question
