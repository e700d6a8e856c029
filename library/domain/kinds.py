"""The kinds of instruments and how each works as a source."""

KINDS = (
    "treaty",
    "protocol",
    "judgment",
    "advisory_opinion",
    "general_comment",
    "declaration",
    "resolution",
    "guidelines",
    "other",
)
BINDING = ("treaty", "protocol")
INTERPRETING = ("judgment", "advisory_opinion", "general_comment")


def works(kind: str) -> str:
    """Whether a source of this kind binds, interprets or guides."""
    if kind in BINDING:
        return "binds"
    return "interprets" if kind in INTERPRETING else "guides"
