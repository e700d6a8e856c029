"""Loading the library is safe to repeat, all or nothing, and says what is wrong where."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from pytest_django import DjangoAssertNumQueries

from library.loading import Change, ContentError, load_library
from library.models import Country, GlossaryTerm, Instrument, Provision

CONTENT = Path(__file__).resolve().parents[2] / "content" / "library"
Rewrite = Callable[[str, str, str], int]


@pytest.mark.django_db
def test_the_real_library_is_loaded_and_a_second_run_changes_nothing() -> None:
    changes = load_library(CONTENT)
    stored = sum(model.objects.count() for model in (Instrument, Provision, Country, GlossaryTerm))
    assert {change.kind for change in changes} == {"created"}
    assert len(changes) == stored > 300
    assert load_library(CONTENT) == []


@pytest.mark.django_db
def test_the_second_run_reads_each_table_once(
    small_library: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_library(small_library)
    with django_assert_num_queries(6):  # four tables, savepoint and its release
        load_library(small_library)


@pytest.mark.django_db
def test_a_corrected_text_is_the_only_change(small_library: Path, rewrite: Rewrite) -> None:
    load_library(small_library)
    rewrite("instruments.yaml", "Nadie queda solo", "Nadie queda sola")
    assert load_library(small_library) == [Change("changed", "provision made-up-1999/3-c-d")]
    assert Provision.objects.get().gist["es"] == "Nadie queda sola"


@pytest.mark.django_db
def test_what_the_files_no_longer_have_is_kept_and_reported(small_library: Path, rewrite: Rewrite) -> None:
    load_library(small_library)
    rewrite("instruments.yaml", "3(c)-(d)", "'4'")
    assert load_library(small_library) == [
        Change("created", "provision made-up-1999/4"),
        Change("kept", "provision made-up-1999/3-c-d"),
    ]
    assert Provision.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("instruments.yaml", "kind: treaty", "kind: novel", "kind: write one of"),
        ("instruments.yaml", "adopted: '1999-12-31'", "adopted: '1999-02-30'", "adopted"),
        ("instruments.yaml", "url: https", "url: javascript", "url"),
        ("instruments.yaml", "place:", "plaice:", "plaice: is not a field"),
        ("instruments.yaml", "place: Geneva, Switzerland", "body: UN", "body: stands here twice"),
        ("instruments.yaml", "number: 3(c)-(d)", "number: '?'", "number"),
        ("instruments.yaml", "dates: search", "dates: [search", "is not YAML"),
        ("countries.yaml", "iso: XX", "iso: xx", "iso"),
        ("countries.yaml", "party: true", "party: maybe", "party: write true or false"),
        ("countries.yaml", "verified: knowledge", "verified: yes", "verified: write one of"),
        (
            "countries.yaml",
            "    verified: knowledge",
            "    verified_on: '2026-11'\n    verified: knowledge",
            "verified_on",
        ),
        ("glossary.yaml", "id: made-up-term", "id: Made up", "id"),
        ("glossary.yaml", "source: made-up-1999", "source: made-up-1998", "source: instruments.yaml has no"),
    ],
)
def test_an_error_names_file_and_line_and_nothing_is_stored(
    small_library: Path, rewrite: Rewrite, name: str, old: str, new: str, says: str
) -> None:
    line = rewrite(name, old, new)
    with pytest.raises(ContentError) as caught:
        load_library(small_library)
    assert caught.value.file == small_library / name
    assert abs(caught.value.line - line) <= (1 if "not YAML" in says else 0)
    assert says in caught.value.message
    assert f"{name}, line {caught.value.line}: " in str(caught.value)
    assert not Instrument.objects.exists()


@pytest.mark.django_db
def test_a_missing_language_or_field_names_the_entry(small_library: Path, rewrite: Rewrite) -> None:
    line = rewrite("glossary.yaml", "    es: Un término para pruebas.\n", "")
    with pytest.raises(ContentError, match="es is missing") as caught:
        load_library(small_library)
    assert caught.value.line == line - 1  # where the definition begins


@pytest.mark.django_db
def test_the_same_id_twice_is_refused_at_the_second(small_library: Path) -> None:
    file = small_library / "countries.yaml"
    first = file.read_text()
    file.write_text(first + first.partition("\n")[2])
    with pytest.raises(ContentError, match="twice") as caught:
        load_library(small_library)
    assert caught.value.line == first.count("\n") + 1


@pytest.mark.django_db
def test_a_missing_file_is_named(small_library: Path) -> None:
    (small_library / "glossary.yaml").unlink()
    with pytest.raises(ContentError, match=r"glossary\.yaml, line 1: cannot be read"):
        load_library(small_library)


@pytest.mark.django_db
def test_the_database_refuses_what_the_files_could_not_say(small_library: Path) -> None:
    load_library(small_library)
    for wrong in ({"kind": "novel"}, {"title": {"en": "Only English"}}, {"in_force_year": 1900}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Instrument.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Country.objects.create(iso="yy", name={"en": "Y", "es": "Y"})
    provision = Provision.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Provision.objects.create(
            instrument=provision.instrument, slug=provision.slug, number="3", gist=provision.gist, position=2
        )


@pytest.mark.django_db
def test_an_instrument_with_provisions_cannot_be_deleted(small_library: Path) -> None:
    load_library(small_library)
    with pytest.raises(ProtectedError):
        Instrument.objects.all().delete()
