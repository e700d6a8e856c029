"""A file that was handed out stays what it was, whatever changes around it."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from importlib.metadata import version
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from certificates import keys
from certificates.models import CertificateFile, TemplateVersion
from certificates.rendering import design_checksum, load_design
from certificates.rendering.typeface import FONTS
from certificates.services import ensure_pdf, put_template
from certificates.services.files import is_on_record, put_picture, read_picture, signed_pdf
from certificates.signing import State, verify_pdf

pytestmark = pytest.mark.django_db


def content(row: CertificateFile) -> bytes:
    with row.file.open() as file:
        return bytes(file.read())


def rename_the_learner(certificate: Any) -> None:
    learner = certificate.enrolment.learner
    learner.first_name, learner.last_name = "Otro", "Nombre"
    learner.save()


def edit_the_template(certificate: Any) -> None:
    design = deepcopy(load_design("amparo"))
    design["texts"]["es"]["title"] = "DIPLOMA"
    _template, is_new = put_template("amparo", design, design_checksum(design))
    assert is_new


def rotate_the_key(certificate: Any) -> None:
    keys.rotate("pades", now=timezone.now())


CHANGES = [rename_the_learner, edit_the_template, rotate_the_key]


@pytest.mark.parametrize("change", CHANGES)
def test_an_old_file_keeps_every_byte(issued: Any, change: Any) -> None:
    certificate = issued()
    before = content(ensure_pdf(certificate))
    change(certificate)
    kept = ensure_pdf(type(certificate).objects.get(pk=certificate.pk))
    assert content(kept) == before
    assert kept.sha256 == hashlib.sha256(before).hexdigest()
    assert verify_pdf(before, on_record=is_on_record).state == State.WHOLE


def test_a_certificate_stays_with_the_template_it_was_issued_with(issued: Any) -> None:
    certificate = issued()
    edit_the_template(certificate)
    certificate.refresh_from_db()
    assert certificate.template_version.design["texts"]["es"]["title"] == "CERTIFICADO"
    with pytest.raises(ValidationError):
        TemplateVersion.objects.get(pk=certificate.template_version_id).save()


def test_a_file_made_again_is_not_the_one_on_record(issued: Any) -> None:
    certificate = issued()
    kept = content(ensure_pdf(certificate))
    again = signed_pdf(certificate)
    assert is_on_record(hashlib.sha256(kept).hexdigest())
    assert not is_on_record(hashlib.sha256(again).hexdigest())


def test_a_file_names_the_libraries_and_the_fonts_it_was_drawn_with(issued: Any) -> None:
    drawn_with = ensure_pdf(issued()).libraries
    font = FONTS / "AmparoName-Italic.ttf"
    assert drawn_with["xhtml2pdf"] == version("xhtml2pdf")
    assert drawn_with["fonts"][font.name] == hashlib.sha256(font.read_bytes()).hexdigest()


def test_a_picture_is_kept_under_its_checksum_once(db: None) -> None:
    first, second = put_picture(b"a picture"), put_picture(b"a picture")
    assert first == second == hashlib.sha256(b"a picture").hexdigest()
    assert read_picture(first) == b"a picture"
