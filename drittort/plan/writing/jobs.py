"""What the worker does about the plan: it sets it on paper, and asks whether a part is still right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

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
    actions.finish_paper(paper=paper, content=content, told=told, pages=pages, at=at)


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
