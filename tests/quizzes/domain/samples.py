"""One small question of each type, to work out by hand."""

from typing import Any

Content = dict[str, Any]


def t(text: str) -> dict[str, str]:
    return {"es": text, "en": f"{text} (en)"}


def stem(text: str = "¿?") -> Content:
    return {"schema": 1, "default_mark": "1", "stem": {"format": "plain", "text": t(text)}}


CHOICE = {
    **stem(),
    "type": "choice",
    "multiple": False,
    "options": [
        {"id": "o1", "text": t("uno"), "weight": "1", "feedback": t("por qué sí")},
        {"id": "o2", "text": t("dos"), "weight": "-0.25", "feedback": t("por qué no")},
    ],
}
TRUEFALSE = {**CHOICE, "type": "truefalse"}
MATCHING = {
    **stem(),
    "type": "matching",
    "stems": [
        {"id": "s1", "text": t("Palermo"), "feedback": t("de 2000")},
        {"id": "s2", "text": t("Viena"), "feedback": t("de 1963")},
        {"id": "s3", "text": t("Belém"), "feedback": t("de 1994")},
        {"id": "s4", "text": t("Cartagena"), "feedback": t("de 1984")},
    ],
    "choices": [
        {"id": "c1", "text": t("tratado")},
        {"id": "c2", "text": t("declaración")},
        {"id": "c3", "text": t("tratado")},
        {"id": "c4", "text": t("ley")},
    ],
    "pairs": {"s1": "c1", "s2": "c1", "s3": "c1", "s4": "c2"},
}
GAPS = {
    **stem("El [[p1]] protege a la [[p2]]."),
    "type": "gaps",
    "variant": "select",
    "places": [{"id": "p1", "answer": "c1", "feedback": t("es un tratado")}, {"id": "p2", "answer": "c2"}],
    "choices": [
        {"id": "c1", "text": t("Protocolo"), "group": "1"},
        {"id": "c2", "text": t("víctima"), "group": "2"},
        {"id": "c3", "text": t("Decreto"), "group": "1"},
    ],
}
SHORT = {
    **stem(),
    "type": "short",
    "case_sensitive": False,
    "answers": [
        {
            "id": "a1",
            "pattern": {"es": "trata de personas", "en": "trafficking in persons"},
            "weight": "1",
            "feedback": t("sí"),
        },
        {"id": "a2", "pattern": {"es": "trata*", "en": "traffick*"}, "weight": "0.5", "feedback": t("¿de quién?")},
        {"id": "a3", "pattern": "*", "weight": "0", "feedback": t("no")},
    ],
}
NUMERIC = {
    **stem(),
    "type": "numeric",
    "answers": [
        {
            "id": "a1",
            "value": "5.1",
            "tolerance": "0.1",
            "tolerance_type": "nominal",
            "weight": "1",
            "feedback": t("sí"),
        },
        {"id": "a2", "value": "*", "weight": "0", "feedback": t("no")},
    ],
    "units": [{"name": "km", "multiplier": "1"}, {"name": {"es": "metros", "en": "metres"}, "multiplier": "1000"}],
    "unit_penalty": "0.2",
    "unit_mode": "share",
}
ORDERING = {
    **stem(),
    "type": "ordering",
    "items": [{"id": f"i{n}", "text": t(f"paso {n}"), "feedback": t(f"razón {n}")} for n in (4, 2, 1, 3)],
    "order": ["i1", "i2", "i3", "i4"],
    "mode": 5,
}
ESSAY = {
    **stem(),
    "type": "essay",
    "model_answer": t("modelo"),
    "rubric": [
        {
            "id": "r1",
            "text": t("fondo"),
            "levels": [{"id": f"l{n}", "points": str(n), "text": t("x")} for n in range(4)],
        },
        {
            "id": "r2",
            "text": t("forma"),
            "levels": [{"id": f"l{n}", "points": str(n), "text": t("x")} for n in range(2)],
        },
    ],
}
CLOZE = {
    **stem("[[p1]] y [[p2]]"),
    "type": "cloze",
    "parts": [{**CHOICE, "id": "p1", "default_mark": "1"}, {**NUMERIC, "id": "p2", "default_mark": "3"}],
}
SCENARIO = {
    **stem("Un caso."),
    "type": "scenario",
    "parts": [
        {**CHOICE, "id": "q1", "default_mark": "1"},
        {**MATCHING, "id": "q2", "default_mark": "2"},
        {**CLOZE, "id": "q3", "default_mark": "1"},
    ],
}
SAMPLES: dict[str, Content] = {
    "choice": CHOICE,
    "truefalse": TRUEFALSE,
    "matching": MATCHING,
    "gaps": GAPS,
    "short": SHORT,
    "numeric": NUMERIC,
    "ordering": ORDERING,
    "essay": ESSAY,
    "cloze": CLOZE,
    "scenario": SCENARIO,
}
