"""What the public pages, the conversation and the team's pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.joining import days
from drittort.joining.applications import rules, words
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuestion,
    Decision,
    Tour,
    TourSlot,
    Welcome,
)
from drittort.joining.applications.tokens import conversation_link, referral
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.spaces.models import Location, Space
from drittort.spaces.settings import setting

PAGE = 30


@dataclass(frozen=True, slots=True)
class Place:
    """One address of the house."""

    name: str
    address: str
    way_in: str


@dataclass(frozen=True, slots=True)
class Door:
    """The public page of a house."""

    house: str
    text: str
    language: str
    places: tuple[Place, ...]
    shows_itself: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    author: str
    is_house: bool
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One tour."""

    id: int
    words: str
    state: str
    is_ahead: bool
    can_mark: bool
    came: bool
    missed: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as it was asked, and what was answered."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the applicant sees."""

    house: str
    first_name: str
    stands: str
    said: tuple[Said, ...]
    tours: tuple[Shown, ...]
    answers: tuple[Answered, ...]
    can_write: bool
    can_apply: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody on the way, in the list of the team, with the one thing to do next."""

    id: int
    name: str
    stage: str
    tag: str
    since: str
    stands: str
    source: str
    referrer: str
    waits: bool
    step: str
    url: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The list, with how many stand at each stage."""

    tabs: tuple[dict[str, object], ...]
    cards: tuple[Card, ...]
    cursor: str
    public: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    id: int
    words: str
    by: str
    when: str
    text: str
    is_on_its_way: bool
    at: str
    undone: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One application, for those who answer it."""

    id: int
    name: str
    email: str
    language: str
    stage: str
    tag: str
    stands: str
    dates: tuple[tuple[str, str], ...]
    source: str
    referrer: Face | None
    referrer_text: str
    said: tuple[Said, ...]
    tours: tuple[Shown, ...]
    answers: tuple[Answered, ...]
    history: tuple[Step, ...]
    on_its_way: Step | None
    kinds: tuple[str, ...]
    can_write: bool
    member: Face | None
    step: str


def door(space: Space) -> Door:
    """The public page. Three queries."""
    own = Welcome.objects.filter(space=space).first()
    language = get_language() or space.language
    texts = {"de": own.de, "en": own.en} if own else {}
    text = texts.get(language[:2]) or texts.get(space.language) or ""
    places = tuple(Place(p.name, p.address, p.way_in) for p in Location.objects.filter(space=space).standing())
    shows = TourSlot.objects.filter(space=space, closed_at=None, location__removed_at=None).exists()
    return Door(space.name, text, language[:2] if texts.get(language[:2]) else space.language, places, shows)


def questions(space: Space) -> list[ApplicationQuestion]:
    """What applicants are asked now."""
    return list(ApplicationQuestion.objects.filter(space=space, retired_at=None))


def _said(rows: Sequence[ApplicationMessage], space: Space, house: str) -> tuple[Said, ...]:
    return tuple(
        Said(
            (m.member.name if m.member else house) if m.by_house else m.application.name, m.by_house, m.text, days.moment(m.at, space.zone)
        )
        for m in rows
    )


def _messages(application: Application) -> list[ApplicationMessage]:
    return list(application.messages.select_related("member", "application"))


def _tour(tour: Tour, space: Space, at: datetime) -> Shown:
    ahead = tour.is_ahead(at)
    state = (
        _("cancelled")
        if tour.cancelled_at
        else _("came")
        if tour.came_at
        else _("did not come")
        if tour.missed_at
        else _("booked")
        if ahead
        else _("was it?")
    )
    mark = tour.cancelled_at is None and not ahead
    return Shown(tour.pk, words.tour(tour, space.zone), state, ahead, mark, tour.came_at is not None, tour.missed_at is not None)


def _answers(application: Application) -> tuple[Answered, ...]:
    yes_no = {"yes": _("Yes"), "no": _("No")}
    rows = (
        ApplicationAnswer.objects.filter(application=application).select_related("question").order_by("question__position", "question_id")
    )
    return tuple(
        Answered(a.question.text, yes_no.get(a.text, a.text) if a.question.kind == ApplicationQuestion.Kind.YES_NO else a.text)
        for a in rows
    )


def conversation(application: Application, at: datetime) -> Conversation:
    """What the applicant sees. Nothing of a decision that has not taken effect, and nothing of the history."""
    space = application.space
    booked = application.tours.select_related("location").exclude(confirmed_at=None)
    return Conversation(
        house=space.name,
        first_name=first_name(application.name),
        stands=_stands_for_applicant(application),
        said=_said(_messages(application), space, space.name),
        tours=tuple(_tour(t, space, at) for t in booked if t.is_ahead(at)),
        answers=_answers(application),
        can_write=bool(rules.may_write(application)),
        can_apply=application.applied_at is None and application.is_open and application.accepted_at is None,
        can_withdraw=application.withdrawn_at is None and application.member_id is None,
    )


def _stands_for_applicant(application: Application) -> str:
    if application.withdrawn_at is not None:
        return _("You took this back. It is erased within six months.")
    if application.declined_at is not None:
        return _("This has come to an end. It is erased within six months.")
    if application.joined_at is not None:
        return _("You belong to the house.")
    if application.accepted_at is not None or application.trial_until is not None:
        return _("You are invited: the way in is in your mail.")
    if application.waiting_at is not None:
        return _("You are on the waiting list.")
    if application.applied_at is not None:
        return _("Your application is with us.")
    return ""


def pipeline(
    member: Member, at: datetime, *, stage: str = "", source: str = "", waits: bool = False, after: tuple[str, int] | None = None
) -> Pipeline:
    """A page of the list, those with which something happened lately on top. Six queries, however many there are."""
    rows = rules.visible_to(member)
    rows = rows.filter(source=source) if source in Application.Source.values else rows
    rows = rows.exclude(waits_since=None) if waits else rows
    counts = rows.counts_by_stage()
    shown = rows.at(stage) if stage in words.STAGES else rows
    listed = shown.select_related("referrer", "invitation", "member").prefetch_related("tours__location", "decisions")
    found, cursor = newest_first(listed, "touched_at", after, PAGE)
    here = address("joining:applications", member.space.slug)
    extra = "".join((f"&source={source}" if source else "", "&waits=1" if waits else ""))
    tabs = [
        {"url": f"{here}?stage={extra}", "label": _("All"), "current": stage not in words.STAGES, "number": sum(counts.values())},
        *(
            {"url": f"{here}?stage={s}{extra}", "label": words.stage(s), "current": s == stage, "number": counts.get(s, 0)}
            for s in words.STAGES
        ),
    ]
    public = f"{settings.ADDRESS}{address('joining:join', member.space.slug)}"
    return Pipeline(tuple(tabs), tuple(_card(one, member.space, at) for one in found), cursor, public)


def _card(one: Application, space: Space, at: datetime) -> Card:
    booked = [t for t in one.tours.all() if t.confirmed_at is not None]
    decisions = list(one.decisions.all())
    stage = one.stage(toured=any(t.cancelled_at is None for t in booked))
    step, anchor = next_step(one, booked, decisions, space, at)
    today = space.day(at)
    url = (
        address("joining:invitations", space.slug)
        if anchor == "invitations"
        else address("joining:application", space.slug, one.pk) + anchor
    )
    return Card(
        id=one.pk, name=one.name, stage=words.stage(stage), tag=words.stage_tag(stage), since=days.since(space.day(one.touched_at), today),
        stands=_stands(one, booked, decisions, space, at), source=_source(one), referrer=one.referrer.name if one.referrer else one.referrer_text,
        waits=one.waits_since is not None, step=step, url=url,
    )  # fmt: skip


def _source(one: Application) -> str:
    said = str(Application.Source(one.source).label) if one.source else ""
    return f"{said}: {one.source_text}" if said and one.source_text else said or one.source_text


def next_step(one: Application, booked: Sequence[Tour], decisions: Sequence[Decision], space: Space, at: datetime) -> tuple[str, str]:
    """The one thing to do next, and where on the page of the application it stands."""
    today = space.day(at)
    if any(d.is_on_its_way for d in decisions):
        return _("Take it back"), "#on-its-way"
    if not one.is_open:
        return (_("Take up again"), "#decide") if one.withdrawn_at is None else (_("Look at it"), "")
    if one.waits_since is not None and not (one.applied_at is not None and one.applied_at >= one.waits_since):
        return _("Answer"), "#write"
    if any(t.cancelled_at is None and t.starts_at <= at and not t.came_at and not t.missed_at for t in booked):
        return _("How was the tour?"), "#tours"
    if one.accepted_at is not None:
        if one.joined_at is not None:
            return _("See the person"), "#person"
        lapsed = one.invitation is None or one.invitation.state(at) != "open"
        return (_("Invite again"), "invitations") if lapsed else (_("Look at it"), "")
    if one.trial_until is not None:
        ends = one.trial_until <= space.day(at + rules.REMIND_BEFORE)
        return (_("Decide about the trial"), "#decide") if ends or one.trial_until < today else (_("Ask how it goes"), "#write")
    if one.applied_at is not None:
        return (_("Offer a place"), "#decide") if one.waiting_at is not None else (_("Decide"), "#decide")
    if any(t.is_ahead(at) for t in booked):
        return _("Look at it"), ""
    if any(t.came_at for t in booked):
        return _("Ask to apply"), "?offer=apply#write"
    return _("Offer a tour"), "?offer=tour#write"


def _stands(one: Application, booked: Sequence[Tour], decisions: Sequence[Decision], space: Space, at: datetime) -> str:
    """How it stands, in one sentence."""
    pending = next((d for d in decisions if d.is_on_its_way), None)
    if pending is not None:
        return _("%(decision)s: takes effect at %(time)s.") % {
            "decision": Decision.Kind(pending.kind).label, "time": words.clock(pending.at + rules.UNDO, space.zone),
        }  # fmt: skip
    today = space.day(at)
    if one.withdrawn_at is not None:
        return _("Withdrawn %(when)s.") % {"when": days.since(space.day(one.withdrawn_at), today)}
    if one.declined_at is not None:
        return (_("Trial ended %(when)s.") if one.trial_until else _("Declined %(when)s.")) % {
            "when": days.since(space.day(one.declined_at), today)
        }
    if one.closed_at is not None:
        return _("Put aside %(when)s.") % {"when": days.since(space.day(one.closed_at), today)}
    if one.accepted_at is not None and one.joined_at is not None:
        return _("Here since %(day)s.") % {"day": days.day(space.day(one.joined_at))}
    if one.accepted_at is not None:
        return _("Invited, and not come in yet.")
    if one.trial_until is not None:
        text = _("Trial until %(day)s.") if one.joined_at else _("Invited to a trial until %(day)s, and not come in yet.")
        return text % {"day": days.day(one.trial_until)}
    ahead = next((t for t in booked if t.is_ahead(at)), None)
    if ahead is not None:
        return _("Comes on %(tour)s.") % {"tour": words.tour(ahead, space.zone)}
    if one.waiting_at is not None:
        return _("On the waiting list since %(day)s.") % {"day": days.day(space.day(one.waiting_at))}
    if one.waits_since is not None:
        return _("Waits for an answer, %(when)s.") % {"when": days.since(space.day(one.waits_since), today)}
    if one.applied_at is not None:
        return _("Applied %(when)s.") % {"when": days.since(space.day(one.applied_at), today)}
    return _("Answered.")


def detail(member: Member, application_id: int, at: datetime) -> Detail:
    """One application with everything that belongs to it. Raises NotFound."""
    one = rules.visible_to(member).select_related("space", "referrer", "invitation").filter(pk=application_id).first()
    if one is None:
        raise NotFound
    space = member.space
    one.space = space
    booked = list(one.tours.select_related("location").exclude(confirmed_at=None))
    decisions = list(one.decisions.select_related("by", "undone_by"))
    stage = one.stage(toured=any(t.cancelled_at is None for t in booked))
    people = faces(space.pk, [pk for pk in (one.member_id, one.referrer_id) if pk])
    history = tuple(_step(d, space) for d in decisions)
    pending = next((s for s in history if s.is_on_its_way), None)
    step, _anchor = next_step(one, booked, decisions, space, at)
    return Detail(
        id=one.pk, name=one.name, email=one.email, language=one.language, stage=words.stage(stage), tag=words.stage_tag(stage),
        stands=_stands(one, booked, decisions, space, at), dates=_dates(one, space), source=_source(one), referrer=people.get(one.referrer_id or 0),
        referrer_text=one.referrer_text, said=_said(_messages(one), space, space.name), tours=tuple(_tour(t, space, at) for t in booked),
        answers=_answers(one), history=history, on_its_way=pending, kinds=() if pending else decidable(one), can_write=bool(rules.may_write(one)),
        member=people.get(one.member_id or 0), step=step,
    )  # fmt: skip


def decidable(one: Application) -> tuple[str, ...]:
    """The kinds of decision that make sense now, the likely one first."""
    kinds = Decision.Kind
    order = (kinds.REOPENED, kinds.ACCEPTED, kinds.TRIAL, kinds.WAITING, kinds.ENDED, kinds.DECLINED, kinds.CLOSED)
    return tuple(str(kind) for kind in order if rules.may_decide(one, kind))


def _step(decision: Decision, space: Space) -> Step:
    kind = str(Decision.Kind(decision.kind).label)
    if decision.until is not None:
        kind = _("%(decision)s, until %(day)s") % {"decision": kind, "day": days.day(decision.until)}
    undone = ""
    if decision.undone_at is not None:
        when = days.moment(decision.undone_at, space.zone)
        undone = (
            _("taken back by %(name)s, %(when)s") % {"name": decision.undone_by.name, "when": when}
            if decision.undone_by
            else _("fell away, %(when)s") % {"when": when}
        )
    return Step(
        decision.pk, kind, decision.by.name if decision.by else "", days.moment(decision.at, space.zone), decision.text, decision.is_on_its_way,
        words.clock(decision.at + rules.UNDO, space.zone), undone,
    )  # fmt: skip


def _dates(one: Application, space: Space) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Asked"), one.confirmed_at), (_("Applied"), one.applied_at), (_("Waiting list"), one.waiting_at), (_("Accepted"), one.accepted_at),
        (_("Came in"), one.joined_at), (_("Came to an end"), one.declined_at or one.withdrawn_at or one.closed_at),
    )  # fmt: skip
    said = [(label, days.day(space.day(moment))) for label, moment in facts if moment is not None]
    if one.trial_from is not None and one.trial_until is not None:
        said.insert(-1 if one.accepted_at else len(said), (_("Trial"), f"{days.day(one.trial_from)} – {days.day(one.trial_until)}"))
    return tuple(said)


def proposals(member: Member, application_id: int, offer: str) -> tuple[dict[str, str], str]:
    """What stands in the fields first: words for each decision, and a message that offers something."""
    one = rules.visible_to(member).filter(pk=application_id).first()
    if one is None:
        raise NotFound
    one.space = member.space
    link = (
        conversation_link(one)
        if offer == "tour"
        else f"{settings.ADDRESS}{reverse('joining:apply', args=[one.space.slug])}?language={one.language}"
    )
    return {kind: words.proposed(kind, one) for kind in decidable(one)}, words.offer(offer, one, link)


def people(member: Member) -> list[tuple[str, str]]:
    """Whom one can name as recommender."""
    rows = Member.objects.here().filter(space_id=member.space_id).order_by("name", "pk").values_list("pk", "name")
    return [("", _("Nobody")), *((str(pk), name) for pk, name in rows)]


@dataclass(frozen=True, slots=True)
class Hour:
    """A weekly hour for tours."""

    id: int
    words: str


def hours(space: Space, weekdays: Sequence[str]) -> list[Hour]:
    """The hours at which the house shows itself."""
    return [
        Hour(
            slot.pk,
            _("%(day)s %(from)s, %(minutes)s minutes, %(place)s, for %(n)s people at most")
            % {
                "day": weekdays[slot.weekday],
                "from": slot.starts.strftime("%H:%M"),
                "minutes": slot.minutes,
                "place": slot.location.name,
                "n": slot.capacity,
            },
        )
        for slot in TourSlot.objects.filter(space=space, closed_at=None, location__removed_at=None).select_related("location")
    ]


def own_link(member: Member) -> str:
    """The address by which a member recommends the house; empty where strangers may not ask."""
    if not setting(member.space, "applications_open"):
        return ""
    return f"{settings.ADDRESS}{address('joining:join', member.space.slug)}?by={referral(member.pk)}"


def waiting(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care: who waits for an answer, and trials that end."""
    if not rules.is_pointed(member):
        return []
    space = member.space
    soon = space.day(at + rules.REMIND_BEFORE)
    rows = (
        Application.objects.filter(space=space)
        .confirmed()
        .going_on()
        .filter(Q(waits_since__isnull=False) | Q(trial_until__lte=soon))
        .exclude(pk__in=Decision.objects.filter(undone_at=None, carried_out_at=None).values("application"))
        .order_by("waits_since", "pk")
    )

    def item(pk: int, name: str, until: date | None, since: datetime) -> Item:
        said = _("The trial of %(name)s ends on %(day)s.") if until else _("%(name)s waits for an answer.")
        return Item(
            name, said % {"name": name, "day": days.day(until) if until else ""}, address("joining:application", space.slug, pk), since
        )

    ends = Case(When(waits_since=None, then=F("trial_until")))
    return [Rows(rows, item, at=Coalesce("waits_since", "touched_at"), words="name", on=ends)]


def own_words(space: Space) -> tuple[str, str]:
    """What the house says of itself, German and English."""
    own = Welcome.objects.filter(space=space).first()
    return (own.de, own.en) if own else ("", "")


def has_place(space: Space) -> bool:
    """Whether there is a location that could show itself."""
    return Location.objects.filter(space=space).standing().exists()
