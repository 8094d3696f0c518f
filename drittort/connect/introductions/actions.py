"""The verbs of an introduction, from draft to what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from drittort.connect.introductions import meeting, rules
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, WarmIntroduction
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.core.statements import Statement
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.network.ties.actions import note_contact
from drittort.spaces.models import Space

PROPOSED, INTRODUCED, EXPIRED, MET, TOLD = (
    "introduction.proposed",
    "introduction.introduced",
    "introduction.expired",
    "introduction.met",
    "introduction.told",
)
LONGEST_TEXT = 2000
A_DAY = timedelta(days=1)
SUGGESTIONS_KEPT, KEPT = timedelta(days=90), timedelta(days=731)


def record_course(kind: str, introduction: Introduction, *, at: datetime, actor: Member | None = None) -> None:
    """Write a step that both sides took part in; nobody reads it but the house itself. What one side does alone is no step of these."""
    ledger.record(
        space_id=introduction.space_id,
        at=at,
        kind=kind,
        actor_id=actor.pk if actor else None,
        subject_id=introduction.pk,
        audience=ledger.NOBODY,
        facts={"first": introduction.first_id, "second": introduction.second_id},
    )


def refuse_long(*texts: str) -> None:
    """Raise Invalid where one of some texts is longer than the columns should hold."""
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise Invalid(_("The text is longer than %(most)s characters.") % {"most": LONGEST_TEXT})


def propose_introduction(
    *,
    actor: Member | None,
    first: Member,
    second: Member,
    text: str,
    at: datetime,
    reasons: list[Any] | None = None,
    parts: dict[str, Any] | None = None,
    seed: int | None = None,
    form: str = Introduction.Form.MANAGER,
    words: Mapping[int, str] | None = None,
) -> Introduction:
    """Ask two people whether they want to meet; `words` are those that only one of them reads, by id.

    Raises NotAllowed when the pair may not be brought together now.
    """
    space, told = first.space, words or {}
    refuse_long(text, *told.values())
    low, high = sorted((first, second), key=lambda m: m.pk)
    with transaction.atomic():
        # The two rows are locked in the order of their ids, so that two proposals at once cannot both pass the rule.
        list(locked(Member.objects.filter(pk__in=(low.pk, high.pk)).order_by("pk")))
        require(rules.may_be_brought_together(space, low, high, at))
        introduction = Introduction.objects.create(
            space=space, first=low, second=high, form=form, proposed_by=actor, proposed_at=at, expires_at=at + rules.OPEN_FOR, text=text.strip(), reasons=reasons or [], parts=parts or {}, seed=seed,
            questions=meeting.questions(low, high, reasons or []), slots=meeting.slots(low, high, at),
        )  # fmt: skip
        Side.objects.bulk_create(Side(introduction=introduction, member=m, words=told.get(m.pk, "").strip()) for m in (low, high))
        # With a warm introduction the row may not stand in the introducer's own copy: it would tell that the two are asked.
        record_course(PROPOSED, introduction, at=at, actor=None if form == Introduction.Form.WARM else actor)
    return introduction


def send_draft(*, actor: Member, draft_id: int, text: str, at: datetime) -> Introduction:
    """Turn a suggestion into an introduction, with the manager's words."""
    require(rules.may_care(actor))
    with transaction.atomic():
        draft = open_draft(actor, draft_id)
        introduction = propose_introduction(
            actor=actor,
            first=draft.first,
            second=draft.second,
            text=text,
            at=at,
            reasons=draft.reasons,
            parts=draft.parts,
            seed=draft.round.seed,
            form=Introduction.Form.ROUND,
        )
        Draft.objects.filter(pk=draft.pk).update(sent_at=at, text=text)
    return introduction


def swap_draft(*, actor: Member, draft_id: int, at: datetime) -> Draft:
    """Put the next suggestion in the place of one. Nothing is lost: the old one goes to the end of the line."""
    require(rules.may_care(actor))
    with transaction.atomic():
        draft = open_draft(actor, draft_id)
        spare = next_spare(draft, at)
        if spare is None:
            raise OutOfDate(_("There is nobody left to swap with in this round."))
        last = Draft.objects.filter(round=draft.round).order_by("-position").values_list("position", flat=True)[0]
        Draft.objects.filter(pk=spare.pk).update(spare=False, position=draft.position)
        Draft.objects.filter(pk=draft.pk).update(spare=True, position=last + 1)
    spare.refresh_from_db()
    return spare


