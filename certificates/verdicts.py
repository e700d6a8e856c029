"""What the page says of a file, outcome by outcome."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.judging import Outcome


@dataclass(frozen=True)
class Verdict:
    """`seal` is the look: "", "bad" or "none"; `icon` one of static/icons."""

    title: Promise | str
    text: Promise | str
    seal: str = "bad"
    icon: str = "x"


VERDICTS: dict[Outcome, Verdict] = {
    Outcome.ORIGINAL: Verdict(
        _("This file is the original"),
        _("It is the file in the register, byte for byte. What it says is what was issued."),
        "",
        "check",
    ),
    Outcome.UNREGISTERED: Verdict(
        _("Signed by us, but not in the register"),
        _(
            "The signature is ours and covers the whole file, but the register has no such file: its holder's data "
            "may have been erased, or it is a draft that was never issued. Do not accept it without asking us."
        ),
        "none",
        "circle-help",
    ),
    Outcome.APPENDED: Verdict(
        _("Something was added after the end of this file"),
        _(
            "What we signed is still inside, unchanged, but bytes were appended that our signature does not cover. "
            "Some programs and mail filters do that. Ask the holder for the file as it was downloaded."
        ),
    ),
    Outcome.EDITED: Verdict(
        _("This file was edited after it was signed"),
        _(
            "A program saved changes on top of our certificate, and what is seen may not be what we issued. "
            "Do not accept it: compare with the register, or ask for the original."
        ),
    ),
    Outcome.RESAVED: Verdict(
        _("This file is a copy that was saved anew"),
        _(
            "It says that it is one of our certificates, but our signature is gone: it was printed to PDF, optimised "
            "or made by somebody else. It proves nothing. Compare it with the register, or ask for the original."
        ),
    ),
    Outcome.DAMAGED: Verdict(
        _("This file was changed inside"),
        _(
            "Bytes that our signature covers are different: the file was damaged on its way or tampered with. "
            "Do not accept it; ask for the original."
        ),
    ),
    Outcome.RENAMED: Verdict(
        _("The name in this file is not the one in the register"),
        _("The certificate with this code was issued to somebody else. Do not accept the file."),
    ),
    Outcome.REWORDED: Verdict(
        _("This file does not say what was issued"),
        _("Words in it differ from those of the original. Do not accept it; compare it with the register."),
    ),
    Outcome.UNKNOWN_KEY: Verdict(
        _("Signed, but not by us"),
        _("The file carries a signature whose key is not ours, whatever name it shows. Do not accept it."),
    ),
    Outcome.COMPROMISED: Verdict(
        _("Signed with a key that is no longer trusted"),
        _(
            "The key was ours and fell into other hands, and the register has no such file. Do not accept it; "
            "the original can be downloaded again with its code."
        ),
    ),
    Outcome.NOT_OURS: Verdict(
        _("This is not one of our certificates"),
        _(
            "The PDF carries neither our signature nor one of our codes. A scan or a photograph looks like this too: "
            "then type the code that is printed beside the QR."
        ),
        "none",
        "file-text",
    ),
    Outcome.NO_PDF: Verdict(
        _("This file is not a PDF"),
        _("Choose the PDF of the certificate. For a photograph or a scan, type the code printed beside the QR."),
        "none",
        "file-text",
    ),
    Outcome.TOO_LARGE: Verdict(
        _("This file is too large"),
        _("A certificate of ours never has more than one megabyte. The file was not read."),
        "none",
        "file-text",
    ),
    Outcome.MISSING: Verdict(
        _("No file was chosen"), _("Choose the PDF of the certificate and send it again."), "none", "file-text"
    ),
}
