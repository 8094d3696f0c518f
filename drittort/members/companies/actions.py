"""Founding a company's page, and belonging to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.members.models import Company, Employment, Member
from drittort.members.profiles.actions import record_change
from drittort.members.profiles.rules import Owner, may_edit


def found_company(*, actor: Member, name: str, line: str, industry: str, at: datetime) -> Company:
    """A page for a company that has none yet; its founder belongs to it and is its admin. Raises Invalid where the name is taken."""
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        company, new = Company.objects.get_or_create(space=actor.space, name=name, defaults={"line": line, "industry": industry})
        if not new:
            raise Invalid(_("There is a company of this name already."))
        Employment.objects.create(member=actor, company=company, from_on=actor.space.day(at), is_admin=True)
        record_change(actor, Owner(company=company), ["name"], at)
    return company


def join_company(*, actor: Member, company_id: int, at: datetime) -> Employment:
    """Belong to a company from today on; somebody may belong to several. Twice is once, and who comes back on the day they left never left.

    Nobody is asked, so joining gives no power: where a company has people and no admin, they become its admins now.
    """
    with transaction.atomic():
        company = locked(Company.objects.filter(space_id=actor.space_id, pk=company_id)).first()
        if company is None:
            raise NotFound
        mine = Employment.objects.filter(member=actor, company=company)
        now = mine.filter(until_on=None).first() or mine.filter(from_on=actor.space.day(at)).first()
        if now is not None:
            if now.until_on is not None:
                now.until_on = None
                now.save(update_fields=["until_on"])
            return now
        here = Employment.objects.filter(company=company, until_on=None, member__left_on=None)
        if not here.filter(is_admin=True).exists():
            here.update(is_admin=True)
        record_change(actor, Owner(company=company), ["people"], at)
        return Employment.objects.create(member=actor, company=company, from_on=actor.space.day(at))


def leave_company(*, actor: Member, company_id: int, at: datetime) -> None:
    """Belong to it no more from today on; the past stays. The last admin hands over to the one who is there longest."""
    with transaction.atomic():
        company = locked(Company.objects.filter(space_id=actor.space_id, pk=company_id)).first()
        if company is None:
            raise NotFound
        if Employment.objects.filter(member=actor, company=company, until_on=None).update(until_on=actor.space.day(at), is_admin=False):
            left = Employment.objects.filter(company=company, until_on=None)
            heir = left.order_by("from_on", "id").first()
            if heir is not None and not left.filter(is_admin=True).exists():
                Employment.objects.filter(pk=heir.pk).update(is_admin=True)
            record_change(actor, Owner(company=company), ["people"], at)


def name_admin(*, actor: Member, company_id: int, member_id: int, at: datetime) -> None:
    """Make somebody of the company its admin too; those who care for it are told. Twice is once. Raises NotAllowed, NotFound."""
    with transaction.atomic():
        company = locked(Company.objects.filter(space_id=actor.space_id, pk=company_id)).first()
        if company is None:
            raise NotFound
        require(may_edit(actor, Owner(company=company)))
        works = Employment.objects.filter(company=company, member_id=member_id, until_on=None).first()
        if works is None:
            raise NotFound
        if not works.is_admin:
            works.is_admin = True
            works.save(update_fields=["is_admin"])
            record_change(actor, Owner(company=company), ["people"], at)