def exclude_draft(*, actor: Member, draft_id: int, at: datetime) -> None:
    """Keep a pair out of suggestions until somebody takes it back."""
    require(rules.may_care(actor))
    with transaction.atomic():
        draft = open_draft(actor, draft_id)
        Draft.objects.filter(pk=draft.pk).update(dropped_at=at)
        Exclusion.objects.get_or_create(
            first_id=draft.first_id, second_id=draft.second_id, defaults={"space_id": actor.space_id, "by": actor, "at": at}
        )
        spare = next_spare(draft, at)
        if spare is not None:
            Draft.objects.filter(pk=spare.pk).update(spare=False)


def take_back_exclusion(*, actor: Member, draft_id: int, at: datetime) -> None:
    """Undo an exclusion: the pair stands in the list again."""
    require(rules.may_care(actor))
    with transaction.atomic():
        draft = locked(Draft.objects.filter(pk=draft_id, round__space_id=actor.space_id, sent_at=None)).first()
        if draft is None:
            raise NotFound
        Exclusion.objects.filter(first_id=draft.first_id, second_id=draft.second_id).delete()
        Draft.objects.filter(pk=draft.pk).update(dropped_at=None)


def next_spare(draft: Draft, at: datetime) -> Draft | None:
    """The first pair of the same round that may take a draft's place now. The lock on `draft` holds its round too, so two managers never take the same one."""
    spares = list(Draft.objects.filter(round=draft.round, dropped_at=None, sent_at=None, spare=True).order_by("position"))
    free = rules.free_pairs(draft.round.space, [(d.first_id, d.second_id) for d in spares], at)
    return next((d for d in spares if (d.first_id, d.second_id) in free), None)


def bring_forward(*, actor: Member, member_id: int, at: datetime) -> Draft:
    """Put today's suggestion for somebody on top of the list. Raises OutOfDate when this round has none for them."""
    require(rules.may_care(actor))
    with transaction.atomic():
        made = Round.objects.filter(space_id=actor.space_id, series=None, season=None).order_by("-made_at").first()
        open_drafts = locked(Draft.objects.filter(round=made, dropped_at=None, sent_at=None))
        theirs = list(open_drafts.filter(Q(first_id=member_id) | Q(second_id=member_id)).order_by("position"))
        # The same answer where there is no draft and where it may not be sent: why is nobody's business.
        free = rules.free_pairs(actor.space, [(d.first_id, d.second_id) for d in theirs], at)
        draft = next((d for d in theirs if (d.first_id, d.second_id) in free), None)
        if draft is None:
            raise OutOfDate(_("There is no suggestion for this person today. The next round comes tomorrow morning."))
        # The others move down by one, so that places stay positive and in order.
        Draft.objects.filter(round=made, position__lt=draft.position).update(position=F("position") + 1)
        Draft.objects.filter(pk=draft.pk).update(position=0, spare=False)
    draft.refresh_from_db()
    return draft


def prefer(*, space: Space, members: Sequence[int], at: datetime) -> None:
    """Put the suggestions for some people on top of the latest list, as far as there are any that may be sent. Says nothing of whom it found some for."""
    with transaction.atomic():
        made = Round.objects.filter(space=space, series=None, season=None).order_by("-made_at").first()
        wanted = Q(first_id__in=members) | Q(second_id__in=members)
        theirs = list(locked(Draft.objects.filter(wanted, round=made, dropped_at=None, sent_at=None)).order_by("-position"))
        free = rules.free_pairs(space, [(draft.first_id, draft.second_id) for draft in theirs], at)
        chosen: dict[int, Draft] = {}
        for draft in theirs:
            if (draft.first_id, draft.second_id) in free:
                chosen.update({pk: draft for pk in (draft.first_id, draft.second_id) if pk in members})
        first = sorted({draft.pk: draft for draft in chosen.values()}.values(), key=lambda draft: draft.position)
        if first:
            # The others move down, so that places stay positive and in order.
            Draft.objects.filter(round=made).update(position=F("position") + len(first))
            for place, draft in enumerate(first):
                Draft.objects.filter(pk=draft.pk).update(position=place, spare=False)


