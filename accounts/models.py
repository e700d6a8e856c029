"""The person who signs in."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.countries import country_choices
from accounts.domain import names
from accounts.privacy.models import ErasureRequest
from accounts.roles import RoleGroup
from accounts.security.models import SecondFactorRule

__all__ = ["ErasureRequest", "RoleGroup", "SecondFactorRule", "User", "UserManager", "display_name"]


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in with their e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A learner, trainer or administrator. Signs in with an e-mail address.

    Given and family names are printed on certificates as they stand here at the time of issue.
    Country, institution, sector and gender feed the reports; gender is never required.
    """

    class Sector(models.TextChoices):
        CONSULAR = "consular", _("Consular service")
        POLICE = "police", _("Police and border")
        JUDICIARY = "judiciary", _("Judiciary")
        PROSECUTION = "prosecution", _("Prosecution")
        MIGRATION = "migration", _("Migration and asylum authority")
        PROTECTION = "protection", _("Ombudsperson and child protection")
        OTHER = "other", _("Other")

    class Gender(models.TextChoices):
        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Another identity")
        UNSAID = "", _("I prefer not to say")

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("given names"), max_length=names.MAX_LENGTH)
    last_name = models.CharField(_("family names"), max_length=names.MAX_LENGTH, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    # The row stays, because histories refer to it; it names nobody any more.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(
                    is_active=False, first_name="", last_name="", institution="", email__endswith="@erased.invalid"
                ),
                name="erased_people_have_no_name",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("Erased person %(number)s") % {"number": self.pk}
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return names.full_name(self.first_name, self.last_name)

    @property
    def initials(self) -> str:
        return names.initials(self.first_name, self.last_name) or self.email[0].upper()


def display_name(user: User) -> str:
    """How allauth's pages and e-mails address a person."""
    return str(user)
