"""Sentences of mentoring. Codes and numbers come from the engine and the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.introductions.words import bare, day, weekday_name
from drittort.connect.mentoring.models import MentoringPair, MentoringSeason
from drittort.connect.office_hours.models import Theme
from drittort.members.people.words import language_names

CHOOSE, ASKED, BEGUN, EXPIRED, QUESTION, SHARED, NOT_MET, ENDED, THANKED, UNPAIRED = range(10)
"""The steps of which somebody is told, as numbers: a notice holds ids and numbers only."""


def topics(codes: Sequence[str]) -> str:
    """Topics in a row."""
    return ", ".join(str(Theme(code).label) for code in codes if code in Theme.values)


def reason(told: Mapping[str, Any]) -> str:
    """Why two were brought together; all of it stands in what they wrote for each other, or on a profile."""
    code = told.get("code")
    if code == "said":
        return _("“%(text)s”") % {"text": bare(told["text"])}
    if code == "topics":
        return _("In common: %(topics)s.") % {"topics": topics(told["topics"])}
    if code == "day":
        return _("Both can on %(day)s.") % {"day": weekday_name(int(told["day"]))}
    if code == "language":
        return _("Both speak %(language)s.") % {"language": language_names().get(told["language"], told["language"])}
    return ""


def reasons(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """All of them."""
    return tuple(text for text in (reason(row) for row in rows) if text)


def rhythm(every_weeks: int) -> str:
    """How often two meet."""
    return ngettext("every week", "every %(n)s weeks", every_weeks) % {"n": every_weeks}


def span(season: MentoringSeason) -> str:
    """From when until when, and how often."""
    told = {"first": day(season.starts_on), "last": day(season.ends_on), "rhythm": rhythm(season.every_weeks)}
    return _("%(first)s to %(last)s, %(rhythm)s") % told


def stage(season: MentoringSeason, today: date) -> str:
    """Where a season stands, as everybody may read it."""
    if season.closed_at is not None or today > season.ends_on:
        return _("This season has ended.")
    if season.sent_at is not None:
        return _("The pairs are under way.")
    if season.shortlisted_at is not None or today > season.apply_until:
        return _("The pairs are being found.")
    return _("You can apply until %(day)s.") % {"day": day(season.apply_until)}


def state(pair: MentoringPair, *, said_yes: bool, declined: bool) -> str:
    """What a reader may know of their pair: their own answer, and that both said yes."""
    if pair.ended_at is not None:
        return _("Your time together has come to its end.")
    if pair.begun_at is not None:
        return _("You are on your way.")
    if pair.expired_at is not None:
        return _("It did not come about this time.")
    if declined:
        return _("You said: not now. Nobody learns of it.")
    return _("You said yes. As soon as the other side does too, you both get mail.") if said_yes else _("Waiting for your answer")


def question(number: int, *, mentor: bool) -> str:
    """One of the four questions of a season."""
    if mentor:
        return (
            _("What did you need most when you stood where she or he stands now?"),
            _("What surprised you so far, about the other or about yourself?"),
            _("Which question have you not asked yet?"),
            _("What do you take with you from these months?"),
        )[number]
    return (
        _("How will you notice at the end that it was worth it?"),
        _("What do you do differently since you two began?"),
        _("Where are you stuck, and what have you not dared to ask?"),
        _("What has become of the goal, and what comes next?"),
    )[number]


def heading(step: int, name: str, season: str) -> str:
    """The sentence of a letter."""
    return {
        CHOOSE: _("“%(season)s”: five who could accompany you"),
        ASKED: _("“%(season)s”: %(name)s and you?"),
        BEGUN: _("You both said yes: %(name)s and you"),
        EXPIRED: _("%(name)s and you: it did not come about this time"),
        QUESTION: _("A question for between the two of you"),
        SHARED: _("%(name)s has written something for you"),
        NOT_MET: _("Have you and %(name)s found a day yet?"),
        ENDED: _("Your time with %(name)s has come to its end"),
        THANKED: _("%(name)s thanks you"),
        UNPAIRED: _("“%(season)s”: nobody for you this time"),
    }[step] % {"name": name, "season": season}


def more(step: int, name: str) -> str:
    """What a letter says below its sentence."""
    return {
        CHOOSE: _("If you like, say whom you would like best. The mentors never see it; without a word from you the house decides."),
        ASKED: _("Contact opens only when both say yes. A no stays with you: nobody learns of it, not even the house."),
        BEGUN: _("Find a first day soon, and agree on what you want to reach. Your page is read by the two of you alone."),
        EXPIRED: _("That has a hundred reasons. As soon as there is somebody else who fits, we ask you again."),
        QUESTION: _("Answer for yourself alone, or so that %(name)s can read it. Two sentences are plenty."),
        SHARED: "",
        NOT_MET: _(
            "On your page no meeting stands yet. Often one message with two dates is all it takes; if you have met, one tap notes it."
        ),
        ENDED: _("Every end is a good one: no reason is needed. If it did you good, a sentence of thanks makes somebody's day."),
        THANKED: "",
        UNPAIRED: _(
            "This time there were more wishes than hands. In the office hours of the house somebody may have half an hour for exactly your question."
        ),
    }[step] % {"name": name}


def buttons(step: int) -> list[tuple[str, str]]:
    """The buttons of a letter: the word of the verb, and what stands on it."""
    return {
        CHOOSE: [("choose", _("Look at the five"))],
        ASKED: [("yes", _("Yes, gladly")), ("no", _("Not now"))],
        QUESTION: [("question", _("Answer"))],
        NOT_MET: [("met", _("We have met today"))],
        ENDED: [("thank", _("Say thanks"))],
    }.get(step, [])


def figure(count: int | None) -> str:
    """A number for those who care; None for too few to tell of."""
    return _("too few to tell") if count is None else str(count)


def not_yet(season: MentoringSeason) -> str:
    """When the draft goes out."""
    zone = season.space.zone
    return day(season.sends_at.astimezone(zone).date()) if season.sends_at is not None else ""


def draft_waits(season: MentoringSeason) -> str:
    """What stands with a draft that waits."""
    if season.held_at is not None:
        return _("The pairs of this season are drafted. Somebody holds them.")
    return _("The pairs of this season are drafted. They go out on %(day)s, unless somebody holds them.") % {"day": not_yet(season)}


def share_of_bound(objective: float, bound: float) -> str:
    """How good a draft is, against what no draft can surpass."""
    return _("%(percent)s %% of the best that any draft could reach.") % {"percent": min(100, round(100 * objective / bound))}


def figures(begun: int | None, met: int | None) -> tuple[tuple[str, str], ...]:
    """The figures of a season."""
    return ((_("Pairs under way or done"), figure(begun)), (_("Of these have met at least once"), figure(met)))
