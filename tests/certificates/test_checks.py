"""A register that keeps what no record has is noticed at the start and not at the first erasure."""

from typing import Any

import pytest

from certificates.checks import permanent_register


@pytest.mark.parametrize(("words", "faults"), [(["name", "hours"], 0), ([], 0), (["nombre", "hours"], 1)])
def test_only_words_of_the_record_can_be_kept(settings: Any, words: list[str], faults: int) -> None:
    settings.AMPARO_PERMANENT_REGISTER = words
    assert len(permanent_register(None)) == faults
