"""What somebody wrote themselves in an answer: without what their mail program quotes, signs and advertises, in German and English.

Answers at the top, below and between the lines are told apart by the order of own and quoted lines. Only where somebody answers between the lines
does the quoted paragraph above each answer stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_LINES = 4000
KEPT_OF_QUOTE = 4

SEPARATOR = re.compile(
    r"^\s*-{2,}\s*(?:Urspr(?:ü|ue)ngliche\s(?:Nachricht|E-?Mail|Mail)|Original[- ]?Nachricht|Original\s(?:Message|Mail|e-?mail)|"
    r"Weitergeleitete\sNachricht|Forwarded\s[Mm]essage)\s*-{2,}\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*_{10,}\s*$")
HEADER = re.compile(
    r"^[\s>*]*(Von|From|Gesendet(?: am)?|Sent|Datum|Date|An|To|Cc|Kopie|Betreff|Subject|Antwort an|Reply-To|Wichtigkeit|Importance)\s?\*?:",
    re.I,
)
FROM, WHEN = {"von", "from"}, {"gesendet", "gesendet am", "sent", "datum", "date", "betreff", "subject"}

DAY = (
    r"(?:\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}|\d{4}-\d{2}-\d{2}|"
    r"\d{1,2}(?:st|nd|rd|th)?\.?\s+[A-Za-zä]{3,9}\.?,?\s+\d{4}|[A-Za-zä]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
)
WROTE = r"(?:schrieb|geschrieben|wrote)"
DATED = re.compile(DAY)
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
CLOCK = re.compile(r"\d{1,2}:\d{2}")
# How a quotation is announced. Each has the day, so that nobody's own sentence is taken for one.
ANNOUNCED = (
    re.compile(rf"^(?:Am|On)\b.{{0,300}}\b{WROTE}\b.{{0,250}}:$"),
    re.compile(rf"^(?:Am|On)\b.{{0,300}}\b{WROTE}:$"),
    re.compile(rf"^[^.!?]{{1,200}}<[^<>]+>\s+{WROTE}\b.{{0,150}}:$"),
    re.compile(rf"^\S.{{0,80}}\s{WROTE}\s(?:am|on)\s.{{0,100}}:$"),
    re.compile(r"^.{1,250}\shat am\s.{1,100}\sgeschrieben:$"),
    re.compile(rf"^{DAY},?\s.{{0,250}}@.{{0,150}}:$"),
    re.compile(r"^\*\s.{1,250}\[\d{4}-\d{2}-\d{2}.{0,30}\]:$"),
)
UNDATED = re.compile(r"^(?:Zitat von|Quoting)\s.{1,300}:$")
WITHOUT_COLON = re.compile(rf"^(?:Am|On)\b.{{0,200}}\b{WROTE}\b.{{0,100}}[^:]$")

ADVERTISED = re.compile(
    r"^\W*(?:"
    r"Von (?:meinem|meiner) .{2,80}gesendet|"
    r"Von .{2,40} f(?:ü|ue)r (?:Android|iOS|Mac|Windows) gesendet|"
    r"Gesendet (?:von (?:meinem|meiner|Mail|Outlook|Yahoo)|mit (?:der |meinem |Proton|AquaMail|Spark|BlueMail|FairEmail))\b.{0,80}|"
    r"Verschickt mit .{2,60}|"
    r"Sent (?:from (?:my|Mail|Outlook|Yahoo|Proton)|with|via)\b.{2,80}|"
    r"(?:Get|Holen Sie sich) Outlook (?:for|f(?:ü|ue)r)\b.{0,80}|"
    r"Outlook f(?:ü|ue)r .{2,60}(?:beziehen|abrufen|herunterladen)|"
    r"Diese (?:Nachricht|E-?Mail) wurde (?:von|mit) .{2,80}(?:gesendet|gepr(?:ü|ue)ft)|"
    r"Virenfrei\b.{0,60}|Virus-free\b.{0,60}|(?:https?://)?www\.avast\.com\S*"
    r")\.?\s*(?:Please excuse my brevity\.?|Bitte entschuldigen Sie die K(?:ü|ue)rze\.?)?\s*$",
    re.IGNORECASE,
)
NOTICE = re.compile(
    r"^\W*(?:Diese (?:E-?Mail|Nachricht)|Der Inhalt dieser (?:E-?Mail|Nachricht)|This (?:e-?mail|message)|The (?:information|content)|Vertraulichkeit|"
    r"Confidential|(?:Wichtiger )?Hinweis:|Disclaimer)",
    re.IGNORECASE,
)
NOTICE_WORDS = re.compile(r"vertraulich|confidential|privileged|Adressat|intended (?:solely|recipient|only)|Datenschutz", re.IGNORECASE)
SIGNED = re.compile(r"^(?:--|__|–|—)$")
CLOSING = re.compile(
    r"^(?:(?:mit )?(?:(?:ganz|sehr|den) )?(?:viele|liebe|beste|besten|herzliche|herzlichen|freundliche|freundlichen|sch(?:ö|oe)ne|sonnige|kollegiale|lieben)\s"
    r"Gr(?:ü|ue)(?:ß|ss)en?\b.{0,40}|gr(?:u|ü)(?:ß|ss)e?\b.{0,30}|mfg|lg|vg|bg|hochachtungsvoll|"
    r"(?:(?:kind|best|warm|many) )?regards|best(?: wishes)?|cheers|(?:yours )?sincerely|many thanks|all the best|yours)[,.!]?$",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:\b(?:Tel|Fon|Telefon|Phone|Mobil|Mobile|Fax|Handy|T|M)\b\.?:?\s*\(?[+0]|@\S+\.\w|https?://|www\.|\bHRB\b|\bUSt|\b\d{5}\s[A-ZÄÖÜ]|"
    r"\b(?:GmbH|UG|AG|Ltd)\b|Gesch(?:ä|ae)ftsf)"
)
AFTERWORD = re.compile(r"^P\.?\s?S\.?[:.\s]", re.IGNORECASE)


ANSWERING = re.compile(r"^(?:(?:re|aw|fw|fwd|wg|antwort)\s*:\s*)+", re.IGNORECASE)
SALUTATION = re.compile(
    r"^(?:(?:hallo|hi|hey|hello|moin|servus|gr(?:ü|ue)(?:ß|ss) (?:gott|dich|euch)|guten? (?:tag|morgen|abend)|good (?:morning|evening))\b.{0,40}|"
    r"(?:liebe[rs]?|dear)\b.{1,40}[,!:])$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Block:
    """Lines in a row that are all one's own, or all quoted."""

    quoted: bool
    lines: list[str]


