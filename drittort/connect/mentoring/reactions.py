"""Notices of mentoring, and their letters. Each has a key, so running twice tells once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.mentoring import actions, ending, rules, tokens, words
from drittort.connect.mentoring.models import MentoringApplication, MentoringMeeting, MentoringPair, MentoringSeason, MentoringSide
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.network.ties.actions import note_contact

CATEGORY = "mentoring"
STEP, FIVE = "connect/mentoring/mail/step", "connect/mentoring/mail/season"


def found(pair_id: int) -> MentoringPair | None:
    """A pair with its people."""
    rows = MentoringPair.objects.filter(pk=pair_id)
    return rows.select_related("season__space", "mentor__space", "mentor__account", "mentee__space", "mentee__account").first()


def both(pair: MentoringPair) -> tuple[tuple[Member, Member], tuple[Member, Member]]:
    """Reader and other, for both."""
    return (pair.mentor, pair.mentee), (pair.mentee, pair.mentor)


def write(pair: MentoringPair, reader: Member, step: int, key: str, at: datetime, **more: int) -> None:
    """Tell one of the two about a step."""
    other = pair.mentee if reader.pk == pair.mentor_id else pair.mentor
    tell(
        member=reader,
        category=CATEGORY,
        thread=actions.thread(pair.pk),
        key=f"mentoring:{pair.pk}:{key}",
        at=at,
        text=f"mentoring.{step}",
        context={"pair": pair.pk, "who": other.pk, "step": step, **more},
        path=reverse("connect:mentoring_pair", args=[reader.space.slug, pair.pk]),
        mail=STEP,
    )


def write_season(season: MentoringSeason, reader: Member, step: int, path: str, at: datetime) -> None:
    """Tell somebody about a season."""
    tell(
        member=reader, category=CATEGORY, thread=f"mentoring_season:{season.pk}", key=f"mentoring_season:{season.pk}:{step}", at=at, text=f"mentoring.{step}",
        context={"season": season.pk, "step": step}, path=path, mail=FIVE,
    )  # fmt: skip


def of_row(row: LedgerRow) -> MentoringPair | None:
    """The pair of a row."""
    return found(row.facts.get("pair", 0))


@reaction(actions.SHORTLISTED, name="connect.mentoring.five")
def five(row: LedgerRow, at: datetime) -> None:
    """Each mentee with somebody on her list may say whom she would like best."""
    season = MentoringSeason.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if season is None or not rules.may_choose(season):
        return
    there = reverse("connect:choose_mentor", args=[season.space.slug, season.pk])
    rows = season.applications.standing().filter(side=MentoringApplication.Side.MENTEE, candidates__isnull=False).distinct()
    for application in rows.select_related("member__space"):
        write_season(season, application.member, words.CHOOSE, there, at)


@reaction(actions.ASKED, name="connect.mentoring.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask both."""
    pair = of_row(row)
    if pair is not None and rules.may_answer(pair, at):
        for reader, _who in both(pair):
            write(pair, reader, words.ASKED, "asked", at)


@reaction(actions.BEGUN, name="connect.mentoring.begin")
def begin(row: LedgerRow, at: datetime) -> None:
    """Both said yes: each gets the other's address."""
    pair = of_row(row)
    if pair is not None:
        for reader, _who in both(pair):
            write(pair, reader, words.BEGUN, "begun", at)


@reaction(actions.EXPIRED, name="connect.mentoring.expire")
def expire(row: LedgerRow, at: datetime) -> None:
    """Tell whoever said yes that it did not come about; the words are the same for every reason."""
    pair = of_row(row)
    if pair is None:
        return
    yes = set(MentoringSide.objects.filter(pair=pair, accepted_at__isnull=False).values_list("member_id", flat=True))
    for reader, _who in both(pair):
        if reader.pk in yes:
            write(pair, reader, words.EXPIRED, "expired", at)


@reaction(actions.SHARED, name="connect.mentoring.share")
def share(row: LedgerRow, at: datetime) -> None:
    """The other may read something."""
    pair = of_row(row)
    if pair is not None and row.actor_id is not None:
        for reader, other in both(pair):
            if other.pk == row.actor_id:
                write(pair, reader, words.SHARED, f"shared:{row.pk}", at)


@reaction(actions.MET, name="connect.mentoring.met")
def met(row: LedgerRow, at: datetime) -> None:
    """They have met: a contact of that day, if both agreed to be counted."""
    meeting = MentoringMeeting.objects.select_related("pair__season__space").filter(pk=row.facts.get("meeting", 0)).first()
    if meeting is not None:
        space, pair = meeting.pair.season.space, meeting.pair
        noon = datetime(meeting.on.year, meeting.on.month, meeting.on.day, 12, tzinfo=space.zone)
        note_contact(space=space, a=pair.mentor_id, b=pair.mentee_id, at=noon, kind="meeting", origin=f"mentoring:{meeting.pk}")