def open_draft(actor: Member, draft_id: int) -> Draft:
    """A suggestion that is still open, locked. Raises NotFound or OutOfDate."""
    draft = locked(
        Draft.objects.select_related("round", "first__space", "second__space").filter(pk=draft_id, round__space_id=actor.space_id)
    ).first()
    if draft is None:
        raise NotFound
    if draft.sent_at is not None or draft.dropped_at is not None:
        raise OutOfDate(_("Somebody was faster: this suggestion is no longer open."))
    return draft


def thread(introduction_id: int) -> str:
    """The thread of notices about an introduction."""
    return f"introduction:{introduction_id}"


def mine(actor: Member, introduction_id: int) -> tuple[Introduction, dict[int, Side]]:
    """An introduction of the actor with both sides, locked. Raises NotFound."""
    introduction = locked(rules.visible_to(actor).filter(pk=introduction_id)).first()
    if introduction is None:
        raise NotFound
    return introduction, {side.member_id: side for side in Side.objects.filter(introduction=introduction)}


def accept_introduction(*, actor: Member, introduction_id: int, at: datetime) -> Introduction:
    """Say yes. The second yes opens contact, unless one of the two has taken the consent back, blocked or left meanwhile. Saying it twice changes nothing; too late raises OutOfDate."""
    with transaction.atomic():
        introduction, sides = mine(actor, introduction_id)
        side = sides[actor.pk]
        if side.accepted_at is not None and introduction.introduced_at is not None:
            return introduction
        in_time(rules.may_answer(introduction, at))
        if side.accepted_at is not None:
            return introduction
        see_thread(member=actor, thread=thread(introduction_id), at=at)
        QuietNo.objects.filter(introduction=introduction, member=actor).delete()
        side.accepted_at = at
        side.save(update_fields=["accepted_at"])
        if rules.both_said_yes(sides.values()) and rules.contact_may_open(introduction, actor.space.day(at)):
            introduction.introduced_at = at
            introduction.save(update_fields=["introduced_at"])
            record_course(INTRODUCED, introduction, at=at)
    return introduction


def decline_introduction(*, actor: Member, introduction_id: int, at: datetime) -> Introduction:
    """Say not now. Leaves a row that only the actor can read, and no trace in the ledger, in counts or in mail."""
    with transaction.atomic():
        introduction, sides = mine(actor, introduction_id)
        in_time(rules.may_answer(introduction, at))
        side = sides[actor.pk]
        if side.accepted_at is not None:
            side.accepted_at = None
            side.save(update_fields=["accepted_at"])
        QuietNo.objects.get_or_create(introduction=introduction, member=actor, defaults={"at": at})
        see_thread(member=actor, thread=thread(introduction_id), at=at)
    return introduction


def pause_introductions(*, actor: Member, until: date, at: datetime, introduction_id: int | None = None) -> None:
    """Take no introductions until a day, and let the one at hand pass quietly."""
    day = actor.space.day(at)
    if until <= day or (until - day).days > 366:
        raise Invalid(_("Choose a day between tomorrow and a year from now."))
    with transaction.atomic():
        if introduction_id is not None:
            decline_introduction(actor=actor, introduction_id=introduction_id, at=at)
        Member.objects.filter(pk=actor.pk).update(paused_until=until)
    actor.paused_until = until


def end_pause(*, actor: Member, at: datetime) -> None:
    """Take introductions again."""
    Member.objects.filter(pk=actor.pk).update(paused_until=None)
    actor.paused_until = None


def expire_due(*, at: datetime) -> int:
    """Close what has run out. The row is the same whether somebody said no or nothing at all; return how many."""
    due = list(Introduction.objects.filter(introduced_at=None, expired_at=None, expires_at__lte=at).values_list("pk", flat=True)[:500])
    closed = 0
    for pk in due:
        with transaction.atomic():
            introduction = locked(Introduction.objects.filter(pk=pk, introduced_at=None, expired_at=None)).first()
            if introduction is None:
                continue
            introduction.expired_at = introduction.expires_at
            introduction.save(update_fields=["expired_at"])
            record_course(EXPIRED, introduction, at=at)
            closed += 1
    return closed


