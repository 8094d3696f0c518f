"""One case of the demo house that was looked into and settled with a hint; nobody is mailed, it is the past."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.demo.texts import read
from drittort.members.models import Case, CaseEntry, Measure, MeasureReply, Member, Report
from drittort.spaces.models import Space


def load_safety(space: Space, at: datetime) -> None:
    """Write it: the member whom visitors play reported somebody, the manager talked with both. A house without these players has no case."""
    people = list(Member.objects.here().filter(space=space).order_by("id"))
    plays = {member.attributes["plays"]: member for member in people if "plays" in member.attributes}
    others = [member for member in people if "plays" not in member.attributes and not member.roles and member.language == "de"]
    if not {"member", "manager"} <= plays.keys() or not others:
        return
    told, reporter, manager, about = read("safety"), plays["member"], plays["manager"], others[len(others) // 2]
    day = (at - timedelta(days=told["days"])).astimezone(space.zone).replace(hour=8, minute=40, second=0, microsecond=0)
    hours = [day + timedelta(hours=n) for n in (0, 2, 5, 6, 26, 27, 28)]
    case = Case.objects.create(
        space=space, code=f"{space.pk:016x}", about=about, opened_at=hours[0], assigned_to=manager, closed_at=hours[6]
    )
    Report.objects.create(
        case=case, code=f"{case.pk:016x}", reporter=reporter, subject=f"member:{about.pk}", category=told["category"], text=told["text"],
        at=hours[0], shown_text=f"{about.name}\n{about.line}",
    )  # fmt: skip
    hint = Measure.objects.create(
        space=space, member=about, case=case, kind=Measure.Kind.HINT, facts=told["facts"], ground=told["ground"], imposed_at=hours[3],
        imposed_by=manager,
    )  # fmt: skip
    MeasureReply.objects.bulk_create(
        [
            MeasureReply(measure=hint, author=about, at=hours[4], text=told["reply"]),
            MeasureReply(measure=hint, author=manager, at=hours[5], text=told["answer"]),
        ]
    )
    kind = CaseEntry.Kind
    course = (
        (kind.TAKEN, manager, hours[1], ""), (kind.NOTE, manager, hours[2], told["note"]), (kind.MEASURE, manager, hours[3], str(hint.pk)),
        (kind.REPLIED, about, hours[4], str(hint.pk)), (kind.CLOSED, manager, hours[6], told["closed"]),
    )  # fmt: skip
    CaseEntry.objects.bulk_create(CaseEntry(case=case, kind=what, by=who, at=when, text=text) for what, who, when, text in course)
