"""The verbs of a need: opening, asking people, answering, renewing, closing, and telling what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.connect.introductions.warm import introduce_two
from drittort.connect.needs import index, rules
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.core import ledger
from drittort.core.addresses import address
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.members.companies.queries import trade_of
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.safety.rules import MESSAGES, POSTS, may_use
from drittort.members.skills.topics import OFFERS, SEEKS, facts_of
from drittort.network.ties.actions import note_contact, take_back_contacts
from drittort.talk.conversations.actions import begin_conversation, mark_told

OPENED, EDITED, RENEWED, ASKED = "need.opened", "need.edited", "need.renewed", "need.asked"
ANSWERED, WITHDRAWN, CLOSED, REOPENED, HELPED = "need.answered", "need.withdrawn", "need.closed", "need.reopened", "need.helped"
SHORTEST_WORDS = 3
LONGEST_OUTCOME = 2000
KEPT, REQUESTS_KEPT = timedelta(days=731), timedelta(days=90)


def open_need(*, actor: Member, text: str, language: str, at: datetime, side: str = Need.Side.SEEK) -> Need:
    """Say what you look for, or what you have to give. Fewer than three words find nobody: a sentence is asked for.

    The same words again while they hang there unanswered are one, also when both come at once.
    """
    text = sentence(text)
    if side not in Need.Side.values:
        raise Invalid
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        same = Need.objects.open().alive(at).filter(member=actor, side=side, text=text).first()
        if same is not None:
            return same
        need = Need.objects.create(space_id=actor.space_id, member=actor, side=side, text=text, language=language, opened_at=at)
        record(OPENED, need, actor, at, facts=about(need))
    return need


def about(need: Need) -> dict[str, Any]:
    """What a need or an offer is about, as the ledger keeps it: concepts and the trade of whoever wrote it, never words."""
    return facts_of(SEEKS if need.side == Need.Side.SEEK else OFFERS, need.text, need.language, trade_of(need.member_id))


def sentence(text: str) -> str:
    """The text on one line. Raises Invalid where it is too short to be understood."""
    text = " ".join(text.split())
    if len(text.split()) < SHORTEST_WORDS:
        raise Invalid(_("Please write a whole sentence: what do you need, and what for?"))
    return text


def record(
    kind: str, need: Need, actor: Member | None, at: datetime, *, audience: str = ledger.EVERYONE, facts: dict[str, Any] | None = None
) -> None:
    """One row in the ledger, and the index learns that the need changed."""
    ledger.record(
        space_id=need.space_id,
        at=at,
        kind=kind,
        actor_id=actor.pk if actor else None,
        subject_id=need.pk,
        audience=audience,
        facts=facts or {},
    )
    index.need_changed(need, at)


def visible(actor: Member, need_id: int) -> Need:
    """The need, locked. Raises NotFound."""
    need = locked(rules.visible_to(actor).select_related("member__space").filter(pk=need_id)).first()
    if need is None:
        raise NotFound
    return need


def may_help(actor: Member, need: Need, at: datetime) -> None:
    """Raise NotAllowed for one's own need, OutOfDate where others came first or it is over."""
    if need.member_id == actor.pk:
        require(rules.may_answer(actor, need, at))
    in_time(rules.may_still(need, at))


def edit_need(*, actor: Member, need_id: int, text: str, language: str, at: datetime) -> Need:
    """Change the words. Whoever was asked keeps what they were asked; who stood next in line is looked for anew. The same words change nothing."""
    text = sentence(text)
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_own(actor, need))
        in_time(rules.may_still(need, at))
        require(may_use(actor, POSTS, at))
        if (need.text, need.language) != (text, language):
            need.text, need.language, need.edited_at = text, language, at
            need.save(update_fields=["text", "language", "edited_at"])
            HelpRequest.objects.filter(need=need, asked_at=None).delete()
            record(EDITED, need, actor, at, audience=ledger.only(actor.pk), facts=about(need))
    return need


def require_own(*, actor: Member, need: Need) -> None:
    """Raise NotAllowed unless a need is the actor's own."""
    require(rules.may_own(actor, need))


def see_need(*, actor: Member, need_id: int, at: datetime) -> None:
    """Somebody opened the page: what they were told of it is read."""
    see_thread(member=actor, thread=thread(need_id), at=at)


