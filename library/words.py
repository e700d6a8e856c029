"""Words for what the content files write in English or in codes, so that every page says them in its language.

A value without words here is shown as it stands; tests/library/test_words.py keeps the lists in step with content/.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from library.domain.numbers import Unit, read_number
from library.domain.verification import State

Words = dict[str, Promise | str]

TOPICS: Final[Words] = {
    "access-to-justice": _("access to justice"),
    "asylum": _("asylum"),
    "capacity-building": _("capacity building"),
    "children": _("children"),
    "consular-protection": _("consular protection"),
    "cooperation": _("cooperation between States"),
    "detention": _("detention"),
    "due-diligence": _("due diligence"),
    "due-process": _("due process"),
    "equality": _("equality"),
    "evidence": _("evidence"),
    "expulsion": _("expulsion"),
    "family-unity": _("family unity"),
    "firewall": _("firewalls"),
    "gender": _("gender"),
    "health": _("health"),
    "identification": _("identification of victims"),
    "inter-american-system": _("Inter-American system"),
    "interviewing": _("interviews"),
    "labour-rights": _("labour rights"),
    "migrant-workers": _("migrant workers"),
    "nationality": _("nationality"),
    "non-punishment": _("non-punishment"),
    "non-refoulement": _("non-refoulement"),
    "oas-program": _("OAS programme"),
    "privacy": _("privacy"),
    "reparations": _("reparation"),
    "slavery-forced-labour": _("slavery and forced labour"),
    "smuggling": _("smuggling of migrants"),
    "trafficking": _("trafficking in persons"),
    "use-of-force": _("use of force"),
    "victims-rights": _("rights of victims"),
}

BODIES: Final[Words] = {
    "UN": _("United Nations"),
    "IACtHR": _("Inter-American Court of Human Rights"),
    "ILO": _("International Labour Organization"),
    "OAS": _("Organization of American States"),
    "ICJ": _("International Court of Justice"),
    "OAS General Assembly": _("General Assembly of the OAS"),
    "League of Nations / UN": _("League of Nations and United Nations"),
    "Colloquium of States and experts (Latin America)": _("Colloquium of States and experts (Latin America)"),
    "UN (OHCHR)": _("Office of the United Nations High Commissioner for Human Rights"),
    "IACHR (OAS)": _("Inter-American Commission on Human Rights"),
    "UNODC": _("United Nations Office on Drugs and Crime"),
    "Ibero-American Judicial Summit": _("Ibero-American Judicial Summit"),
    "UN (CEDAW Committee)": _("United Nations, CEDAW Committee"),
    "UN (CMW and CRC Committees)": _("United Nations, CMW and CRC Committees"),
    "WHO": _("World Health Organization"),
    "UN (Special Rapporteur on trafficking in persons)": _(
        "United Nations, Special Rapporteur on trafficking in persons"
    ),
}

PLACES: Final[Words] = {
    "Belém do Pará, Brazil": _("Belém do Pará, Brazil"),
    "Bogotá, Colombia": _("Bogotá, Colombia"),
    "Brasília, Brazil (updated in Quito, Ecuador, April 2018)": _(
        "Brasília, Brazil (updated in Quito, Ecuador, April 2018)"
    ),
    "Cartagena de Indias, Colombia": _("Cartagena de Indias, Colombia"),
    "Fort Lauderdale, United States": _("Fort Lauderdale, United States"),
    "Geneva, Switzerland": _("Geneva, Switzerland"),
    "Lima, Peru (2010 resolution); Brasília, Brazil (2014 declaration and second plan)": _(
        "Lima, Peru (2010 resolution); Brasília, Brazil (2014 declaration and second plan)"
    ),
    "Marrakech, Morocco": _("Marrakech, Morocco"),
    "Mexico City, Mexico": _("Mexico City, Mexico"),
    "New York, United States": _("New York, United States"),
    "New York, United States (opened for signature in Palermo, Italy)": _(
        "New York, United States (opened for signature in Palermo, Italy)"
    ),
    "Panama City, Panama": _("Panama City, Panama"),
    "San José, Costa Rica": _("San José, Costa Rica"),
    "San Salvador, El Salvador": _("San Salvador, El Salvador"),
    "The Hague, Netherlands": _("The Hague, Netherlands"),
    "Vienna, Austria": _("Vienna, Austria"),
}

ASPECTS: Final[Words] = {
    "articles": _("articles"),
    "content": _("content"),
    "date, place and exact title": _("date, place and exact title"),
    "dates": _("dates"),
    "facts": _("facts of the case"),
    "number": _("number"),
    "objectives": _("objectives"),
    "paragraphs": _("paragraph numbers"),
    "place of the 2010 session": _("place of the 2010 session"),
    "principle numbers": _("numbers of the principles"),
    "principles 7-17": _("principles 7 to 17"),
    "rule numbers": _("numbers of the rules"),
    "structure": _("structure"),
    "symbol and content": _("symbol and content"),
}

# Provisions named by words instead of a number.
PARTS: Final[Words] = {
    "whole text": _("whole text"),
    "operative part": _("operative part"),
    "objectives": _("objectives"),
    "annex": _("annex"),
    "10 principles": _("10 principles"),
    "11 indicators": _("11 indicators"),
    "No. 4/23, section on liberty": _("No. 4/23, section on liberty"),
    "No. 3/22 and 4/23": _("No. 3/22 and 4/23"),
}

ACTS: Final[Words] = {"ratification": _("ratification"), "accession": _("accession")}

VERIFICATION: Final[dict[State, Promise | str]] = {
    State.CHECKED: _("checked against a public source"),
    State.PARTLY: _("checked in part: check before quoting"),
    State.KNOWLEDGE: _("from the author's knowledge: check before quoting"),
    State.UNCHECKED: _("not checked: check before quoting"),
}

# Groups of instruments by how they work as a source, and what that means.
GROUPS: Final[Words] = {
    "binds": _("Treaties and protocols"),
    "interprets": _("Judgments, opinions and general comments"),
    "guides": _("Declarations, resolutions and guidelines"),
}
GROUP_SENTENCES: Final[Words] = {
    "binds": _("They bind the States that are parties to them. Check whether your State is one."),
    "interprets": _("In them courts and committees say what the rules mean."),
    "guides": _("They are not treaties. They say how the rules should be understood and applied."),
}
_BINDS = _("It binds the States that are parties to it. Check whether your State is one.")
_GUIDES = _("It guides: it is not a treaty. It says how the rules should be understood and applied.")
HOW_IT_WORKS: Final[Words] = {  # by kind of instrument
    "treaty": _BINDS,
    "protocol": _BINDS,
    "judgment": _(
        "It interprets: a court applied the rules to one case. "
        "It binds the States of that case and shows all others how the court reads the rules."
    ),
    "advisory_opinion": _(
        "It interprets: the Court explains what the rules mean. It is not a treaty; it shows how the Court reads one."
    ),
    "general_comment": _(
        "It interprets: the committee of a treaty says how it reads it. "
        "It is not a treaty; States that are parties take it into account."
    ),
    "declaration": _GUIDES,
    "resolution": _GUIDES,
    "guidelines": _GUIDES,
    "other": _GUIDES,
}


def number_label(number: str, bare: Unit = Unit.BARE) -> str:
    """A provision's number with its word in the active language: `art. 36(1)(b)`, `para. 160`.

    `bare` says what a number without a word counts in this instrument.
    """
    read = read_number(number)
    label = _with_unit(bare if read.unit is Unit.BARE else read.unit, read.text)
    if read.unit is not Unit.WORDS:
        label = label.replace(" ", "\u00a0", 1)  # "art." and its number stay on one line
    return f"{label} ({read.of})" if read.of else label


def _with_unit(unit: Unit, text: str) -> str:
    match unit:
        case Unit.ARTICLE:
            return gettext("art. %(number)s") % {"number": text}
        case Unit.PARAGRAPH:
            return gettext("para. %(number)s") % {"number": text}
        case Unit.PRINCIPLE:
            return gettext("principle %(number)s") % {"number": text}
        case Unit.GUIDELINE:
            return gettext("guideline %(number)s") % {"number": text}
        case Unit.OBJECTIVE:
            return gettext("objective %(number)s") % {"number": text}
        case Unit.RULE:
            return gettext("rule %(number)s") % {"number": text}
        case Unit.BARE:
            return gettext("no. %(number)s") % {"number": text}
        case Unit.WORDS:
            return str(PARTS.get(text, text))
