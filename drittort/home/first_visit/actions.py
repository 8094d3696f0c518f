"""Passing the steps of the first visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import NotFound
from drittort.home.first_visit import rules
from drittort.home.first_visit.models import FirstVisit
from drittort.joining.buddies.actions import give_buddy
from drittort.members.consents.actions import give_consent
from drittort.members.models import Member
from drittort.members.profiles.actions import save_about, save_days, save_lines
from drittort.members.profiles.rules import Owner
from drittort.talk.conversations.actions import begin_conversation
from drittort.talk.conversations.models import Conversation
from drittort.talk.conversations.queries import written_to

DONE = "first_visit.done"


def pass_step(*, actor: Member, step: str, said: str, at: datetime) -> FirstVisit:
    """Note what somebody said to a step: done or later. What was done stays done. With the last one the visit is done, once, and there is a buddy."""
    steps = rules.steps_of(actor)
    if step not in steps:
        raise NotFound
    with transaction.atomic():
        FirstVisit.objects.get_or_create(member=actor, defaults={"begun_at": at})
        visit = locked(FirstVisit.objects.filter(member=actor)).get()
        if visit.steps.get(step) != "done":
            visit.steps = {**visit.steps, step: said}
        finished = visit.done_at is None and all(one in visit.steps for one in steps)
        if finished:
            visit.done_at = at
            ledger.record(space_id=actor.space_id, at=at, kind=DONE, actor_id=actor.pk, subject_id=actor.pk, audience=ledger.only(actor.pk))
        visit.save(update_fields=["steps", "done_at"])
        if finished:
            give_buddy(actor=actor, at=at)
    return visit


def say_what_i_do(*, actor: Member, line: str, offers: Sequence[str], seeks: Sequence[str], language: str, at: datetime) -> None:
    """The one line, three offers, three needs."""
    owner = Owner(member=actor)
    with transaction.atomic():
        save_about(actor=actor, owner=owner, line=line, at=at)
        save_lines(actor=actor, owner=owner, offers=offers, seeks=seeks, language=language, at=at)


def say_when(
    *,
    actor: Member,
    days: Collection[int],
    languages: Sequence[str],
    rhythm: int,
    location: int | None,
    consents: Collection[str],
    at: datetime,
) -> None:
    """Days, languages, rhythm, location, and the consents that were given now. One that stands is not taken back here."""
    with transaction.atomic():
        save_days(
            actor=actor, owner=Owner(member=actor), days=days, location=location, languages=languages,
            meets_online=actor.meets_online, rhythm=rhythm, at=at,
        )  # fmt: skip
        for kind in sorted(consents):
            give_consent(actor=actor, kind=kind, at=at)


def say_hello(*, actor: Member, other_id: int, text: str, at: datetime) -> Conversation | None:
    """Send a hello for real. Twice is once: None where one was sent already. Raises NotFound, NotAllowed, Invalid."""
    other = Member.objects.here().filter(space_id=actor.space_id, pk=other_id).exclude(pk=actor.pk).first()
    if other is None:
        raise NotFound
    with transaction.atomic():
        # Two taps at once wait for each other here, so that nobody gets the same hello twice.
        locked(Member.objects.filter(pk=actor.pk)).get()
        if written_to(actor, [other.pk]):
            return None
        return begin_conversation(actor=actor, others=[other], text=text, at=at)


def dismiss(*, actor: Member, at: datetime) -> None:
    """No more list of first steps, and no more mail about it; for ever. Twice is once."""
    with transaction.atomic():
        FirstVisit.objects.get_or_create(member=actor, defaults={"begun_at": at})
        FirstVisit.objects.filter(member=actor, dismissed_at=None).update(dismissed_at=at)


def settle(*, member: Member, at: datetime) -> bool:
    """Where all first steps are taken, the list goes for ever, whatever comes later (a new version of the agreements, say). Returns whether it went now."""
    if not rules.wants_help(rules.visit_of(member)) or not all(rules.taken(member).values()):
        return False
    with transaction.atomic():
        FirstVisit.objects.get_or_create(member=member, defaults={"begun_at": at})
        return bool(FirstVisit.objects.filter(member=member, settled_at=None).update(settled_at=at))
