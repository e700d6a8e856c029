"""Who needs a second factor, who has one, and whether this session has shown it."""

from enum import Enum

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import Role, roles_of
from accounts.security.models import SecondFactorRule

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# In the session: whose factor was set up in it, and where the person wanted to go before.
SET_UP_HERE = "second_factor_set_up"
AFTER_SET_UP = "second_factor_next"


class Missing(Enum):
    """What stands between a person and the administration."""

    NOTHING = "nothing"
    FACTOR = "factor"
    PROOF = "proof"


def has_second_factor(user: User) -> bool:
    """Whether there is an app or a passkey. Recovery codes alone are none."""
    return bool(is_mfa_enabled(user, FACTORS))


def required_roles() -> frozenset[Role]:
    """The roles that need a second factor now."""
    return frozenset(Role(role) for role in SecondFactorRule.objects.values_list("role", flat=True))


def working_roles(user: User) -> frozenset[Role]:
    """The roles in which a person enters the administration; who enters it without any is a trainer: of a cohort."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return frozenset()
    return roles_of(user) - {Role.LEARNER} or frozenset({Role.TRAINER})


def missing(request: HttpRequest, user: User) -> Missing:
    """What the person still lacks here. One query as long as no role needs a second factor."""
    required = required_roles()
    if not required or not required & working_roles(user):
        return Missing.NOTHING
    if not has_second_factor(user):
        return Missing.FACTOR
    return Missing.NOTHING if _was_shown(request, user) else Missing.PROOF


def _was_shown(request: HttpRequest, user: User) -> bool:
    """A session from before the factor was set up elsewhere has shown nothing: it may be a stranger's."""
    if request.session.get(SET_UP_HERE) == user.pk:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def proof_address(user: User) -> str:
    """Where a person shows the second factor in a session that is open already."""
    return str(get_adapter().get_reauthentication_methods(user)[0]["url"])


@transaction.atomic
def require_for(roles: frozenset[Role]) -> tuple[frozenset[Role], frozenset[Role]]:
    """Require a second factor for these roles and no others. Returns the roles added and those let off."""
    before = required_roles()
    SecondFactorRule.objects.exclude(role__in=roles).delete()
    rules = [SecondFactorRule(role=role) for role in sorted(roles - before)]
    SecondFactorRule.objects.bulk_create(rules, ignore_conflicts=True)
    return roles - before, before - roles
