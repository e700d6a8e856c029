"""Files made to do harm: refused with a clear word, or read without what would harm. Never an exception."""

import time
from base64 import b64encode
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from quizzes.domain.formats import html, limits, read
from quizzes.domain.formats.model import Unreadable

ENTITY = """<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>"""
EXTERNAL = """<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>"""
PARAMETER = """<!DOCTYPE quiz [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>"""
REMOTE_DTD = """<!DOCTYPE quiz SYSTEM "http://127.0.0.1/quiz.dtd">"""


def xml(stem: str = "Uno", files: str = "", more: str = "") -> bytes:
    text = f"<questiontext format='html'><text><![CDATA[{stem}]]></text>{files}</questiontext>"
    return f"<quiz><question type='essay'><name><text>n</text></name>{text}{more}</question></quiz>".encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    buffer = BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(buffer, kind)
    return buffer.getvalue()


def with_picture(data: bytes, name: str = "a.png") -> bytes:
    file = f"<file name='{name}' path='/' encoding='base64'>{b64encode(data).decode()}</file>"
    return xml(f'Uno <img src="@@PLUGINFILE@@/{name}" alt="Mapa">', file)


def codes(data: bytes, name: str = "bank.xml") -> list[str]:
    """Everything that is said about a file."""
    result = read(data, name, "es")
    notes = [note.code for question in result.parsed for note in question.notes]
    return [problem.code for problem in result.problems] + notes


def stem(data: bytes) -> str:
    return str(read(data, "bank.xml", "es").parsed[0].content["stem"]["text"]["es"])


# XML


@pytest.mark.parametrize("head", [ENTITY, EXTERNAL, PARAMETER, REMOTE_DTD], ids=["laughs", "file", "parameter", "dtd"])
def test_entities_and_outside_files_are_refused(head):
    body = xml("Uno").decode().replace("Uno", "&c;").replace("<![CDATA[", "").replace("]]>", "")
    result = read((head + body).encode(), "bank.xml", "es")
    assert (result.parsed, [problem.code for problem in result.problems]) == ((), ["xml_forbidden"])


def test_xml_without_end_of_nesting_is_refused():
    assert codes(b"<quiz><question>" + b"<a>" * 100_000) == ["xml_too_deep"]


def test_a_question_of_a_million_elements_is_refused():
    assert codes(xml(more="<a/>" * (limits.XML_ELEMENTS + 1))) == ["xml_too_large"]


def test_a_large_comment_costs_no_more_than_its_length():
    began = time.process_time()
    assert codes(b"<quiz><!--" + b"x" * 20_000_000 + b"--></quiz>") == []
    assert time.process_time() - began < 2


def test_questions_beyond_the_limit_are_not_read(monkeypatch):
    for module in ("gift", "aiken", "moodle_xml", "importing"):
        monkeypatch.setattr(f"quizzes.domain.formats.{module}.QUESTIONS", 3)
    question = xml().decode()[6:-7]
    result = read(f"<quiz>{question * 9}</quiz>".encode(), "bank.xml", "es")
    assert (len(result.parsed), [p.code for p in result.problems]) == (3, ["too_many_questions"])
    for text, name in (("x {T}\n\n", "bank.gift"), ("x\nA. a\nB. b\nANSWER: A\n", "bank.aiken")):
        result = read(text.encode() * 9, name, "es")
        assert (len(result.parsed), [p.code for p in result.problems]) == (3, ["too_many_questions"])


# files


