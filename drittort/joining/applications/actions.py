"""The verbs of applications: what strangers do, what the house answers, and what takes effect after ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.outbox import sent_lately
from drittort.core.privacy import Erased, without
from drittort.joining import days
from drittort.joining.applications import rules, tours
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuerySet,
    ApplicationQuestion,
    Decision,
    Knock,
    Tour,
    TourSlot,
)
from drittort.joining.invitations.actions import already_here, write_invitation
from drittort.joining.invitations.models import Invitation
from drittort.members.membership.actions import end_membership
from drittort.members.models import Member
from drittort.spaces.models import Space

RECEIVED, WROTE, ANSWERED = "application.received", "application.wrote", "application.answered"
BOOKED, CANCELLED, TOURED = "application.tour_booked", "application.tour_cancelled", "application.toured"
DECIDED, UNDONE, TOOK_EFFECT = "application.decided", "application.undone", "application.took_effect"
WITHDRAWN, JOINED, RECOMMENDED = "application.withdrawn", "application.joined", "application.recommended"
TRIAL_ENDS, TRIAL_OVER = "application.trial_ends", "application.trial_over"
ASK_TO_CONFIRM, CARRY_OUT = "joining.applications.ask_to_confirm", "joining.applications.carry_out"
CATEGORY = "application"
# Apart from the letters of the conversation: only what strangers let the house write is braked.
CONFIRMING = "application-confirm"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What a stranger wrote into one of the public forms."""

    name: str
    email: str
    language: str
    text: str = ""
    slot: str = ""
    applies: bool = False
    answers: Mapping[int, str] | None = None
    source: str = ""
    source_text: str = ""
    referrer_text: str = ""
    referrer_id: int | None = None


def knock(*, connection: str, at: datetime) -> None:
    """Slow down whoever sends many forms. Raises Invalid after eight within an hour. In a transaction of its own, so that every try counts."""
    whose = salted_hmac("joining.applications.knock", connection, algorithm="sha256").hexdigest()[:40]
    Knock.objects.create(connection=whose, at=at)
    if Knock.objects.filter(connection=whose, at__gt=at - rules.KNOCKS_IN).count() > rules.KNOCKS:
        raise Invalid(_("That was a lot from this connection. Please try again in an hour."))


def receive(*, space: Space, told: Told, at: datetime) -> Application | None:
    """Keep what a stranger wrote until the link in their mail is opened. None where the address was sent enough of these mails.

    A tour holds its place for two hours. Raises Invalid when it is taken.
    """
    with transaction.atomic():
        if sent_lately(told.email, CONFIRMING, since=at - rules.CONFIRMATIONS_IN) >= rules.CONFIRMATIONS:
            return None
        waiting = Application.objects.filter(
            space=space, email__iexact=told.email, confirmed_at=None, asked_at__gt=at - rules.CONFIRMATIONS_IN
        )
        if waiting.count() >= rules.CONFIRMATIONS:
            return None
        made = Application.objects.create(
            space=space, name=told.name, email=told.email, language=told.language, asked_at=at, touched_at=at, applied_at=at if told.applies else None,
            source=told.source, source_text=told.source_text, referrer=_recommender(space, told), referrer_text=told.referrer_text,
        )  # fmt: skip
        if told.slot:
            _book(made, told.slot, at, confirmed=False)
        if told.text:
            ApplicationMessage.objects.create(application=made, text=told.text, at=at)
        known = ApplicationQuestion.objects.filter(space=space, pk__in=told.answers or {}).values_list("pk", flat=True)
        ApplicationAnswer.objects.bulk_create(
            ApplicationAnswer(application=made, question_id=pk, text=(told.answers or {})[pk]) for pk in known
        )
        enqueue(ASK_TO_CONFIRM, {"application": made.pk}, at=at, space_id=space.pk, key=f"application:{made.pk}:confirm")
    return made


