"""Documents by a short list: the ending and the content must agree. They are never shown, only handed over."""

from __future__ import annotations

import io
import itertools
import unicodedata
import zipfile
import zlib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import Invalid

OFFICE = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_OFFICE = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
TEXT = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv"}
ENDINGS = ("pdf", *TEXT, *OFFICE, *OPEN_OFFICE)
MOST_PARTS, MOST_UNPACKED, MOST_RATIO = 3_000, 300 * 1024 * 1024, 200
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
NOT_LISTED = gettext_lazy("We take PDF, text (txt, md, csv) and office files (docx, xlsx, pptx, odt, ods, odp).")
NOT_WHAT_IT_SAYS = gettext_lazy("This file is not what its name says, or it is damaged. Save it again, please, and try once more.")


def clean_name(name: str) -> str:
    """A name that is safe on every machine and says what it seems to say: no path, no control or direction marks, no reserved word."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] not in "CZ" or c == " ")
    name = " ".join("".join("_" if c in '<>:"|?*' else c for c in name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = stem.strip(". ")[:100].strip(". ") or "file"
    if stem.partition(".")[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    return f"{stem}.{ending[:10].lower()}" if ending else stem


def mimetype_of(name: str, content: bytes) -> str:
    """The type of a document whose name and content agree. Raises Invalid with a sentence."""
    ending = name.rpartition(".")[2] if "." in name else ""
    if ending not in ENDINGS:
        raise Invalid(NOT_LISTED)
    if not content:
        raise Invalid(_("This file is empty."))
    if ending == "pdf":
        if not content.startswith(b"%PDF-1.") and not content.startswith(b"%PDF-2."):
            raise Invalid(NOT_WHAT_IT_SAYS)
        if b"%%EOF" not in content[-2048:]:
            raise Invalid(NOT_WHAT_IT_SAYS)
        return "application/pdf"
    if ending in TEXT:
        return plain(content, TEXT[ending])
    return packed(ending, content)


def plain(content: bytes, mimetype: str) -> str:
    """Text that is text: UTF-8, no control characters, not a page in disguise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_("We read text as UTF-8 only. Save it so, please, and try once more.")) from error
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text):
        raise Invalid(NOT_WHAT_IT_SAYS)
    if text.lstrip()[:1] == "<" or "<script" in text[:4096].lower():
        raise Invalid(_("This looks like a web page, not like a text. We don't take those."))
    return mimetype


def packed(ending: str, content: bytes) -> str:
    """An office file: a zip of bounded size that says what it is. Nothing but its few first words is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        raise Invalid(NOT_WHAT_IT_SAYS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            bounded(parts)
            names = {part.filename for part in parts}
            if ending in OFFICE:
                main, mimetype = OFFICE[ending]
                said = first_words(archive, "[Content_Types].xml", 256 * 1024)
                if main not in names or b"<Types" not in said or mimetype.encode() not in said:
                    raise Invalid(NOT_WHAT_IT_SAYS)
            else:
                mimetype = OPEN_OFFICE[ending]
                if first_words(archive, "mimetype", 200).strip() != mimetype.encode():
                    raise Invalid(NOT_WHAT_IT_SAYS)
            return mimetype
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise Invalid(NOT_WHAT_IT_SAYS) from error


def bounded(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse bombs, hidden paths, programs and secrets inside a packed file, by its table of contents alone."""
    unpacked = sum(part.file_size for part in parts)
    heavy = any(part.file_size > 1024 * 1024 and part.file_size > MOST_RATIO * max(1, part.compress_size) for part in parts)
    starts = sorted((part.header_offset, part.compress_size) for part in parts)
    overlap = any(first + size > second for (first, size), (second, _size) in itertools.pairwise(starts))
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or heavy or overlap or len({part.filename for part in parts}) != len(parts):
        raise Invalid(_("Unpacked, this file would be far too large. We don't take it."))
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or part.flag_bits & 0x1:
            raise Invalid(NOT_WHAT_IT_SAYS)
        if (
            name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs", ".dll", ".bat", ".cmd", ".html", ".htm", ".svg", ".php"))
            or "/scripts/" in f"/{name.lower()}"
        ):
            raise Invalid(_("This file carries programs (macros). Save it without them, please."))


def first_words(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The beginning of one part."""
    with archive.open(name) as part:
        return part.read(most)
