"""The verbs of invitations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.outbox import sent_lately
from drittort.core.privacy import Erased, leaves
from drittort.joining.invitations import rules
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.invitations.rules import SENT as SENT
from drittort.joining.invitations.tokens import Held
from drittort.members.membership.actions import resume_membership
from drittort.members.models import Account, Company, Employment, Member
from drittort.spaces.models import Location, Space
from drittort.spaces.settings import setting

ACCEPTED, WITHDRAWN, ASKED_AGAIN, MANY = "invitation.accepted", "invitation.withdrawn", "invitation.asked_again", "invitation.many"
JOINED = "member.joined"
CHUNK = 50


def already_here(space_id: int, email: str) -> Member | None:
    """Who belongs to the house with this address; members see each other anyway."""
    return Member.objects.here().filter(space_id=space_id, account__email__iexact=email).first()


def invite(
    *, actor: Member, name: str, email: str, sentence: str, language: str, at: datetime, company: str = "", location: Location | None = None
) -> Invitation:
    """Invite one person. Raises Invalid for somebody who is here or whom one has invited already, NotAllowed at the limits."""
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).first()  # the limits are counted one invitation at a time
        require(rules.may_invite_now(actor, at))
        here = already_here(actor.space_id, email)
        if here is not None:
            raise Invalid(_("%(name)s is already here.") % {"name": here.name})
        if Invitation.objects.filter(inviter=actor, email__iexact=email).open(at).exists():
            raise Invalid(_("You have invited this address already. In the list you can send it again."))
        # Whoever invites, and however often somebody takes it back: a stranger gets no more of this than a little. Mail that waits counts, too.
        lately = Invitation.objects.filter(email__iexact=email, sent_at__gt=at - rules.DAY).count()
        if max(lately, sent_lately(email, "invitation", since=at - rules.DAY)) >= rules.MOST_TO_ADDRESS:
            raise NotAllowed(_("This address was sent enough mail for one day. Try again tomorrow."))
        return write_invitation(
            inviter=actor, name=name, email=email, sentence=sentence, language=language, at=at, company=company, location=location
        )


def write_invitation(
    *,
    inviter: Member,
    name: str,
    email: str,
    sentence: str,
    language: str,
    at: datetime,
    company: str = "",
    location: Location | None = None,
    batch: InvitationBatch | None = None,
    line: int | None = None,
) -> Invitation:
    """Write an invitation and let its mail follow; for use cases that have asked their own rule. Inside their transaction."""
    invitation = Invitation.objects.create(
        space_id=inviter.space_id, inviter=inviter, name=name, email=email, sentence=sentence, language=language, company=company,
        location=location, batch=batch, line=line, invited_at=at, sent_at=at, expires_at=at + rules.OPEN_FOR,
    )  # fmt: skip
    _record_sent(invitation, inviter.pk, at)
    return invitation


def _record_sent(invitation: Invitation, actor_id: int | None, at: datetime) -> None:
    ledger.record(
        space_id=invitation.space_id,
        at=at,
        kind=SENT,
        actor_id=actor_id,
        subject_id=invitation.pk,
        audience=ledger.only(actor_id) if actor_id else ledger.MANAGERS,
        facts={"turn": invitation.turn},
    )


def _visible(actor: Member, invitation_id: int) -> Invitation:
    found = locked(rules.visible_to(actor).filter(pk=invitation_id)).first()
    if found is None:
        raise NotFound
    return found


def _new_turn(invitation: Invitation, at: datetime) -> None:
    invitation.turn, invitation.sent_at, invitation.expires_at = invitation.turn + 1, at, at + rules.OPEN_FOR
    invitation.withdrawn_at = invitation.asked_again_at = None
    invitation.save(update_fields=["turn", "sent_at", "expires_at", "withdrawn_at", "asked_again_at"])


def send_again(*, actor: Member, invitation_id: int, at: datetime) -> Invitation:
    """Send a new link; older ones stop working. Also brings a withdrawn one back."""
    with transaction.atomic():
        invitation = _visible(actor, invitation_id)
        require(rules.may_change(actor, invitation))
        require(rules.may_send(actor, at) if invitation.state(at) == "open" else rules.may_invite_now(actor, at))
        if sent_lately(invitation.email, "invitation", since=at - rules.DAY) >= rules.MOST_TO_ADDRESS:
            raise NotAllowed(_("This address was sent enough mail for one day. Try again tomorrow."))
        here = already_here(invitation.space_id, invitation.email)
        if here is not None:
            raise Invalid(_("%(name)s is already here.") % {"name": here.name})
        _new_turn(invitation, at)
        _record_sent(invitation, actor.pk, at)
    return invitation


def withdraw_invitation(*, actor: Member, invitation_id: int, at: datetime) -> Invitation:
    """Take an invitation back; its link stops working. Twice changes nothing; an accepted one is refused."""
    with transaction.atomic():
        invitation = _visible(actor, invitation_id)
        require(rules.may_change(actor, invitation))
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = at
            invitation.save(update_fields=["withdrawn_at"])
            ledger.record(
                space_id=invitation.space_id, at=at, kind=WITHDRAWN, actor_id=actor.pk, subject_id=invitation.pk, audience=ledger.only(actor.pk)
            )  # fmt: skip
    return invitation


def _held(held: Held) -> Invitation:
    found = locked(Invitation.objects.filter(pk=held.invitation_id)).first()
    if found is None:
        raise Invalid(_("This invitation is gone. Ask whoever invited you for a new one."))
    return found


def accept_invitation(*, held: Held, at: datetime) -> Member:
    """Come in: an account if the address has none, and the membership; who was here before comes back as the same member.

    Works once: raises OutOfDate when the link was used, is too old, was replaced or withdrawn.
    """
    with transaction.atomic():
        invitation = _held(held)
        if invitation.state(at) != "open" or invitation.turn != held.turn:
            raise OutOfDate(_("This link does not work any more."))
        space = Space.objects.get(pk=invitation.space_id)
        account = locked(Account.objects.with_address(invitation.email)).first()
        if account is None:
            account = Account(email=invitation.email, language=invitation.language, created_at=at)
            account.set_unusable_password()
            account.save(force_insert=True)
        if not account.is_active:
            raise NotAllowed(_("This account was closed. Please write to the team."))
        member, new, back = _belongs(space, account, invitation, at)
        invitation.accepted_at, invitation.member = at, member
        invitation.save(update_fields=["accepted_at", "member"])
        if new or back:
            ledger.record(
                space_id=space.pk,
                at=at,
                kind=JOINED,
                actor_id=member.pk,
                subject_id=member.pk,
                audience=ledger.EVERYONE,
                facts={"inviter": invitation.inviter_id, "invitation": invitation.pk, "back": int(back)},
            )
        ledger.record(
            space_id=space.pk,
            at=at,
            kind=ACCEPTED,
            actor_id=member.pk,
            subject_id=invitation.pk,
            audience=ledger.only(invitation.inviter_id) if invitation.inviter_id else ledger.MANAGERS,
        )
    return member


def _belongs(space: Space, account: Account, invitation: Invitation, at: datetime) -> tuple[Member, bool, bool]:
    """The membership of an account, whether it is new, and whether somebody came back."""
    today = space.day(at)
    member = locked(Member.objects.select_related("space").filter(space=space, account=account)).first()
    if member is not None:
        back = resume_membership(actor=member, member_id=member.pk, at=at)
        if back:
            member.left_on = None
            _works_for(member, invitation.company, at)
        return member, False, back
    member = Member.objects.create(
        space=space,
        account=account,
        name=invitation.name,
        language=invitation.language,
        languages=[invitation.language],
        location_id=invitation.location_id,
        portrait=blake2b(f"{space.slug} {account.pk}".encode(), digest_size=10).hexdigest(),
        joined_on=today,
        rhythm=setting(space, "rhythm"),
    )
    _works_for(member, invitation.company, at)
    return member, True, False


def _works_for(member: Member, company: str, at: datetime) -> None:
    if not company:
        return
    firm, _new = Company.objects.get_or_create(space_id=member.space_id, name=company)
    if not Employment.objects.filter(member=member, company=firm, until_on=None).exists():
        Employment.objects.get_or_create(member=member, company=firm, from_on=member.space.day(at))


def ask_again(*, held: Held, at: datetime) -> str:
    """The invited person asks for a new link. Returns what follows: "sent" (a mail goes to the invited address), "asked" (the inviter is told).

    Twice within ten minutes does nothing more; an address gets no more mail in a day than by its inviter.
    """
    with transaction.atomic():
        invitation = _held(held)
        if invitation.accepted_at is not None:
            raise OutOfDate(_("You are in already. Sign in with your address."))
        if not rules.renews_itself(invitation):
            if invitation.asked_again_at is None:
                invitation.asked_again_at = at
                invitation.save(update_fields=["asked_again_at"])
                ledger.record(
                    space_id=invitation.space_id, at=at, kind=ASKED_AGAIN, actor_id=None, subject_id=invitation.pk, audience=ledger.MANAGERS
                )
            return "asked"
        lately = sent_lately(invitation.email, "invitation", since=at - rules.DAY)
        if lately < rules.MOST_TO_ADDRESS and at - invitation.sent_at > rules.DAY / 144:
            _new_turn(invitation, at)
            _record_sent(invitation, None, at)
        return "sent"


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: invitations to them, whoever sent them, and lists that name them."""
    rows = Invitation.objects.filter(space=erased.space_id).values_list("pk", "name", "email", "company", "sentence")
    quoting = [pk for pk, *texts in rows.iterator(chunk_size=500) if erased.said.within(*texts)]
    for start in range(0, len(quoting), CHUNK):
        Invitation.objects.filter(pk__in=quoting[start : start + CHUNK]).delete()
    for pk, kept, problems in InvitationBatch.objects.filter(space=erased.space_id).values_list("pk", "rows", "problems"):
        left, told = ([row for row in each if not erased.said.within(*leaves(row))] for each in (kept, problems))
        if (left, told) != (kept, problems):
            InvitationBatch.objects.filter(pk=pk).update(rows=left, problems=told)


