"""What a load did."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Changes:
    """Notes in the order in which things happened: (kind, what)."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)  # stored on the way; a transaction taken back leaves them behind

    def add(self, kind: str, what: str) -> None:
        """kind is created, changed, kept or waiting."""
        self.notes.append((kind, what))

    def counts(self) -> Counter[str]:
        """How many of each kind."""
        return Counter(kind for kind, _what in self.notes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was created or changed."""
        return not {"created", "changed"} & set(self.counts())
