"""Showing a piece of work, and taking it down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound, require
from drittort.core.files.actions import Upload, drop_files, keep_picture
from drittort.members.models import Member, ShowcaseItem
from drittort.members.profiles.actions import lock_owner, record_change
from drittort.members.profiles.rules import Owner, may_edit
from drittort.members.showcase.rules import WORK

MOST_WORKS = 6


def show_work(
    *, actor: Member, owner: Owner, title: str, text: str, link: str, language: str, picture: Upload | None, at: datetime
) -> ShowcaseItem:
    """One more piece of work of a person or a company, at the end; at most six. Raises NotAllowed, or Invalid with a sentence."""
    require(may_edit(actor, owner))
    kept = keep_picture(space_id=actor.space_id, owner_id=actor.pk, upload=picture, purpose=WORK, at=at) if picture else None
    try:
        with transaction.atomic():
            lock_owner(owner)
            there = list(ShowcaseItem.objects.filter(**owner.keys()))
            if len(there) >= MOST_WORKS:
                raise Invalid(_("Six pieces of work are shown. Take one down first."))
            item = ShowcaseItem.objects.create(
                title=title, text=text, link=link, language=language, picture=kept,
                position=max((i.position for i in there), default=-1) + 1, **owner.keys(),
            )  # fmt: skip
            record_change(actor, owner, ["showcase"], at)
    except Invalid:
        if kept is not None:
            drop_files(ids=[kept.pk])
        raise
    return item


def take_down(*, actor: Member, owner: Owner, item_id: int, at: datetime) -> None:
    """Show a piece of work no more; its picture goes. Raises NotAllowed, or NotFound where it is somebody else's or gone already."""
    require(may_edit(actor, owner))
    with transaction.atomic():
        lock_owner(owner)
        item = ShowcaseItem.objects.filter(pk=item_id, **owner.keys()).first()
        if item is None:
            raise NotFound
        picture = item.picture_id
        item.delete()
        if picture:
            drop_files(ids=[picture])
        record_change(actor, owner, ["showcase"], at)
