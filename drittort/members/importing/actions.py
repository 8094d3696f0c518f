"""The bulk loader of people and companies: writes a plan, a fixed number of statements per thousand rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models.functions import Lower
from django.db.transaction import TransactionManagementError

from drittort.core.database import locked
from drittort.members.importing.queries import CompanyPlan, PersonPlan, Plan, portrait
from drittort.members.membership.actions import end_membership, resume_membership
from drittort.members.models import Account, Company, Consent, Employment, Member, StandingLine
from drittort.members.roles.actions import found
from drittort.spaces.models import Location, Space
from drittort.spaces.roles import FOUNDER
from drittort.spaces.settings import setting

BATCH = 1000


def hold_consents(*, space: Space) -> None:
    """Lock the standing consents of a house until the transaction ends, so that nobody's revocation slips between check and write."""
    rows = Consent.objects.filter(member__space=space, kind=Consent.Kind.COUNTED, revoked_at=None)
    list(locked(rows.order_by("id")).values_list("id", flat=True))


def load(*, space: Space, plan: Plan, at: datetime) -> None:
    """Write a plan of people and companies. Inside the transaction of the import, which records the ledger row for all of it."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("load() outside a transaction")
    _write_companies(space, plan.companies)
    companies = dict(Company.objects.filter(space=space).values_list("name", "id")) if any(p.company for p in plan.people) else {}
    members = _write_members(space, plan.people, _accounts(plan.people, at), at)
    today = space.day(at)
    _write_employments(plan.people, members, companies, today)
    _write_lines(plan.people, members)
    _write_consents(space, plan.people, members)


def _write_companies(space: Space, plans: Sequence[CompanyPlan]) -> None:
    Company.objects.bulk_create([Company(space=space, **p.fields) for p in plans if p.pk is None], batch_size=BATCH)
    changed = [(p.pk, p.fields) for p in plans if p.pk is not None]
    held = Company.objects.in_bulk([pk for pk, _ in changed])
    for pk, fields in changed:
        for key, value in fields.items():
            setattr(held[pk], key, value)
    Company.objects.bulk_update(held.values(), ["external_id", "name", "line", "industry"], batch_size=BATCH)


def _accounts(plans: Sequence[PersonPlan], at: datetime) -> dict[str, int]:
    """Account of every address in the plan, by the address in small letters; missing ones are opened."""
    wanted = {p.email.lower(): p.email for p in plans if p.email}
    held: dict[str, int] = {}
    addresses = list(wanted)
    for begin in range(0, len(addresses), BATCH):
        rows = Account.objects.annotate(small=Lower("email")).filter(small__in=addresses[begin : begin + BATCH])
        held |= dict(rows.values_list("small", "id"))
    new = [Account(email=email, created_at=at) for small, email in wanted.items() if small not in held]
    for account in new:
        account.set_unusable_password()
    for account in Account.objects.bulk_create(new, batch_size=BATCH):
        held[account.email.lower()] = account.pk
    return held


def _write_members(space: Space, plans: Sequence[PersonPlan], accounts: dict[str, int], at: datetime) -> dict[str, Member]:
    """Insert and update members; returns those of the plan by external id."""
    places = dict(Location.objects.filter(space=space).standing().values_list("name", "id"))
    known = [p.pk for p in plans if p.pk is not None]
    held: dict[int, Member] = {}
    for begin in range(0, len(known), BATCH):
        held |= Member.objects.in_bulk(known[begin : begin + BATCH])
    members = {p.id: Member(space=space, rhythm=setting(space, "rhythm")) if p.pk is None else held[p.pk] for p in plans}
    going: list[tuple[int, date]] = []
    for each in plans:
        member = members[each.id]
        for key, value in each.fields.items():
            if key == "location":
                member.location_id = places[value]
            elif key == "left_on" and member.pk is not None and member.left_on is None:
                going.append((member.pk, value))
            else:
                setattr(member, key, value)
        if each.email:
            member.account_id = accounts[each.email.lower()]
    Member.objects.bulk_create([m for m in members.values() if m.pk is None], batch_size=BATCH)
    columns = ["account", "external_id", "name", "line", "language", "languages", "days", "location", "joined_on", "left_on", "attributes"]
    Member.objects.bulk_update(held.values(), columns, batch_size=BATCH // 4)
    for pk, last_on in going:  # seldom many: who was here until now has left, says the file, and more follows from that than a day
        end_membership(actor=None, member_id=pk, last_on=last_on, at=at)
    return members


def _write_employments(plans: Sequence[PersonPlan], members: dict[str, Member], companies: dict[str, int], today: date) -> None:
    """A new company begins with the membership, or today for people who were here already; the one before ends today."""
    moving = [p for p in plans if p.company]
    for begin in range(0, len(moving), BATCH):
        pks = [p.pk for p in moving[begin : begin + BATCH] if p.pk is not None]
        Employment.objects.filter(member_id__in=pks, until_on=None).update(until_on=today)
    before = {p.pk for p in moving if p.pk is not None}
    employed = set(Employment.objects.filter(member_id__in=before).values_list("member_id", flat=True)) if before else set()
    rows = []
    for each in moving:
        member = members[each.id]
        from_on = today if each.pk in employed else member.joined_on
        rows.append(Employment(member=member, company_id=companies[each.company or ""], from_on=from_on))
    # Back to a company that was left earlier the same day: that row opens again.
    Employment.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["member", "company", "from_on"], update_fields=["until_on"]
    )


def _write_lines(plans: Sequence[PersonPlan], members: dict[str, Member]) -> None:
    """A side that is told replaces what stood there."""
    for side in StandingLine.Side.values:
        pks = [p.pk for p in plans if p.pk is not None and side in p.lines]
        for begin in range(0, len(pks), BATCH):
            StandingLine.objects.filter(member_id__in=pks[begin : begin + BATCH], side=side).delete()
    StandingLine.objects.bulk_create(
        [
            StandingLine(member=members[p.id], side=side, text=text, language=members[p.id].language, position=position)
            for p in plans
            for side, texts in p.lines.items()
            for position, text in enumerate(texts)
        ],
        batch_size=BATCH,
    )


def _write_consents(space: Space, plans: Sequence[PersonPlan], members: dict[str, Member]) -> None:
    def moment(day: date) -> datetime:
        return datetime.combine(day, time(), space.zone)

    Consent.objects.bulk_create(
        [
            Consent(member=members[p.id], kind=c.kind, given_at=moment(c.since), given_by=Consent.Way.IMPORT)
            for p in plans
            for c in p.consents
            if c.pk is None
        ],
        batch_size=BATCH,
    )
    earlier = [Consent(pk=c.pk, given_at=moment(c.since)) for p in plans for c in p.consents if c.pk is not None]
    Consent.objects.bulk_update(earlier, ["given_at"], batch_size=BATCH // 4)


def give_founder(*, space: Space, email: str, at: datetime) -> bool:
    """Make the person of an address founder of a house, with a membership if there is none. Returns whether anything changed."""
    with transaction.atomic():
        account = Account.objects.with_address(email).first()
        if account is None:
            account = Account(email=email, created_at=at)
            account.set_unusable_password()
            account.save()
        member = Member.objects.filter(space=space, account=account).first()
        if member is not None:
            if FOUNDER in member.roles and member.left_on is None:
                return False
            if resume_membership(actor=None, member_id=member.pk, at=at):
                member.left_on = None
            found(space=space, holders=[(member, FOUNDER)], at=at)
            return True
        language = space.language
        member = Member.objects.create(
            space=space, account=account, name=email.split("@")[0], language=language, languages=[language],
            portrait=portrait(space.slug, email.lower()), joined_on=space.day(at), rhythm=setting(space, "rhythm"),
        )  # fmt: skip
        found(space=space, holders=[(member, FOUNDER)], at=at)
        return True