@reaction(actions.ENDED, name="connect.mentoring.ended")
def ended(row: LedgerRow, at: datetime) -> None:
    """Both get the same kind words, whoever ended it and for whatever reason."""
    pair = of_row(row)
    if pair is not None:
        for reader, _who in both(pair):
            write(pair, reader, words.ENDED, "ended", at)


@reaction(actions.THANKED, name="connect.mentoring.thanked")
def thanked(row: LedgerRow, at: datetime) -> None:
    """Hand the thanks over, never beside a block; they count as such between the two, for their writer would read it on their ties if they did not."""
    pair = of_row(row)
    if pair is not None and row.actor_id is not None:
        for reader, other in both(pair):
            if other.pk == row.actor_id:
                if not MentoringSide.objects.filter(pair=pair, member=other, thanks_withheld=True).exists():
                    write(pair, reader, words.THANKED, f"thanked:{other.pk}", at)
                note_contact(space=pair.season.space, a=other.pk, b=reader.pk, at=row.at, kind="thanks", origin=f"mentoring_pair:{pair.pk}")


@composer(STEP)
def letter(told: Told) -> Letter | None:
    """The newest step as a letter, as long as it still holds."""
    facts = told.facts[-1]
    steps = [one["step"] for one in told.facts]
    # What comes together comes as one letter: the address of the other is not lost beside the first question of the same morning.
    step = words.BEGUN if words.BEGUN in steps and steps[-1] in (words.QUESTION, words.SHARED, words.NOT_MET) else steps[-1]
    pair = found(facts["pair"])
    if pair is None or told.reader not in (pair.mentor_id, pair.mentee_id):
        return None
    reader, other = (pair.mentor, pair.mentee) if told.reader == pair.mentor_id else (pair.mentee, pair.mentor)
    if not holds(pair, step, told.at):
        return None
    link, name = tokens.link(pair.pk, reader.pk), first_name(other.name)
    question = facts.get("question")
    ask_about = f"&question={question}" if question is not None else ""
    address = other.account.email if step == words.BEGUN and other.account is not None and other.left_on is None else ""
    thanks = MentoringSide.objects.filter(pair=pair, member=other).values_list("thanks", flat=True).first() if step == words.THANKED else ""
    return Letter(
        {
            "heading": words.heading(step, name, pair.season.name),
            "more": words.more(step, name),
            "reasons": words.reasons(pair.reasons) if step == words.ASKED else (),
            "quote": thanks or (words.question(question, mentor=reader.pk == pair.mentor_id) if question is not None else ""),
            "their_address": address,
            "buttons": [(f"{link}?says={says}{ask_about}", label) for says, label in words.buttons(steps[-1])],
            "link": link,
        },
        reply_to=address,
    )


def holds(pair: MentoringPair, step: int, at: datetime) -> bool:
    """Whether what a letter says is still so."""
    if step == words.ASKED:
        return bool(rules.may_answer(pair, at))
    if step in (words.QUESTION, words.NOT_MET, words.BEGUN):
        return pair.begun_at is not None and pair.ended_at is None and not (step == words.NOT_MET and pair.meetings.exists())
    return True


@composer(FIVE)
def season_letter(told: Told) -> Letter | None:
    """The letter about a season, as long as it still holds."""
    facts = told.facts[-1]
    season, reader = (
        MentoringSeason.objects.select_related("space").filter(pk=facts["season"]).first(),
        Member.objects.here().filter(pk=told.reader).first(),
    )
    if season is None or reader is None or (facts["step"] == words.CHOOSE and not rules.may_choose(season)):
        return None
    step = facts["step"]
    link = (
        tokens.choosing_link(season.pk, reader.pk)
        if step == words.CHOOSE
        else f"{settings.ADDRESS}{reverse('connect:office_hours', args=[season.space.slug])}"
    )
    label = _("Look at the five") if step == words.CHOOSE else _("Look through the office hours")
    return Letter({"heading": words.heading(step, "", season.name), "more": words.more(step, ""), "link": link, "label": label})


@reaction(LEFT, name="connect.mentoring.leave")
def leave(row: LedgerRow, at: datetime) -> None:
    """What goes on with somebody who leaves comes to its end."""
    ending.end_of(member_id=row.subject_id or 0, at=at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The seasons that notices speak of, in one query."""
    names = dict(MentoringSeason.objects.filter(pk__in={row.get("season", 0) for row in rows}).values_list("pk", "name"))
    return [{"season": names.get(row.get("season", 0), "…")} for row in rows]
