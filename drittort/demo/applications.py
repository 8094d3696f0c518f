"""Who would like to come into the demo house: nine people between the first question and the first day, said in the past and without mail."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from drittort.core.models import LedgerRow
from drittort.demo.texts import key, read
from drittort.joining.applications import actions, tours
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuestion,
    Decision,
    Tour,
    TourSlot,
    Welcome,
)
from drittort.members.models import Member
from drittort.spaces.models import Location, Space

DAY = timedelta(days=1)


def load_applications(space: Space, at: datetime) -> None:
    """Write words, questions, hours and applications of the house."""
    told = read("applications")
    Welcome.objects.create(space=space, de=told["welcome"]["de"].strip(), en=told["welcome"]["en"].strip())
    long_ago = at - 200 * DAY
    questions = ApplicationQuestion.objects.bulk_create(
        ApplicationQuestion(
            space=space,
            text=q["text"],
            kind=q["kind"],
            choices=q.get("choices", []),
            required=q["required"],
            position=10 * place,
            made_at=long_ago,
        )
        for place, q in enumerate(told["question"], start=1)
    )
    slots = TourSlot.objects.bulk_create(
        TourSlot(
            space=space,
            location=place,
            weekday=s["weekday"],
            starts=time.fromisoformat(s["starts"]),
            minutes=s["minutes"],
            capacity=s["capacity"],
        )
        for place, s in zip(Location.objects.filter(space=space).standing(), told["slot"], strict=False)
    )
    people = {m.attributes["plays"]: m for m in Member.objects.filter(space=space, attributes__has_key="plays")}
    newest = list(
        Member.objects.here()
        .filter(space=space)
        .exclude(attributes__has_key="plays")
        .select_related("account")
        .order_by("-joined_on", "pk")[:2]
    )
    for row in told["application"]:
        _load(space, row, people, newest, slots, questions, at)


def _load(
    space: Space, row: dict[str, Any], people: dict[str, Member], newest: list[Member], slots: list[TourSlot], questions: list[ApplicationQuestion], at: datetime
) -> None:  # fmt: skip
    def ago(days: int, minutes: int = 0) -> datetime:
        moment = (at - days * DAY).astimezone(space.zone).replace(hour=8, minute=40, second=0, microsecond=0) + timedelta(minutes=minutes)
        return min(moment, at - timedelta(minutes=25))

    def maybe(name: str) -> datetime | None:
        return ago(row[name], 90) if name in row else None

    member = newest[row["joined"] - 1] if len(newest) >= row.get("joined", 99) else None
    if "joined" in row and (member is None or member.account is None):
        return
    asked, team = ago(row["days"]), people.get("manager")
    declined, accepted, waiting = maybe("declined"), maybe("accepted"), maybe("waiting")
    until = space.day(at + row["trial"] * DAY) if "trial" in row else None
    last = max(ago(said[1], 30) for said in row["said"])
    moments = [m for m in (asked, last, declined, accepted, waiting) if m is not None]
    unheard = not row["said"][-1][0] and declined is None and accepted is None and until is None and row.get("tour", -1) < 0
    made = Application.objects.create(
        space=space,
        name=member.name if member else row["name"],
        email=member.account.email if member and member.account else f"{key(row['name'])}@example.org",
        language=row["language"],
        source=row["source"],
        source_text=row.get("source_text", ""),
        referrer=people.get(row.get("referrer", "")),
        asked_at=asked,
        confirmed_at=asked + timedelta(minutes=4),
        applied_at=ago(row["applied"], 30) if "applied" in row else None,
        waiting_at=waiting,
        trial_from=until - timedelta(days=28) if until else None,
        trial_until=until,
        accepted_at=accepted,
        declined_at=declined,
        joined_at=datetime.combine(member.joined_on, time(9), tzinfo=space.zone) if member else None,
        member=member,
        waits_since=last if unheard else None,
        touched_at=max(moments),
    )
    ApplicationMessage.objects.bulk_create(
        ApplicationMessage(application=made, member=people.get(who), by_house=bool(who), text=text, at=ago(days, 30 + 20 * place))
        for place, (who, days, text) in enumerate(row["said"])
    )
    ApplicationAnswer.objects.bulk_create(
        ApplicationAnswer(application=made, question=question, text=text)
        for question, text in zip(questions, row.get("answers", ()), strict=False)
    )
    decided = (
        ("accepted", accepted, ""),
        ("waiting", waiting, ""),
        ("declined", declined, row.get("reason", "")),
        ("trial", ago(29) if until else None, ""),
    )
    Decision.objects.bulk_create(
        Decision(application=made, kind=kind, by=team, at=moment, text=text, until=until if kind == "trial" else None, carried_out_at=moment + timedelta(minutes=10))
        for kind, moment, text in decided
        if moment is not None
    )  # fmt: skip
    if "tour" in row and slots:
        _tour(made, slots[row["days"] % len(slots)], row, asked, at)
    LedgerRow.objects.create(
        space_id=space.pk, at=asked, kind=actions.RECEIVED, actor_id=None, subject_id=made.pk, audience="managers",
        facts={"applies": int(made.applied_at is not None), "tour": None, "speaks": 1},
    )  # fmt: skip


def _tour(made: Application, slot: TourSlot, row: dict[str, Any], asked: datetime, at: datetime) -> None:
    """At the hour of the slot that lies nearest to the wanted day, on the right side of now."""
    space = made.space
    ahead = list(tours.moments(space, slot, at))
    starts = ahead[0] if row["tour"] > 0 and ahead else None
    if starts is None:
        day = space.day(at + row["tour"] * DAY)
        while day.weekday() != slot.weekday:
            day -= DAY
        starts = datetime.combine(day, slot.starts, tzinfo=space.zone)
    over = starts + timedelta(hours=2)
    Tour.objects.create(
        application=made, slot=slot, location_id=slot.location_id, starts_at=starts, minutes=slot.minutes, booked_at=asked, confirmed_at=asked + timedelta(minutes=4),
        came_at=over if row.get("came") else None,
    )  # fmt: skip
