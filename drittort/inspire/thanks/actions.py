"""Saying thanks, taking it back, and putting it away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.privacy import Erased
from drittort.inspire.thanks import rules
from drittort.inspire.thanks.models import LONGEST, Thanks, ThanksTo
from drittort.members.models import Company, Member
from drittort.members.safety.rules import kept_from

SAID, TAKEN_BACK, HIDDEN, OFF = "thanks.said", "thanks.taken_back", "thanks.hidden", "thanks.off"


def say_thanks(
    *,
    actor: Member,
    people: Collection[Member],
    company: Company | None = None,
    text: str,
    language: str,
    audience: str,
    subject: str = "",
    at: datetime,
) -> Thanks:
    """Say thanks to some people, or to a company. Beside a block it looks said and does not reach them.

    Raises Invalid without words, with too many, or without anybody to thank, NotAllowed where it is too much for a day.
    """  # fmt: skip
    text = " ".join(text.split())
    thanked = {one.pk: one for one in people if one.pk != actor.pk and one.space_id == actor.space_id and one.left_on is None}
    if not text or len(text) > LONGEST:
        raise Invalid(_("One sentence, please: up to %(n)s letters.") % {"n": LONGEST})
    if not thanked and company is None:
        raise Invalid(_("Whom would you like to thank?"))
    if audience not in Thanks.Audience.values or (company is not None and company.space_id != actor.space_id):
        raise Invalid
    with transaction.atomic():
        require(rules.may_thank(actor, at))
        thanks = Thanks.objects.create(
            space_id=actor.space_id, member=actor, company=company, text=text, language=language,
            audience=Thanks.Audience.HOUSE if company is not None else audience, subject=rules.about(subject), at=at,
        )  # fmt: skip
        apart = kept_from(actor.pk, thanked)
        ThanksTo.objects.bulk_create(ThanksTo(thanks=thanks, member=one, withheld=one.pk in apart) for one in thanked.values())
        record(SAID, thanks, actor.pk, at, audience=ledger.EVERYONE if thanks.audience == Thanks.Audience.HOUSE else ledger.NOBODY)
    return thanks


def record(kind: str, thanks: Thanks, actor_id: int, at: datetime, *, audience: str = ledger.NOBODY) -> None:
    """One row in the ledger."""
    ledger.record(space_id=thanks.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=thanks.pk, audience=audience)


def take_back(*, actor: Member, thanks_id: int, at: datetime) -> None:
    """Take one's thanks back: nothing of it stays. Twice is once."""
    with transaction.atomic():
        thanks = locked(Thanks.objects.filter(pk=thanks_id, member=actor)).first()
        if thanks is not None:
            record(TAKEN_BACK, thanks, actor.pk, at)
            thanks.delete()


def hide_thanks(*, actor: Member, thanks_id: int, hidden: bool, at: datetime) -> None:
    """Not be shown as somebody who was thanked, or again. Who said it is not told. Twice is once. Raises NotFound for who was not thanked."""
    with transaction.atomic():
        mine = ThanksTo.objects.select_related("thanks").filter(thanks=thanks_id, member=actor).first()
        if mine is None:
            raise NotFound
        locked(Thanks.objects.filter(pk=thanks_id)).first()
        if hidden != (mine.hidden_at is not None):
            mine.hidden_at = at if hidden else None
            mine.save(update_fields=["hidden_at"])
            record(HIDDEN, mine.thanks, actor.pk, at)


def take_off(*, actor: Member, thanks_id: int, off: bool, at: datetime) -> None:
    """The team takes thanks off the pages, or brings them back. Twice is once."""
    with transaction.atomic():
        thanks = locked(Thanks.objects.filter(pk=thanks_id, space=actor.space_id)).first()
        if thanks is None or not rules.may_take_off(actor):
            raise NotFound
        if off != (thanks.off_at is not None):
            thanks.off_at, thanks.off_by = (at, actor) if off else (None, None)
            thanks.save(update_fields=["off_at", "off_by_id"])
            record(OFF, thanks, actor.pk, at)


def forget_person(erased: Erased) -> None:
    """Somebody is erased: thanks that are to nobody any more go."""
    forget_to_nobody()


def forget_to_nobody() -> int:
    """Thanks that are to nobody any more go; returns how many."""
    return Thanks.objects.filter(company=None, people=None).delete()[0]
