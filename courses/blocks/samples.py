"""Examples for the picker, in the language of who writes. They show the form; they are no law."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from library.references import ReferenceText


def _p(text: str) -> str:
    return f"<p>{text}</p>"


def scene() -> str:
    return _p(
        _("It is ten past two at night. Officer Ruth Salgado opens the door of a house where no door has a handle.")
    )


def goal() -> str:
    return _p(_("To decide, within the first hour, whether a person may be a victim, and to call the right service."))


def keypoints() -> list[str]:
    return [
        _p(_("Consent does not count where someone was deceived.")),
        _p(_("Without movement there can still be trafficking.")),
    ]


def takeaways() -> list[str]:
    return [_p(_("Speak with each person alone.")), _p(_("Write down the hour at which you informed the person."))]


def heading() -> str:
    return _("What to ask first")


def text() -> str:
    return _p(_("Ask where the person sleeps, who keeps the papers, and what would happen if the person left."))


def table() -> dict[str, Any]:
    return {
        "columns": [{"type": "text", "heading": _("Element")}, {"type": "text", "heading": _("Question")}],
        "rows": [
            {"values": [_("Act"), _("What was done with the person?")]},
            {"values": [_("Purpose"), _("To exploit the person how?")]},
        ],
        "caption": _("Three questions"),
    }


def comparison() -> dict[str, Any]:
    points = [
        (_("Border"), _("Not needed"), _("Always crossed")),
        (_("Against whom"), _("Against a person"), _("Against the State's rules on entry")),
    ]
    return {
        "caption": _("Not the same"),
        "left": _("Trafficking in persons"),
        "right": _("Smuggling of migrants"),
        "points": [{"point": point, "left": _p(left), "right": _p(right)} for point, left, right in points],
        "conclusion": _p(_("Ask what the money was for: the journey, or the person.")),
    }


def accordion() -> dict[str, Any]:
    return {
        "caption": _("When it is harder"),
        "folds": [
            {"title": _("The person speaks no language of the form"), "text": _p(_("Call the interpreting line."))},
            {"title": _("The person has two nationalities"), "text": _p(_("The person chooses whom to inform."))},
        ],
    }


def quote() -> dict[str, str]:
    return {"text": _("A right that nobody was told of is not yet a right."), "source": _("A consul")}


def box() -> str:
    """The first box of the library: the example is the thing itself."""
    return ReferenceText.objects.boxes().order_by("position", "slug").values_list("slug", flat=True).first() or ""


def country() -> dict[str, Any]:
    return {
        "title": _("Whom you call"),
        "show": [],
        "texts": [],
        "otherwise": _p(_("Look up the number of your country's service for victims and write it on the duty list.")),
    }


def case() -> dict[str, Any]:
    answer = _p(_("It depends. Ask first who keeps the passport."))
    return {
        "title": _("01:40, a locked house"),
        "text": _p(_("Anselmo, 44, says that he works here because he wants to.")),
        "questions": [{"question": _("Is his word enough?"), "answer": answer}],
    }


def steps() -> dict[str, Any]:
    return {
        "caption": _("From the first sign to the referral"),
        "steps": [
            {"name": _("Listen."), "text": _p(_("The officer speaks with each person alone."))},
            {"name": _("Refer."), "text": _p(_("The shift leader calls the service, if the person agrees."))},
        ],
    }


def timeline() -> dict[str, Any]:
    moments = [("22:40", _("The call comes in.")), ("06:00", _("By now the consulate knows, if the person wants it."))]
    return {"caption": _("The first night"), "moments": [{"time": time, "text": _p(what)} for time, what in moments]}


def activity() -> str:
    return _p(_("Find out who answers the telephone of the service for victims at three in the morning."))


def video() -> dict[str, Any]:
    return {
        "title": _("The first interview, re-enacted"),
        "file": None,
        "captions": None,
        "address": "https://www.youtube.com/watch?v=00000000000",
        "length": "2:15",
        "transcript": _p(_("The officer sits down beside the person, not opposite.")),
    }


def audio() -> dict[str, Any]:
    return {
        "title": _("A call to the duty line"),
        "file": SimpleNamespace(file=SimpleNamespace(url=""), get_file_size=lambda: 900_000, pk=0),
        "length": "1:10",
        "transcript": _p(_("Good evening. I am calling about my sister.")),
    }


def download() -> dict[str, Any]:
    file = SimpleNamespace(url="#", file_extension="pdf", get_file_size=lambda: 180_000, pk=0)
    return {"file": file, "title": _("Checklist for the first interview"), "about": _("To print and keep at the desk.")}