def test_a_file_over_50_mb_is_refused(monkeypatch):
    monkeypatch.setattr("quizzes.domain.formats.importing.FILE_BYTES", 50 * 1024 * 1024)
    result = read(b"x" * (50 * 1024 * 1024 + 1), "bank.gift", "es")
    assert [problem.text for problem in result.problems] == ["The file is larger than 50 MB."]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "file_archive"),
        (b"\x1f\x8b\x08", "file_archive"),
        (b"7z\xbc\xaf\x27\x1c", "file_archive"),
        (b"Rar!\x1a\x07", "file_archive"),
        (b"%PDF-1.7", "file_document"),
        (b"\xd0\xcf\x11\xe0\xa1", "file_document"),
        (picture(), "file_document"),
        (b"", "file_empty"),
        (b" \n\t\n", "file_empty"),
        (b"\x00\x01\x02\xfe", "file_not_text"),
        (b"\x81\x8d", "file_not_text"),
        (b"\xff\xfea", "file_not_text"),
        (b"Solo una carta.", "file_unknown"),
    ],
)
def test_what_is_no_question_file_is_refused_by_name(data, code):
    assert codes(data, "bank.txt") == [code]


def test_a_packed_file_is_never_opened_and_says_so():
    result = read(b"PK\x03\x04", "bank.gift", "es")
    assert "Packed files are not read, also not .docx, .odt or .mbz" in result.problems[0].text


# HTML


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("<script>alert(1)</script>a", "a"),
        ("<b onclick='x()'>a</b>", "<b>a</b>"),
        ("<a href='javascript:x()'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<a href=' jAvascript:x()'>a</a>", '<a rel="noopener noreferrer">a</a>'),
        ("<svg onload=x()>a</svg>b", "ab"),
        ("<iframe src='//e'></iframe>a", "a"),
        ("<p style='position:fixed' class='x' id='y'>a</p>", "<p>a</p>"),
        ("<form action='//e'><input name='x'>a</form>", "a"),
        ("a<math><mi><style><img src=x onerror=y></style>b", "a"),
        ("<img src='picture:../../x'>a", "<img>a"),
        ("<img src='//e/x.png'>a", "<img>a"),
        ("a<!-- b -->", "a"),
    ],
)
def test_html_keeps_nothing_that_acts(source, clean):
    assert stem(xml(source)) == clean


def test_removing_something_that_acts_is_said():
    assert codes(xml("<script>x</script>a")) == ["html_cleaned"]
    assert codes(xml("<img src='http://e/x.png'>a")) == ["picture_remote"]
    assert codes(xml("<a href='otra.html'>a</a>")) == ["link_removed"]
    assert codes(b"[html]a<img src=x onerror=alert(1)> {T}", "bank.gift") == ["html_cleaned", "picture_remote"]


@pytest.mark.parametrize("bomb", ["<b id=%d><p>", "<div>%d", "<table><tr><td>%d", "<a href=%d>"])
def test_html_that_grows_without_end_is_refused(bomb):
    data = "".join(bomb % number for number in range(5_000))
    began = time.process_time()
    assert codes(xml(data)) == ["html_too_complex"]
    assert time.process_time() - began < 1


def test_a_text_without_end_is_refused():
    assert codes(xml("<p>" + "a" * limits.TEXT_LENGTH)) == ["text_too_long"]
    assert codes(b"a" * (limits.TEXT_LENGTH + 1) + b" {T}", "bank.gift") == ["text_too_long"]


@given(st.text(st.sampled_from("<>/abpi &;'\"=\n!-"), max_size=60))
def test_clean_html_is_clean(text):
    try:
        once = html.clean(text)
    except Unreadable:
        return
    assert html.clean(once) == once


# pictures


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_what_its_data_say(kind):
    (found,) = read(with_picture(picture(kind), "x.txt"), "bank.xml", "es").parsed[0].pictures
    assert found.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg onload='x()'/>",
        b"\x89PNG\r\n\x1a\n",
        picture()[:40],
        b"GIF89a<script>",
        picture("BMP"),
    ],
)
def test_a_fake_picture_is_left_out_with_a_word(data):
    result = read(with_picture(data), "bank.xml", "es")
    question = result.parsed[0]
    assert question.pictures == ()
    assert question.content["stem"]["text"]["es"] == 'Uno <img alt="Mapa">'
    assert [note.text for note in question.notes] == [
        "The picture a.png is not a PNG, JPEG, GIF or WebP picture. It was left out."
    ]


def test_a_picture_with_too_many_pixels_is_left_out():
    assert codes(with_picture(picture(size=(20_000, 20_000)))) == ["picture_too_large"]


