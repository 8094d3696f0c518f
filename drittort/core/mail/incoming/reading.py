"""Reading a raw mail: who wrote it, what they wrote, which files came along. Everything in it was written by a stranger.

The parser of the standard library is used without its rich headers, whose reading can be made to take minutes; every header is bounded before it is
read, and a mail with more parts or deeper nesting than people send is not read at all.
"""

from __future__ import annotations

import codecs
import contextlib
import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from drittort.core.files import documents
from drittort.core.mail.incoming.html_text import text_of
from drittort.core.mail.incoming.replies import own_words

MOST_PARTS, DEEPEST, MOST_HEADERS, LONGEST_HEADER, LONGEST_KIND = 100, 12, 400, 4000, 8000
MOST_FILES = 10
LONGEST_TEXT = 300_000
IDENTITY = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,248}>")
CHARSETS = {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-15", "iso8859-2", "iso8859-9", "cp1252", "cp1250", "cp1251", "koi8-r", "gb18030", "gbk", "big5", "euc_jp", "shift_jis", "iso2022_jp", "euc_kr", "mac-roman", "utf-7"}  # fmt: skip
WESTERN = {"ascii", "iso8859-1", "cp1252"}
# Signatures and cards of programs: no file that anybody means to send.
FURNITURE = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys", "application/ms-tnef", "text/x-vcard", "text/vcard", "text/calendar", "message/delivery-status"}  # fmt: skip
SEALED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}


class Unreadable(Exception):
    """This is no mail that a person wrote: too many parts, too deep, or broken."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came along, as the mail names it; the name is bare of folders, the bytes are not looked at yet."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What a mail says. `text` is what its writer wrote themselves; `left_out` counts files beyond what is read; `calendar` is what their calendar program says."""

    subject: str
    text: str
    enclosed: tuple[Enclosed, ...]
    left_out: int
    sealed: bool
    calendar: bytes = b""


def parsed(raw: bytes) -> Message:
    """The mail as a tree. Raises Unreadable before a tree is built that would cost more than a mail is worth."""
    if len(re.findall(rb"(?i)boundary\s*=", raw)) > DEEPEST * 2 or len(re.findall(rb"(?im)^content-type\s*:", raw)) > MOST_PARTS:
        raise Unreadable("too many parts")
    if raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")[0].count(b"\n") > MOST_HEADERS * 4:
        raise Unreadable("too many headers")
    if any(length(raw, found.start()) > LONGEST_KIND for found in re.finditer(rb"(?im)^content-(?:type|disposition)\s*:", raw)):
        raise Unreadable("a header without end")
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        if depth(mail) > DEEPEST:
            raise Unreadable("too deep")
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable(type(error).__name__) from error
    return mail


def length(raw: bytes, begin: int) -> int:
    """How long the header is that begins somewhere, with the lines on which it goes on."""
    end = raw.find(b"\n", begin)
    while 0 <= end < begin + LONGEST_KIND and raw[end + 1 : end + 2] in (b" ", b"\t"):
        end = raw.find(b"\n", end + 1)
    return (end if end >= 0 else len(raw)) - begin


def depth(mail: Message) -> int:
    """How deep the tree is, counted without recursion."""
    deepest, waiting, seen = 0, [(mail, 1)], 0
    while waiting:
        part, at = waiting.pop()
        seen += 1
        deepest = max(deepest, at)
        if seen > MOST_PARTS or deepest > DEEPEST:
            return DEEPEST + 1
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting += [(each, at + 1) for each in payload if isinstance(each, Message)]
    return deepest


def told(mail: Message, name: str) -> list[str]:
    """All headers of a name as they came, topmost first, each on one line and bounded."""
    found = [str(value) for key, value in mail.raw_items() if key.lower() == name.lower()]
    return [" ".join(value[:LONGEST_HEADER].split()) for value in found[:20]]


def header(mail: Message, name: str) -> str:
    """The first header of a name in readable characters; "" for none."""
    return next((plain(value) for value in told(mail, name)), "")


def plain(value: str) -> str:
    """A raw header in readable characters, still on one line."""
    if "=?" in value:
        with contextlib.suppress(ValueError, LookupError, email.errors.HeaderParseError):
            value = "".join(
                words.decode(charset_of(charset), "replace") if isinstance(words, bytes) else words
                for words, charset in decode_header(value)
            )
    # Raw bytes beyond ASCII come as surrogates.
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(re.sub("[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", " ", value).split())


def mailboxes(values: list[str]) -> list[str]:
    """The bare addresses in some headers, in small letters; none where they are more tangled than people's are."""
    try:
        return [address.lower() for _, address in getaddresses(values)]
    except (RecursionError, ValueError, IndexError, TypeError):
        return []


