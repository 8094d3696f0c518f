"""Programs in words: where one stands, whom it reaches, what it is to reach and what it may cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from drittort.core import metrics
from drittort.core.numbers import euros, tenth, whole
from drittort.plan.metrics.words import written
from drittort.plan.programs.models import COMING, DRAFT, ENDED, PAUSES, RUNS, Program
from drittort.spaces.industries import NAMES, section_name
from drittort.talk.groups.models import Group

STAGES: Mapping[str, Any] = {
    DRAFT: pgettext_lazy("program", "draft"),
    COMING: pgettext_lazy("program", "begins soon"),
    RUNS: pgettext_lazy("program", "runs"),
    PAUSES: pgettext_lazy("program", "rests"),
    ENDED: pgettext_lazy("program", "over"),
}
TONES = {DRAFT: "", COMING: "slate", RUNS: "door", PAUSES: "lamp", ENDED: ""}
KINDS: Mapping[str, Any] = {
    Program.Kind.CONNECT: gettext_lazy("People find the one who can help, and meet."),
    Program.Kind.INFORM: gettext_lazy("Everybody knows what they have to know, and is left in peace otherwise."),
    Program.Kind.INSPIRE: gettext_lazy("What people do together, decide together and remember."),
}


def audience(program: Program, roles: Mapping[str, str]) -> str:
    """Whom a program is for, in words. The location and the group come along with it."""
    gone = _("somebody whom the house does not have any more")
    if program.audience == Program.Audience.LOCATION:
        return _("Everybody at %(place)s") % {"place": program.location.name} if program.location is not None else gone
    if program.audience == Program.Audience.INDUSTRY:
        return _("The trade “%(trade)s”") % {"trade": section_name(program.industry)} if program.industry in NAMES else gone
    if program.audience == Program.Audience.GROUP:
        if program.group is not None and program.group.seen_by == Group.SeenBy.HIDDEN:
            return _("The people of a hidden group")
        return _("The people of “%(group)s”") % {"group": program.group.name} if program.group is not None else gone
    if program.audience == Program.Audience.ROLE:
        return _("Those with the role “%(role)s”") % {"role": roles[program.role]} if program.role in roles else gone
    return str(Program.Audience(program.audience).label)


def reached(count: int | None, chosen: str) -> str:
    """How many people that are just now; `count` as it may be told."""
    if count is None:
        return _("fewer than five people")
    if chosen == Program.Audience.INTRODUCED:
        return _("at least %(n)s people") % {"n": whole(count)}
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": whole(count)}


def goal(program: Program) -> str:
    """What it is to reach; "" where nobody said, or where the house has that figure no more."""
    metric = metrics.METRICS.get(program.metric)
    if metric is None:
        return ""
    if program.target is None:
        return str(metric.label)
    told = {"figure": metric.label, "target": written(metric, program.target)}
    if metric.better == metrics.DOWN:
        return _("%(figure)s: at most %(target)s") % told
    return _("%(figure)s: at least %(target)s") % told if metric.better == metrics.UP else _("%(figure)s: %(target)s") % told


def attention(program: Program) -> str:
    """What a member of its audience gets of it at most."""
    if not program.mails:
        return _("no mail")
    if program.mails < 1:
        weeks = round(1 / program.mails)
        return ngettext("at most one mail a week", "at most one mail in %(n)s weeks", weeks) % {"n": weeks}
    return ngettext("at most %(n)s mail a week", "at most %(n)s mails a week", round(program.mails)) % {"n": shortest(program.mails)}


def shortest(number: Decimal) -> str:
    """A number with no more digits than it needs."""
    return whole(float(number)) if number == round(number) else tenth(float(number))


def cost(program: Program) -> str:
    """What it may cost in a month; "" where it costs nothing."""
    hours = ngettext("%(n)s hour", "%(n)s hours", round(program.hours)) % {"n": shortest(program.hours)} if program.hours else ""
    parts = [hours, euros(float(program.money)) if program.money else ""]
    told = _(" and ").join(part for part in parts if part)
    return _("%(cost)s a month") % {"cost": told} if told else ""


def day(on: date | None) -> str:
    """A day, "" for none."""
    return date_format(on, "DATE_FORMAT") if on else ""


def days(program: Program, last: date | None) -> str:
    """From when until when."""
    if program.starts_on is None:
        return _("no first day yet")
    if last is None:
        return (
            _("since %(day)s") % {"day": day(program.starts_on)}
            if program.started_at
            else _("from %(day)s on") % {"day": day(program.starts_on)}
        )
    return _("%(first)s to %(last)s") % {"first": day(program.starts_on), "last": day(last)}


def step(days: int, text: str) -> tuple[str, str]:
    """A first step of a template: when it is due, and what it is."""
    if days == 0:
        return _("on the first day"), text
    weeks, rest = divmod(abs(days), 7)
    if rest or not weeks:
        span = ngettext("%(n)s day", "%(n)s days", abs(days)) % {"n": abs(days)}
    else:
        span = ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}
    return (_("%(span)s before") if days < 0 else _("%(span)s after")) % {"span": span}, text
