"""Office hours of the demo house, a season of mentoring that is under way, and the draft of the next. Nothing is mailed: it is the past."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringMeeting,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
)
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.office_hours.times import Times, moments
from drittort.demo.texts import read
from drittort.members.models import Member
from drittort.spaces.models import Space

NOTICE, MOST, BEGUN = 24, 2, timedelta(weeks=6)


def people_of(space: Space) -> dict[str, Member]:
    """Who is in the house, by name and by the part that visitors play."""
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    return {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}


def load_office_hours(space: Space, at: datetime) -> None:
    """Write office hours with their times, the past six weeks among them. Whoever is not in the house (a smaller world) holds none."""
    people = people_of(space)
    for row in read("mentoring")["office_hour"]:
        host = people.get(row["by"])
        if host is not None:
            load_office_hour(space, host, row, people, at)


def load_office_hour(space: Space, host: Member, row: dict[str, Any], people: dict[str, Member], at: datetime) -> None:
    """One office hour."""
    hour = OfficeHour.objects.create(
        space=space, member=host, theme=row["theme"], title=row["title"], text=row["text"], language=row.get("language", "de"), place=row["place"],
        link=row.get("link", ""), minutes=row["minutes"], notice_hours=NOTICE, most=MOST, opened_at=at - BEGUN,
    )  # fmt: skip
    begun, until = space.day(at - BEGUN), space.day(at) + timedelta(weeks=row["weeks"])
    times = Times(
        max(begun, host.joined_on), until, frozenset(row["days"]), time.fromisoformat(row["first"]), time.fromisoformat(row["last"])
    )
    slots = OfficeSlot.objects.bulk_create(
        OfficeSlot(office_hour=hour, starts_at=starts, ends_at=ends, book_until=starts - timedelta(hours=NOTICE))
        for starts, ends in moments(times, row["minutes"], space.zone)
    )
    ahead = [slot for slot in slots if slot.book_until > at]
    bookings = [
        Booking(slot=ahead[one["place"]], member=people[one["by"]], text=one["text"], booked_at=at - timedelta(days=2))
        for one in row["booked"]
        if one["by"] in people and people[one["by"]] != host and one["place"] < len(ahead)
    ]
    for one in row["past"]:
        guest, since = people.get(one["by"]), at - timedelta(weeks=one["weeks"] + 1)
        slot = next((slot for slot in slots if since < slot.starts_at < at - timedelta(days=1)), None)
        if guest is None or guest == host or slot is None or any(other.slot == slot for other in bookings):
            continue
        bookings.append(
            Booking(
                slot=slot, member=guest, text="", booked_at=slot.starts_at - timedelta(days=3), guest_met=True, host_met=True, helped=one["helped"],
                met_on=space.day(slot.starts_at), thanks=one.get("thanks", ""), thanked_at=slot.ends_at + timedelta(hours=3) if one.get("thanks") else None,
            )
        )  # fmt: skip
    Booking.objects.bulk_create(bookings)


def load_season(space: Space, at: datetime) -> None:
    """Write the season that is under way: who applied, the pairs, their goals, meetings and answers."""
    people, told = people_of(space), read("mentoring")["season"]
    rows = [
        row
        for row in told["pair"]
        if row["mentor"] in people and row["mentee"] in people and people[row["mentor"]] != people[row["mentee"]]
    ]
    begun = at - timedelta(days=told["begun"])
    starts = space.day(begun)
    season = MentoringSeason.objects.create(
        space=space, name=told["name"], text=told["text"], apply_until=starts - timedelta(days=20), starts_on=starts, ends_on=starts + timedelta(days=122),
        every_weeks=told["every_weeks"], opened_at=begun - timedelta(days=45), seed=begun.toordinal(), objective=1, bound=1,
        shortlisted_at=begun - timedelta(days=19), drafted_at=begun - timedelta(days=13), sends_at=begun - timedelta(days=10), sent_at=begun - timedelta(days=10),
    )  # fmt: skip
    for row in rows:
        two = {"mentor": people[row["mentor"]], "mentee": people[row["mentee"]]}
        for side, text in (("mentor", row["give"]), ("mentee", row["reach"])):
            apply(season, two[side], side, {"text": text, "topics": row["topics"]}, begun - timedelta(days=30))
        pair = MentoringPair.objects.create(
            season=season, **two, reasons=[{"code": "said", "text": row["give"]}, {"code": "topics", "topics": row["topics"]}],
            proposed_at=begun - timedelta(days=10), expires_at=begun - timedelta(days=3), begun_at=begun, goal=row["goal"],
        )  # fmt: skip
        MentoringSide.objects.bulk_create(MentoringSide(pair=pair, member=m, accepted_at=begun) for m in two.values())
        MentoringMeeting.objects.bulk_create(
            MentoringMeeting(pair=pair, member=two["mentee"], on=space.day(at) - timedelta(days=days), at=at - timedelta(days=days))
            for days in row["met"]
        )
        MentoringAnswer.objects.bulk_create(
            MentoringAnswer(
                pair=pair,
                member=two[one["by"]],
                question=one["question"],
                text=one["text"],
                shared=one["shared"],
                at=at - timedelta(days=4),
            )
            for one in row["answers"]
        )


def apply(season: MentoringSeason, member: Member, side: str, row: dict[str, Any], at: datetime) -> None:
    """One application."""
    MentoringApplication.objects.get_or_create(
        season=season, member=member, side=side,
        defaults={
            "text": row["text"], "topics": row["topics"], "languages": row.get("languages", ["de"]), "days": member.days, "mentees": row.get("mentees", 1),
            "applied_at": at,
        },
    )  # fmt: skip


def draw_next_season(space: Space, at: datetime) -> None:
    """Open the next season and let the engine draw its draft, by words alone: nothing has to be encoded for a house that nobody lives in."""
    from drittort.connect.mentoring.drawing import draw_draft

    people, told = people_of(space), read("mentoring")["next"]
    today = space.day(at)
    season = MentoringSeason.objects.create(
        space=space, name=told["name"], text=told["text"], apply_until=today - timedelta(days=7), starts_on=today + timedelta(days=12),
        ends_on=today + timedelta(days=134), every_weeks=told["every_weeks"], opened_at=at - timedelta(days=30), seed=at.toordinal(),
        shortlisted_at=at - timedelta(days=6),
    )  # fmt: skip
    for row in told["application"]:
        if row["by"] in people:
            apply(season, people[row["by"]], row["side"], row, at - timedelta(days=12))
    draw_draft(season=season, at=at, affinity=lambda: None)
