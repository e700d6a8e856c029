"""Who works here, by role, and who of them has a second factor: what an administrator asks before requiring one."""

from collections import defaultdict
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from accounts.models import RoleGroup, User
from accounts.roles import Role
from accounts.security.models import ROLES
from accounts.security.policy import FACTORS


@dataclass
class Staff:
    """The people of one role: how many, and who has no second factor yet."""

    role: Role
    people: int = 0
    without: list[User] = field(default_factory=list)

    @property
    def ready(self) -> int:
        return self.people - len(self.without)


def staff_by_role() -> list[Staff]:
    """Everyone who enters the administration, in two queries; who has no role there counts as a trainer."""
    roles = _roles_by_person()
    found = {role: Staff(role) for role in ROLES}
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    people = ModelBackend().with_perm("wagtailadmin.access_admin")
    for person in people.annotate(has_factor=Exists(factor)).order_by("first_name", "last_name", "pk"):
        own = roles[person.pk] | ({Role.ADMINISTRATOR} if person.is_superuser else set())
        for role in own or {Role.TRAINER}:
            found[role].people += 1
            if not person.has_factor:
                found[role].without.append(person)
    return list(found.values())


def _roles_by_person() -> dict[int, set[Role]]:
    roles: dict[int, set[Role]] = defaultdict(set)
    for person, role in RoleGroup.objects.filter(role__in=ROLES).values_list("group__user", "role"):
        if person is not None:
            roles[person].add(Role(role))
    return roles
