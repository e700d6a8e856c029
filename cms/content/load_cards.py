"""Write the field cards of a course."""

from collections.abc import Iterable

from cms.content.card_file import CardRow
from cms.content.changes import Changes
from cms.content.tree import Tree
from courses.models import Course, FieldCard


def load_cards(course: Course, rows: Iterable[CardRow], tree: Tree) -> None:
    """Bring the cards into line with the file; the second time changes nothing. What the file dropped goes."""
    stored = {card.module_key: card for card in course.cards.all()}
    for row in rows:
        key = tree.key(f"course/{course.slug}/{row.module}")
        card = stored.pop(key) if key in stored else FieldCard(course=course, module_key=key)
        _put(course, card, row, tree.changes)
    for card in stored.values():
        card.delete()
        tree.changes.add("changed", f"field card {card.slug} of {course.slug}: taken out")


def _put(course: Course, card: FieldCard, row: CardRow, changes: Changes) -> None:
    fields = {"slug": row.module.lower(), "title": row.title, **row.parts}
    if all(getattr(card, name) == value for name, value in fields.items()):
        return
    changes.add("changed" if card.pk else "created", f"field card {fields['slug']} of {course.slug}")
    for name, value in fields.items():
        setattr(card, name, value)
    card.save()
