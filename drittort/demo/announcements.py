"""What was announced in the demo house, who has read it, and the screen in its kitchen. Nothing is mailed and nobody is told: it is the past."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from drittort.core.models import LedgerRow
from drittort.demo.texts import read
from drittort.inform.announcements.actions import PUBLISHED
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.inform.wall.models import Wall, WallChoice
from drittort.members.models import Member
from drittort.spaces.models import Space


def load_announcements(space: Space, at: datetime) -> None:
    """Write them; whoever plays a part in the demo has read nothing yet."""
    members = list(Member.objects.here().filter(space=space).order_by("pk"))
    parts = {m.attributes["plays"]: m for m in members if "plays" in m.attributes}
    rows = [row for row in read("announcements")["announcement"] if row["by"] in parts]
    made = Announcement.objects.bulk_create(
        Announcement(
            space=space, member=parts[row["by"]], title_de=row["title_de"], text_de=row["text_de"], title_en=row.get("title_en", ""), text_en=row.get("text_en", ""),
            acknowledge=row.get("acknowledge", False), pressing=row.get("pressing", False), published_at=at - timedelta(days=row["days"]),
            until=space.day(at) + timedelta(days=row["until"]),
            happens_at=datetime.combine(space.day(at) + timedelta(days=row["happens"]), time(row["hour"]), tzinfo=space.zone) if "happens" in row else None,
        )
        for row in rows
    )  # fmt: skip
    others = [m for m in members if m not in parts.values()]
    Acknowledgement.objects.bulk_create(
        Acknowledgement(announcement=one, member=reader, at=min(at, one.published_at + timedelta(minutes=11 * (k + 1))))
        for one, row in zip(made, rows, strict=True)
        for k, reader in enumerate(others[: round(row.get("read", 0) * len(others))])
    )
    LedgerRow.objects.bulk_create(
        LedgerRow(
            space_id=space.pk, at=one.published_at, kind=PUBLISHED, actor_id=one.member_id, subject_id=one.pk, audience="members", facts={}
        )
        for one in made
    )


def load_walls(space: Space, at: datetime) -> None:
    """A screen in the kitchen. Every second person lets it show their face, every third what they look for; the member of the demo is asked by nobody yet."""
    members = list(Member.objects.here().filter(space=space).order_by("pk"))
    manager = next((m for m in members if m.attributes.get("plays") == "manager"), None)
    Wall.objects.create(space=space, name="Küche", language=space.language, made_at=at - timedelta(days=60), made_by=manager)
    allowed = at - timedelta(days=50)
    WallChoice.objects.bulk_create(
        WallChoice(member=m, face_at=allowed if m.pk % 2 else None, words_at=allowed if m.pk % 3 == 0 else None)
        for m in members
        if (m.pk % 2 or m.pk % 3 == 0) and m.attributes.get("plays") != "member"
    )
