"""Between the companies of the demo house: wishes, acquaintances, and introductions that were begun."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyWish, ordered
from drittort.connect.introductions import meeting, rules
from drittort.connect.introductions.models import Introduction, Side
from drittort.demo.texts import read
from drittort.members.models import Consent, Member
from drittort.spaces.models import Space


def load_between(space: Space, at: datetime) -> None:
    """Write them. A company that is not in the house (a smaller world), or of which nobody may be introduced, takes its row along."""
    told = read("between")
    workers = Member.objects.here().filter(space=space, employments__until_on=None).agreed(Consent.Kind.INTRODUCED).order_by("-pk")
    speaks = {
        name: (company, pk) for pk, company, name in workers.values_list("pk", "employments__company_id", "employments__company__name")
    }
    manager = Member.objects.filter(space=space, attributes__plays="manager").first()
    for row in told["wish"]:
        if row["company"] in speaks and row["other"] in speaks:
            company, by = speaks[row["company"]]
            CompanyWish.objects.create(company_id=company, other_id=speaks[row["other"]][0], by_id=by, at=at - timedelta(days=row["days"]))
    for row in told["acquainted"]:
        if row["first"] in speaks and row["second"] in speaks:
            first, second = ordered(speaks[row["first"]][0], speaks[row["second"]][0])
            CompanyAcquaintance.objects.create(first_id=first, second_id=second, by_id=speaks[row["first"]][1], at=at - timedelta(days=60))
    people = Member.objects.in_bulk([pk for _company, pk in speaks.values()])
    for row in told["begun"]:
        if row["first"] not in speaks or row["second"] not in speaks:
            continue
        one, other = speaks[row["first"]], speaks[row["second"]]
        two = sorted((people[one[1]], people[other[1]]), key=lambda m: m.pk)
        if not Introduction.objects.filter(first=two[0], second=two[1]).exists():
            first, second = ordered(one[0], other[0])
            CompanyIntroduction.objects.create(introduction=begun(row, space, manager, two, at), first_id=first, second_id=second)


def begun(row: dict[str, Any], space: Space, by: Member | None, two: list[Member], at: datetime) -> Introduction:
    """An introduction of two people, with what became of it."""
    proposed = (at - timedelta(days=row["days"])).astimezone(space.zone).replace(hour=9, minute=35, second=0, microsecond=0)
    agreed, met, end = row["became"] in ("introduced", "met"), row["became"] == "met", proposed + rules.OPEN_FOR
    meeting_at = proposed + timedelta(days=8)
    made = Introduction.objects.create(
        space=space, first=two[0], second=two[1], form=Introduction.Form.MANAGER, proposed_by=by, proposed_at=proposed, expires_at=end,
        questions=meeting.questions(two[0], two[1], []), slots=meeting.slots(two[0], two[1], proposed),
        introduced_at=proposed + timedelta(hours=30) if agreed else None, met_on=space.day(meeting_at) if met else None,
        expired_at=end if row["became"] == "over" else None,
    )  # fmt: skip
    Side.objects.bulk_create(
        Side(
            introduction=made,
            member=m,
            accepted_at=proposed + timedelta(hours=hours) if agreed else None,
            met_at=meeting_at if met else None,
        )
        for m, hours in zip(two, (4, 30), strict=True)
    )
    return made
