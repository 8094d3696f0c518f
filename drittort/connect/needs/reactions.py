"""Notices that follow what was recorded, and their letters. Each notice has a key, so running twice tells once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from drittort.connect.by_mail import helping
from drittort.connect.needs import queries, words
from drittort.connect.needs.actions import ANSWERED, ASKED, EDITED, OPENED, RENEWED, leave_needs, thread
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.needs.rules import FIRST_ASKED, MOST_ASKED, may_renew, may_still, may_tell_outcome, reaches
from drittort.connect.needs.tokens import link_for
from drittort.core.addresses import address
from drittort.core.jobs.queue import enqueue
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased, leaves
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.talk.conversations.queries import answer_path

CATEGORY, ASKING = "need", "help"
LETTERS = "connect/needs/mail/"
ROUTE = "connect.needs.route"
FEW = 200


def path_of(need: Need) -> str:
    """The page of a need."""
    return address("connect:need", need.space.slug, need.pk)


# ------------------------------------------------------------------ somebody is asked


@reaction(OPENED, EDITED, RENEWED, name="connect.needs.route")
def look_for_helpers(row: LedgerRow, at: datetime) -> None:
    """A need came, changed or goes on: the house looks for people who can help."""
    up_to = MOST_ASKED if row.kind == RENEWED else FIRST_ASKED
    enqueue(ROUTE, {"need": row.subject_id, "up_to": up_to}, at=at, space_id=row.space_id, key=f"need.route:{row.pk}")


@reaction(ASKED, name="connect.needs.tell_asked")
def tell_asked(row: LedgerRow, at: datetime) -> None:
    """Bring it to those who were chosen, and look for who stands next in line where people who care had more asked."""
    need = Need.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if need is None:
        return
    for asked in HelpRequest.objects.filter(need=need).exclude(asked_at=None).select_related("member__space").order_by("position", "pk"):
        tell(
            member=asked.member,
            category=ASKING,
            thread=thread(need.pk),
            key=f"need:{need.pk}:asked",
            at=at,
            text="need.asked",
            context={"need": need.pk, "who": need.member_id},
            path=path_of(need),
            mail=f"{LETTERS}asked",
        )
    if row.actor_id is not None:
        enqueue(ROUTE, {"need": need.pk, "up_to": 0}, at=at, space_id=row.space_id, key=f"need.route:{row.pk}")


@composer(f"{LETTERS}asked")
def asking_letter(told: Told) -> Letter | None:
    """The question, as long as somebody is needed and it was not answered in the house."""
    need = Need.objects.select_related("space", "member").filter(pk=told.facts[-1]["need"], member__left_on=None).first()
    reader = Member.objects.select_related("space", "account").filter(pk=told.reader).first()
    asked = HelpRequest.objects.filter(need=need, member=reader, knows_at=None, passed_at=None).exclude(asked_at=None).first()
    if need is None or reader is None or asked is None or not may_still(need, told.at):
        return None
    if NeedAnswer.objects.filter(need=need, member=reader, withdrawn_at=None).exists():
        return None
    answers = helping.answer_address(reader, need)
    return Letter(
        {
            "need": need.text,
            "asker": need.member.name,
            "why": words.why(asked.reasons, queries.helped_texts([asked.reasons], reader)),
            "link": link_for(need, reader.pk),
            "answers": bool(answers),
        },
        reply_to=answers,
    )


# ------------------------------------------------------------------ somebody answered


@reaction(ANSWERED, name="connect.needs.tell_asker")
def tell_asker(row: LedgerRow, at: datetime) -> None:
    """Tell the asker who can help."""
    given = answer_of(row.subject_id or 0, row.actor_id or 0)
    if given is None:
        return
    need = given.need
    tell(
        member=need.member,
        category=CATEGORY,
        thread=thread(need.pk),
        key=f"need:{need.pk}:answered:{given.member_id}",
        at=at,
        text="need.taken" if need.side == Need.Side.OFFER else "need.answered",
        context={"need": need.pk, "who": given.member_id},
        path=path_of(need),
        mail=f"{LETTERS}answered",
    )


def answer_of(need_id: int, helper_id: int) -> NeedAnswer | None:
    """An answer that reaches its asker; None when it is gone or taken back, or stands beside a block."""
    rows = NeedAnswer.objects.select_related("need__space", "need__member__space", "member").filter(need=need_id, member=helper_id)
    given = rows.filter(withdrawn_at=None).first()
    return given if given is not None and reaches(given.member, given.need.member) else None


@composer(f"{LETTERS}answered")
def helper_letter(told: Told) -> Letter | None:
    """Who can help, with their words, and where to answer them. Several in one letter."""
    given = [one for one in (answer_of(fact["need"], fact["who"]) for fact in told.facts) if one is not None]
    if not given:
        return None
    need = given[0].need
    lines = []
    for one in given:
        path = answer_path(need.member_id, one.member_id) or path_of(need)
        lines.append({"helper": one.member.name, "text": one.text, "url": f"{settings.ADDRESS}{path}"})
    return Letter({"need": need.text, "offer": need.side == Need.Side.OFFER, "answers": lines, "helper": given[-1].member.name})


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The needs that notices speak of, in one query."""
    found = dict(Need.objects.filter(pk__in={row["need"] for row in rows}).values_list("pk", "text"))
    return [{"need": found.get(row["need"], "…")} for row in rows]


