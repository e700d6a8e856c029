"""A content folder of a few lines to load and to spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cms.content.richtext import Targets
from tests.library.conftest import COUNTRIES, GLOSSARY, INSTRUMENTS

Rewrite = Callable[[str, str, str], int]

SITE = """\
home:
  title: {es: Inicio, en: Home, fr: Accueil, pt: Início}
  lead: {es: Bienvenida, en: Welcome, fr: Bienvenue, pt: Boas-vindas}
catalogue:
  title: {es: Cursos, en: Courses, fr: Cours, pt: Cursos}
  lead: {es: Todos, en: All, fr: Tous, pt: Todos}
"""
PAGE = """\
# {title}

{lead}

## Inscribirse

Lea [el convenio](cite:made-up-1999).
"""
COURSE = """\
course: tiny
audience: police
hours: '1.5'
source: es
wall: selva
cover: trata
title: {es: Curso mínimo, en: Tiny course}
lead: {es: Poco, en: Little}
outcomes: {es: Saber, en: Know}
for_whom: {es: Policía, en: Police}
assessment: {es: Un cuestionario, en: A quiz}
certificate:
  template: amparo
  signatories:
  - name: Dra. Elena Marroquín
    role: {es: Dirección, en: Direction}
modules:
- id: T1
  title: {es: Primero, en: First}
  activities:
  - lesson: T1.1
  - lesson: T1.2
  - quiz: t1-quiz
    title: {es: Cuestionario, en: Quiz}
    introduction: {es: Dos preguntas, en: Two questions}
    minutes: 5
    attempts: 3
    delay: 10
    is_graded: true
    draws: [{category: T1, count: 2}]
"""
QUESTION = """\
- id: T1.1-{n}
  course: T
  module: T1
  lesson: T1.1
  type: {type}
  difficulty: 1
  stem: {{es: ¿Cuál {n}?, en: Which {n}?}}
  options:
  - id: a
    text: {{es: Esta, en: This}}
    correct: true
    feedback: {{es: Claro, en: Right}}
  - id: b
    text: {{es: Esa, en: That}}
    correct: false
    feedback: {{es: Tampoco, en: Wrong}}
  explanation: {{es: Porque sí, en: Because}}
  citations:
  - instrument: made-up-1999
    ref: art. 3
"""
LESSON = """\
---
lesson: {lesson}
lang: {lang}
title: Lección {lesson} {lang}
summary: Una frase.
minutes: 30
legal_review: null
---

::: scene
Son las dos.
:::

::: keypoints
- Uno con **fuerza**.
- Dos
  en dos líneas.
:::

## Un título

Texto con [una cita](cite:made-up-1999/3-c-d) y [un término](term:made-up-term).

::: cite made-up-1999 3-c-d
Por qué importa.
:::

::: table Cuadro
| Elemento | Pregunta |
|---|---|
| Acción | ¿Qué? |
:::

::: case 02:10, la cocina
Anselmo tiene 44 años.

? ¿Basta?
Sí. Basta.

? ¿Importa?
No.

Ni siquiera viaje.
:::

::: quote
Una frase.
-- Alguien
:::

::: reflection
¿Qué haría usted?
:::

::: takeaways
- Tres.
:::
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder like content/: a library of three entries, one page, a course with two lessons and a quiz."""
    folder = tmp_path / "content"
    files = {
        "site.yaml": SITE,
        "pages/help.es.md": PAGE.format(title="Ayuda", lead="Cómo estudiar."),
        "pages/help.en.md": PAGE.format(title="Help", lead="How to study."),
        "library/instruments.yaml": INSTRUMENTS,
        "library/countries.yaml": COUNTRIES,
        "library/glossary.yaml": GLOSSARY,
        "courses/tiny/course.yaml": COURSE,
        "courses/tiny/questions.yaml": "questions:\n" + "".join(QUESTION.format(n=n, type="single") for n in (1, 2)),
    }
    for lesson in ("T1.1", "T1.2"):
        for lang in ("es", "en"):
            name = f"courses/tiny/lessons/{lesson.lower().replace('.', '-')}.{lang}.md"
            files[name] = LESSON.format(lesson=lesson, lang=lang)
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def rewrite(content: Path) -> Rewrite:
    """Replace a text of a file, once; returns the line on which it stood, from 1."""

    def change(name: str, old: str, new: str) -> int:
        file = content / name
        before, found, after = file.read_text(encoding="utf-8").partition(old)
        assert found, f"{name} has no {old!r}"
        file.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    return change


@pytest.fixture
def targets() -> Targets:
    """What the made-up library holds."""
    return Targets({("made-up-1999", "3-c-d")}, {"made-up-term"}, {"made-up-1999"})