def _recommender(space: Space, told: Told) -> Member | None:
    """Who recommends: by their own link, else the one person of the house with just this name."""
    here = Member.objects.here().filter(space=space)
    if told.referrer_id is not None:
        return here.filter(pk=told.referrer_id).first()
    name = " ".join(told.referrer_text.split())
    found = list(here.filter(name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def _book(application: Application, value: str, at: datetime, *, confirmed: bool) -> Tour:
    """Take a place. Whoever books anew gives the earlier place back."""
    slot_id = value.partition("@")[0]
    slot = locked(
        TourSlot.objects.filter(space_id=application.space_id, pk=int(slot_id) if slot_id.isascii() and slot_id.isdigit() else 0)
    ).first()
    opening = tours.find(application.space, value, at) if slot is not None else None
    if slot is None or opening is None:
        raise Invalid(_("This hour was taken in the meantime. Please choose another one."))
    application.tours.filter(cancelled_at=None, starts_at__gt=at).update(cancelled_at=at)
    return Tour.objects.create(
        application=application, slot=slot, location_id=opening.location_id, starts_at=opening.starts_at, minutes=opening.minutes, booked_at=at,
        confirmed_at=at if confirmed else None,
    )  # fmt: skip


def confirm(*, space: Space, application_id: int, email: str, at: datetime) -> Application:
    """The address is right: now people of the house learn of it. Joins what the same address wrote before, if that still goes on.

    Twice changes nothing. Raises Invalid when what was written is gone.
    """
    with transaction.atomic():
        mine = Application.objects.filter(space=space, email__iexact=email)
        made = locked(mine.filter(pk=application_id)).first()
        earlier = locked(mine.confirmed().going_on().exclude(pk=application_id).order_by("-touched_at", "-id")).first()
        for one in (made, earlier):
            if one is not None:
                one.space = space
        if made is None:
            if earlier is None:
                raise Invalid(_("This link is older than two days, and what you wrote is gone. Please write once more."))
            return earlier
        if made.confirmed_at is not None:
            return made
        tour = made.tours.filter(cancelled_at=None).first()
        if tour is not None and not _keeps_place(tour, at):
            tour.cancelled_at, tour = at, None
            made.tours.update(cancelled_at=at)
        if tour is not None:
            tour.confirmed_at = at
            tour.save(update_fields=["confirmed_at"])
        applies, speaks = made.applied_at is not None, made.messages.exists()
        into = made if earlier is None else _merge(made, earlier, at)
        into.confirmed_at = into.confirmed_at or at
        if applies or speaks:
            into.waits_since = into.waits_since or at
        into.touched_at = at
        into.save()
        ledger.record(
            space_id=space.pk, at=at, kind=RECEIVED, actor_id=None, subject_id=into.pk, audience=ledger.MANAGERS,
            facts={"applies": int(applies), "tour": tour.pk if tour else None, "speaks": int(speaks)},
        )  # fmt: skip
    return into


def _keeps_place(tour: Tour, at: datetime) -> bool:
    """Whether a tour still has its place when its address is confirmed: within the two hours surely, later if it is free."""
    slot = locked(TourSlot.objects.filter(pk=tour.slot_id or 0)).first()
    if slot is None or slot.closed_at is not None or tour.starts_at <= at:
        return False
    return rules.taken(slot, tour.starts_at, at).exclude(pk=tour.pk).count() < slot.capacity


def _merge(made: Application, earlier: Application, at: datetime) -> Application:
    """Put a later form of the same address to the earlier conversation."""
    if made.tours.filter(cancelled_at=None).exists():
        earlier.tours.filter(cancelled_at=None, starts_at__gt=at).update(cancelled_at=at)
    made.messages.update(application=earlier)
    made.tours.update(application=earlier)
    earlier.answers.filter(question__in=made.answers.values("question")).delete()
    made.answers.update(application=earlier)
    earlier.name, earlier.language = made.name, made.language
    earlier.applied_at = earlier.applied_at or made.applied_at
    for field in ("source", "source_text", "referrer", "referrer_text"):
        setattr(earlier, field, getattr(earlier, field) or getattr(made, field))
    made.delete()
    return earlier


def of_applicant(application_id: int, email: str, slug: str, *, at: datetime) -> Application:
    """The application that a conversation's link names. Raises NotFound when it is gone, Invalid a month after they became a member: a link without
    sign-in is for those who have none.
    """
    found = Application.objects.select_related("space").confirmed().filter(pk=application_id, email=email, space__slug=slug).first()
    if found is None:
        raise NotFound(_("This conversation is gone: what comes to nothing is erased after six months."))
    if found.joined_at is not None and at - found.joined_at > rules.LINK_AFTER_JOINING:
        raise Invalid(_("You belong to the house by now. Sign in, and write to the people there."))
    return found


def _held(application: Application) -> Application:
    found = locked(Application.objects.filter(pk=application.pk)).first()
    if found is None:
        raise NotFound
    found.space = application.space
    return found


def _visible(actor: Member, application_id: int) -> Application:
    found = locked(rules.visible_to(actor).filter(pk=application_id)).first()
    if found is None:
        require(rules.may_answer(actor))
        raise NotFound
    found.space = actor.space
    return found


def write_to_house(*, application: Application, text: str, at: datetime) -> ApplicationMessage:
    """The applicant writes. The same words within a minute are one message; more than twenty a day are refused. Wakes what was put aside."""
    with transaction.atomic():
        held = _held(application)
        require(rules.may_write(held))
        lately = list(held.messages.filter(by_house=False, at__gt=at - timedelta(days=1)))
        if lately and lately[-1].text == text and at - lately[-1].at < MINUTE:
            return lately[-1]
        if len(lately) >= rules.MESSAGES_A_DAY:
            raise Invalid(_("That is enough for one day. Somebody will answer you."))
        message = ApplicationMessage.objects.create(application=held, text=text, at=at)
        held.waits_since, held.touched_at, held.closed_at = held.waits_since or at, at, None
        held.save(update_fields=["waits_since", "touched_at", "closed_at"])
        _record(WROTE, held, None, at, message=message.pk)
    return message


def answer(*, actor: Member, application_id: int, text: str, at: datetime) -> ApplicationMessage:
    """Somebody of the house answers. The same words within a minute are one message."""
    with transaction.atomic():
        held = _visible(actor, application_id)
        require(rules.may_write(held))
        last = held.messages.filter(member=actor, at__gt=at - MINUTE).last()
        if last is not None and last.text == text:
            return last
        message = ApplicationMessage.objects.create(application=held, member=actor, by_house=True, text=text, at=at)
        held.waits_since, held.touched_at = None, at
        held.save(update_fields=["waits_since", "touched_at"])
        _record(ANSWERED, held, actor, at, message=message.pk)
    return message


def book_tour(*, application: Application, value: str, at: datetime) -> Tour:
    """A confirmed applicant books, or moves, a tour. Raises Invalid when the hour is taken."""
    with transaction.atomic():
        held = _held(application)
        require(rules.may_write(held))
        tour = _book(held, value, at, confirmed=True)
        held.touched_at, held.closed_at = at, None
        held.save(update_fields=["touched_at", "closed_at"])
        _record(BOOKED, held, None, at, tour=tour.pk)
    return tour


def cancel_tour(*, application: Application, tour_id: int, at: datetime) -> Tour:
    """The applicant cannot come. Twice changes nothing."""
    with transaction.atomic():
        held = _held(application)
        return _cancel(held, held.tours.filter(pk=tour_id).exclude(confirmed_at=None).first(), None, at)


def call_off_tour(*, actor: Member, tour_id: int, at: datetime) -> Tour:
    """The house cannot show itself at that hour; the applicant is told. Twice changes nothing."""
    with transaction.atomic():
        tour = _tour(actor, tour_id)
        return _cancel(_visible(actor, tour.application_id), tour, actor, at)


def _cancel(held: Application, tour: Tour | None, actor: Member | None, at: datetime) -> Tour:
    if tour is None:
        raise NotFound
    if tour.cancelled_at is None:
        if tour.starts_at <= at:
            raise OutOfDate(_("This tour has begun."))
        tour.cancelled_at = at
        tour.save(update_fields=["cancelled_at"])
        held.touched_at = at
        held.save(update_fields=["touched_at"])
        _record(CANCELLED, held, actor, at, tour=tour.pk)
    return tour


def _tour(actor: Member, tour_id: int) -> Tour:
    tour = locked(Tour.objects.filter(pk=tour_id, application__in=rules.visible_to(actor)).exclude(confirmed_at=None)).first()
    if tour is None:
        require(rules.may_answer(actor))
        raise NotFound
    return tour


def mark_tour(*, actor: Member, tour_id: int, came: bool, at: datetime) -> Tour:
    """Say whether somebody came. May be said anew. Raises OutOfDate before it begins, or when it was cancelled."""
    with transaction.atomic():
        tour = _tour(actor, tour_id)
        held = _visible(actor, tour.application_id)
        if tour.cancelled_at is not None or tour.starts_at > at:
            raise OutOfDate(_("This tour has not taken place."))
        tour.came_at, tour.missed_at = (at, None) if came else (None, at)
        tour.save(update_fields=["came_at", "missed_at"])
        held.touched_at = at
        held.save(update_fields=["touched_at"])
        _record(TOURED, held, actor, at, tour=tour.pk, came=int(came))
    return tour


def withdraw(*, application: Application, at: datetime) -> Application:
    """The applicant takes everything back: an open invitation, tours ahead, a decision on its way. Twice changes nothing.

    Whoever is a member already leaves as members do, not by this.
    """
    with transaction.atomic():
        held = _held(application)
        if held.withdrawn_at is not None:
            return held
        if held.member_id is not None:
            raise OutOfDate(_("You belong to the house by now. In the house you can leave it, too."))
        held.withdrawn_at = held.touched_at = at
        held.waits_since = None
        held.save(update_fields=["withdrawn_at", "touched_at", "waits_since"])
        held.tours.filter(cancelled_at=None, starts_at__gt=at).update(cancelled_at=at)
        held.decisions.filter(undone_at=None, carried_out_at=None).update(undone_at=at)
        _take_invitation_back(held, at)
        _record(WITHDRAWN, held, None, at)
    return held


def _take_invitation_back(held: Application, at: datetime) -> None:
    Invitation.objects.filter(pk=held.invitation_id or 0, accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)


def decide(*, actor: Member, application_id: int, kind: str, text: str, at: datetime, until: date | None = None) -> Decision:
    """Decide. What reaches the applicant takes effect after ten minutes, and until then it can be taken back. Raises NotAllowed, Invalid."""
    with transaction.atomic():
        held = _visible(actor, application_id)
        pending = held.decisions.filter(undone_at=None, carried_out_at=None).exists()
        require(rules.may_decide(held, kind, on_its_way=pending))
        if kind == Decision.Kind.TRIAL:
            verdict = rules.may_be_trial(until or date.min, held.space.day(at))
            if until is None or not verdict:
                raise Invalid(verdict.reason)
        decision = Decision.objects.create(
            application=held, kind=kind, by=actor, at=at, text=text, until=until if kind == Decision.Kind.TRIAL else None
        )
        held.touched_at = at
        held.save(update_fields=["touched_at"])
        _record(DECIDED, held, actor, at, decision=decision.pk)
        if kind in rules.AT_ONCE:
            _take_effect(held, decision, at)
        else:
            enqueue(
                CARRY_OUT,
                {"decision": decision.pk},
                at=at,
                space_id=held.space_id,
                key=f"application:decision:{decision.pk}",
                run_at=at + rules.UNDO,
            )
    return decision


def undo_decision(*, actor: Member, decision_id: int, at: datetime) -> Decision:
    """Take a decision back before it takes effect: the applicant never learns of it. Twice is refused with the reason."""
    with transaction.atomic():
        found = Decision.objects.filter(pk=decision_id, application__in=rules.visible_to(actor)).first()
        if found is None:
            require(rules.may_answer(actor))
            raise NotFound
        held = _visible(actor, found.application_id)
        decision = locked(Decision.objects.filter(pk=found.pk)).get()
        require(rules.may_undo(decision))
        decision.undone_at, decision.undone_by = at, actor
        decision.save(update_fields=["undone_at", "undone_by"])
        held.touched_at = at
        held.save(update_fields=["touched_at"])
        _record(UNDONE, held, actor, at, decision=decision.pk)
    return decision


def carry_out(*, decision_id: int, at: datetime) -> bool:
    """Let a decision take effect whose ten minutes are over; returns whether it did. Once; never one that was taken back."""
    with transaction.atomic():
        found = Decision.objects.filter(pk=decision_id).first()
        held = locked(Application.objects.filter(pk=found.application_id)).first() if found else None
        if found is None or held is None:
            return False
        decision = locked(Decision.objects.filter(pk=decision_id, undone_at=None, carried_out_at=None)).first()
        if decision is None or at < decision.at + rules.UNDO:
            return False
        held.space = Space.objects.get(pk=held.space_id)
        _take_effect(held, decision, at)
    return True


def _take_effect(held: Application, decision: Decision, at: datetime) -> None:
    kinds = Decision.Kind
    match decision.kind:
        case kinds.ACCEPTED:
            held.accepted_at, held.waiting_at = at, None
            _let_in(held, decision, at)
        case kinds.TRIAL:
            held.trial_from, held.trial_until, held.waiting_at = held.space.day(at), decision.until, None
            _let_in(held, decision, at)
        case kinds.WAITING:
            held.waiting_at = at
        case kinds.DECLINED:
            held.declined_at, held.waiting_at = at, None
        case kinds.ENDED:
            held.declined_at = at
            _take_invitation_back(held, at)
        case kinds.CLOSED:
            held.closed_at = at
        case kinds.REOPENED:
            held.declined_at = held.closed_at = held.waiting_at = None
            if held.member_id is None:
                held.trial_from = held.trial_until = held.reminded_at = None
    held.waits_since, held.touched_at = None, at
    held.save()
    if decision.kind in (kinds.DECLINED, kinds.CLOSED):
        held.tours.filter(cancelled_at=None, starts_at__gt=at).update(cancelled_at=at)
    decision.carried_out_at = at
    decision.save(update_fields=["carried_out_at"])
    _record(TOOK_EFFECT, held, decision.by, at, decision=decision.pk)
    if (
        held.member_id is not None
        and decision.kind == kinds.ENDED
        and held.trial_until is not None
        and held.trial_until < held.space.day(at)
    ):
        _end_membership(held, at)


def _let_in(held: Application, decision: Decision, at: datetime) -> None:
    """The way in: an invitation from whoever decided. Who belongs to the house already needs none, and an open one is enough."""
    here = held.member or already_here(held.space_id, held.email)
    if here is not None and here.left_on is None:
        held.member, held.joined_at = here, held.joined_at or at
        return
    if held.invitation is not None and held.invitation.state(at) == "open":
        return
    inviter = decision.by if decision.by is not None and decision.by.left_on is None else rules.people_in(held.space).first()
    if inviter is None:
        raise OutOfDate(_("Nobody is here who could invite."))
    sentence = decision.text
    if held.trial_until is not None and held.accepted_at is None:
        with translation.override(held.language):
            trial = _("Your trial lasts until %(day)s.") % {"day": days.day(held.trial_until)}
        sentence = f"{sentence}\n\n{trial}".strip()
    tour = held.tours.filter(cancelled_at=None).exclude(location=None).last()
    held.invitation = write_invitation(
        inviter=inviter, name=held.name, email=held.email, sentence=sentence[:1000], language=held.language, at=at,
        location=tour.location if tour else None,
    )  # fmt: skip


def has_joined(*, invitation_id: int, at: datetime) -> Application | None:
    """The invitation of an application was accepted: somebody belongs. Once; None where no application is behind it."""
    with transaction.atomic():
        held = locked(Application.objects.filter(invitation_id=invitation_id, joined_at=None)).first()
        invitation = Invitation.objects.filter(pk=invitation_id).exclude(member=None).first()
        if held is None or invitation is None:
            return None
        held.member_id, held.joined_at, held.touched_at = invitation.member_id, invitation.accepted_at or at, at
        held.save(update_fields=["member", "joined_at", "touched_at"])
        _record(JOINED, held, None, at, member=held.member_id, referrer=held.referrer_id)
    return held


def name_referrer(*, actor: Member, application_id: int, member_id: int | None, at: datetime) -> Application:
    """Say which member recommended somebody, or nobody. Raises Invalid for somebody who is not here."""
    with transaction.atomic():
        held = _visible(actor, application_id)
        member = Member.objects.here().filter(space_id=held.space_id, pk=member_id).first() if member_id is not None else None
        if member_id is not None and member is None:
            raise Invalid(_("Choose somebody of this house."))
        if held.referrer != member:
            held.referrer = member
            held.save(update_fields=["referrer"])
            _record(RECOMMENDED, held, actor, at, referrer=member_id)
    return held


def remind_of_trials(*, at: datetime) -> int:
    """Three days before a trial ends the team is to decide; returns how many. Once each."""
    return sum(_remind(pk, at) for pk in _trials(at + rules.REMIND_BEFORE).filter(reminded_at=None).values_list("pk", flat=True))


def _trials(until: datetime) -> ApplicationQuerySet:
    # A day more than needed, for houses whose day begins earlier; each is looked at again in its own zone.
    last = (until + timedelta(days=1)).date()
    return Application.objects.going_on().filter(trial_until__lte=last)


def _remind(application_id: int, at: datetime) -> int:
    with transaction.atomic():
        held = locked(Application.objects.going_on().filter(pk=application_id, reminded_at=None)).first()
        if held is None or held.trial_until is None or held.trial_until > held.space.day(at + rules.REMIND_BEFORE):
            return 0
        held.reminded_at = at
        held.save(update_fields=["reminded_at"])
        _record(TRIAL_ENDS, held, None, at)
    return 1


def end_trials(*, at: datetime) -> int:
    """Who was told that their trial ends is no member any more after its last day; returns how many."""
    rows = Application.objects.filter(accepted_at=None, trial_until__lt=(at + timedelta(days=1)).date(), member__left_on=None).exclude(
        declined_at=None
    )
    done = 0
    for pk in rows.exclude(member=None).values_list("pk", flat=True):
        with transaction.atomic():
            held = locked(Application.objects.filter(pk=pk)).first()
            if held is not None and held.trial_until is not None and held.trial_until < held.space.day(at):
                done += _end_membership(held, at)
    return done


def _end_membership(held: Application, at: datetime) -> int:
    if held.member_id is None or not end_membership(actor=None, member_id=held.member_id, last_on=held.space.day(at), at=at):
        return 0
    _record(TRIAL_OVER, held, None, at, member=held.member_id)
    return 1


def forget_old(*, at: datetime) -> int:
    """Erase what was not confirmed after three days, and what came to nothing after six months; return how many applications."""
    going = Application.objects.filter(confirmed_at=None, asked_at__lt=at - rules.UNCONFIRMED_KEPT) | Application.objects.filter(
        Q(member=None) | ~Q(declined_at=None), touched_at__lt=at - rules.KEPT
    )
    ids = list(going.exclude(trial_until__gte=at.date()).values_list("pk", flat=True))
    for start in range(0, len(ids), 200):
        with transaction.atomic():
            Application.objects.filter(pk__in=ids[start : start + 200]).delete()
    old = ApplicationQuestion.objects.exclude(retired_at=None)
    old.exclude(pk__in=ApplicationAnswer.objects.values("question")).filter(retired_at__lt=at - rules.KEPT).delete()
    return len(ids)


def forget_knocks(*, at: datetime) -> int:
    """Forget who sent public forms an hour ago; returns how many."""
    return Knock.objects.filter(at__lt=at - rules.KNOCKS_IN).delete()[0]


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: what they asked before they had a membership, their name with those whom they recommended, and lists that hold them."""
    house = Application.objects.filter(space=erased.space_id)
    for pk, email in house.filter(member=None).values_list("pk", "email").iterator(chunk_size=500):
        if erased.said.within(email):
            house.filter(pk=pk).delete()
    for pk, told in house.exclude(referrer_text="").values_list("pk", "referrer_text").iterator(chunk_size=500):
        if erased.said.within(told):
            house.filter(pk=pk).update(referrer_text=without(erased.said, told))
    written = (
        (ApplicationMessage.objects.filter(application__space=erased.space_id), "text"),
        (ApplicationAnswer.objects.filter(application__space=erased.space_id), "text"),
        (Decision.objects.filter(application__space=erased.space_id), "text"),
    )
    for rows, name in written:
        for pk, text in rows.values_list("pk", name).iterator(chunk_size=500):
            if erased.said.within(text):
                rows.filter(pk=pk).update(**{name: without(erased.said, text)})


def _record(kind: str, held: Application, actor: Member | None, at: datetime, **facts: int | None) -> None:
    ledger.record(
        space_id=held.space_id,
        at=at,
        kind=kind,
        actor_id=actor.pk if actor else None,
        subject_id=held.pk,
        audience=ledger.MANAGERS,
        facts=dict(facts),
    )
