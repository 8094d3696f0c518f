"""What the demo house remembers: stories, thanks, days to celebrate, its history. Nothing is mailed: it is the past."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import resvg_py

from drittort.connect.needs.models import Need
from drittort.core.files.actions import Bytes, decode, keep_picture
from drittort.demo.texts import read
from drittort.inspire.events.models import Event
from drittort.inspire.history.actions import note_firsts
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.milestones.actions import find_milestones
from drittort.inspire.milestones.models import Celebration, Congratulation, Milestone
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.inspire.pictures.rules import PHOTO
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.members.models import Company, Member
from drittort.spaces.models import Space

PICTURES = Path(__file__).parent / "pictures"
QUOTED, SHY = 2, 12
"""So many sentences may stand on the public page, and every second of so many newcomers would like to stand in the year book."""


def load_memory(space: Space, at: datetime) -> None:
    """Write all of it. Whoever is not in the house (a smaller world) has told nothing."""
    told = read("memory")
    members = {m.name: m for m in Member.objects.filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    caring = people.get("manager") or next(iter(members.values()))
    for row in told["story"]:
        if all(side["by"] in people for side in row["side"]) and row["subject"]["helper"] in people:
            load_story(space, row, people, at)
    for quoted in StorySide.objects.filter(story__space=space, public_at__isnull=False).order_by("story", "pk")[:QUOTED]:
        StoryQuote.objects.create(side=quoted, text=quoted.became[:300], use="site", picked_by=caring, picked_at=at, agreed_at=at)
    load_thanks(space, told["thanks"]["said"], people, at)
    load_history(space, told, people, caring, at)
    load_days(space, told["birthdays"]["here"], people, at)
    for row in told["event"]:
        load_of_event(space, row, people)


def load_story(space: Space, row: dict[str, Any], people: dict[str, Member], at: datetime) -> None:
    """One story with its sides, and what they agreed to."""
    moment = at - timedelta(days=row["days"])
    shown, text, title = row.get("shown", True), row.get("text", "").strip(), row.get("title", "")
    asker, helper = people[row["subject"]["by"]], people[row["subject"]["helper"]]
    need = Need.objects.filter(space=space, member=asker, helped_by=helper).order_by("pk").values_list("pk", flat=True).first()
    both = len(row["side"]) > 1
    story = Story.objects.create(
        space=space, subject=f"need:{need}" if need else "", on=space.day(moment - timedelta(days=25)), begun_at=moment - timedelta(days=4), language=row.get("language", "de"),
        title=title if shown else "", text=text if shown else "", settled=1 if title and shown else 0, settled_by=len(row["side"]) if title and shown else 0, opened_at=moment if both else None,
        help_asked_at=moment if row.get("help") else None, shown_at=moment if shown else None,
    )  # fmt: skip
    if title:
        StoryVersion.objects.create(story=story, number=1, title=title, text=text, by=helper if row.get("proposed") else asker, at=moment)
    agreed = moment if shown else None
    StorySide.objects.bulk_create(
        StorySide(
            story=story, member=people[side["by"]], asked_at=moment - timedelta(days=4), began=side["began"], happened=side["happened"], became=side["became"],
            language=side.get("language", "de"), written_at=moment, sent_at=moment, agreed=1 if title and (shown or people[side["by"]] == helper) else 0, house_at=agreed, public_at=agreed if row.get("public") else None,
        )
        for side in row["side"]
    )  # fmt: skip
    if not both:
        StorySide.objects.create(story=story, member=helper, asked_at=moment - timedelta(days=4))
    if "picture" in row:
        load_picture(space, f"story:{story.pk}", row, [people[side["by"]] for side in row["side"]], moment, public=row.get("public", False))


def load_of_event(space: Space, row: dict[str, Any], people: dict[str, Member]) -> None:
    """A drawn picture of the last time of something, which its host brought. Those in it were asked, and have not said anything."""
    event = (
        Event.objects.standing().filter(space=space, title=row["title"], host__isnull=False, minutes__gt="").order_by("-starts_at").first()
    )
    if event is None or event.host is None or not all(name in people for name in row["shows"]):
        return
    at = event.ends_at + timedelta(hours=2)
    picture = load_picture(space, f"event:{event.pk}", row, [event.host], at, public=False)
    asked = [people[name] for name in row["shows"]]
    Picture.objects.filter(pk=picture.pk).update(asked=len(asked))
    PictureConsent.objects.bulk_create(PictureConsent(picture=picture, member=one, asked_at=at) for one in asked)


def load_picture(space: Space, subject: str, row: dict[str, Any], people: list[Member], at: datetime, *, public: bool) -> Picture:
    """A drawn picture, to which all whose story it is agree; of anything else it is the first one's alone."""
    drawn = bytes(
        resvg_py.svg_to_bytes(svg_string=(PICTURES / f"{row['picture']}.svg").read_text(encoding="utf-8"), skip_system_fonts=True)
    )
    file = keep_picture(
        space_id=space.pk, owner_id=people[0].pk, upload=decode(Bytes(f"{row['picture']}.png", drawn), PHOTO), purpose=PHOTO, at=at
    )
    asked = people if subject.startswith("story:") else []
    picture = Picture.objects.create(space=space, subject=subject, file=file, alt=row["alt"], by=people[0], asked=len(asked), at=at)
    PictureConsent.objects.bulk_create(
        PictureConsent(picture=picture, member=one, asked_at=at, house_at=at, public_at=at if public else None) for one in asked
    )
    return picture


