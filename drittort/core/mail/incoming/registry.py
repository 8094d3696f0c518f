"""What is done with mail that comes in: each module registers the kinds of things that it takes answers to. Core knows no noun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drittort.core.mail.incoming.addresses import address, is_set
from drittort.core.mail.incoming.reading import Enclosed

HOUSE = "house"
EMPTY, SEALED, LARGE, REFUSED, FORGED, MANY = "empty", "sealed", "large", "refused", "forged", "many"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who an address was made for: a person in a space, with the one mail address that is theirs."""

    person_id: int
    space_id: int
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as a module gets it: proven, read, and nothing but what the person wrote. `thing_id` is what the address was made for.

    `left_out` counts files beyond those that are enclosed; `prepared` is what the kind's own `prepare` made of the mail. `calendar` is a file in which a
    calendar program answers an invitation, b"" for none.
    """

    person: Correspondent
    thing_id: int
    subject: str
    text: str
    enclosed: tuple[Enclosed, ...]
    left_out: int
    message_id: str
    prepared: Any = None
    calendar: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the house answers to a mail: one of the words above, with the person's own words where they would be lost otherwise."""

    what: str
    key: str
    reason: str = ""
    subject: str = ""
    text: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A kind of thing that takes mail: the letter in its addresses, and who takes it."""

    name: str
    code: str
    handler: Callable[[Received, datetime], None]
    subject_counts: bool
    prepare: Callable[[Received], Any] | None


KINDS: dict[str, Accepted] = {}
BY_CODE: dict[str, Accepted] = {}

find_person: Callable[[int], Correspondent | None] = lambda person_id: None  # noqa: E731
answer: Callable[[Correspondent, Reply, datetime], None] = lambda person, reply, at: None  # noqa: E731


def register_people(*, find: Callable[[int], Correspondent | None], reply: Callable[[Correspondent, Reply, datetime], None]) -> None:
    """Tell core who somebody is now (None: gone), and how the house answers them."""
    global find_person, answer
    find_person, answer = find, reply


def accepts(
    name: str,
    code: str,
    handler: Callable[[Received, datetime], None],
    *,
    subject_counts: bool = False,
    prepare: Callable[[Received], Any] | None = None,
) -> str:
    """Register what is done with mail to a kind of thing: `handler(received, at)` acts for the person, or raises one of the house's errors with a
    reason, which then goes back to them with their own words. It runs inside the transaction that notes the mail as handled.
    `subject_counts`: a mail with nothing but a subject says something, too. `prepare(received)` does what takes long and needs no row, such as decoding
    pictures, before that transaction begins. Returns the name."""
    if BY_CODE.get(code, KINDS.get(name)) not in (None, KINDS.get(name)) or len(code) != 1:
        raise ValueError(f"the letter {code} of {name} is taken")
    KINDS[name] = BY_CODE[code] = Accepted(name, code, handler, subject_counts, prepare)
    return name


def house_address(person_id: int) -> str:
    """Where a person writes to the house itself, from any mail of theirs; "" where no answers come in."""
    return reply_address(HOUSE, find_person(person_id)) if HOUSE in KINDS and is_set() else ""


def reply_address(name: str, person: Any, thing_id: int = 0) -> str:
    """Where a person (a Correspondent) answers a thing; "" where no answers come in, or nobody is there to write."""
    if person is None or not person.email:
        return ""
    return address(KINDS[name].code, person.person_id, thing_id, person.email)