# ------------------------------------------------------------------ the end


def ask_renewal(need: Need, at: datetime) -> None:
    """It runs out in a week: is it still wanted? Once for each time it runs."""
    since = need.renewed_at or need.opened_at
    ask_owner(need, "renewal", at, key=f"need:{need.pk}:renewal:{need.space.day(since)}")


def ask_outcome(need: Need, at: datetime) -> None:
    """A week after the first answer: what came of it? Once, ever."""
    ask_owner(need, "outcome", at, key=f"need:{need.pk}:outcome")


def ask_owner(need: Need, name: str, at: datetime, *, key: str) -> None:
    """Ask whoever wrote it."""
    tell(
        member=need.member,
        category=CATEGORY,
        thread=thread(need.pk),
        key=key,
        at=at,
        text=f"need.{name}",
        context={"need": need.pk},
        path=path_of(need),
        mail=f"{LETTERS}{name}",
    )


@composer(f"{LETTERS}renewal")
def renewal_letter(told: Told) -> Letter | None:
    """Still wanted? As long as that can be said."""
    need = Need.objects.select_related("space", "member__space").filter(pk=told.facts[-1]["need"]).first()
    if need is None or need.answered_at is not None or not may_renew(need.member, need, told.at):
        return None
    day = words.day(need.runs_out_at.astimezone(need.space.zone).date())
    return Letter({"need": need.text, "offer": need.side == Need.Side.OFFER, "day": day, "link": link_for(need, need.member_id)})


@composer(f"{LETTERS}outcome")
def outcome_letter(told: Told) -> Letter | None:
    """What came of it? Not asked where it was told meanwhile."""
    need = Need.objects.select_related("space", "member__space").filter(pk=told.facts[-1]["need"]).first()
    if need is None or need.told_at is not None or not may_tell_outcome(need.member, need, told.at):
        return None
    helper = next((name for _pk, name in queries.helpers_of(need)), "")
    return Letter({"need": need.text, "helper": helper, "link": link_for(need, need.member_id)})


@reaction(LEFT, name="connect.needs.take_down")
def take_down(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves looks for nothing here any more; what was settled stays."""
    leave_needs(member_id=row.subject_id or 0, at=at)


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: why others were asked goes where it quotes them, and what the worker keeps of the house."""
    # Numerics are loaded in the worker and not with the module, which web processes import too.
    from drittort.connect.needs.pool import POOLS

    POOLS.let_go(erased.space_id)
    rows = HelpRequest.objects.filter(need__space=erased.space_id).exclude(reasons=[]).values_list("pk", "reasons")
    quoting = [pk for pk, reasons in rows.iterator(chunk_size=500) if erased.said.within(*leaves(reasons))]
    for start in range(0, len(quoting), FEW):
        HelpRequest.objects.filter(pk__in=quoting[start : start + FEW]).update(reasons=[])
