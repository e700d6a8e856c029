"""A question of each type in which everything that a learner must not see yet is marked.

Texts end in what they are and whose: SPECIFIC (a reason), GENERAL (the explanation), KEY (what is right, where it is
not on offer anyway), NEVER (rubric, keywords, notes: never shown to a learner). Numbers: weights and tolerances.
"""

import re
from typing import Any

Content = dict[str, Any]
LANGUAGES = ("es", "en", "fr", "pt")
TYPES = ("choice", "multiple", "truefalse", "matching", "gaps", "short", "numeric", "ordering", "cloze", "scenario")
ALL_TYPES = (*TYPES, "essay")

SPECIFIC, GENERAL, KEY, NEVER = b"ZSPECIFIC", b"ZGENERAL", b"ZKEY", b"ZNEVER"
NUMBERS = rb"3141593|6858407|2718282|5772157|1618034|1414214|98765"
SECRET = re.compile(rb"ZSPECIFIC|ZGENERAL|ZKEY|ZNEVER|" + NUMBERS + rb"|\"?weight\"?|fraction|tolerance|rubric|penalty")
UNSHOWN = re.compile(rb"ZNEVER|3141593|6858407|2718282|5772157|98765|weight|fraction|tolerance|rubric|penalty")


def in_all(text: str) -> dict[str, str]:
    return {language: f"{text}-{language}" for language in LANGUAGES}


def specific(whose: str) -> dict[str, str]:
    return in_all(f"ZSPECIFIC-{whose}")


def question(kind: str, **more: Any) -> Content:
    tests = [{"response": more.pop("right"), "fraction": "1", "note": "ZNEVER"}] if "right" in more else []
    return {
        "schema": 1,
        "type": kind,
        "default_mark": "1",
        "penalty": "0.1618034",
        "stem": {"format": "plain", "text": in_all(more.pop("stem", f"Enunciado {kind}"))},
        "feedback": in_all(f"ZGENERAL-{kind}"),
        "citations": [],
        "tests": tests,
        **more,
    }


def options(**weights: str) -> list[Content]:
    return [
        {"id": key, "text": in_all(f"Texto {key}"), "weight": weight, "feedback": specific(key), "note": "ZNEVER"}
        for key, weight in weights.items()
    ]


def choice(kind: str = "choice", **more: Any) -> Content:
    rows = options(oa="-0.2718282", ob="1", oc="0.3141593")
    return question(kind, multiple=False, options=rows, right={"selected": ["ob"]}, **more)


def multiple() -> Content:
    rows = options(oa="0.3141593", ob="0.6858407", oc="-0.5772157")
    return question("choice", multiple=True, options=rows, right={"selected": ["oa", "ob"]}, stem="Enunciado multiple")


def matching() -> Content:
    return question(
        "matching",
        stems=[{"id": key, "text": in_all(f"Parte {key}"), "feedback": specific(key)} for key in ("sa", "sb", "sc")],
        choices=[{"id": key, "text": in_all(f"Pareja {key}")} for key in ("cx", "cy", "cz", "cw")],
        pairs={"sa": "cy", "sb": "cz", "sc": "cx"},
    )


def gaps() -> Content:
    return question(
        "gaps",
        stem="Uno [[p1]] dos [[p2]] tres",
        variant="select",
        places=[
            {"id": "p1", "answer": "cy", "feedback": specific("p1")},
            {"id": "p2", "answer": "cx", "feedback": specific("p2")},
        ],
        choices=[{"id": key, "text": in_all(f"Relleno {key}"), "group": "98765"} for key in ("cx", "cy", "cz")],
    )


def short(**more: Any) -> Content:
    answers = [
        {"id": "a1", "pattern": in_all("ZKEY-short"), "weight": "1", "feedback": specific("met")},
        {"id": "a2", "pattern": "casi*", "weight": "0.3141593", "feedback": specific("near")},
        {"id": "a3", "pattern": "*", "weight": "0", "feedback": specific("any")},
    ]
    return question("short", case_sensitive=False, answers=answers, **more)


