"""Whether a mail comes from whom its address was made for. The address is a secret that one mail holds; this is the second half.

From must be the one address of that person. Where the house's mail server checks senders and writes down what it found (Authentication-Results,
RFC 8601), a sender that did not pass is refused. Only the topmost of those headers that bears the server's own name counts: what a stranger wrote
into their mail stands below it.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email.message import Message

from django.conf import settings

from drittort.core.mail.incoming.reading import senders, told

SENDER, CHECK = "sender", "check"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a mail server: of what method, its result, and the properties that it names."""

    method: str
    result: str
    told: dict[str, str]


def doubt(mail: Message, mailbox: str) -> str:
    """ "" when the mail is theirs; else what speaks against it."""
    if [comparable(address) for address in senders(mail)] != [comparable(mailbox)]:
        return SENDER
    if not settings.MAIL_CHECKED_BY:
        return ""
    found = findings(mail, str(settings.MAIL_CHECKED_BY))
    return "" if found is not None and passes(found, mailbox.rpartition("@")[2].lower()) else CHECK


def comparable(address: str) -> str:
    """An address as addresses are compared: small letters, the domain as it stands in the name service."""
    name, _, domain = address.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{name}@{domain}"


def findings(mail: Message, server: str) -> list[Found] | None:
    """What the house's server found; None when it wrote nothing."""
    # Read as it came: it repeats names that a stranger chose, and an encoded word among them must not become a finding.
    for value in told(mail, "Authentication-Results"):
        by, _, rest = without_comments(value).partition(";")
        if (by.split() or [""])[0].lower() == server.lower():
            return [found for piece in rest.split(";") if (found := finding(piece)) is not None]
    return None


def without_comments(value: str) -> str:
    """A header without what stands in brackets, however nested, and without quotation marks."""
    out, deep, quoted = [], 0, False
    signs = iter(value)
    for sign in signs:
        if sign == "\\" and (quoted or deep):
            # What stands behind it ends nothing.
            next(signs, "")
        elif sign == '"' and not deep:
            quoted = not quoted
        elif sign == "(" and not quoted:
            deep += 1
        elif sign == ")" and not quoted and deep:
            deep -= 1
        elif not deep:
            out.append(" " if quoted and sign in "; =" else sign)
    return "".join(out)


def finding(piece: str) -> Found | None:
    """`dkim=pass header.d=example.org` as a finding."""
    words = re.sub(r"\s*=\s*", "=", piece).split()
    if not words or "=" not in words[0]:
        return None
    method, _, result = words[0].lower().partition("=")
    told = {name: value for name, _, value in (word.lower().partition("=") for word in words[1:])}
    return Found(method.partition("/")[0], result, told)


def passes(found: list[Found], domain: str) -> bool:
    """Whether the findings speak for a domain: DMARC decides where the domain has it; else a signature or a path of the domain, and none that failed."""
    dmarc = next((each.result for each in found if each.method == "dmarc"), "none")
    if dmarc in ("pass", "fail"):
        return dmarc == "pass"
    if dmarc in ("temperror", "permerror"):
        return False
    signed = [each for each in found if each.method == "dkim" and aligned(signer(each), domain)]
    sent = [each for each in found if each.method == "spf" and aligned(each.told.get("smtp.mailfrom", "").rpartition("@")[2], domain)]
    results = [each.result for each in (*signed, *sent)]
    return "pass" in results or not {"fail", "softfail", "permerror", "policy"} & set(results)


def signer(found: Found) -> str:
    """The domain that signed."""
    return found.told.get("header.d") or found.told.get("header.i", "").rpartition("@")[2]


def aligned(one: str, other: str) -> bool:
    """Whether two domains belong together: the same, or one below the other."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))
