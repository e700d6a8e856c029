"""Signing a certificate's PDF (PAdES B-B, no changes allowed), and telling what became of a signed file."""

from certificates.signing.identity import SigningNotSetUp, key_id, signer
from certificates.signing.seal import seal_pdf
from certificates.signing.verify import State, Verdict, verify_pdf

__all__ = ["SigningNotSetUp", "State", "Verdict", "key_id", "seal_pdf", "signer", "verify_pdf"]
