"""Files made to break whoever reads them, dropped on the check."""

import random
import re
import resource
import zlib

import pytest

from certificates.judging import LARGEST, Outcome, judge
from tests.certificates.test_dropping import stored

pytestmark = pytest.mark.django_db


def bomb(size: int) -> bytes:
    """A small PDF whose table of objects swells to `size` bytes."""
    packer = zlib.compressobj(9)
    table = b"".join(packer.compress(bytes(1024 * 1024)) for _n in range(size // 1024 // 1024)) + packer.flush()
    head = b"%%PDF-1.5\n1 0 obj\n<< /Type /XRef /Size 250000000 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\n"
    return head % len(table) + b"stream\n" + table + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


HOSTILE = {
    "cut off": lambda pdf: pdf[:5000],
    "head alone": lambda pdf: b"%PDF-1.7",
    "nested": lambda pdf: b"%PDF-1.7\ntrailer\n" + b"[" * 200_000,
    "dictionaries": lambda pdf: b"%PDF-1.7\ntrailer\n" + b"<</A" * 100_000,
    "ranges": lambda pdf: b"%PDF-1.7\n" + b"/ByteRange [0 9999999999 9999999999 9999999999] " * 1000,
    "signature": lambda pdf: re.sub(
        rb"<30[0-9A-Fa-f]{3000,}>", lambda m: b"<" + b"ff" * (len(m[0]) // 2 - 1) + b">", pdf
    ),
    "info": lambda pdf: b"%PDF-1.7\n1 0 obj\n5\nendobj\ntrailer\n<</Root 1 0 R /Info 1 0 R>>\nstartxref\n0\n%%EOF",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_an_answer(issued, name):
    assert judge(HOSTILE[name](stored(issued()))).outcome in (
        Outcome.NOT_OURS, Outcome.DAMAGED, Outcome.RESAVED, Outcome.REWORDED, Outcome.RENAMED
    )  # fmt: skip


def test_a_file_that_swells_to_a_thousand_times_its_size_takes_no_memory_of_ours(db):
    data = bomb(900 * 1024 * 1024)
    assert len(data) < LARGEST
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert judge(data).outcome == Outcome.NOT_OURS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # kilobytes


def test_random_damage_never_breaks_the_check_and_never_passes(issued):
    pdf, dice = stored(issued()), random.Random(7)
    for _n in range(10):
        data = bytearray(pdf)
        for _m in range(dice.choice((1, 3, 300))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if bytes(data) != pdf:
            assert judge(bytes(data)).outcome not in (Outcome.ORIGINAL, Outcome.UNREGISTERED)
