"""Advice in sentences: what it says, what speaks for it, and what a draft made of it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.inspire.event_advice.interest import OF_TRADE
from drittort.inspire.event_advice.models import EventAdvice
from drittort.inspire.events.models import Event
from drittort.joining.days import day as day_words
from drittort.members.people.words import weekday
from drittort.members.skills.topics import fields
from drittort.spaces.industries import SECTIONS, section_name

Kind = EventAdvice.Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft says before anybody has changed it."""

    title: str
    text: str
    roles: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()


def field_label(key: str) -> str:
    """The name of a field of topics, or of a trade."""
    if key.startswith(OF_TRADE) and key.removeprefix(OF_TRADE) in SECTIONS:
        return section_name(key.removeprefix(OF_TRADE))
    return fields()[key].label if key in fields() else _("Something else")


def part_name(part: int) -> str:
    """A part of the day."""
    return (_("in the morning"), _("at noon"), _("in the afternoon"), _("in the early evening"), _("in the evening"))[part]


def number(value: float) -> str:
    """About how many people: whole numbers, since nobody comes by halves."""
    return str(round(value))


def with_range(expected: float, low: float, high: float) -> str:
    """How many people, and between which numbers."""
    return _("%(n)s (%(low)s to %(high)s)") % {"n": number(expected), "low": number(low), "high": number(high)}


def heading(advice: EventAdvice, series: str) -> str:
    """What is advised, in a few words."""
    if advice.kind == Kind.TOPIC:
        return field_label(advice.key)
    if advice.kind == Kind.HOUR:
        return _("%(day)s %(part)s") % {"day": weekday(advice.weekday or 0), "part": part_name(int(advice.key.partition("-")[2]))}
    if advice.kind == Kind.DAY:
        return _("Something on a %(day)s") % {"day": weekday(advice.weekday or 0)}
    if advice.kind == Kind.WAY:
        return str(Event.Way(advice.way).label)
    if advice.kind == Kind.SEATS:
        return _("“%(series)s” once more") % {"series": series}
    return _("Give “%(series)s” a rest, or another hour") % {"series": series}


def evidence(advice: EventAdvice) -> list[str]:
    """What speaks for it, a sentence each."""
    told = advice.evidence
    if advice.kind == Kind.TOPIC:
        return [line for line in topic_evidence(told, advice) if line]
    if advice.kind == Kind.HOUR:
        return [
            _("The house has held %(n)s events at that hour of the week. By all that is known, they draw %(more)s more than at its other hours.") % {"n": told["events"], "more": percent(told["more"])},
            sure(told["sure"]),
        ]  # fmt: skip
    if advice.kind == Kind.DAY:
        return [
            _("%(n)s people say that they are usually in the house on that day. In half a year nothing was on then, and nothing is planned.") % {"n": told["here"]}
        ]  # fmt: skip
    if advice.kind == Kind.WAY:
        return [
            _("%(n)s events were held that way. By all that is known, it draws %(more)s more than: %(usual)s.") % {"n": told["events"], "more": percent(told["more"]), "usual": Event.Way(told["usual"]).label},
            sure(told["sure"]),
        ]  # fmt: skip
    if advice.kind == Kind.SEATS:
        return [
            _("%(full)s of the last %(of)s were full, with %(seats)s seats. A second date, or more room, and those come who stood in line.") % {"full": told["full"], "of": told["of"], "seats": told["seats"]}
        ]  # fmt: skip
    return [
        _("%(now)s people came to the last four on average, %(before)s to those before. A break or another hour has cost nobody anything.") % {"now": decimal(told["now"]), "before": decimal(told["before"])}
    ]  # fmt: skip


