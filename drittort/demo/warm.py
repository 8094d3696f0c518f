"""Whom people of the demo house introduced to each other: told as it went, without mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.introductions import meeting, rules
from drittort.connect.introductions.models import Introduction, Side, WarmIntroduction
from drittort.demo.texts import read
from drittort.members.models import Member
from drittort.spaces.models import Space


def load_warm(space: Space, at: datetime) -> None:
    """Write them. Whoever is not in the house (a smaller world), or has the other before them already, takes their introduction along."""
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    for row in read("warm")["warm"]:
        three = [people.get(row[name]) for name in ("by", "first", "second")]
        if None in three or len(set(three)) < len(three):
            continue
        introducer, *two = three
        assert introducer is not None
        low, high = sorted((m for m in two if m is not None), key=lambda m: m.pk)
        words = {m.pk: row.get(f"to_{side}", "") for side, m in zip(rules.SIDES, two, strict=True) if m is not None}
        known = Introduction.objects.filter(first=low, second=high).exists()
        if not known:
            proposed = (at - timedelta(days=row["days"])).astimezone(space.zone).replace(hour=11, minute=20, second=0, microsecond=0)
            WarmIntroduction.objects.create(
                space=space, introducer=introducer, first=low, second=high, text=row["text"], to_first=words[low.pk], to_second=words[high.pk],
                proposed_at=proposed, expires_at=proposed + rules.WARM_OPEN_FOR,
                introduction=None if row["became"] == "open" else introduction(row, introducer, (low, high), words, proposed),
            )  # fmt: skip


def introduction(row: dict[str, Any], by: Member, two: tuple[Member, Member], words: dict[int, str], proposed: datetime) -> Introduction:
    """The two were asked; what they said is told by `became`."""
    agreed, met = row["became"] in ("introduced", "met"), row["became"] == "met"
    meeting_at = proposed + timedelta(days=6)
    made = Introduction.objects.create(
        space=by.space, first=two[0], second=two[1], form=Introduction.Form.WARM, proposed_by=by, proposed_at=proposed, expires_at=proposed + rules.OPEN_FOR,
        text=row["text"], questions=meeting.questions(*two, []), slots=meeting.slots(*two, proposed),
        introduced_at=proposed + timedelta(hours=26) if agreed else None, met_on=by.space.day(meeting_at) if met else None,
    )  # fmt: skip
    Side.objects.bulk_create(
        Side(
            introduction=made, member=m, words=words[m.pk], accepted_at=proposed + timedelta(hours=hours) if agreed else None,
            met_at=meeting_at if met else None, again=True if met else None, introducer_may_know=met, thanked_at=meeting_at if met and m == two[0] else None,
        )
        for m, hours in zip(two, (3, 26), strict=True)
    )  # fmt: skip
    return made
