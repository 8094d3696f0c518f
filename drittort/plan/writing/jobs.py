"""What the worker does about the plan: it sets it on paper, and asks whether a part is still right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from drittort.core.database import locked
from drittort.core.files.actions import Bytes, drop_files, keep_file
from drittort.core.jobs.queue import job
from drittort.plan.writing import actions, reactions, rules
from drittort.plan.writing.models import PlanPaper
from drittort.spaces.models import Space

FEW = 200


@job(actions.MAKE, attempts=4)
def make(payload: dict[str, Any], at: datetime) -> None:
    """Make a paper that was asked for, once; where it was asked for again meanwhile, the later one counts."""
    from drittort.plan.writing import printing

    paper = PlanPaper.objects.select_related("space").filter(pk=payload["paper"], done_at=None).first()
    if paper is None or paper.asked_at.isoformat() != payload["asked"]:
        return
    content, told, pages = printing.printed(paper, at)
    with transaction.atomic():
        row = locked(PlanPaper.objects.filter(pk=paper.pk, asked_at=paper.asked_at, done_at=None)).first()
        if row is None:
            return
        name = f"{slugify(paper.space.name)}-plan-{paper.space.day(at)}-{row.language}.pdf"
        before = row.file_id
        row.file = keep_file(space_id=row.space_id, owner_id=None, upload=Bytes(name, content), purpose=rules.PAPER, at=at)
        row.done_at, row.told, row.pages = at, told, pages
        row.save()
        drop_files(ids=[before] if before else [])
        actions.note(actions.MADE, None, row, at)


@job("plan.writing.review", every=timedelta(hours=12))
def review(payload: dict[str, Any], at: datetime) -> None:
    """Whoever looks after a part whose day has come is asked whether it is still right. Not in samples."""
    for space in Space.objects.filter(is_sample=False):
        for part in rules.due(space.day(at)).filter(space=space).select_related("owner__space").order_by("review_on", "pk")[:FEW]:
            reactions.ask_review(part, at)


@job("plan.writing.check", every=timedelta(hours=24))
def check(payload: dict[str, Any], at: datetime) -> None:
    """Papers in which a sentence stands that may not be told any more go, and are made anew."""
    reactions.check_papers(at=at)