def topic_evidence(told: Mapping[str, Any], advice: EventAdvice) -> list[str]:
    """What speaks for a topic, or for a trade."""
    if advice.key.startswith(OF_TRADE):
        return [
            _("%(n)s people of this trade have looked for something or asked in half a year. They may like to sit at one table.")
            % {"n": told["seeks"]}
        ]
    offers = (
        _("%(n)s people offer something of it.") % {"n": told["offers"]}
        if told["offers"] is not None
        else _("Some here know about it.")
        if told["some_offer"]
        else _("Nobody here offers it: somebody from outside would have to be asked.")
    )
    n = told["events"]
    was_on = (
        ngettext("One evening was on it in a year, the last on %(day)s", "%(n)s were on it in a year, the last on %(day)s", n) % {"n": n, "day": day_words(date.fromisoformat(told["last"]))}
        + ("; " + _("%(came)s came on average.") % {"came": decimal(told["came"])} if told["came"] is not None else ".")
        if n
        else _("Nothing was on about it in a year.")
    )  # fmt: skip
    here = (
        _("Of those who look for it, %(n)s are usually here on a %(day)s.") % {"n": told["here"], "day": weekday(advice.weekday or 0)}
        if told.get("here")
        else ""
    )
    return [_("%(n)s people look for something of it, or have asked in half a year.") % {"n": told["seeks"]}, offers, was_on, here]


def outlook(advice: EventAdvice) -> str:
    """How many are to be expected; "" where too little is known."""
    if advice.expected is None or advice.low is None or advice.high is None or advice.usual is None:
        return ""
    return _("To be expected: about %(n)s people, in eight of ten cases %(low)s to %(high)s. An event of the house has %(usual)s on average.") % {
        "n": number(advice.expected), "low": number(advice.low), "high": number(advice.high), "usual": decimal(advice.usual),
    }  # fmt: skip


def proposed(advice: EventAdvice) -> str:
    """Day and hour that are proposed; "" where it is about nothing of the kind."""
    if advice.weekday is None or advice.hour is None:
        return ""
    return _("%(day)s at %(hour)s, %(minutes)s minutes") % {
        "day": weekday(advice.weekday),
        "hour": f"{advice.hour}:00",
        "minutes": advice.minutes,
    }


def sure(share: float) -> str:
    """How sure the computation is, in words people use."""
    return _("How sure that is: in %(n)s of 100 such cases it holds.") % {"n": min(99, round(100 * share))}


def percent(share: float) -> str:
    """A share."""
    return f"{round(100 * share)} %"


def decimal(value: float) -> str:
    """A mean with one digit, as the reader writes it."""
    return str(number_format(round(value, 1), 1))


def draft(advice: EventAdvice) -> Draft:
    """What a draft says, in the active language."""
    if advice.kind == Kind.TOPIC:
        label = field_label(advice.key)
        if advice.key.startswith(OF_TRADE):
            return Draft(
                _("At one table: %(topic)s") % {"topic": label},
                _(
                    "For everybody who works in it. Each says in two sentences what keeps them busy, and what they would like to ask the others."
                ),
                (_("Welcome everybody"), _("Keep the time")),
            )
        if advice.evidence.get("some_offer"):
            return Draft(
                _("Question hour: %(topic)s") % {"topic": label},
                _(
                    "Bring one question each. Whoever knows about it answers, the others listen and add.\n\n"
                    "No talk, no slides: we go round, and nobody goes home without a next step."
                ),
                (_("Collect the questions"), _("Keep the time")),
                (_("Ask two people who know about it"), _("Collect questions beforehand"), _("Afterwards: write down what should stay")),
            )
        return Draft(
            _("Somebody who knows: %(topic)s") % {"topic": label},
            _("We ask somebody from outside to come, and each of us brings one question.\n\nHalf an hour is told, the rest is yours."),
            (_("Welcome the guest"), _("Collect the questions")),
            (_("Find and ask somebody from outside"), _("Collect questions beforehand"), _("Say thanks afterwards")),
        )
    if advice.kind == Kind.DAY:
        return Draft(
            _("Lunch table on %(day)s") % {"day": weekday(advice.weekday or 0)},
            _("We eat together, and everybody sits beside somebody whom they do not know well yet."),
            (_("Cook or order"), _("Wash up")),
        )
    return Draft(_("Open table"), _("We sit together for a while. Bring what is on your mind, or only yourself."))
