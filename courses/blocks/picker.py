"""How the editor's picker shows the blocks of a lesson: group, icon, what each is for, and an example.

Apart from the blocks themselves, because nothing of it is stored: no migration follows from a better word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.blocks import samples

WRITING, LAW, PRACTICE, MEDIA = _("Text"), _("Law"), _("Practice"), _("Media")
Words = str | Promise


@dataclass(frozen=True)
class Shown:
    """A block in the picker. `template`: a page of its own for the example, where the block needs more than a value."""

    group: Words
    icon: str
    about: Words
    sample: Callable[[], Any] | None = None
    template: str = ""


PICKER: dict[str, Shown] = {
    "scene": Shown(
        WRITING, "user", _("Begin here: a person, a place, an hour. Three or four sentences."), samples.scene
    ),
    "goal": Shown(
        WRITING, "tick-inverse", _("What the learner will be able to do after this lesson. One line."), samples.goal
    ),
    "keypoints": Shown(WRITING, "list-ul", _("Three to six sentences that carry the lesson."), samples.keypoints),
    "heading": Shown(
        WRITING,
        "title",
        _("A large heading. It also appears in the list of contents beside the lesson."),
        samples.heading,
    ),
    "text": Shown(
        WRITING,
        "pilcrow",
        _("Paragraphs, lists, small headings, links. A link to a term of the glossary shows its meaning."),
        samples.text,
    ),
    "table": Shown(WRITING, "table", _("Rows and columns. On a telephone each row becomes a card."), samples.table),
    "comparison": Shown(
        WRITING, "order", _("Two things that are easily confused, point by point, side by side."), samples.comparison
    ),
    "accordion": Shown(
        WRITING, "collapse-down", _("Lines that open one by one: for what not every learner needs."), samples.accordion
    ),
    "quote": Shown(WRITING, "openquote", _("One sentence worth keeping, large."), samples.quote),
    "takeaways": Shown(WRITING, "thumbtack", _("Three lines to remember tomorrow at the post."), samples.takeaways),
    "cite": Shown(LAW, "link", _("A treaty, judgment or article of the library, in plain words, with its link."), None),
    "box": Shown(
        LAW,
        "clipboard-list",
        _("A reference box of the library, whole: the same words in every lesson."),
        samples.box,
    ),
    "country": Shown(
        LAW, "site", _("Law, hotline and your own words for the country in which the learner works."), samples.country
    ),
    "case": Shown(PRACTICE, "form", _("A short case with questions; the answers open when asked for."), samples.case),
    "check": Shown(
        PRACTICE,
        "help",
        _("A question of the course's bank inside the lesson. It counts for nothing and explains the answer."),
        template="blocks/previews/check.html",
    ),
    "steps": Shown(PRACTICE, "list-ol", _("What happens first, second, third, and who does it."), samples.steps),
    "timeline": Shown(
        PRACTICE, "time", _("Moments in their order: what happened, or must happen, and when."), samples.timeline
    ),
    "activity": Shown(
        PRACTICE, "edit", _("Something to do at the post, on paper or with a colleague."), samples.activity
    ),
    "reflection": Shown(
        PRACTICE,
        "comment",
        _("One question; the learner's note is private. It always stands at the end of the lesson, once."),
        template="blocks/previews/reflection.html",
    ),
    "figure": Shown(
        MEDIA,
        "image",
        _("A picture or drawing with description, caption and credit."),
        template="blocks/previews/figure.html",
    ),
    "video": Shown(
        MEDIA,
        "media",
        _("Your own file with captions, or a video of YouTube or Vimeo that waits for a click."),
        samples.video,
    ),
    "audio": Shown(MEDIA, "media", _("A recording to listen to, with its transcript."), samples.audio),
    "download": Shown(MEDIA, "download", _("A file to take along: a form, a checklist, a leaflet."), samples.download),
}


def present(children: Mapping[str, Any]) -> None:
    """Give each block what the picker shows of it."""
    for kind, block in children.items():
        shown = PICKER[kind]
        block.meta.group, block.meta.icon, block.meta.description = shown.group, shown.icon, shown.about
        if shown.sample:
            block.meta.preview_value = shown.sample
        if shown.template:
            block.meta.preview_template = shown.template
