"""Surveys of the demo house, two that are over, with what changed because of them, and one that is open; and what other houses gave to compare with."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from drittort.core.mail.outbox import message_id
from drittort.core.models import LedgerRow, Mail
from drittort.demo.texts import read
from drittort.engine.scale import ELEMENTS, HIGH, ITEMS, LOW
from drittort.members.models import Member
from drittort.pulse.science import rules
from drittort.pulse.science.models import ComparisonFile
from drittort.pulse.surveys import actions, box, counting, groups, keys, sending
from drittort.pulse.surveys.models import SurveyBallot, SurveyChange, SurveyPlan, SurveyToken, SurveyWave
from drittort.pulse.surveys.tokens import STANDS_FOR, mark_of
from drittort.spaces.models import Space

DAY = timedelta(days=1)
DAYS = 14


def load_surveys(space: Space, at: datetime) -> None:
    """Write all of it."""
    told = read("surveys")
    questions = [{"options": [], **each} for each in told["question"]]
    here = list(Member.objects.here().filter(space=space).select_related("account").order_by("pk"))
    cares = next((m for m in here if m.attributes.get("plays") == "manager"), None)
    SurveyPlan.objects.create(space=space, groupings=[groups.TIME, groups.LOCATION], questions=questions, at=at - 190 * DAY)
    for number, row in enumerate(told["wave"], 1):
        begun = datetime.combine(space.day(at) - row["ago"] * DAY, time(10), tzinfo=space.zone)
        there = [m for m in here if m.joined_on <= begun.date()]
        wave = SurveyWave.objects.create(
            space=space, number=number, member=cares, opened_at=begun, closes_at=datetime.combine(begun.date() + (DAYS + 1) * DAY, time(), tzinfo=space.zone),
            groups=groups.written_down(space, [groups.TIME, groups.LOCATION]), questions=questions, language="de", invited=len(there), sent_at=begun,
            reminded_at=begun + 7 * DAY if row["ago"] > DAYS else None,
        )  # fmt: skip
        ballots = answers(there, row, questions, told["texts"]["wishes"], wave, Random(number))
        if row["ago"] > DAYS:
            counting.publish(wave, ballots, wave.closes_at + timedelta(minutes=10))
        else:
            leave_open(wave, there, ballots)
        happened(wave, cares)
    for change in told["change"]:
        wave = SurveyWave.objects.get(space=space, number=change["wave"])
        SurveyChange.objects.create(
            wave=wave, member=cares, element=change["element"], text=change["text"], language="de", told_at=at - change["ago"] * DAY
        )  # fmt: skip


def load_comparison(space: Space, at: datetime) -> None:
    """What other invented houses gave of the last quarter."""
    quarter, rng = rules.last_over(space.day(at)), Random(7)
    rows = []
    for place, name in enumerate(read("surveys")["comparison"]["houses"]):
        people, members = rng.randrange(30, 90), rng.randrange(60, 160)
        figures = {
            element: {"steps": round(2 * people * rng.gauss(mean - 3, 0.15)) + rng.randrange(-20, 21), "people": people}
            for element, mean in zip(ELEMENTS, (3.6, 3.8, 3.0, 3.7), strict=True)
        }
        figures["stayed"] = {"steps": members - 2 * rng.randrange(3, 12), "people": members}
        rows.append(
            ComparisonFile(
                space=space, house=name, key=f"{rng.getrandbits(256):064x}", quarter=quarter, figures=figures, taken_at=at - place * DAY
            )
        )
    ComparisonFile.objects.bulk_create(rows)


def answers(
    people: list[Member], row: dict[str, Any], questions: list[dict[str, Any]], wishes: list[str], wave: SurveyWave, rng: Random
) -> list[dict[str, Any]]:
    """What some of the people answered: those who are new feel it a little less, and everybody has a bond of their own."""
    places = [option for kept in wave.groups if kept["name"] == groups.LOCATION for option, _name in kept["options"]]
    found, texts = [], rng.sample(wishes, len(wishes))
    for member in rng.sample(people, round(row["answered"] * len(people))):
        new = (wave.opened_at.date() - member.joined_on).days < 365
        bond = rng.gauss(-0.2 if new else 0.1, 0.5)
        items: list[int | None] = [
            min(HIGH, max(LOW, round(rng.gauss(row["means"][place // 2] + bond, 0.6)))) for place in range(ITEMS)
        ]  # fmt: skip
        if rng.random() < 0.1:
            items[rng.randrange(ITEMS)] = None
        found.append(
            {
                "items": items,
                "groups": {groups.TIME: "new" if new else "long", groups.LOCATION: rng.choice(places) if places else None},
                "own": [rng.choice([1, 2, 2, 3, 3, 4]), rng.randrange(len(questions[1]["options"])), texts.pop() if texts else None],
            }
        )
    return found


def leave_open(wave: SurveyWave, people: list[Member], ballots: list[dict[str, Any]]) -> None:
    """The box of an open wave, the marks of links that nobody used yet, and one letter with a link that works, in the mailbox of the demo."""
    wave.lock = box.lock_of(keys.make(keys.BOX, actions.name_of(wave)))
    wave.save(update_fields=["lock"])
    SurveyBallot.objects.bulk_create(SurveyBallot(wave=wave, sealed=box.seal(wave.lock, each)) for each in ballots)
    tokens = [secrets.token_urlsafe(16) for _ in range(len(people) - len(ballots))]
    SurveyToken.objects.bulk_create(SurveyToken(mark=mark, wave=wave) for mark in sorted(map(mark_of, tokens)))
    reader = next((m for m in people if m.attributes.get("plays") == "member"), None)
    if reader is not None and tokens:
        key = f"survey:{wave.pk}:{reader.pk}"
        letter = sending.letter(wave, reader, sending.LETTER, key)
        text, html = (words.replace(STANDS_FOR, tokens[0]) for words in (letter.text, letter.html))
        Mail.objects.create(
            space_id=wave.space_id, category=sending.CATEGORY, to_address=letter.to, to_member_id=reader.pk, language=letter.language, subject=letter.subject,
            text=text, html=html, message_id=message_id(key), created_at=wave.opened_at, sent_at=wave.opened_at,
        )  # fmt: skip


def happened(wave: SurveyWave, cares: Member | None) -> None:
    """What the ledger says of a wave."""
    rows = [(actions.OPENED, wave.opened_at, cares.pk if cares else None)]
    if wave.closed_at is not None:
        rows.append((actions.CLOSED, wave.closed_at, None))
    LedgerRow.objects.bulk_create(
        LedgerRow(space_id=wave.space_id, at=moment, kind=kind, actor_id=actor, subject_id=wave.pk, audience="members")
        for kind, moment, actor in rows
    )
