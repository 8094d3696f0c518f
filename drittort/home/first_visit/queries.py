"""The steps of the first visit, its last screen, and the list of first steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.instant import Fit, people_who_fit
from drittort.core.coming import Coming, next_for
from drittort.home.first_visit import rules
from drittort.joining.buddies.queries import buddy_of
from drittort.members.models import Member, StandingLine
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.members.photos.actions import DRAWN, seed
from drittort.network.queries import newcomers_without_tie
from drittort.talk.conversations.queries import written_to

NAMES: dict[str, Any] = {"face": _("face and name"), "words": _("what you do"), "days": _("when you are here"), "agreements": _("how we live together")}  # fmt: skip
STEP_WORDS: dict[str, tuple[Any, Any, Any]] = {
    "face": (_("Show your face"), _("A photo or a drawing: people greet a face sooner than a name."), _("Choose a face")),
    "words": (
        _("Say what you offer and need"),
        _("Three lines, and somebody here may have just what you are looking for."),
        _("Write three lines"),
    ),
    "agreements": (
        _("Read how we live together"),
        _("A few sentences, each with its why. It takes a minute."),
        _("Read the agreements"),
    ),
    "hello": (
        _("Say your first hello"),
        _("Three people who fit you are waiting behind a ready sentence."),
        _("See the three people"),
    ),
    "introduction": (
        _("Meet somebody"),
        _("Answer an introduction, or get to know somebody your own way. One coffee is how it begins."),
        _("To my introductions"),
    ),
}
EXAMPLE_LONGEST = 80
EXAMPLES = 2
CARED_FOR = 10


@dataclass(frozen=True, slots=True)
class Progress:
    """Where somebody is: the steps there are for them, and the first that is open (empty when none is)."""

    steps: tuple[str, ...]
    open: str
    done: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A line that somebody of the house wrote, with who it was."""

    name: str
    portrait: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Hello:
    """Somebody to write to: the face, why, a hello to change, and whether one was sent already."""

    face: Face
    reasons: tuple[str, ...]
    text: str
    language: str
    sent: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Reward:
    """The last screen."""

    name: str
    people: tuple[Hello, ...]
    buddy: Hello | None
    coming: Coming | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One of the five: its name, what to do in a few words, why in a sentence, where, and whether it is done."""

    name: str
    title: Any
    why: Any
    label: Any
    path: str
    done: bool


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The list of five on Heute, and whether the visit itself was not finished yet."""

    steps: tuple[FirstStep, ...]
    begin: str

    @property
    def open(self) -> FirstStep | None:
        """The one next step."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def taken(self) -> int:
        """How many are done."""
        return sum(step.done for step in self.steps)


def progress(member: Member) -> Progress:
    """Where somebody is. Two queries."""
    visit = rules.visit_of(member)
    steps = rules.steps_of(member)
    said = visit.steps if visit else {}
    return Progress(steps, next((step for step in steps if step not in said), ""), visit is not None and visit.done_at is not None)


def path_for(member: Member) -> str:
    """Where somebody goes who has just come in: to the first visit, or where it was finished to Heute."""
    visit = rules.visit_of(member)
    done = visit is not None and visit.done_at is not None
    return reverse("home:today" if done else "home:first_visit", args=[member.space.slug])


def drawn_faces(member: Member) -> list[tuple[int, str]]:
    """Faces to choose from, the number of each and its seed."""
    return [(number, seed(member, number)) for number in range(DRAWN)]


def examples(member: Member, at: datetime) -> tuple[Example, ...]:
    """Two short lines of each side that people of the house have published, in the reader's language; others each day. Two queries."""
    rows = list(
        StandingLine.objects.filter(member__space_id=member.space_id, member__left_on=None, language=get_language() or "de")
        .exclude(member=member)
        .order_by("-member__joined_on", "pk")
        .values_list("member_id", "side", "text", "language")[:200]
    )
    day = member.space.day(at).toordinal()
    picked = []
    for side in (StandingLine.Side.OFFER.value, StandingLine.Side.SEEK.value):
        short = [row for row in rows if row[1] == side and len(row[2]) <= EXAMPLE_LONGEST]
        begin = (day + member.pk) % max(len(short), 1)
        picked += [*short[begin:], *short[:begin]][:EXAMPLES]
    found = faces(member.space_id, [row[0] for row in picked])
    return tuple(Example(found[pk].first_name, found[pk].portrait, text, language) for pk, _side, text, language in picked)


def reward(member: Member, at: datetime) -> Reward:
    """Three people who fit, the buddy, and what comes next."""
    stands_by = buddy_of(member, at)
    fits = people_who_fit(member, at, without={stands_by.id} if stands_by else ())
    sent = written_to(member, [fit.face.id for fit in fits] + ([stands_by.id] if stands_by else []))
    buddy = None
    if stands_by is not None:
        buddy = Hello(stands_by, (), buddy_hello(member, stands_by), get_language() or "de", stands_by.id in sent)
    return Reward(first_name(member.name), tuple(hello_of(fit, sent) for fit in fits), buddy, next_for(member, at))


def hello_of(fit: Fit, sent: set[int]) -> Hello:
    """One of the three as the page shows them."""
    return Hello(fit.face, fit.reasons, fit.hello, fit.language, fit.face.id in sent)


def one_more(member: Member, other_id: int) -> tuple[Hello, ...]:
    """Somebody of the house to whom a hello could not be sent, where the page would not show them any more."""
    face = faces(member.space_id, [other_id]).get(other_id)
    return (Hello(face, (), "", get_language() or "de", False),) if face else ()


def buddy_hello(member: Member, buddy: Face) -> str:
    """A few words to the buddy."""
    told = {"other": buddy.first_name, "name": first_name(member.name)}
    return gettext("Hello %(other)s, I am %(name)s. Would you show me around?") % told


def first_steps(member: Member, at: datetime, *, facts: rules.Facts | None = None, agreed: bool | None = None) -> FirstSteps | None:
    """The five first steps of somebody new; None when they are not new, are done or want no list. Two queries at most, none where both answers are given."""
    if not rules.is_new(member, at):
        return None
    facts = facts or rules.facts_of(member)
    if not rules.wants_help(facts):
        return None
    slug, done = member.space.slug, rules.taken(member, facts, agreed=agreed)
    if all(done.values()):
        return None
    steps = tuple(FirstStep(name, *STEP_WORDS[name], path_of(name, slug), done[name]) for name in STEP_WORDS)
    begin = "" if facts.done_at is not None else reverse("home:first_visit", args=[slug])
    return FirstSteps(steps, begin)


def path_of(step: str, slug: str) -> str:
    """Where a first step is taken."""
    if step in ("face", "words"):
        return reverse("home:first_visit_step", args=[slug, step])
    return reverse(
        {"agreements": "joining:agreements", "hello": "home:first_people", "introduction": "connect:introductions"}[step], args=[slug]
    )


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody who came a while ago and has no tie yet, as care sees it: a face, and since when they are here."""

    face: Face
    days: int


def without_tie(reader: Member, at: datetime) -> tuple[Alone, ...]:
    """Newcomers without a tie after two weeks, the longest waiting first, at most ten; of those who agreed to be counted. Two queries.

    Asked only by the page of care, which lets in those who care for the community.
    """
    rows = list(newcomers_without_tie(reader.space, at).values_list("pk", "joined_on")[:CARED_FOR])
    found = faces(reader.space_id, [pk for pk, _joined in rows])
    today = reader.space.day(at)
    return tuple(Alone(found[pk], (today - joined_on).days) for pk, joined_on in rows)
