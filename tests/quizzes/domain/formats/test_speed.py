"""Reading takes time in proportion to the file."""

import gc
import time

import pytest

from quizzes.domain.formats import read, write
from tools.fuzz_formats import ENDINGS, fuzz

ITEM = """// [id:q{n}] [tag:trata]
::Pregunta {n}::[html]<p>¿Cuál es el <b>medio</b> en el caso {n}?</p> {{
    =El engaño # Correcto: es uno de los medios.
    ~%-33.33333%El viaje # El viaje es una acción.
    ~La edad # No \\: es una condición.
    ~Ninguno
    ####Artículo 3 a).
}}

"""


def seconds(data: bytes, name: str) -> float:
    """Of computing, without the walks of the garbage collector through what else the tests keep."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    read(data, name, "es")
    took = time.process_time() - began
    gc.enable()
    return took


def test_a_thousand_gift_questions_take_less_than_a_second():
    data = "".join(ITEM.format(n=n) for n in range(1000)).encode()
    assert len(read(data, "bank.gift", "es").parsed) == 1000
    assert seconds(data, "bank.gift") < 1


@pytest.mark.parametrize("format_name", ["moodle_xml", "gift"])
def test_a_thousand_questions_are_written_and_read_in_seconds(format_name):
    parsed = read("".join(ITEM.format(n=n) for n in range(1000)).encode(), "bank.gift", "es").parsed
    began = time.process_time()
    data, problems = write(parsed, format_name, "es")
    assert problems == []
    assert len(read(data, "bank", "es").parsed) == 1000
    assert time.process_time() - began < 5


HEAVY = {
    "answers": ("a.gift", "x {", "~a#b ", "}"),
    "commas": ("a.gift", "x {#", "=1,5#b ", "}"),
    "braces": ("a.gift", "x {T} ", "{", ""),
    "colons": ("a.gift", "::", ":: ", "{T}"),
    "escapes": ("a.gift", "x ", "\\\\\\:", "{T}"),
    "comments": ("a.gift", "", "// [id: [tag:\n", "x {T}"),
    "categories": ("a.gift", "", "$CATEGORY: a\n", "x {T}"),
    "errors": ("a.gift", "", "x {#a}\n\n", ""),
    "markdown": ("a.gift", "[markdown]", "*a **b [", "{T}"),
    "options": ("a.aiken", "x\n", "A. a\n", "ANSWER: A"),
    "fields": ("a.cloze", "x ", "{1:SA:=a}", ""),
    "open fields": ("a.cloze", "x ", "{1:SA:=a ", ""),
    "entities": ("a.cloze", "{1:SA:=", "&#39;&amp;", "}"),
    "elements": ("a.xml", "<quiz><question type='essay'>", "<a>b</a>", "</question></quiz>"),
    "broken": ("a.xml", "<quiz>", "<question type='essay'>&x;</question>", "</quiz>"),
    "never closed": ("a.xml", "<quiz>", "<question ", ""),
}


@pytest.mark.parametrize("name", HEAVY)
def test_ten_times_the_file_takes_about_ten_times_as_long(name):
    ending, head, middle, tail = HEAVY[name]
    small, large = ((head + middle * count + tail).encode() for count in (2_000, 20_000))
    first = max(min(seconds(small, ending) for _ in range(3)), 0.001)
    assert min(seconds(large, ending) for _ in range(2)) < 35 * first


@pytest.mark.parametrize("name", ENDINGS)
def test_damaged_files_raise_nothing(name):
    assert fuzz(name, 300, seed=1, say=lambda line: None) < 2
