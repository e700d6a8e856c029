"""The transcript as a PDF: a page of HTML set by xhtml2pdf in the certificates' typefaces."""

import io
import re
from datetime import date
from html import escape, unescape

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.holding import Transcript
from certificates.rendering.design import DESIGNS
from certificates.rendering.drawing import draw_html
from certificates.rendering.finishing import UNUSED_FONT, restore_text
from certificates.rendering.typeface import FONTS, Typeface, read_typeface

TEXT = "AmparoText-Regular.ttf"
FACES = {"h1": "AmparoDisplay-Regular.ttf"} | dict.fromkeys(("h2", "th", "b", "caption"), "AmparoText-SemiBold.ttf")
AFTER_TAG = re.compile(r"<(/?\w+)([^>]*)>([^<]*[^<\s][^<]*)")  # a tag and the text that follows it


def render_transcript(learner: User, transcript: Transcript, today: date) -> bytes:
    """The transcript in the active language. Raises MissingGlyphs, and RenderingFailed if xhtml2pdf complains."""
    context = {
        "learner": learner,
        "transcript": transcript,
        "today": today,
        "issuer": settings.AMPARO_ISSUER_NAME,
        "address": f"{settings.AMPARO_BASE_URL.partition('://')[2]}/v",
    }
    body, faces = typeset(render_to_string("certificates/transcript_pdf_body.html", context))
    declared = "".join(
        f'@font-face {{ font-family: {face.name}; src: url("{face.path}"); }}' for face in faces.values()
    )
    style = render_to_string("certificates/transcript_pdf.css")
    html = f"<html><head><style>{declared}{style}</style></head><body>{body}</body></html>"
    return _finished(draw_html(html, DESIGNS), faces, f"{_('Transcript')}: {learner}")


def typeset(html: str) -> tuple[str, dict[str, Typeface]]:
    """The page with every text in the glyphs of the fonts that have them, and those fonts by name."""
    faces: dict[str, Typeface] = {}

    def set_text(found: re.Match[str]) -> str:
        tag, attributes, text = found.groups()
        runs = read_typeface(FONTS / FACES.get(tag, TEXT)).runs(" ".join(unescape(text).split()))
        faces.update({run.face.name: run.face for run in runs})
        spans = (f'<span style="font-family:{run.face.name}">{escape(run.glyphs)}</span>' for run in runs)
        return f"<{tag}{attributes}>{''.join(spans)}"

    return AFTER_TAG.sub(set_text, html), faces


def _finished(pdf: bytes, faces: dict[str, Typeface], title: str) -> bytes:
    """With real text behind the glyphs, the used fonts alone, and the metadata that readers show."""
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            restore_text(page.obj, faces)
            page.Contents = document.make_stream(UNUSED_FONT.sub(b"", page.Contents.read_bytes()))
        document.Root.Lang = pikepdf.String(translation.get_language() or settings.LANGUAGE_CODE)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        document.docinfo["/Title"] = pikepdf.String(title)
        document.docinfo["/Author"] = pikepdf.String(settings.AMPARO_ISSUER_NAME)
        document.save(result, compress_streams=True)
    return result.getvalue()
