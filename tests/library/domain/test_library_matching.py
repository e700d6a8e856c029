"""Search asks for nothing but the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.domain.matching import Document, Passage, Question, ask, find, fold

LATIN = st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáàâãéêíóôõúüç ", min_size=1)
VIENNA = Document(
    name="vccr-1963 Vienna Convention on Consular Relations Convención de Viena sobre Relaciones Consulares",
    text="El artículo 36 da a la persona detenida el derecho a la información.",
    passages=(
        Passage("5", "Enumera las funciones consulares"),
        Passage("36(1)(b)", "Se informa sin retraso a la oficina consular"),
        Passage("36(2)", "Las leyes deben dar pleno efecto a estos derechos"),
    ),
)


@given(LATIN)
def test_case_and_accents_are_ignored(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(fold(text))


@pytest.mark.parametrize("typed", ["convencion viena", "CONVENCIÓN", "consul", "vccr-1963", "relaciones, consulares!"])
def test_words_are_found_however_they_are_typed(typed: str) -> None:
    found = find(ask(typed), VIENNA)
    assert found
    assert found.is_in_name


@pytest.mark.parametrize(
    ("typed", "passages"),
    [
        ("artículo 36", (1, 2)),
        ("ARTICULO 36", (1, 2)),
        ("art. 36(1)(b)", (1,)),
        ("art 36.2 viena", (2,)),
        ("36(1)", (1,)),
        ("article 5", (0,)),
        ("artigo 5", (0,)),
        ("retraso", (1,)),
    ],
)
def test_articles_are_found_by_number_and_word(typed: str, passages: tuple[int, ...]) -> None:
    found = find(ask(typed), VIENNA)
    assert found
    assert found.passages == passages


@pytest.mark.parametrize("typed", ["refugio", "art. 7", "art. 36 refugio", "3", "consular refugio"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert find(ask(typed), VIENNA) is None


def test_the_title_of_a_case_is_not_mistaken_for_an_article() -> None:
    assert ask("OC-16/99") == Question(("oc", "16", "99"))
    assert ask("protección para 20 personas").words == ("proteccion", "personas")


@given(st.text(max_size=60))
def test_anything_may_be_typed(typed: str) -> None:
    find(ask(typed), VIENNA)


@given(LATIN)
def test_a_document_is_found_by_any_of_its_own_words(text: str) -> None:
    question = Question(tuple(fold(text).split()))
    assert find(question, Document(name=f"x {text} y")) is not None
