"""What the page says of whether introductions help: published looks only, and how the trial is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from drittort.core.errors import require
from drittort.core.later import Later
from drittort.core.numbers import percent, points
from drittort.members.models import Member
from drittort.pulse.proof import rules
from drittort.pulse.proof.models import WINDOW, DrawnPair, Look
from drittort.pulse.proof.rules import RISE, SETTING
from drittort.pulse.proof.words import LOT, of, quarter_end, said
from drittort.spaces.settings import setting

if TYPE_CHECKING:
    from drittort.engine import uplift
else:
    uplift = Later("drittort.engine.uplift")

RISES = ((0.10, 0.30), (0.15, 0.35), (0.10, 0.20))
SHARES = (0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class LookShown:
    """One look in words: the sentence first, then what it rests on."""

    on: str
    sentence: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: how much is left to chance, how far the trial is, the newest look and the earlier ones, and the table of power."""

    share: int
    state: str
    newest: LookShown | None
    earlier: tuple[LookShown, ...]
    rises: tuple[str, ...]
    power: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def proof(member: Member) -> Page:
    """What was published, and how many pairs it takes. Three queries."""
    require(rules.may_read(member))
    share = int(setting(member.space, SETTING))
    rows = list(Look.objects.filter(space_id=member.space_id).order_by("-on"))
    looks = [shown(one) for one in rows]
    rises = tuple(_("%(from)s to %(to)s %%") % {"from": round(low * 100), "to": round(high * 100)} for low, high in RISES)
    drawn = DrawnPair.objects.filter(space_id=member.space_id).exists()
    return Page(
        share=share,
        state=_(
            "It is over: as many pairs were measured as it takes, and no more lots are drawn. Another look would only be another chance to err."
        )
        if any(map(rules.is_full, rows))
        else state(share, drawn, bool(looks)),
        newest=looks[0] if looks else None,
        earlier=tuple(looks[1:]),
        rises=rises,
        power=tuple(
            (
                percent(each),
                tuple((rise, str(uplift.needed(low, high, each))) for rise, (low, high) in zip(rises, RISES, strict=True)),
            )
            for each in SHARES
        ),
    )


def state(share: int, drawn: bool, told: bool) -> str:
    """How far it is, without a number that would tell of pairs."""
    if not share and not drawn:
        return _(
            "Nothing is left to chance here: the house has not decided to measure it. Whether introductions help can then only be believed."
        )
    if not told:
        return _("It has begun. The first figures come at the end of the quarter in which %(least)s held-out pairs have been measured, %(days)s days each.") % {
            "least": uplift.LEAST_HELD, "days": WINDOW.days,
        }  # fmt: skip
    if not share:
        return _("The house draws no more lots; what was drawn is still being measured.")
    return _("It goes on. The next figures come at the end of the quarter.")


def by_lots(p: float) -> str:
    """A p-value in words. It was found by drawing lots again, so it is never none."""
    times = round(p * 1000)
    return _("%(n)s of 1,000 times") % {"n": times} if times else _("fewer than 1 of 1,000 times")


def shown(one: Look) -> LookShown:
    """A look in words."""
    facts = [
        (_("Proposed, and tied after 60 days"), of(one.tied_treated, one.treated)),
        (_("Left to chance, and tied after 60 days"), of(one.tied_held, one.held)),
        (_("Difference, with the interval of this look"), _("%(value)s, between %(low)s and %(high)s") % {"value": points(one.value), "low": points(one.low), "high": points(one.high)}),
        (_("How often lots alone show so much, in this look"), by_lots(one.p)),
        (_("More introduced among those who were proposed"), points(one.uptake)),
    ]  # fmt: skip
    if one.takers:
        value, low, high = one.takers
        facts.append((_("Effect on those who were introduced"), _("%(value)s, between %(low)s and %(high)s") % {"value": points(value), "low": points(low), "high": points(high)}))  # fmt: skip
    facts.append((_("Pairs for certainty about a rise from %(low)s to %(high)s %%") % {"low": round(RISE[0] * 100), "high": round(RISE[1] * 100)}, of(one.treated + one.held, one.wanted)))  # fmt: skip
    if one.missing:
        facts.append((_("Cannot be said, since somebody left or is not counted"), _("%(n)s or a few more") % {"n": one.missing}))
    if one.by_hand >= 5:
        facts.append((_("Held out, and introduced by hand all the same"), str(one.by_hand)))
    return LookShown(quarter_end(one.on), said(LOT, uplift.Interval(one.value, one.low, one.high)), tuple(facts))
