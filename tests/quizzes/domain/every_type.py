"""Questions of every type, and answers to them, for hypothesis."""

from typing import Any

from hypothesis import strategies as st

from quizzes.domain.scoring import KINDS
from quizzes.domain.scoring.ordering import MODES

Content = dict[str, Any]
TYPES = sorted(KINDS)
WORDS = ["trata", "départ", "0", "niña", "Straße", "a*b", "de facto", "señal 5", "éxodo", "x.y(z)"]
ANY_WEIGHT = st.integers(-10_000_000, 10_000_000).map(lambda n: f"{n / 10_000_000:.7f}")
NEGATIVE = st.integers(-10_000_000, 0).map(lambda n: f"{n / 10_000_000:.7f}")
PARTIAL = st.integers(0, 9_000_000).map(lambda n: f"{n / 10_000_000:.7f}")
MARKS = st.integers(1, 50).map(lambda n: f"{n / 10:.1f}")
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def texts(word: str) -> dict[str, str]:
    return {"es": word, "en": f"{word} (en)"}


def base(kind: str, stem: str = "¿?") -> Content:
    return {"schema": 1, "type": kind, "default_mark": "1", "stem": {"format": "plain", "text": texts(stem)}}


def rows(prefix: str, count: int, **more: Any) -> list[Content]:
    return [{"id": f"{prefix}{n}", "text": texts(f"{prefix} {n}"), **more} for n in range(count)]


@st.composite
def choices(draw: st.DrawFn) -> Content:
    multiple = draw(st.booleans())
    if multiple:
        right = draw(st.integers(1, 7))
        weights = [f"{1 / right:.7f}"] * right + draw(
            st.lists(NEGATIVE.filter(lambda w: float(w) < -0.01), min_size=1, max_size=4)
        )
    else:
        weights = ["1", *draw(st.lists(ANY_WEIGHT, min_size=1, max_size=5))]
    options = [
        {"weight": w, **row} for w, row in zip(draw(st.permutations(weights)), rows("o", len(weights)), strict=True)
    ]
    return {**base("choice"), "multiple": multiple, "options": options}


@st.composite
def true_or_false(draw: st.DrawFn) -> Content:
    is_true = draw(st.booleans())
    options = [{"weight": str(int(is_true)), **rows("o", 1)[0]}, {"weight": str(int(not is_true)), **rows("p", 1)[0]}]
    return {**base("truefalse"), "multiple": False, "options": options}


@st.composite
def matchings(draw: st.DrawFn) -> Content:
    stems, given = rows("s", draw(st.integers(2, 5))), rows("c", draw(st.integers(2, 6)))
    if draw(st.booleans()):
        given[1]["text"] = given[0]["text"]  # two choices that read the same
    if draw(st.booleans()):
        stems.append({"id": "empty", "text": {"es": "", "en": " "}})
    pairs = {stem["id"]: draw(st.sampled_from(given))["id"] for stem in stems}
    return {**base("matching"), "stems": stems, "choices": given, "pairs": pairs}


@st.composite
def gap_texts(draw: st.DrawFn) -> Content:
    count = draw(st.integers(1, 4))
    given = [{"group": str(n % 2), **row} for n, row in enumerate(rows("c", draw(st.integers(2, 6))))]
    places = [{"id": f"p{n}", "answer": draw(st.sampled_from(given))["id"]} for n in range(count)]
    stem = " y ".join(f"[[p{n}]]" for n in range(count))
    return {
        **base("gaps", stem),
        "variant": draw(st.sampled_from(["select", "drag"])),
        "places": places,
        "choices": given,
    }


@st.composite
def shorts(draw: st.DrawFn) -> Content:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
    answers = [{"pattern": {"es": word, "en": f"{word} too"}, "weight": draw(PARTIAL)} for word in words]
    answers[draw(st.integers(0, len(words) - 1))]["weight"] = "1"
    for answer in answers:
        answer["pattern"] = {key: text.replace("*", r"\*") for key, text in answer["pattern"].items()}
    if draw(st.booleans()):
        answers.append({"pattern": "*", "weight": draw(PARTIAL)})
    return {**base("short"), "case_sensitive": draw(st.booleans()), "answers": answers}