def numeric(**more: Any) -> Content:
    answers = [
        {"id": "a1", "value": "1414214", "tolerance": "0.2718282", "weight": "1", "feedback": specific("met")},
        {"id": "a2", "value": "*", "weight": "0", "feedback": specific("any")},
    ]
    return question("numeric", answers=answers, unit_label=in_all("pesos"), **more)


def ordering() -> Content:
    items = [{"id": key, "text": in_all(f"Paso {key}"), "feedback": specific(key)} for key in ("ib", "id", "ia", "ic")]
    return question("ordering", items=items, order=["ic", "ia", "id", "ib"], mode=0)


def essay(**more: Any) -> Content:
    levels = [{"id": f"l{n}", "points": str(n), "text": in_all("ZNEVER-level")} for n in range(3)]
    return question(
        "essay",
        model_answer=in_all("ZKEY-model"),
        keywords={language: ["ZNEVER-keyword"] for language in LANGUAGES},
        rubric=[{"id": "r1", "text": in_all("ZNEVER-criterion"), "levels": levels}],
        **more,
    )


def cloze() -> Content:
    parts = [{**choice(), "id": "p1"}, {**short(), "id": "p2"}, {**numeric(), "id": "p3"}]
    for part in parts:
        part.pop("stem")
    return question("cloze", stem="Uno [[p1]] dos [[p2]] tres [[p3]] fin", parts=parts)


def scenario() -> Content:
    parts = [choice(), matching(), short(), ordering()]
    return question("scenario", parts=[{**part, "id": f"q{n}"} for n, part in enumerate(parts, 1)])


def secretive(kind: str) -> Content:
    """The question of a type."""
    makers = {
        "choice": choice,
        "multiple": multiple,
        "truefalse": lambda: choice("truefalse"),
        "matching": matching,
        "gaps": gaps,
        "short": short,
        "numeric": numeric,
        "ordering": ordering,
        "essay": essay,
        "cloze": cloze,
        "scenario": scenario,
    }
    return makers[kind]()  # type: ignore[no-untyped-call]


def wrong(content: Content) -> Content:
    """An answer that earns nothing and names nothing that is right."""
    kind = content["type"]
    if kind in ("choice", "truefalse"):
        return {"selected": [min(content["options"], key=lambda option: float(option["weight"]))["id"]]}
    if kind == "matching":
        return {"pairs": dict.fromkeys(("sa", "sb", "sc"), "cw")}
    if kind == "gaps":
        return {"places": {"p1": "cz", "p2": "cz"}}
    if kind == "ordering":
        right = content["order"]
        return {"order": [*right[1:], right[0]]}
    if kind in ("cloze", "scenario"):
        return {"parts": {part["id"]: wrong(part) for part in content["parts"]}}
    return {"text": "7" if kind == "numeric" else "nada"}


def with_another_key(content: Content) -> Content:
    """The same question to look at, with everything secret changed."""
    kind = content["type"]
    changed = {**content, "feedback": {}, "tests": [], "penalty": "0.5"}
    if kind in ("choice", "truefalse"):
        weights = [option["weight"] for option in content["options"]]
        rows = zip(content["options"], [*weights[1:], weights[0]], strict=True)
        changed["options"] = [{**option, "weight": weight, "feedback": {}} for option, weight in rows]
    elif kind == "matching":
        changed["pairs"] = {"sa": "cx", "sb": "cw", "sc": "cz"}
        changed["stems"] = [{**stem, "feedback": {}} for stem in content["stems"]]
    elif kind == "gaps":
        changed["places"] = [{"id": "p1", "answer": "cz"}, {"id": "p2", "answer": "cy"}]
    elif kind == "ordering":
        changed["order"] = content["order"][::-1]
        changed["items"] = [{**item, "feedback": {}} for item in reversed(content["items"])]
    elif kind in ("cloze", "scenario"):
        changed["parts"] = [with_another_key(part) for part in content["parts"]]
    elif kind == "essay":
        changed |= {"model_answer": {}, "keywords": {}, "rubric": content["rubric"][:0]}
    else:
        field = "pattern" if kind == "short" else "value"
        changed["answers"] = [{"id": "a1", field: "5", "weight": "1"}]
    return changed