def own_words(text: str) -> str:
    """What the writer of an answer wrote. "" where there is nothing of their own."""
    lines = tidied(text)
    lines = lines[: where_unmarked_begins(lines)]
    found = blocks(lines)
    for block in found:
        if not block.quoted:
            block.lines = unsigned(block.lines)
    return assembled([block for block in found if block.quoted or any(line.strip() for line in block.lines)])


def matter(text: str) -> str:
    """Own words without the salutation above and the greeting below: what a mail says, where it becomes something else than a letter."""
    lines = text.split("\n")
    if SALUTATION.match(lines[0].strip()) and any(line.strip() for line in lines[1:]):
        lines = lines[1:]
    closing = next((n for n in range(len(lines)) if CLOSING.match(lines[n].strip())), None)
    if closing is not None and len([line for line in lines[closing:] if line.strip()]) <= 3:
        lines = lines[:closing]
    return "\n".join(lines).strip()


def tidied(text: str) -> list[str]:
    """Lines of one kind: without invisible characters, marks of byte order and blanks at the end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\u00a0\u202f\u2007\u2009]", " ", text)
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]", "", text)
    return [line.rstrip() for line in text.split("\n")[:MOST_LINES]]


def where_unmarked_begins(lines: list[str]) -> int:
    """The line from which on everything is quoted without being marked: a separator, the head of the other mail, or an announcement without marks."""
    for number, line in enumerate(lines):
        if SEPARATOR.match(line):
            return number
        if HEADER.match(line) and not line.lstrip().startswith(">") and is_head(lines, number):
            return number - 1 if number and RULE.match(lines[number - 1]) else number
        length = announcement(lines, number)
        if length and not line.lstrip().startswith(">"):
            said = " ".join(lines[number : number + length])
            after = next((each for each in lines[number + length :] if each.strip()), "")
            if not marked(after) and (ADDRESS.search(said) or CLOCK.search(said)):
                return number
    return len(lines)


def is_head(lines: list[str], number: int) -> bool:
    """Whether the head of a mail begins here: three of its lines close together, who and when or what among them."""
    names: set[str] = set()
    for line in lines[number : number + 7]:
        found = HEADER.match(line)
        if found:
            names.add(found[1].lower())
        elif line.strip() and len(names) < 2:
            break
    return len(names) >= 3 and bool(names & FROM) and bool(names & WHEN)


def announcement(lines: list[str], number: int) -> int:
    """How many lines from here announce a quotation ("Am ... schrieb ...:"), 0 for none. Long ones are broken by mail programs."""
    first = lines[number].strip()
    if not first:
        return 0
    said = ""
    for length in range(1, 5):
        if number + length > len(lines) or not lines[number + length - 1].strip():
            return 0
        said = f"{said} {lines[number + length - 1].strip()}".strip().lstrip("> ")
        if len(said) > 600:
            return 0
        if length > 1 and not re.match(r"(?:>\s*)?(?:Am|On)\b|.*<|.*\shat am\s", first):
            return 0
        if length == 1 and UNDATED.match(said):
            return 1
        if DATED.search(said) and any(pattern.match(said) for pattern in ANNOUNCED):
            return length
        if length == 1 and DATED.search(said) and WITHOUT_COLON.match(said):
            after = next((line for line in lines[number + 1 :] if line.strip()), "")
            if marked(after):
                return 1
    return 0


def marked(line: str) -> bool:
    """Whether a line is marked as quoted."""
    return line.startswith((">", " >"))


def blocks(lines: list[str]) -> list[Block]:
    """Own and quoted lines in turn. Announcements and what stands below a line of two hyphens belong to neither."""
    found: list[Block] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        length = announcement(lines, number)
        if length:
            # The mark of a quotation even where it is not marked itself.
            add(found, True, [])
            number += length
            continue
        if SIGNED.match(line.strip()):
            end = next((n for n in range(number + 1, len(lines)) if marked(lines[n]) or announcement(lines, n)), len(lines))
            if end - number <= 16:
                number = end
                continue
        if marked(line):
            add(found, True, [line.lstrip()])
        elif line.strip():
            add(found, False, [line])
        elif found and not found[-1].quoted:
            found[-1].lines.append("")
        number += 1
    return found


def add(found: list[Block], quoted: bool, lines: list[str]) -> None:
    """Lines to the last block, or a new one."""
    if found and found[-1].quoted == quoted:
        found[-1].lines += lines
    else:
        found.append(Block(quoted, lines))


def unsigned(lines: list[str]) -> list[str]:
    """Own lines without advertisements, notices of lawyers, and the card below one's name."""
    lines = without_advertisements(lines)
    for number, line in enumerate(lines):
        begins = number == 0 or not lines[number - 1].strip()
        if begins and NOTICE.match(line) and NOTICE_WORDS.search(" ".join(lines[number:])):
            lines = without_advertisements(lines[:number])
            break
    return without_card(lines)


