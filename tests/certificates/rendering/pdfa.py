"""The rules of PDF/A-1b (ISO 19005-1, level B) that can concern a certificate, checked on the file's structure.

Not a certified validator, but quick and always there; test_preflight.py asks one of others. Numbers are the standard's
clauses.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC, PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
XMP, PDFA = "{http://ns.adobe.com/xap/1.0/}", "{http://www.aiim.org/pdfa/ns/id/}"
FORBIDDEN_KEYS = {
    "/AA": "6.6.2", "/EmbeddedFiles": "6.1.11", "/OCProperties": "6.1.13", "/XFA": "6.9", "/Alternates": "6.2.4",
    "/OPI": "6.2.4", "/TR": "6.2.8", "/HTP": "6.2.8", "/PS": "6.2.5", "/Ref": "6.2.5", "/FFilter": "6.1.7",
    "/EF": "6.1.11", "/JS": "6.6.1", "/JavaScript": "6.6.1", "/OpenAction": "6.6.1", "/Encrypt": "6.1.3",
}  # fmt: skip
CMYK = {"k", "K"}
DEEPEST = 28


def violations(data: bytes) -> list[str]:
    """What breaks the rules; empty for a conforming file."""
    with pikepdf.open(io.BytesIO(data)) as document:
        checks = (
            file_structure(data, document), metadata(document), output_intent(document),
            *(objects(each) for each in document.objects), annotations(document), content(document),
        )  # fmt: skip
        return [found for check in checks for found in check]


def file_structure(data: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-4]\r?\n%[\x80-\xff]{4}", data):
        yield "6.1.2 header"
    if "/ID" not in document.trailer or "/Encrypt" in document.trailer:
        yield "6.1.3 trailer"
    if not re.search(rb"%%EOF\r?\n?\Z", data):
        yield "6.1.3 bytes after the end"
    if re.search(rb"/Type\s*/(ObjStm|XRef)\b", data):
        yield "6.1.4 object or cross-reference stream"
    for found in re.finditer(rb"/Length (\d+)[^\0]{0,400}?>>\s*stream(\r\n|\n)", data):
        if not re.match(rb"\r?\nendstream", data[found.end() + int(found[1]) :]):
            yield f"6.1.7 length of the stream at {found.start()}"


def metadata(document: pikepdf.Pdf) -> Iterator[str]:
    stream: Any = document.Root.get("/Metadata")
    if stream is None or "/Filter" in stream:
        yield "6.7.2 metadata missing or filtered"
        return
    tree = ElementTree.fromstring(bytes(stream.read_bytes()))
    said = {node.tag: "".join(node.itertext()).strip() for node in tree.iter() if node.tag.startswith("{")}
    if (said.get(f"{PDFA}part"), said.get(f"{PDFA}conformance")) != ("1", "B"):
        yield "6.7.11 identification"
    info = document.trailer.get("/Info", {})
    pairs = {
        "/Title": f"{DC}title", "/Author": f"{DC}creator", "/Subject": f"{DC}description",
        "/Keywords": f"{PDF}Keywords", "/Producer": f"{PDF}Producer", "/Creator": f"{XMP}CreatorTool",
    }  # fmt: skip
    yield from (f"6.7.3 {key}" for key, tag in pairs.items() if key in info and str(info[key]) != said.get(tag))
    for key, tag in {"/CreationDate": f"{XMP}CreateDate", "/ModDate": f"{XMP}ModifyDate"}.items():
        if re.sub(r"\D", "", str(info[key])) != re.sub(r"\D", "", said.get(tag, "")):
            yield f"6.7.3 {key}"


def output_intent(document: pikepdf.Pdf) -> Iterator[str]:
    intents: Any = [each for each in document.Root.get("/OutputIntents", []) if each.S == "/GTS_PDFA1"]
    if len(intents) != 1:
        yield "6.2.2 output intent"
        return
    profile = intents[0].DestOutputProfile
    icc = bytes(profile.read_bytes())
    if (profile.N, icc[8], icc[12:20], icc[36:40], struct.unpack(">I", icc[:4])[0]) != (
        3, 2, b"mntrRGB ", b"acsp", len(icc),
    ):  # fmt: skip
        yield "6.2.2 profile"


def objects(each: Any) -> Iterator[str]:
    for found in dictionaries(each):
        yield from (f"{clause} {key}" for key, clause in FORBIDDEN_KEYS.items() if key in found)
        if found.get("/SMask", "/None") != "/None" or found.get("/S") == "/Transparency":
            yield "6.4 transparency"
        if (
            found.get("/CA", 1) != 1
            or found.get("/ca", 1) != 1
            or found.get("/BM", "/Normal") not in ("/Normal", "/Compatible")
        ):
            yield "6.4 opacity"
        if "LZW" in str(found.get("/Filter", "")):
            yield "6.1.10 LZW"
        if found.get("/Subtype") == "/Image" and found.get("/Interpolate", False):
            yield "6.2.4 interpolation"
        if found.get("/Type") == "/Font":
            yield from font(found)
        if len(found.keys()) > 4095 or any(len(key.encode()) > 127 for key in found):
            yield "6.1.12 limits"


def dictionaries(each: Any) -> Iterator[Any]:
    """The object and what stands in it, as far as no reference is followed."""
    if isinstance(each, pikepdf.Array):
        for item in each:
            if not getattr(item, "is_indirect", False):
                yield from dictionaries(item)
    elif isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
        yield each
        for value in each.values():
            if not getattr(value, "is_indirect", False):
                yield from dictionaries(value)


def font(found: Any) -> Iterator[str]:
    name, descriptor = found.BaseFont, found.get("/FontDescriptor")
    if found.Subtype != "/TrueType" or descriptor is None or "/FontFile2" not in descriptor:
        yield f"6.3.4 {name} is not an embedded TrueType font"
        return
    if not re.match(r"/[A-Z]{6}\+", str(name)) or descriptor.FontName != name:
        yield f"6.3.5 {name} has no subset's name"
    if not int(descriptor.Flags) & 4 or "/Encoding" in found:
        yield f"6.3.7 {name} is not symbolic"
    program = bytes(descriptor.FontFile2.read_bytes())
    if descriptor.FontFile2.Length1 != len(program):
        yield f"6.1.7 {name} Length1"
    advances, subtables = program_widths(program)
    if subtables != 1:
        yield f"6.3.7 {name} has {subtables} encodings"
    widths = list(found.Widths)
    if len(widths) != found.LastChar - found.FirstChar + 1:
        yield f"6.3.6 {name} widths"
    wrong = [c for c, w in advances.items() if c < len(widths) and abs(float(widths[c]) - w) > 1]
    if wrong:
        yield f"6.3.6 {name} widths of {wrong}"


def program_widths(program: bytes) -> tuple[dict[int, float], int]:
    """({code: advance in thousandths}, number of encodings) of a TrueType program."""
    count = struct.unpack(">H", program[4:6])[0]
    rows = (struct.unpack(">4sIII", program[12 + 16 * i : 28 + 16 * i]) for i in range(count))
    tables = {tag: program[offset : offset + length] for tag, _, offset, length in rows}
    em, metrics = struct.unpack(">H", tables[b"head"][18:20])[0], struct.unpack(">H", tables[b"hhea"][34:36])[0]
    subtables = struct.unpack(">H", tables[b"cmap"][2:4])[0]
    start = struct.unpack(">I", tables[b"cmap"][8:12])[0]
    glyphs = encoded_glyphs(tables[b"cmap"][start:])
    advance = lambda g: struct.unpack(">H", tables[b"hmtx"][4 * min(g, metrics - 1) :][:2])[0]  # noqa: E731
    return {code: advance(glyph) * 1000 / em for code, glyph in glyphs.items() if glyph}, subtables


def encoded_glyphs(table: bytes) -> dict[int, int]:
    kind = struct.unpack(">H", table[:2])[0]
    if kind == 0:
        return dict(enumerate(table[6:262]))
    first, count = struct.unpack(">HH", table[6:10])
    return dict(enumerate(struct.unpack(f">{count}H", table[10 : 10 + 2 * count]), first))


def annotations(document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        for each in page.get("/Annots", []):
            if each.Subtype not in ("/Widget", "/Link", "/Text"):
                yield f"6.5.2 {each.Subtype}"
            if int(each.get("/F", 0)) & 0b100111 != 4:
                yield "6.5.3 flags"
            if list(each.get("/AP", {}).keys()) != ["/N"]:
                yield "6.5.3 appearance"
    if document.Root.get("/AcroForm", {}).get("/NeedAppearances", False):
        yield "6.9 NeedAppearances"


def content(document: pikepdf.Pdf) -> Iterator[str]:
    streams = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
    for each in (*streams, *document.pages):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(each):
            name = str(operator)
            depth += {"q": 1, "Q": -1}.get(name, 0)
            if name in CMYK or depth > DEEPEST or name not in OPERATORS:
                yield f"6.2 operator {name} at depth {depth}"
            if name == "Tf":
                fonts = (each.obj if hasattr(each, "obj") else each).Resources.get("/Font", {})
                if str(operands[0]) not in fonts:
                    yield f"6.3 no font {operands[0]}"


OPERATORS = {
    "b",
    "B",
    "b*",
    "B*",
    "BDC",
    "BI",
    "BMC",
    "BT",
    "BX",
    "c",
    "cm",
    "CS",
    "cs",
    "d",
    "d0",
    "d1",
    "Do",
    "DP",
    "EI",
    "EMC",
    "ET",
    "EX",
    "f",
    "F",
    "f*",
    "G",
    "g",
    "gs",
    "h",
    "i",
    "ID",
    "j",
    "J",
    "l",
    "m",
    "M",
    "MP",
    "n",
    "q",
    "Q",
    "re",
    "RG",
    "rg",
    "ri",
    "s",
    "S",
    "SC",
    "sc",
    "SCN",
    "scn",
    "sh",
    "T*",
    "Tc",
    "Td",
    "TD",
    "Tf",
    "Tj",
    "TJ",
    "TL",
    "Tm",
    "Tr",
    "Ts",
    "Tw",
    "Tz",
    "v",
    "w",
    "W",
    "W*",
    "y",
    "'",
    '"',
}