def renew_need(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Let it run for another while, counted from now. On the same day twice is once."""
    with transaction.atomic():
        need = visible(actor, need_id)
        in_time(rules.may_renew(actor, need, at))
        see_thread(member=actor, thread=thread(need.pk), at=at)
        if need.renewed_at is None or need.space.day(need.renewed_at) != need.space.day(at):
            need.renewed_at = at
            need.save(update_fields=["renewed_at"])
            record(RENEWED, need, actor, at)
    return need


# ------------------------------------------------------------------ whom the house asks


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who fits a need, as the router says it."""

    member: int
    fit: float
    reasons: list[dict[str, Any]]


def ask_found(*, need_id: int, text: str, found: Sequence[Found], fitting: int, up_to: int, at: datetime) -> int:
    """Ask the first of those who were found, until `up_to` were asked in all, and keep the next ones in line; returns how many were asked now.

    `text` is what was looked for: when it was changed meanwhile nothing is done, since the change has a search of its own. Looks again under the
    lock who may be asked, so that two needs at once load nobody twice.
    """
    with transaction.atomic():
        need = locked(Need.objects.select_related("member__space", "space").filter(pk=need_id, member__left_on=None)).first()
        if need is None or need.text != text or need.answered_at is not None or not rules.may_still(need, at):
            return 0
        list(locked(Member.objects.filter(pk__in=[one.member for one in found]).order_by("pk")))
        free = rules.free_to_ask(need.member, [one.member for one in found], at)
        HelpRequest.objects.filter(need=need, asked_at=None).delete()
        before = set(HelpRequest.objects.filter(need=need).values_list("member_id", flat=True))
        new = [one for one in found if one.member in free and one.member not in before]
        now = max(0, up_to - len(before))
        HelpRequest.objects.bulk_create(
            HelpRequest(
                need=need, member_id=one.member, position=len(before) + place, fit=round(one.fit, 3), reasons=one.reasons, found_at=at,
                asked_at=at if place < now else None,
            )
            for place, one in enumerate(new[: now + rules.ASKED_MORE])
        )  # fmt: skip
        asked = len(new[:now])
        Need.objects.filter(pk=need.pk).update(sought_at=at, fitting=min(fitting, 1000))
        if asked:
            record(ASKED, need, None, at, audience=ledger.NOBODY, facts={"count": asked})
    return asked


def ask_more(*, actor: Member, need_id: int, at: datetime) -> int:
    """Ask the next ones in line, three at most; returns how many were asked. Who they are is nobody's business."""
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_have_asked(actor, need, at))
        line = list(locked(HelpRequest.objects.filter(need=need, asked_at=None).order_by("position", "pk")))
        list(locked(Member.objects.filter(pk__in=[one.member_id for one in line]).order_by("pk")))
        free = rules.free_to_ask(need.member, [one.member_id for one in line], at)
        chosen = [one.pk for one in line if one.member_id in free][: rules.ASKED_MORE]
        HelpRequest.objects.filter(pk__in=chosen).update(asked_at=at)
        if chosen:
            record(ASKED, need, actor, at, audience=ledger.NOBODY, facts={"count": len(chosen)})
    return len(chosen)


