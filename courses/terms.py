"""Terms of the glossary in a lesson: each link to the glossary page becomes one to the meaning, on the same page.

Without script the meaning opens below the text as the link's target; with it, beside the word, on pointing or pressing.
"""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from library.models import GlossaryTerm

# As templates write it: localised_links has put the language in front.
_LINK = re.compile(r'<a href="(?:/[a-z]{2})?/library/glossary/#t-([a-z0-9-]+)">(.*?)</a>', re.DOTALL)


def with_definitions(opening: str, html: str) -> tuple[SafeString, SafeString]:
    """Both parts of a lesson, the meanings of all their terms behind the second. One query, none without terms."""
    wanted = dict.fromkeys(match[1] for text in (opening, html) for match in _LINK.finditer(text))
    terms = GlossaryTerm.objects.in_bulk(list(wanted)) if wanted else {}
    known = [terms[slug] for slug in wanted if slug in terms]
    seen: set[str] = set()
    marked = [_marked(text, terms, seen) for text in (opening, html)]
    meanings = render_to_string("blocks/terms.html", {"terms": known}) if known else ""
    return mark_safe(marked[0]), mark_safe(marked[1] + meanings)  # noqa: S308 rendered templates


def _marked(html: str, terms: dict[str, GlossaryTerm], seen: set[str]) -> str:
    """The first place of each term can be returned to."""

    def link(match: re.Match[str]) -> str:
        slug = match[1]
        if slug not in terms:
            return match[0]
        place = "" if slug in seen else f' id="from-{slug}"'
        seen.add(slug)
        return (
            f'<a class="term"{place} href="#term-{slug}" role="doc-glossref" aria-describedby="means-{slug}" data-term>'
            f"{match[2]}</a>"
        )

    return _LINK.sub(link, html)
