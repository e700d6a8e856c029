"""Which roles may not enter the administration with a password alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

# Learners have nothing behind that door.
ROLES = (Role.TRAINER, Role.REVIEWER, Role.ADMINISTRATOR)


class SecondFactorRule(models.Model):
    """A role whose people need a second factor: it is required as long as this row stands."""

    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.label) for role in ROLES], unique=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("role that needs a second factor")
        verbose_name_plural = _("roles that need a second factor")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in ROLES]), name="second_factor_rule_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
