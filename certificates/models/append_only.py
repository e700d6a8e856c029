"""Rows that are written once. The database refuses changes too (triggers.py); here the refusal is readable."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Neither changes nor deletes."""

    def update(self, **changes: Any) -> int:
        raise ValidationError("These rows are not changed.")

    def delete(self) -> Any:
        raise ValidationError("These rows are not deleted.")


class AppendOnly(models.Model):
    """A row that is added and then stays."""

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self: Self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("These rows are not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("These rows are not deleted.")
