"""The holder decides what a code shows."""

from certificates.models import Certificate

CHOICES = ("is_public", "shows_grade", "shows_email")


def share_certificate(certificate: Certificate, **choices: bool) -> None:
    """Keep what the holder chose, for this certificate; a corrected one inherits it. Repeatable.

    Raises ValueError for what is not one of CHOICES.
    """
    if unknown := choices.keys() - set(CHOICES):
        raise ValueError(f"Not for the holder to choose: {', '.join(sorted(unknown))}")
    for name, value in choices.items():
        setattr(certificate, name, value)
    certificate.save(update_fields=list(choices))