def keep_batch(*, actor: Member, rows: list[dict[str, Any]], problems: list[dict[str, Any]], at: datetime) -> InvitationBatch:
    """Keep what a file says, to be looked at before anything is sent."""
    require(rules.may_invite_many(actor))
    with transaction.atomic():
        return InvitationBatch.objects.create(space_id=actor.space_id, by=actor, made_at=at, rows=rows, problems=problems, total=len(rows))


def confirm_batch(*, actor: Member, batch_id: int, at: datetime) -> InvitationBatch:
    """Let the worker invite everybody of the file. Twice starts it once."""
    require(rules.may_invite_many(actor))
    with transaction.atomic():
        batch = locked(InvitationBatch.objects.filter(space_id=actor.space_id, pk=batch_id)).first()
        if batch is None:
            raise NotFound
        if batch.confirmed_at is None:
            batch.confirmed_at, batch.by = at, actor
            batch.save(update_fields=["confirmed_at", "by"])
            ledger.record(
                space_id=batch.space_id, at=at, kind=MANY, actor_id=actor.pk, subject_id=batch.pk, audience=ledger.MANAGERS, facts={"people": batch.total}
            )  # fmt: skip
            enqueue("joining.invitations.send_batch", {"batch": batch.pk}, at=at, space_id=batch.space_id, key=f"invitations:{batch.pk}")
    return batch