def test_a_picture_with_too_many_bytes_is_left_out():
    assert codes(with_picture(picture() + b"\0" * limits.PICTURE_BYTES)) == ["picture_too_large"]
    assert codes(with_picture(picture() + b"\0" * 2 * limits.PICTURE_BYTES)) == ["picture_too_large"]


def test_a_picture_that_is_not_there_is_named():
    result = read(xml("Uno <img src='@@PLUGINFILE@@/no%20est%C3%A1.png'>"), "bank.xml", "es")
    assert [str(note) for note in result.parsed[0].notes] == ["line 1: The picture no está.png is not in the file."]


def test_a_picture_inside_the_text_is_taken_out_of_it():
    address = f"data:image/png;base64,{b64encode(picture()).decode()}"
    question = read(xml(f"<img src='{address}'>" * 3), "bank.xml", "es").parsed[0]
    (found,) = question.pictures
    assert question.content["stem"]["text"]["es"] == f'<img src="picture:{found.key}">' * 3
    assert found.data == picture()


def test_a_question_holds_so_many_pictures_and_no_more():
    addresses = [
        f"data:image/png;base64,{b64encode(picture(size=(n, 1))).decode()}" for n in range(1, limits.PICTURES + 3)
    ]
    question = read(xml("".join(f"<img src='{a}'>" for a in addresses)), "bank.xml", "es").parsed[0]
    assert len(question.pictures) == limits.PICTURES
    assert [note.code for note in question.notes] == ["pictures_too_many"]


def test_one_large_picture_shown_often_is_looked_at_once():
    data = picture() + b"\0" * (limits.PICTURE_BYTES - 1000)
    shown = "<img src='@@PLUGINFILE@@/a.png'>" * 1000
    file = f"<file name='a.png' path='/' encoding='base64'>{b64encode(data).decode()}</file>"
    began = time.process_time()
    assert len(read(xml(shown, file), "bank.xml", "es").parsed[0].pictures) == 1
    assert time.process_time() - began < 2


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x.png", "a\tb.png", "x" * 400 + ".png", "."])
def test_a_picture_has_a_harmless_name(name):
    from quizzes.domain.formats.pictures import plain_name

    found = plain_name(name)
    assert found
    assert len(found) <= 100
    assert not set(found) & set("/\\\t\n")
    assert not found.startswith(".")


# numbers and names


def test_a_number_without_end_is_no_number():
    assert codes(b"x {#" + b"9" * 100_000 + b"}", "bank.gift") == ["not_a_number"]


def test_a_crowd_of_answers_is_refused():
    crowd = b"x {" + b"~a " * (limits.OPTIONS + 1) + b"}"
    assert codes(crowd, "bank.gift") == ["too_many_answers"]
    assert codes(b"x " + b"{1:SA:=a} " * (limits.OPTIONS + 1), "bank.cloze") == ["too_many_answers"]
    assert codes(b"x {1:MC:" + b"=a~" * (limits.OPTIONS + 1) + b"}", "bank.cloze") == ["too_many_answers"]


def test_control_characters_never_reach_the_bank():
    assert read(b"a\x00b\x07 {T}", "bank.gift", "es").parsed[0].name == "ab"
    assert codes(b"a\x00b\x07 {T}", "bank.gift") == ["characters_removed"]
    assert stem(xml("a&#7;b<b>&#0;</b>")) == "ab<b>\ufffd</b>"


@pytest.mark.parametrize("language", ["", "ES", "../x", "e", "español"])
def test_a_language_is_a_code(language):
    with pytest.raises(ValueError, match="no language code"):
        read(b"x {T}", "bank.gift", language)


@given(st.binary(max_size=300), st.sampled_from(["a.gift", "a.aiken", "a.xml", "a.cloze", "a.txt"]), st.booleans())
def test_no_bytes_at_all_raise_anything(data, name, strict):
    result = read(data, name, "es", strict)
    assert all(problem.text for problem in result.problems)
