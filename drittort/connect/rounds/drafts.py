"""What those who may change a draft see of it: the draft of a series, or of a season of circles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.connect.introductions import words as sentences
from drittort.connect.introductions.models import Round
from drittort.connect.rounds import rules, words
from drittort.connect.rounds.models import DraftSeat, GroupDraft, Unseated
from drittort.core.addresses import address
from drittort.core.errors import NotFound, require
from drittort.core.paging import older
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

BOARDS = 20
"""So many groups stand on a page."""
CLOSER, WITHOUT, ALL = "closer", "without", "all"


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person of a drafted group."""

    face: Face
    is_host: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A drafted group: who, why, what it relaxes. `opened` is the one at which the reader has just done something."""

    id: int
    people: tuple[Sitter, ...]
    names: str
    reasons: tuple[str, ...]
    relaxed: tuple[str, ...]
    locked: bool
    opened: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody without a seat, why, and where one is found for them; nowhere for whoever has no room."""

    face: Face
    why: str
    seat: str


@dataclass(frozen=True, slots=True)
class Look:
    """Which part of a draft somebody looks at: a view, from which group on, which one is open, and who is to change places."""

    view: str = ""
    after: int = 0
    opened: int = 0
    swaps: int = 0


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The draft of a series or a season for those who care. `own` says to a reader who takes part how it stands with their own seat; `blind`: they have
    none, and don't read who else has none."""

    id: int
    when: str
    held: bool
    seated: int
    view: str
    views: tuple[dict[str, Any], ...]
    groups: tuple[Board, ...]
    after: str
    older: str
    standing: tuple[Standing, ...]
    own: str
    blind: bool
    change: str
    proven: str
    choices: tuple[tuple[int, str], ...]
    swaps: int


def draft_page(made: Round, reader: Member, look: Look) -> DraftPage:
    """A draft in words, as one of those who may change it sees it: first what is worth a second look, then whoever has no seat, then everything."""
    groups = list(GroupDraft.objects.filter(round=made, dropped_at=None).order_by("position", "pk"))
    seats = list(DraftSeat.objects.filter(group__in=groups).order_by("member_id"))
    standing = list(Unseated.objects.filter(round=made).order_by("member_id"))
    sitters = {seat.member_id for seat in seats}
    # A reader who has no seat reads of the others only how many they are.
    blind = rules.stands_without(reader, made, without={one.member_id for one in standing}, sitting=sitters)
    named = [] if blind else standing
    people = faces(made.space_id, sitters | {one.member_id for one in named})
    boards = boards_of(groups, seats, people, look)
    closer = [board for board in boards if board.relaxed or not board.reasons]
    view = look.view if look.view in (CLOSER, WITHOUT, ALL) else CLOSER if closer else WITHOUT if named else ALL
    listed = {CLOSER: closer, WITHOUT: [], ALL: boards}[view]
    after, following = where(look.after, len(listed))
    return DraftPage(
        id=made.pk,
        when=goes_out(made),
        held=made.held_at is not None,
        seated=len(seats),
        view=view,
        views=views_of(view, {CLOSER: len(closer), WITHOUT: len(standing), ALL: len(boards)}),
        groups=tuple(listed[after : after + BOARDS]),
        after=str(after) if after else "",
        older=f"{older(str(following), show=view)}#draft" if following else "",
        standing=standing_of(named, people) if view == WITHOUT else (),
        own=own_part(reader, sitters, blind=blind),
        blind=blind,
        change=words.change(float(made.change.get("shown_efficiency", 0))),
        proven="" if blind else proven(made, standing),
        choices=tuple(sorted(((pk, face.name) for pk, face in people.items()), key=lambda one: one[1])),
        swaps=look.swaps,
    )


def boards_of(groups: Sequence[GroupDraft], seats: Sequence[DraftSeat], people: Mapping[int, Face], look: Look) -> list[Board]:
    """The groups of a draft with those who sit in them, as far as they are still in the house."""
    names = {pk: face.name for pk, face in people.items()}
    sitting: dict[int, list[int]] = {group.pk: [] for group in groups}
    for seat in seats:
        if seat.member_id in people:
            sitting[seat.group_id].append(seat.member_id)
    return [
        Board(
            group.pk,
            tuple(Sitter(people[pk], pk == group.host_id) for pk in sitting[group.pk]),
            ", ".join(names[pk] for pk in sitting[group.pk]),
            tuple(words.reasons(group.reasons, reader=None, names=names, two=len(sitting[group.pk]) == 2)),
            tuple(words.relaxed(group.relaxed)),
            group.locked_at is not None,
            group.pk == look.opened,
        )
        for group in groups
    ]


def where(after: int, listed: int) -> tuple[int, int]:
    """From which of so many listed groups on a page shows them, and where the next page begins; 0 where there is none."""
    # What one does to a group may take it off the list: then the last page is the one before.
    after = after if after < listed else max(0, (listed - 1) // BOARDS * BOARDS)
    return after, after + BOARDS if listed > after + BOARDS else 0


def goes_out(made: Round) -> str:
    """When a draft goes out by itself, in the time of the house; empty where no moment is set."""
    if made.sends_at is None:
        return ""
    sends = made.sends_at.astimezone(made.space.zone)
    return _("%(day)s, %(time)s") % {"day": sentences.weekday_and_day(sends.date()), "time": date_format(sends, "H:i")}


def views_of(current: str, numbers: Mapping[str, int]) -> tuple[dict[str, Any], ...]:
    """The three ways to look at a draft, each with how much it shows."""
    labels = {CLOSER: _("Look closer"), WITHOUT: _("Without a seat"), ALL: _("All")}
    return tuple(
        {"label": label, "number": numbers[name], "url": f"?show={name}#draft", "current": name == current}
        for name, label in labels.items()
    )


def standing_of(named: Sequence[Unseated], people: Mapping[int, Face]) -> tuple[Standing, ...]:
    """Those without a seat, and where one is found for each who has room."""
    return tuple(
        Standing(
            people[one.member_id],
            words.why_unseated(one.code),
            "" if one.code == "no_capacity" else f"?show=all&swaps={one.member_id}#swap",
        )
        for one in named
        if one.member_id in people
    )


def proven(made: Round, standing: Sequence[Unseated]) -> str:
    """Whether a draft could seat more; empty where that is open."""
    without = len([u for u in standing if u.code not in rules.NOT_MISSED])
    if without and without <= int(made.change.get("fewest", 0)) and not made.change.get("around"):
        # Around groups that were kept it is proven of the others only.
        return _("Nobody could seat more: that is proven.")
    if without:
        return ""
    return _("Everybody who is free has a seat.") if standing else _("Everybody has a seat.")


def own_part(reader: Member, sitting: Collection[int], *, blind: bool) -> str:
    """How it stands with the seat of a reader who takes part."""
    if reader.pk in sitting:
        return _("You sit in this round yourself. Your group stays as it was drawn, whatever you change in the others.")
    if blind:
        return _("You have no seat this time yourself. Who else has none is read only by those who have a seat, or do not take part.")
    return ""


def page_of_draft(member: Member, of: Q) -> str:
    """Where a draft of the member's house stands: on the page of its series, or of its season of circles. Raises NotFound, NotAllowed."""
    made = rules.drafts(member).filter(of).first()
    if made is None:
        raise NotFound
    require(rules.may_change(member, made))
    slug = member.space.slug
    return address("connect:one_series", slug, made.series_id) if made.series_id else address("connect:circle_season", slug, made.season_id)
