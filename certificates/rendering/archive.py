"""What makes the file PDF/A-1b (ISO 19005-1): metadata in two forms, a colour profile, an identifier."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from certificates.rendering import icc

PRODUCER = "xhtml2pdf, pikepdf"
MARK = "\ufeff"

PACKET = """<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\
<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">\
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{author}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True)
class Metadata:
    """What the file says about itself, the same in its XMP packet and in its Info dictionary.

    `log_head` is the last signed head of the certificate log, in the Info dictionary alone: a name of our own is
    allowed there, while XMP would want a schema with it.
    """

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    created_on: date
    log_head: str = ""

    def as_info(self) -> Dictionary:
        stamp = f"D:{self.created_on:%Y%m%d}000000Z"
        info = Dictionary(
            Title=self.title,
            Author=self.author,
            Subject=self.subject,
            Keywords=self.keywords,
            Creator=self.author,
            Producer=PRODUCER,
            CreationDate=stamp,
            ModDate=stamp,
        )
        if self.log_head:
            info.LogHead = pikepdf.String(self.log_head)
        return info

    def as_xmp(self) -> bytes:
        said = {key: escape(str(value), quote=False) for key, value in vars(self).items()}
        when = f"{self.created_on:%Y-%m-%d}T00:00:00Z"
        return PACKET.format(**said, when=when, producer=PRODUCER, mark=MARK).encode()


def archive(document: pikepdf.Pdf, metadata: Metadata) -> None:
    """Put in what PDF/A asks for beside the page itself."""
    root: Any = document.Root
    document.trailer.Info = document.make_indirect(metadata.as_info())
    root.Metadata = document.make_stream(metadata.as_xmp(), Type=Name.Metadata, Subtype=Name.XML)
    root.Lang = pikepdf.String(metadata.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.OutputIntents = Array([output_intent(document)])
    for key in ("/Outlines", "/PageMode", "/Version"):
        if key in root:
            del root[key]


@cache
def packed_profile() -> bytes:
    return zlib.compress(icc.srgb_profile(), 9)


def output_intent(document: pikepdf.Pdf) -> Dictionary:
    profile = document.make_stream(packed_profile(), N=3, Filter=Name.FlateDecode)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=icc.NAME,
        Info=icc.NAME,
        DestOutputProfile=profile,
    )