@st.composite
def numerics(draw: st.DrawFn) -> Content:
    values = draw(st.lists(st.integers(-1000, 1000), min_size=1, max_size=3, unique=True))
    kinds = st.sampled_from(["nominal", "relative", "geometric"])
    answers = [
        {"value": str(v), "tolerance": "0.0001", "tolerance_type": draw(kinds), "weight": draw(PARTIAL)} for v in values
    ]
    answers[0]["weight"] = "1"
    if draw(st.booleans()):
        answers.append({"value": "*", "weight": draw(PARTIAL)})
    units = draw(st.sampled_from([[], [{"name": "m", "multiplier": "1"}, {"name": "cm", "multiplier": "100"}]]))
    modes = st.sampled_from(["share", "flat"])
    return {**base("numeric"), "answers": answers, "units": units, "unit_penalty": "0.1", "unit_mode": draw(modes)}


@st.composite
def orderings(draw: st.DrawFn) -> Content:
    items = rows("i", draw(st.integers(2, 7)))
    order = draw(st.permutations([item["id"] for item in items]))
    return {**base("ordering"), "items": items, "order": order, "mode": draw(st.sampled_from(sorted(MODES)))}


@st.composite
def essays(draw: st.DrawFn) -> Content:
    levels = [{"id": f"l{n}", "points": str(n), "text": texts("x")} for n in range(draw(st.integers(2, 4)))]
    rubric = [{"id": f"r{n}", "text": texts("x"), "levels": levels} for n in range(draw(st.integers(1, 3)))]
    return {**base("essay"), "model_answer": texts("x"), "rubric": rubric}


@st.composite
def clozes(draw: st.DrawFn) -> Content:
    parts = draw(st.lists(choices() | true_or_false() | shorts() | numerics(), min_size=1, max_size=3))
    fields = [{**part, "id": f"p{n}", "default_mark": draw(MARKS)} for n, part in enumerate(parts)]
    return {**base("cloze", " y ".join(f"[[p{n}]]" for n in range(len(fields)))), "parts": fields}


@st.composite
def scenarios(draw: st.DrawFn, with_essays: bool = True) -> Content:
    kinds = [choices(), matchings(), gap_texts(), shorts(), numerics(), orderings(), clozes()]
    parts = draw(st.lists(st.one_of(*kinds, *([essays()] if with_essays else [])), min_size=1, max_size=3))
    return {
        **base("scenario"),
        "parts": [{**part, "id": f"q{n}", "default_mark": draw(MARKS)} for n, part in enumerate(parts)],
    }


BY_MACHINE = {
    "choice": choices(),
    "truefalse": true_or_false(),
    "matching": matchings(),
    "gaps": gap_texts(),
    "short": shorts(),
    "numeric": numerics(),
    "ordering": orderings(),
    "cloze": clozes(),
    "scenario": scenarios(with_essays=False),
}
BY_ALL = {**BY_MACHINE, "essay": essays(), "scenario": scenarios()}
scored_by_machine = st.one_of(*BY_MACHINE.values())
questions = st.one_of(*BY_ALL.values())


@st.composite
def responses(draw: st.DrawFn, asked: Content) -> Content:
    """What a form could send."""
    kind = asked["type"]
    if kind in ("choice", "truefalse"):
        ids = [option["id"] for option in asked["options"]]
        most = len(ids) if asked["multiple"] else 1
        return {"selected": draw(st.lists(st.sampled_from(ids), unique=True, max_size=most))}
    if kind == "ordering":
        return {"order": draw(st.permutations(asked["order"]))}
    if kind in ("cloze", "scenario"):
        chosen = [part for part in asked["parts"] if draw(st.booleans())]
        return {"parts": {part["id"]: draw(responses(part)) for part in chosen}}
    if kind in ("matching", "gaps"):
        return draw(pairs(asked))
    if kind == "numeric":
        number = st.integers(-1100, 1100).map(str) | st.sampled_from([a["value"] for a in asked["answers"]])
        return {
            "text": draw(number.filter(lambda text: text != "*")) + draw(st.sampled_from(["", " m", " cm", " pie"]))
        }
    return {"text": draw(st.sampled_from(WORDS) | st.text(max_size=6))}


@st.composite
def pairs(draw: st.DrawFn, asked: Content) -> Content:
    field, left = ("pairs", "stems") if asked["type"] == "matching" else ("places", "places")
    keys = [row["id"] for row in asked[left] if row["id"] != "empty"]
    given = st.sampled_from([choice["id"] for choice in asked["choices"]])
    return {field: {key: draw(given) for key in keys if draw(st.booleans())}}


@st.composite
def answered(draw: st.DrawFn, asked: st.SearchStrategy[Content] = questions) -> tuple[Content, Content]:
    """A question and an answer to it."""
    content = draw(asked)
    return content, draw(responses(content))
