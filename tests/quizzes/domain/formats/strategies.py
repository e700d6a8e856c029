"""Questions of every type in their canonical spelling, with texts full of signs that formats trip over."""

from typing import Any

from hypothesis import strategies as st

from quizzes.domain.formats import Parsed, html
from quizzes.domain.formats.canonical import canonical
from quizzes.domain.formats.reading import one_line, tidy
from quizzes.domain.formats.xml_gaps import NUMBERED

LANGUAGE = "es"
SIGNS = list(r"""\:#={}~%[]-><*&"'/|$@1aÑ中.,;?()n""")
WORDS = [
    "\n",
    " ",
    "  ",
    "::",
    "->",
    "//",
    "%50%",
    "####",
    "TRUE",
    "[html]",
    "{1:SA:=x}",
    "\\n",
    "&amp;",
    "&#39;",
    "=>",
    "é",
    "ANSWER:",
]
TAGS = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<ul><li>",
    "</ul>",
    "&lt;",
    "&nbsp;",
    "<em>x</em>",
    '<span lang="en">',
    "</span>",
]
ANY = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
PLAIN_PIECES = st.sampled_from(SIGNS + WORDS) | ANY
HTML_PIECES = st.sampled_from(SIGNS + WORDS + TAGS) | ANY
NAMES = st.lists(PLAIN_PIECES, max_size=8).map("".join).map(one_line)
CODES = st.text(st.sampled_from("abcñ0123-_. :#={}~/"), max_size=12).map(one_line)
CATEGORIES = st.lists(
    st.text(st.sampled_from("abñ 1:=#{}~\\$."), min_size=1, max_size=8).map(one_line).filter(bool), max_size=3
)


def plain(arrow: bool = True) -> st.SearchStrategy[str]:
    """A plain text that says something."""
    texts = st.lists(PLAIN_PIECES, min_size=1, max_size=8).map("".join).map(tidy).filter(bool)
    return texts if arrow else texts.filter(lambda text: "->" not in text)


def markup() -> st.SearchStrategy[str]:
    """HTML as cleaning leaves it."""
    return (
        st.lists(HTML_PIECES, min_size=1, max_size=8)
        .map("".join)
        .map(lambda text: tidy(html.clean(tidy(text))))
        .filter(bool)
    )


class Texts:
    """Draws the texts of one question, all of them plain or all of them HTML."""

    def __init__(self, draw: st.DrawFn, *, is_html: bool, arrow: bool = True) -> None:
        self.draw, self.is_html = draw, is_html
        self.source = markup() if is_html else plain(arrow)

    def some(self) -> dict[str, str]:
        return {LANGUAGE: self.draw(self.source)}

    def maybe(self) -> dict[str, str]:
        return self.some() if self.draw(st.booleans()) else {}

    def stem(self) -> dict[str, Any]:
        return {"format": "html" if self.is_html else "plain", "text": self.some()}


WEIGHTS = st.integers(-10_000_000, 10_000_000).map(lambda n: f"{n / 10_000_000:.7f}") | st.sampled_from(
    ["1", "0", "0.5", "0.3333333", "0.33333", "0.333", "0.33", "-0.1666667", "0.16667", "0.66", "-1", "0.1428571"]
)
EARNED = WEIGHTS.map(lambda weight: weight.lstrip("-"))
NUMBERS = st.decimals(-10_000, 10_000, places=3, allow_nan=False).map(str) | st.sampled_from(
    ["0", "5.", ".5", "+7", "1e5", "-2E-3"]
)
TOLERANCES = st.decimals(0, 100, places=3, allow_nan=False).map(str) | st.just("0")


def marks(draw: st.DrawFn, free: bool) -> dict[str, str]:
    """Marks, where the format has a place for them."""
    if not free:
        return {}
    return {
        "default_mark": str(draw(st.integers(0, 30)) / 4),
        "penalty": draw(st.sampled_from(["0", "0.1", "0.3333333", "1"])),
    }


def options(draw: st.DrawFn, texts: Texts, weights: list[str]) -> list[dict[str, Any]]:
    return [{"id": str(n), "text": texts.some(), "weight": w, "feedback": texts.maybe()} for n, w in enumerate(weights)]