def decline_request(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Not just now. Leaves a mark that only the actor can read, and no trace in the ledger, in counts or in mail."""
    with transaction.atomic():
        need = visible(actor, need_id)
        asked = rules.own_request(need, actor)
        if asked is None:
            raise NotFound
        see_thread(member=actor, thread=thread(need.pk), at=at)
        if asked.passed_at is None:
            HelpRequest.objects.filter(pk=asked.pk).update(passed_at=at)
    return need


def know_somebody(*, actor: Member, need_id: int, person_id: int, text: str, at: datetime) -> Need:
    """Bring the asker and somebody else together. Both are asked first; twice with the same person is once.

    Raises NotFound for a need or a person that is not there, Invalid for one of the two, OutOfDate where it is settled, closed or run out, and NotAllowed for
    one's own need, and where one has proposed too much.
    """
    with transaction.atomic():
        need = visible(actor, need_id)
        may_help(actor, need, at)
        person = Member.objects.here().select_related("space").filter(pk=person_id, space_id=actor.space_id).first()
        if person is None:
            raise NotFound
        if person.pk in (actor.pk, need.member_id):
            raise Invalid(_("Choose somebody else than the two of you."))
        require(may_use(actor, MESSAGES, at))
        introduce_two(actor=actor, first=need.member, second=person, text=text, at=at, need=need)
        HelpRequest.objects.filter(need=need, member=actor).exclude(asked_at=None).update(knows_at=at)
        see_thread(member=actor, thread=thread(need.pk), at=at)
    return need


# ------------------------------------------------------------------ answers


def thread(need_id: int) -> str:
    """The thread of notices about a need."""
    return f"need:{need_id}"


def answer_need(*, actor: Member, need_id: int, at: datetime, text: str = "") -> NeedAnswer:
    """Offer help, or take what is offered. The first answer stops the clock, later ones stand beside it; the same person's second changes only the words.

    Opens a conversation of the two with the same words. Raises OutOfDate when the need is settled, closed or run out.
    """
    text = " ".join(text.split())
    with transaction.atomic():
        need = visible(actor, need_id)
        may_help(actor, need, at)
        require(may_use(actor, MESSAGES, at))
        see_thread(member=actor, thread=thread(need.pk), at=at)
        found = NeedAnswer.objects.filter(need=need, member=actor).first()
        if found is not None and found.withdrawn_at is None:
            if text and text != found.text:
                found.text = text
                found.save(update_fields=["text"])
                index.need_changed(need, at)
            return found
        answer = found or NeedAnswer(need=need, member=actor)
        answer.at, answer.text, answer.language, answer.withdrawn_at = at, text, actor.language, None
        answer.staff = rules.speaks_for_house(actor)
        answer.save()
        if need.answered_at is None:
            need.answered_at, need.answered_by = at, actor
            need.save(update_fields=["answered_at", "answered_by"])
        minutes = int((at - need.opened_at).total_seconds() // 60)
        facts = {"asker": need.member_id, "minutes": minutes, "staff": answer.staff}
        record(ANSWERED, need, actor, at, facts=facts)
        talked = begin_conversation(actor=actor, others=[need.member], text=letter(need, text), at=at)
        # The letter about the answer holds the same words: one mail is enough.
        mark_told(conversation_id=talked.pk, member_id=need.member_id)
    return answer


def letter(need: Need, text: str) -> str:
    """What the asker reads in the conversation: the words of the helper under where they answer. It quotes nobody, so that an erasure leaves no words in it."""
    place = f"{settings.ADDRESS}{address('connect:need', need.member.space.slug, need.pk)}"
    with translation.override(need.member.language):
        if need.side == Need.Side.OFFER:
            lead, plain = _("About your offer: %(place)s"), _("I would like that.")
        else:
            lead, plain = _("About what you are looking for: %(place)s"), _("I can help.")
        return f"{lead % {'place': place}}\n\n{text or plain}"


def withdraw_answer(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Take an answer back; where it was the only one, the clock runs on from where it began. Twice is once."""
    with transaction.atomic():
        need = visible(actor, need_id)
        answer = NeedAnswer.objects.filter(need=need, member=actor).first()
        if answer is None:
            raise NotFound
        in_time(rules.may_still(need, at))
        if answer.withdrawn_at is None:
            take_back(need, answer, at)
            record(WITHDRAWN, need, actor, at, audience=ledger.NOBODY)
    return need


def take_back(need: Need, answer: NeedAnswer, at: datetime) -> None:
    """An answer does not stand any more; the first of those that do is the need's answer now."""
    NeedAnswer.objects.filter(pk=answer.pk).update(withdrawn_at=at)
    left = NeedAnswer.objects.filter(need=need, withdrawn_at=None).order_by("at", "pk").first()
    need.answered_at, need.answered_by = (left.at, left.member) if left else (None, None)
    need.save(update_fields=["answered_at", "answered_by"])


# ------------------------------------------------------------------ the end


def close_need(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Take it from the list."""
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_close(actor, need))
        if need.member_id == actor.pk:
            see_thread(member=actor, thread=thread(need.pk), at=at)
        if need.closed_at is None:
            need.closed_at = at
            need.save(update_fields=["closed_at"])
            record(CLOSED, need, actor, at)
    return need


def reopen_need(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Undo closing. What was never closed stays as it is."""
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_close(actor, need))
        if need.closed_at is not None:
            need.closed_at = None
            need.save(update_fields=["closed_at"])
            record(REOPENED, need, actor, at)
    return need


def tell_outcome(
    *, actor: Member, need_id: int, said: str, at: datetime, helper_id: int | None = None, outcome: str = "", shared: bool = False
) -> Need:
    """Say whether somebody helped (`helped`), that one still looks (`looking`), or that it is settled otherwise (`settled`).

    Help of a member counts as a contact of that day, if both agreed to be counted; said otherwise later, it counts no more. Whoever still looks is asked
    for again, from now on; twice is once. Raises Invalid for a helper whose answer does not stand.
    """
    outcome = outcome.strip()
    if said not in {"helped", "looking", "settled"}:
        raise Invalid(_("Choose one of the three answers."))
    if len(outcome) > LONGEST_OUTCOME:
        raise Invalid(_("The text is longer than %(most)s characters.") % {"most": LONGEST_OUTCOME})
    with transaction.atomic():
        need = visible(actor, need_id)
        if said == "looking" and need.told_at is not None and need.answered_at is None and rules.may_own(actor, need):
            return need
        in_time(rules.may_tell_outcome(actor, need, at))
        see_thread(member=actor, thread=thread(need.pk), at=at)
        # Help is a contact of the two: nobody is named who did not offer it.
        answer = (
            NeedAnswer.objects.select_related("member").filter(need=need, member=helper_id, withdrawn_at=None).first()
            if helper_id
            else None
        )
        if helper_id and answer is None:
            raise Invalid
        helper = answer.member if answer is not None else None
        again = need.helped_by_id == (helper.pk if helper else None) and need.helped_at is not None
        if need.helped_by_id is not None and not (again and said == "helped"):
            take_back_contacts(space=need.space, origin=thread(need.pk))
        need.told_at, need.outcome, need.outcome_shared = at, outcome, shared and bool(outcome)
        need.helped_at, need.helped_by = (need.helped_at or at, helper) if said == "helped" else (None, None)
        if said == "looking":
            need.answered_at, need.answered_by, need.renewed_at, need.closed_at = None, None, at, None
            NeedAnswer.objects.filter(need=need, withdrawn_at=None).update(withdrawn_at=at)
        elif said == "settled" and need.closed_at is None:
            need.closed_at = at
        need.save()
        if said == "looking":
            record(RENEWED, need, actor, at)
        elif said == "settled":
            record(CLOSED, need, actor, at)
        elif not again:
            if helper is not None:
                note_contact(space=need.space, a=helper.pk, b=actor.pk, at=at, kind="help", origin=thread(need.pk))
            facts = {"asker": actor.pk, **({"helper": helper.pk} if helper else {})}
            record(HELPED, need, actor, at, audience=ledger.NOBODY, facts=facts)
    return need


def leave_needs(*, member_id: int, at: datetime) -> None:
    """Whoever leaves looks for nothing here any more, and helps nobody any more who still waits; what is settled stays."""
    with transaction.atomic():
        own = locked(Need.objects.filter(member_id=member_id, closed_at=None, helped_at=None).order_by("pk"))
        for need in own:
            Need.objects.filter(pk=need.pk).update(closed_at=at)
            index.need_changed(need, at)
        HelpRequest.objects.filter(member_id=member_id, asked_at=None).delete()
        promised = Need.objects.filter(answers__member_id=member_id, answers__withdrawn_at=None, closed_at=None, helped_at=None)
        for need in locked(Need.objects.filter(pk__in=promised.values("pk")).order_by("pk")):
            take_back(need, NeedAnswer.objects.get(need=need, member_id=member_id), at)
            index.need_changed(need, at)


def forget_old(*, at: datetime) -> int:
    """Remove needs after the 24 months that the register promises, and whom the house asked after 90 days; return how many needs."""
    HelpRequest.objects.filter(found_at__lt=at - REQUESTS_KEPT).delete()
    return Need.objects.filter(opened_at__lt=at - KEPT).delete()[0]
