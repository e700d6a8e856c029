"""Putting the signature on a PDF: PAdES B-B, certified, no changes allowed (DocMDP 1)."""

from __future__ import annotations

import io

from django.conf import settings
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle

from certificates.signing.identity import SigningNotSetUp, own_signer

FIELD = "Seal"
BOX_WIDTH, BOX_BOTTOM, BOX_HEIGHT = 76, 20, 60  # points: a field to click on, at the foot of the page
SIGNED_ATTRIBUTES = 1800  # bytes: what a signature holds beside certificates and key, with room to spare


class Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Leaves title, dates and XMP packet as they were rendered: PDF/A wants them to agree."""

    def _update_meta(self) -> None:
        pass


def seal_pdf(pdf: bytes, by: signers.Signer, *, reason: str = "") -> bytes:
    """The PDF with the signature appended. It covers the whole file; any later change breaks it.

    Raises SigningNotSetUp if the signer fails: a token was taken out, say.
    """
    writer = Writer(io.BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=settings.AMPARO_ISSUER_NAME,
        reason=reason or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    field = SigFieldSpec(FIELD, on_page=0, box=box(writer))
    signing = signers.PdfSigner(metadata, by, stamp_style=transparent(), new_field_spec=field)
    try:
        return bytes(signing.sign_pdf(writer, bytes_reserved=room(by)).getvalue())
    except Exception as error:  # pyHanko's own, and those of the token's maker
        own_signer.cache_clear()  # the next attempt opens it anew
        raise SigningNotSetUp(f"The key could not sign: {str(error) or type(error).__name__}") from error


def room(by: signers.Signer) -> int:
    """Hexadecimal digits set aside for the signature."""
    certificates = [each for each in (by.signing_cert, *by.cert_registry) if each is not None]
    key_bytes = max(each.public_key.byte_size for each in certificates)
    return 2 * (sum(len(each.dump()) for each in certificates) + key_bytes + SIGNED_ATTRIBUTES)


def box(writer: IncrementalPdfFileWriter) -> tuple[int, int, int, int]:
    middle = int(writer.root["/Pages"]["/Kids"][0]["/MediaBox"][2]) // 2
    return middle - BOX_WIDTH // 2, BOX_BOTTOM, middle + BOX_WIDTH // 2, BOX_BOTTOM + BOX_HEIGHT


def transparent() -> StaticStampStyle:
    """An appearance that draws nothing: PDF/A wants one, and the page has its seal already."""
    return StaticStampStyle(background=RawContent(b"q Q", box=BoxConstraints(BOX_WIDTH, BOX_HEIGHT)), border_width=0)
