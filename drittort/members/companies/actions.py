"""Founding a company's page, belonging to it, and showing its work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.files.actions import Upload, drop_files, keep_picture
from drittort.members.companies.rules import WORK
from drittort.members.models import Company, Employment, Member, ShowcaseItem
from drittort.members.profiles.actions import record_change
from drittort.members.profiles.rules import Owner, may_edit

MOST_WORKS = 6


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
    """Belong to a company from today on; somebody may belong to several. Twice is once, and who comes back on the day they left never left."""
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
    """Make somebody of the company its admin too."""
    with transaction.atomic():
        company = locked(Company.objects.filter(space_id=actor.space_id, pk=company_id)).first()
        if company is None:
            raise NotFound
        require(may_edit(actor, Owner(company=company)))
        if not Employment.objects.filter(company=company, member_id=member_id, until_on=None).update(is_admin=True):
            raise NotFound


def show_work(
    *, actor: Member, company_id: int, title: str, text: str, link: str, language: str, picture: Upload | None, at: datetime
) -> ShowcaseItem:
    """One more piece of work; at most six. Raises Invalid with a sentence."""
    company = Company.objects.filter(space_id=actor.space_id, pk=company_id).select_related("space").first()
    if company is None:
        raise NotFound
    require(may_edit(actor, Owner(company=company)))
    kept = keep_picture(space_id=actor.space_id, owner_id=actor.pk, upload=picture, purpose=WORK, at=at) if picture else None
    with transaction.atomic():
        locked(Company.objects.filter(pk=company.pk)).get()
        there = list(company.showcase.all())
        if len(there) >= MOST_WORKS:
            if kept is not None:
                drop_files(ids=[kept.pk])
            full = True
        else:
            full = False
            item = ShowcaseItem.objects.create(
                company=company,
                title=title,
                text=text,
                link=link,
                language=language,
                picture=kept,
                position=max((i.position for i in there), default=-1) + 1,
            )
            record_change(actor, Owner(company=company), ["showcase"], at)
    if full:
        raise Invalid(_("Six pieces of work are shown. Take one down first."))
    return item


def take_down(*, actor: Member, company_id: int, item_id: int, at: datetime) -> None:
    """Show a piece of work no more; its picture goes."""
    with transaction.atomic():
        item = (
            ShowcaseItem.objects.filter(company__space_id=actor.space_id, company_id=company_id, pk=item_id)
            .select_related("company")
            .first()
        )
        if item is None:
            raise NotFound
        require(may_edit(actor, Owner(company=item.company)))
        picture = item.picture_id
        item.delete()
        if picture:
            drop_files(ids=[picture])
        record_change(actor, Owner(company=item.company), ["showcase"], at)