def load_thanks(space: Space, rows: list[dict[str, Any]], people: dict[str, Member], at: datetime) -> None:
    """Sentences of thanks, to people and to companies."""
    firms = {c.external_id: c for c in Company.objects.filter(space=space)}
    known = [
        row for row in rows if row["by"] in people and (row.get("company") in firms or any(name in people for name in row.get("to", ())))
    ]
    made = Thanks.objects.bulk_create(
        Thanks(
            space=space, member=people[row["by"]], company=firms.get(row.get("company")), text=row["text"], language=row.get("language", "de"),
            at=at - timedelta(days=row["days"], minutes=13 * k),
        )
        for k, row in enumerate(known)
    )  # fmt: skip
    ThanksTo.objects.bulk_create(
        ThanksTo(thanks=thanks, member=people[name])
        for thanks, row in zip(made, known, strict=True)
        for name in row.get("to", ())
        if name in people
    )


def load_history(space: Space, told: dict[str, Any], people: dict[str, Member], caring: Member, at: datetime) -> None:
    """Entries of the past, one that a member proposes, and what the house notes itself."""
    this_year = space.day(at).year
    for row in (*told["history"], *told["proposed"]):
        proposed = row in told["proposed"]
        if proposed and row["by"] not in people:
            continue
        entry = HistoryEntry.objects.create(
            space=space, member=people.get(row.get("by", ""), caring), year=row.get("year", this_year - row.get("back", 0)), title=row["title"], text=row["text"],
            made_at=at - timedelta(days=60), published_at=None if proposed else at - timedelta(days=59), published_by=None if proposed else caring,
        )  # fmt: skip
        if "picture" in row:
            load_picture(space, f"history:{entry.pk}", row, [caring], at - timedelta(days=59), public=False)
    note_firsts(space=space, at=at)


def load_days(space: Space, birthdays: list[tuple[str, int]], people: dict[str, Member], at: datetime) -> None:
    """Birthdays of those who want it, the days of the last weeks, and a few congratulations."""
    today = space.day(at)
    days: list[tuple[Member, date]] = [(people[name], today + timedelta(days=ahead)) for name, ahead in birthdays if name in people]
    Celebration.objects.bulk_create(Celebration(member=member, day=day.day, month=day.month, book=True, at=at) for member, day in days)
    new = Member.objects.here().filter(space=space, joined_on__year=today.year).exclude(pk__in=[member.pk for member, _day in days])
    Celebration.objects.bulk_create(Celebration(member=member, book=True, at=at) for member in new.order_by("pk")[:SHY:2])
    find_milestones(space=space, at=at, first=today - timedelta(days=30))
    here = list(Member.objects.here().filter(space=space).order_by("pk")[:40])
    rows = Milestone.objects.filter(space=space, member__isnull=False)
    Congratulation.objects.bulk_create(
        Congratulation(milestone=row, member=here[(7 * row.pk + 3 * k) % len(here)], at=at)
        for row in rows
        for k in range(row.pk % 4)
        if here[(7 * row.pk + 3 * k) % len(here)].pk != row.member_id
    )