def send_batch(*, batch_id: int, at: datetime) -> int:
    """Invite everybody of a confirmed file, in short transactions; return how many were new. May be run again after a stop: each line once.

    Who came in since the file was looked at is left out.
    """
    batch = InvitationBatch.objects.select_related("by__space").filter(pk=batch_id, done_at=None).exclude(confirmed_at=None).first()
    if batch is None:
        return 0
    written = 0
    places = {place.name: place for place in Location.objects.filter(space_id=batch.space_id).standing()}
    for start in range(0, len(batch.rows), CHUNK):
        rows: list[Mapping[str, Any]] = batch.rows[start : start + CHUNK]
        with transaction.atomic():
            locked(InvitationBatch.objects.filter(pk=batch.pk)).first()
            done = set(batch.invitations.values_list("line", flat=True))
            here = {
                email.lower()
                for email in Member.objects.here()
                .filter(space_id=batch.space_id, account__isnull=False)
                .values_list("account__email", flat=True)
            }
            for row in rows:
                if row["line"] in done or row["email"].lower() in here:
                    continue
                write_invitation(
                    inviter=batch.by, name=row["name"], email=row["email"], sentence=row["sentence"], language=row["language"], at=at,
                    company=row["company"], location=places.get(row["location"]), batch=batch, line=row["line"],
                )  # fmt: skip
                written += 1
    InvitationBatch.objects.filter(pk=batch.pk).update(done_at=at, rows=[], problems=[])
    return written


def forget_old(*, at: datetime) -> int:
    """Remove invitations that came to nothing, three months after they ran out, and files nobody confirmed after a day."""
    InvitationBatch.objects.filter(confirmed_at=None, made_at__lt=at - rules.DAY).delete()
    InvitationBatch.objects.filter(done_at__lt=at - rules.KEPT).delete()
    return Invitation.objects.filter(accepted_at=None, expires_at__lt=at - rules.KEPT).delete()[0]
