"""What a pack cannot carry, said to who exports it."""

from dataclasses import dataclass, field


@dataclass
class Notes:
    """Sentences in the order in which things were met; each once."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if line not in self.lines:
            self.lines.append(line)
