"""Secrets of second factors under a new key of the site."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.security.secrets import SecretIsLost, renew

FIELDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def reencrypt_all() -> tuple[int, list[str]]:
    """Write every secret anew. Returns how many, and the addresses of those whose secret no key opens."""
    done, lost = 0, []
    for pk in Authenticator.objects.filter(type__in=FIELDS).values_list("pk", flat=True):
        with transaction.atomic():  # one at a time: a code that is used meanwhile stays used
            factor = Authenticator.objects.select_for_update().select_related("user").filter(pk=pk).first()
            if factor is None:
                continue
            name = FIELDS[factor.type]
            try:
                factor.data[name] = renew(factor.data[name])
            except SecretIsLost:
                lost.append(factor.user.email)
                continue
            factor.save(update_fields=["data"])
            done += 1
    return done, sorted(set(lost))