def choice(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    """A single choice has an option that earns everything."""
    multiple = draw(st.booleans())
    weights = draw(st.permutations([*draw(st.lists(WEIGHTS, min_size=1, max_size=5)), "1"]))
    return {"type": "choice", "multiple": multiple, "options": options(draw, texts, list(weights))}


def truefalse(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    is_true = draw(st.booleans())
    rows = [("true", "Verdadero", is_true), ("false", "Falso", not is_true)]
    return {
        "type": "truefalse",
        "options": [
            {"id": key, "text": {LANGUAGE: word}, "weight": "1" if right else "0", "feedback": texts.maybe()}
            for key, word, right in rows
        ],
    }


def short(draw: st.DrawFn, texts: Texts, case: bool = True, arrow: bool = True) -> dict[str, Any]:
    rows = draw(st.lists(st.tuples(plain(arrow), EARNED), min_size=1, max_size=4))
    answers = [{"pattern": p, "weight": w, "feedback": texts.maybe()} for p, w in rows]
    return {"type": "short", "case_sensitive": case and draw(st.booleans()), "answers": answers}


def numeric(draw: st.DrawFn, texts: Texts, units: bool = False) -> dict[str, Any]:
    rows = draw(st.lists(st.tuples(NUMBERS | st.just("*"), TOLERANCES, EARNED), min_size=1, max_size=4))
    answers = [{"value": v, "tolerance": t, "weight": w, "feedback": texts.maybe()} for v, t, w in rows]
    more: dict[str, Any] = {}
    if units and draw(st.booleans()):
        names = draw(st.lists(plain(), min_size=1, max_size=3, unique=True))
        more["units"] = [{"name": name, "multiplier": str(draw(st.integers(1, 5000)) / 8)} for name in names]
        more["unit_penalty"] = draw(st.sampled_from(["0", "0.1", "1"]))
        more["unit_mode"] = draw(st.sampled_from(["share", "flat"]))
    return {"type": "numeric", "answers": answers, **more}


def matching(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    choices = draw(st.lists(plain(), min_size=2, max_size=5, unique=True))
    stems = [texts.some() for _ in range(draw(st.integers(1, 4)))]
    pairs = {str(n): str(draw(st.integers(0, len(choices) - 1))) for n in range(len(stems))}
    return {
        "type": "matching",
        "stems": [{"id": str(n), "text": stem} for n, stem in enumerate(stems)],
        "choices": [{"id": str(n), "text": {LANGUAGE: text}} for n, text in enumerate(choices)],
        "pairs": pairs,
        "shuffle": True,
    }


def ordering(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    items = [{"id": f"x{n}", "text": texts.some()} for n in range(draw(st.integers(2, 5)))]
    return {"type": "ordering", "items": items, "order": [i["id"] for i in items], "mode": draw(st.integers(-1, 7))}


def places(draw: st.DrawFn, texts: Texts, count: int) -> dict[str, Any]:
    """A stem with places between its texts. Blanks keep the signs of the texts away from the brackets."""
    pieces = [f" {texts.some()[LANGUAGE]} [[q{n}]] " for n in range(count)]
    stem = "".join(pieces).replace("{1:SA:=x}", "x")
    stem = NUMBERED.sub("", stem)
    return {"format": "html" if texts.is_html else "plain", "text": {LANGUAGE: stem}}


def gaps(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    choices = draw(st.lists(plain(), min_size=1, max_size=5))
    count = draw(st.integers(1, 4))
    grouped = draw(st.booleans())
    rows = [
        {"id": f"k{n}", "text": {LANGUAGE: text}, "group": str(draw(st.integers(1, 3))) if grouped else ""}
        for n, text in enumerate(choices)
    ]
    key = [draw(st.integers(0, len(choices) - 1)) for _ in range(count)]
    return {
        "type": "gaps",
        "variant": draw(st.sampled_from(["select", "drag"])),
        "stem": places(draw, texts, count),
        "places": [{"id": f"q{n}", "answer": f"k{choice}"} for n, choice in enumerate(key)],
        "choices": rows,
    }


def cloze(draw: st.DrawFn, texts: Texts) -> dict[str, Any]:
    kinds = draw(st.lists(st.sampled_from(["choice", "short", "numeric"]), min_size=1, max_size=4))
    makers = {"choice": choice, "short": short, "numeric": numeric}
    parts = [{**makers[kind](draw, texts), "id": f"q{n}"} for n, kind in enumerate(kinds)]
    for part in parts:
        part["default_mark"] = str(draw(st.integers(0, 12)))
        part["shuffle"] = draw(st.booleans())
    return {"type": "cloze", "stem": places(draw, texts, len(parts)), "parts": parts}


def essay(draw: st.DrawFn, texts: Texts, notes: bool = True) -> dict[str, Any]:
    return {"type": "essay", "grading_notes": texts.maybe() if notes else {}}


def question(draw: st.DrawFn, content: dict[str, Any], texts: Texts, free: bool, feedback: bool = True) -> Parsed:
    """A question around the content, as reading a file gives it."""
    head = {"stem": texts.stem(), "feedback": texts.maybe() if feedback else {}}
    marked = marks(draw, free and content["type"] not in ("cloze", "essay", "description"))
    return Parsed(
        name=draw(NAMES),
        category=tuple(draw(CATEGORIES)),
        content=canonical({**head, **marked, **content}, LANGUAGE),
        code=draw(CODES),
        tags=tuple(dict.fromkeys(filter(None, draw(st.lists(CODES, max_size=3))))),
    )


@st.composite
def gift_questions(draw: st.DrawFn) -> Parsed:
    """What GIFT can carry. Its arrow cannot be escaped: it makes a question a matching one wherever it stands."""
    kind = draw(st.sampled_from(["choice", "truefalse", "short", "numeric", "matching", "essay", "description"]))
    texts = Texts(draw, is_html=draw(st.booleans()), arrow=False)
    makers: dict[str, Any] = {
        "choice": choice,
        "truefalse": truefalse,
        "short": lambda d, t: short(d, t, case=False, arrow=False),
        "numeric": numeric,
        "matching": matching,
        "essay": lambda d, t: essay(d, t, notes=False),
        "description": lambda d, t: {"type": "description"},
    }
    return question(draw, makers[kind](draw, texts), texts, free=False, feedback=kind != "description")


@st.composite
def xml_questions(draw: st.DrawFn) -> Parsed:
    """What Moodle XML can carry."""
    makers: dict[str, Any] = {
        "choice": choice,
        "truefalse": truefalse,
        "short": short,
        "numeric": lambda d, t: numeric(d, t, units=True),
        "matching": matching,
        "ordering": ordering,
        "gaps": gaps,
        "cloze": cloze,
        "essay": essay,
        "description": lambda d, t: {"type": "description"},
    }
    kind = draw(st.sampled_from(sorted(makers)))
    texts = Texts(draw, is_html=draw(st.booleans()))
    return question(draw, makers[kind](draw, texts), texts, free=True)


@st.composite
def aiken_questions(draw: st.DrawFn) -> Parsed:
    """What Aiken can carry: one line each, one right option, no name of its own."""
    line = st.text(ANY, min_size=1, max_size=20).map(one_line).filter(bool)
    stem = draw(line.map(lambda text: f"¿{text}"))
    count = draw(st.integers(2, 26))
    right = draw(st.integers(0, count - 1))
    rows = [{"id": str(n), "text": {LANGUAGE: draw(line)}, "weight": "1" if n == right else "0"} for n in range(count)]
    content = {"type": "choice", "stem": {"format": "plain", "text": {LANGUAGE: stem}}, "options": rows}
    return Parsed(name=stem, category=(), content=canonical(content, LANGUAGE))


@st.composite
def cloze_questions(draw: st.DrawFn) -> Parsed:
    """A cloze question alone, as a text of its own."""
    texts = Texts(draw, is_html=True)
    return question(draw, cloze(draw, texts), texts, free=False, feedback=False)