class Told(Protocol):
    """The part of one person in a meeting, a side or a seat, on which stands what they said of it."""

    met_at: datetime | None
    planned_at: datetime | None
    missed_at: datetime | None
    again: bool | None
    outcome: str
    outcome_shared: bool


def tell(part: Told, *, said: str, again: bool | None, outcome: str, shared: bool, at: datetime) -> None:
    """Write down what one person says of a meeting: `met`, `planned` or `missed`, and in words what came of it. The caller saves. Raises Invalid."""
    if said not in {"met", "planned", "missed"}:
        raise Invalid(_("Choose one of the three answers."))
    refuse_long(outcome)
    part.met_at, part.planned_at, part.missed_at = (at if said == name else None for name in ("met", "planned", "missed"))
    part.again = again if said == "met" else None
    part.outcome, part.outcome_shared = outcome.strip(), shared and bool(outcome.strip())


def tell_outcome(
    *,
    actor: Member,
    introduction_id: int,
    said: str,
    at: datetime,
    again: bool | None = None,
    outcome: str = "",
    shared: bool = False,
    introducer_may_know: bool = False,
) -> Introduction:
    """Say whether the two met (`met`), still plan to (`planned`) or it did not work (`missed`), and what came of it.

    The first `met` of either side is the meeting: it counts as a contact of that day, if both agreed to be counted.
    """
    with transaction.atomic():
        introduction, sides = mine(actor, introduction_id)
        require(rules.may_tell_outcome(introduction, at))
        see_thread(member=actor, thread=thread(introduction_id), at=at)
        side = sides[actor.pk]
        tell(side, said=said, again=again, outcome=outcome, shared=shared, at=at)
        side.introducer_may_know = said == "met" and introducer_may_know
        side.save()
        if said == "met" and introduction.met_on is None:
            introduction.met_on = introduction.space.day(at)
            introduction.save(update_fields=["met_on"])
            note_contact(
                space=introduction.space,
                a=introduction.first_id,
                b=introduction.second_id,
                at=at,
                kind="meeting",
                origin=f"introduction:{introduction.pk}",
            )
            record_course(MET, introduction, at=at, actor=actor)
        else:
            ledger.record(
                space_id=introduction.space_id,
                at=at,
                kind=TOLD,
                actor_id=actor.pk,
                subject_id=introduction.pk,
                audience=ledger.only(actor.pk),
                facts={},
            )
    return introduction


def forget_old(*, at: datetime) -> None:
    """Keep what the register promises: suggestions and why somebody was chosen 90 days, introductions with answers and refusals 24 months,
    pairs that are kept out until a day until that day is over everywhere."""
    Round.objects.filter(made_at__lt=at - SUGGESTIONS_KEPT).delete()
    explained = ~Q(reasons=[]) | ~Q(parts={}) | Q(seed__isnull=False)
    Introduction.objects.filter(explained, proposed_at__lt=at - SUGGESTIONS_KEPT).update(reasons=[], parts={}, seed=None)
    Introduction.objects.filter(proposed_at__lt=at - KEPT).delete()
    WarmIntroduction.objects.filter(proposed_at__lt=at - KEPT).delete()
    Exclusion.objects.filter(until__lt=(at - A_DAY).date()).delete()


NOT_SEEN = Statement(
    lambda introduction, member: Side.objects.filter(introduction=introduction, member=member, seen_at=None).values_list("pk"),
    introduction=int,
    member=int,
)


def mark_seen(*, actor: Member, introduction_id: int, at: datetime) -> None:
    """Remember when somebody first opened the page, for the own view only; what they were told of it is read. Writes nothing the second time."""
    see_thread(member=actor, thread=thread(introduction_id), at=at)
    if NOT_SEEN.rows(introduction=introduction_id, member=actor.pk):
        Side.objects.filter(introduction_id=introduction_id, member=actor, seen_at=None).update(seen_at=at)