def senders(mail: Message) -> list[str]:
    """The addresses that stand in From, all of them. A person's mail has one."""
    return mailboxes(told(mail, "From"))


def identity(mail: Message) -> str:
    """The Message-ID if it can be one, else ""."""
    found = IDENTITY.match(next(iter(told(mail, "Message-ID")), ""))
    return found[0] if found else ""


def written_at(mail: Message) -> datetime | None:
    """When the mail says it was written."""
    try:
        at = parsedate_to_datetime(header(mail, "Date")[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def read(mail: Message) -> Written:
    """What the mail says. Raises Unreadable."""
    try:
        parts = list(leaves(mail))
        words = body(parts)
        files = [part for part, related in parts if is_file(part, related)]
        return Written(
            subject=header(mail, "Subject")[:250],
            text=own_words(words),
            enclosed=tuple(enclosed(part) for part in files[:MOST_FILES]),
            left_out=max(0, len(files) - MOST_FILES),
            sealed=mail.get_content_type() in SEALED or "-----BEGIN PGP MESSAGE-----" in words,
            calendar=next((enclosed(part).content for part, _ in parts if part.get_content_type() == "text/calendar"), b"")[:LONGEST_TEXT],
        )
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise Unreadable(type(error).__name__) from error


def leaves(mail: Message) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, in order, each with whether it only serves another part. Mails inside the mail are files, not words."""
    waiting: list[tuple[Message, bool]] = [(mail, False)]
    while waiting:
        part, related = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            inner = part.get_content_type() == "multipart/related"
            waiting = [(each, related or (inner and n > 0)) for n, each in enumerate(payload) if isinstance(each, Message)] + waiting
        else:
            yield part, related


def body(parts: list[tuple[Message, bool]]) -> str:
    """The words: the first plain text that has any, and what follows it in further pieces of the same kind; else the HTML."""
    plain_parts = [text(part) for part, _ in parts if part.get_content_type() == "text/plain" and not is_attached(part)]
    if any(piece.strip() for piece in plain_parts):
        return "\n\n".join(piece for piece in plain_parts if piece.strip())
    pages = [text(part) for part, _ in parts if part.get_content_type() == "text/html" and not is_attached(part)]
    return "\n\n".join(text_of(page) for page in pages[:3])


def text(part: Message) -> str:
    """The characters of a part, and lines that a program broke in the middle made whole (RFC 3676)."""
    payload = part.get_payload(decode=True)
    raw = payload[: LONGEST_TEXT * 2] if isinstance(payload, bytes) else b""
    # A sign that nobody can write, and that no table takes.
    words = decoded(raw, str(part.get_content_charset() or ""))[:LONGEST_TEXT].replace("\0", "")
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        return flowed(words, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return words


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as characters: as they say; where that is wrong, as UTF-8, else as Western Europe's."""
    names = [charset_of(charset)] if charset else []
    for name in [*names, "utf-8", "cp1252"]:
        try:
            return raw.decode(name)
        except UnicodeError:
            continue
    return raw.decode("cp1252", "replace")


def charset_of(name: str | None) -> str:
    """A charset of the list, by whatever name a mail has for it; UTF-8 for everything else."""
    try:
        found = codecs.lookup((name or "utf-8").strip("\"' ")).name
    except (LookupError, ValueError):
        return "utf-8"
    if found in WESTERN:
        return "cp1252"
    return found if found in CHARSETS else "utf-8"


def flowed(text: str, *, delsp: bool) -> str:
    """Lines that end in a blank go on in the next one, if that is quoted as deeply."""
    lines: list[list[str]] = []
    going, deep = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = len(line) - len(line.lstrip(">"))
        words = line[marks:].removeprefix(" ")
        soft = words.endswith(" ") and words != "-- "
        if soft and delsp:
            words = words[:-1]
        if going and marks == deep and words != "-- ":
            lines[-1].append(words)
        else:
            lines.append([f"{'>' * marks} {words}" if marks else words])
        going, deep = soft, marks
    return "\n".join("".join(pieces) for pieces in lines)


def is_attached(part: Message) -> bool:
    """Whether the mail means a part as a file."""
    return str(part.get_content_disposition() or "") == "attachment"


def is_file(part: Message, related: bool) -> bool:
    """Whether a part is a file that somebody sends; pictures that only decorate the words are none."""
    kind = part.get_content_type()
    if kind in FURNITURE or kind in SEALED or related:
        return False
    if is_attached(part) or kind.startswith("message/"):
        return True
    return kind not in ("text/plain", "text/html") and part.get_content_maintype() != "multipart"


def enclosed(part: Message) -> Enclosed:
    """A file, with a name that is only a name."""
    payload = part.get_payload(decode=True)
    return Enclosed(
        documents.clean_name(plain(part.get_filename() or "")), part.get_content_type(), payload if isinstance(payload, bytes) else b""
    )
