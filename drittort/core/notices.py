"""What the house may tell somebody: categories with their urgency, the sentences, and the letters that modules write themselves.

A notice is stored as a code and facts (ids and numbers) and read in the reader's language at the moment of reading, so that a new name and an
erasure reach it. Modules register their part in `registrations.py`; whoever keeps the inboxes asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from drittort.core.mail.outbox import Attachment

NOW, DAILY, WEEKLY = "now", "daily", "weekly"
QUIET, NORMAL, ALL = PRESETS = ("quiet", "normal", "all")
WEB, MAIL, PUSH = CHANNELS = ("web", "mail", "push")
A_MOMENT = timedelta(minutes=5)
CHANGE = "change"
"""The fact by which two notices of one code are two things and not one said twice: a date that is moved a second time is news to who has not looked since the first."""

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of notice, as people switch it on and off.

    `urgency`: now, or gathered daily or weekly. `personal`: meant for this one person. `vital`: its mail cannot be switched off and knows no
    quiet hours (security). `mail_from` and `push_from` name the first of the presets quiet, normal, all that has the channel; None: no preset has.
    `wait`: how long the first mail is held back, so that what belongs together comes together and what was read meanwhile does not come at all.
    """

    name: str
    label: Any
    description: Any
    urgency: str
    personal: bool
    vital: bool = False
    mail_from: str | None = NORMAL
    push_from: str | None = ALL
    wait: timedelta = A_MOMENT

    def wanted(self, preset: str, channel: str) -> bool:
        """Whether a preset has a channel for this category."""
        if channel == WEB or (channel == MAIL and self.vital):
            return True
        first = self.mail_from if channel == MAIL else self.push_from
        return first is not None and PRESETS.index(preset) >= PRESETS.index(first)


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentence of a code, with `%(name)s` for its facts. `people` are the facts that are ids of persons, read by their names, the first
    of them with a face. `words` gives further words for many facts at once (a title for an id), in a fixed number of queries. `refers` says of which
    table the other facts are ids, where their name is not that of a thing (`core.moving`); "" is a number of no row."""

    code: str
    sentence: Any
    people: tuple[str, ...]
    words: Callable[[Sequence[Facts]], Sequence[Mapping[str, str]]] | None
    refers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter is written from: who reads it, the facts of the notices that it gathers (oldest first), and when."""

    reader: int
    facts: tuple[Facts, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """What a module puts into its own mail: words for the template, files, and to whom an answer goes."""

    context: Mapping[str, Any]
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""


CATEGORIES: dict[str, Category] = {}
WORDINGS: dict[str, Wording] = {}
COMPOSERS: dict[str, Callable[[Told], Letter | None]] = {}
DAY_TAKERS: list[Callable[[int, datetime], datetime | None]] = []
Holds = Callable[[int, Collection[str], datetime], Mapping[str, datetime]]
HOLDERS: list[Holds] = []


def category(name: str, label: Any, description: Any, *, urgency: str, personal: bool, **more: Any) -> str:
    """Register a category; returns its name. What is meant for everybody never comes at once: ValueError."""
    if urgency not in (NOW, DAILY, WEEKLY) or (urgency == NOW and not personal):
        raise ValueError(f"category {name}: {urgency}, personal={personal}")
    more.setdefault("push_from", NORMAL if urgency == NOW else ALL)
    CATEGORIES[name] = Category(name, label, description, urgency, personal, **more)
    return name


def wording(
    code: str,
    sentence: Any,
    *,
    people: Iterable[str] = ("who",),
    words: Callable[[Sequence[Facts]], Sequence[Mapping[str, str]]] | None = None,
    refers: Mapping[str, str] | None = None,
) -> str:
    """Register the sentence of a code; returns the code."""
    WORDINGS[code] = Wording(code, sentence, tuple(people), words, dict(refers or {}))
    return code


def composer(template: str) -> Callable[[Callable[[Told], Letter | None]], Callable[[Told], Letter | None]]:
    """Register who fills a mail template when the moment has come. It looks again, and answers None when there is nothing left to say.

    A template without a composer gets the sentences, the house and the address of the page.
    """

    def register(function: Callable[[Told], Letter | None]) -> Callable[[Told], Letter | None]:
        COMPOSERS[template] = function
        return function

    return register


def takes_the_day(function: Callable[[int, datetime], datetime | None]) -> Callable[[int, datetime], datetime | None]:
    """Register a mail for everybody that comes instead of the gathering of its day and brings along what waits: `function(person, at)` says until when the
    gathering of a person waits for it, None where it does not come. It asks at most one cheap question."""
    DAY_TAKERS.append(function)
    return function


def holds_back(function: Holds) -> Holds:
    """Register who knows how much attention things may ask for: `function(person, threads, at)` says of which threads the mail waits for more room, and until
    when. It is asked for what is not personal only, once a gathering; what waits stands in the inbox all the while, and comes along with whatever takes the day's place."""
    HOLDERS.append(function)
    return function
