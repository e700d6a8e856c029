"""What a person may be here. A role comes with a group; whoever is in the group has the role."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class Role(models.TextChoices):
    """Everyone learns; some write or run courses, some approve what others wrote, some look after the house."""

    LEARNER = "learner", _("Learner")
    TRAINER = "trainer", _("Trainer")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleGroup(models.Model):
    """A group of people that carries a role: the trainers of one course, the reviewers of another."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role", verbose_name=_("group"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("role of a group")
        verbose_name_plural = _("roles of groups")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_group_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.get_role_display()}"


def roles_of(user: "User") -> frozenset[Role]:
    """The roles a person has now: Learner always, Administrator for a superuser, the rest by their groups."""
    roles = {Role.LEARNER}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    roles |= {Role(role) for role in RoleGroup.objects.filter(group__user=user).values_list("role", flat=True)}
    return frozenset(roles)


def settle_admin_access(user: "User") -> None:
    """Let a person into the admin while a group or a permission of theirs says so, and not longer. Safe to repeat."""
    fresh = user.__class__.objects.get(pk=user.pk)  # without the permissions that this object remembers
    is_staff = fresh.is_superuser or fresh.has_perm("wagtailadmin.access_admin")
    if fresh.is_staff != is_staff:
        fresh.is_staff = is_staff
        fresh.save(update_fields=["is_staff"])
    user.is_staff = is_staff
    for remembered in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(remembered, None)