def without_advertisements(lines: list[str]) -> list[str]:
    """What programs write below is taken off line by line."""
    lines = list(lines)
    while lines and (not lines[-1].strip() or ADVERTISED.match(lines[-1]) or RULE.match(lines[-1])):
        lines.pop()
    return lines


def without_card(lines: list[str]) -> list[str]:
    """The greeting and the name stay; addresses and telephone numbers below go, a postscript stays."""
    closing = next((n for n in range(len(lines) - 1, -1, -1) if CLOSING.match(lines[n].strip())), None)
    if closing is None:
        return lines
    after = [n for n in range(closing + 1, len(lines)) if lines[n].strip()]
    if not after:
        return lines
    name = lines[after[0]].strip()
    begins = after[0] + 1 if len(name) <= 40 and not CONTACT.search(name) and not re.search(r"\d", name) else after[0]
    rest = lines[begins:]
    said = [line for line in rest if line.strip()]
    if not said or len(said) > 15 or any(len(line) > 160 for line in said) or not any(CONTACT.search(line) for line in said):
        return lines
    postscript = next((n for n, line in enumerate(rest) if AFTERWORD.match(line.strip())), None)
    return lines[:begins] + (["", *rest[postscript:]] if postscript is not None else [])


def assembled(found: list[Block]) -> str:
    """The own lines; with the quoted paragraph above each where they were written between the lines."""
    while found and found[-1].quoted:
        found.pop()
    quotations = sum(1 for block in found if block.quoted)
    between = quotations > 1 or (quotations == 1 and not found[0].quoted)
    parts: list[str] = []
    for block in found:
        lines = paragraph(block.lines) if block.quoted else block.lines
        if lines and (between or not block.quoted):
            parts.append("\n".join(lines).strip("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(part for part in parts if part.strip())).strip()


def paragraph(lines: list[str]) -> list[str]:
    """The last lines of a quotation that hang together, marked once; older ones inside it are left out."""
    words = [re.sub(r"^>\s?", "", line) for line in lines]
    kept: list[str] = []
    for word in reversed(words):
        older = word.startswith(">")
        if older or not word.strip():
            if kept:
                break
            continue
        kept.insert(0, f"> {word.strip()}")
        if len(kept) == KEPT_OF_QUOTE:
            break
    return kept
