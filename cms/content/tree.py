"""Write pages natively, one tree per locale, tied by translation keys that follow from the content's own ids."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.content.changes import Changes

P = TypeVar("P", bound=Page)
_NAMESPACE = uuid.UUID("1b0a1f4e-93c1-4a0b-8a43-6a57c1f6f0aa")


def key_of(name: str) -> uuid.UUID:
    """The translation key of a piece of content: the same name always gives the same key."""
    return uuid.uuid5(_NAMESPACE, name)


@dataclass
class Tree:
    """Puts pages where they belong and notes what that changed."""

    changes: Changes
    locales: dict[str, Locale] = field(default_factory=dict)
    keys: Mapping[str, uuid.UUID] = field(default_factory=dict)  # pages that were not made from files, by name

    def locale(self, language: str) -> Locale:
        """The locale, made if there is none."""
        if language not in self.locales:
            self.locales[language] = Locale.objects.get_or_create(language_code=language)[0]
        return self.locales[language]

    def key(self, name: str) -> uuid.UUID:
        """The translation key of what the content calls so."""
        return self.keys.get(name) or key_of(name)

    def find(self, model: type[P], name: str, language: str) -> P | None:
        """The page that the content calls so, if it is there."""
        return model.objects.filter(translation_key=self.key(name), locale=self.locale(language)).first()

    def put(self, parent: Page, model: type[Page], name: str, language: str, fields: dict[str, Any]) -> Page:
        """Make the page or bring its fields up to date. `name` is what the content calls it."""
        page = self.find(model, name, language)
        if page is None:
            return self._create(parent, model, name, language, fields)
        different = [key for key, value in fields.items() if not reads_the_same(_stored(page, key), value)]
        if different:
            for key in different:
                setattr(page, key, fields[key])
            page.save()
            _keep_in_history(page)
            self.changes.add("changed", f"{name} ({language}): {', '.join(different)}")
        return page

    def _create(self, parent: Page, model: type[Page], name: str, language: str, fields: dict[str, Any]) -> Page:
        now = timezone.now()
        page = model(
            locale=self.locale(language),
            translation_key=self.key(name),
            live=True,
            first_published_at=now,
            last_published_at=now,
            **fields,
        )
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        _keep_in_history(page)
        self.changes.add("created", f"{name} ({language})")
        return page


def _keep_in_history(page: Page) -> None:
    """What is live is also the newest revision: the editor opens it, and a change planned for later finds it live.

    A trainer's draft that is not yet published stays the newest.
    """
    if not page.has_unpublished_changes:
        revision = page.save_revision(changed=False, clean=False, log_action=False)
        type(page).objects.filter(pk=page.pk).update(live_revision=revision)


def reads_the_same(stored: Any, said: Any) -> bool:
    """Whether two values differ at most in what nobody reads: ids of blocks, and the editor's marks in rich text."""
    return stored == said or as_read(stored) == as_read(said)


def as_read(value: Any) -> Any:
    """The value without them."""
    if isinstance(value, dict):
        return {key: as_read(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [as_read(inner) for inner in value]
    return re.sub(r' data-block-key="[^"]*"', "", value) if isinstance(value, str) else value


def _stored(page: Page, key: str) -> Any:
    value = getattr(page, key)
    return list(value.raw_data) if hasattr(value, "raw_data") else value
