"""Decisions in sentences: how it is counted, who takes part, how it stands, what was found, and what letters say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.inspire.decisions.models import DecisionOption, HouseDecision, Position
from drittort.joining.days import moment, weekday_and_day
from drittort.spaces.models import Space
from drittort.spaces.roles.actions import names_of
from drittort.talk.conversations.words import listed

Kind, Method, Who = HouseDecision.Kind, HouseDecision.Method, HouseDecision.Who
OPENED, ENDS_SOON, CLOSED, DROPPED, ROUND, STUCK, FROZEN, VALUE_DUE, OUTCOME_DUE, DONE_DUE, DRAWN = range(11)
"""The steps of which somebody is told, as numbers: a notice holds ids and numbers only."""


def euros(amount: int) -> str:
    """An amount of whole euros."""
    return _("%(amount)s €") % {"amount": number_format(amount, use_l10n=True, force_grouping=True)}


def last_day(decision: HouseDecision, space: Space) -> str:
    """The last day on which one may take part."""
    return weekday_and_day(space.day(decision.closes_at - timedelta(microseconds=1)))


def people(decision: HouseDecision, space: Space) -> str:
    """Who may take part."""
    if decision.who == Who.GROUP and decision.group is not None:
        return decision.group.name
    if decision.who == Who.LOCATION and decision.location is not None:
        return decision.location.name
    if decision.who == Who.ROLE:
        return names_of(space).get(decision.role, decision.role)
    return _("the whole house")


def rule(decision: HouseDecision, seats: int = 0, source: str = "", day: str = "", *, everybody: bool = False) -> list[str]:
    """How it is decided, in sentences that everybody can check."""
    if decision.kind == Kind.POLL:
        told = [
            {
                Method.SINGLE: _("Everybody chooses one answer. The one named most has it."),
                Method.SEVERAL: _("Everybody chooses up to %(n)s answers. The one named most has it.") % {"n": decision.most},
                Method.APPROVAL: _("Choose everything that would be fine with you. What is fine with most has it."),
                Method.RANKED: _(
                    "Put the answers in the order in which you like them; what you leave out stands below, together. Counted by the method of Schulze: "
                    "each answer meets each other one in a duel, and whoever is put before the other by more people wins it. Where that goes round in a circle, "
                    "the strongest chain of duels decides."
                ),
            }[Method(decision.method)],
            _("If several share the first place, that is said, and no chance decides."),
        ]
    elif decision.kind == Kind.DATE:
        told = [
            _(
                "Say for each day whether you can. The day on which most can come has it, and among equals the one on which more come gladly."
            )
        ]
    elif decision.kind == Kind.BUDGET:
        told = [
            _("There are %(budget)s. Everybody gives up to %(points)s points to the projects.")
            % {"budget": euros(decision.budget or 0), "points": decision.points},
            _(
                "Counted by the method of equal shares: everybody who takes part gets the same part of the money. A project is paid by those who gave it points, in "
                "proportion to them, as far as their part reaches; the one that costs its supporters least for a point comes first. What is left over pays for "
                "further projects in the order of their points, as long as they fit."
            ),
            _("So no majority decides on all of it: whoever is a tenth of those who take part decides on about a tenth."),
        ]
    elif decision.kind == Kind.CONSENT:
        told = [
            _("It is decided when nobody objects. An objection has a reason: what would do harm to what we want together?"),
            _(
                "If there is one, the proposal is changed so that it is taken up, and all speak anew in the next round. Who says nothing lets it pass."
            ),
        ]
    else:
        who = _("everybody on the list") if everybody else _("everybody who puts their name in")
        told = [
            ngettext("One name is drawn among %(who)s.", "%(n)s names are drawn among %(who)s.", seats) % {"n": seats, "who": who},
            _(
                "The lots are made from a public number that nobody in the house decides on: %(source)s, on %(day)s. Everybody can check it afterwards."
            )
            % {"source": source, "day": day},
        ]
    return told


def promises(decision: HouseDecision) -> list[str]:
    """What is to be known before one takes part: secrecy, and how many have to."""
    told = []
    if decision.secret:
        told.append(
            _(
                "It is secret. Your ballot lies in the urn without your name, without a moment and in no order: nothing that is kept leads from it to you, not even for those who "
                "care for the house or run its machine. Figures come at the end, and only if at least five took part: among fewer one could guess."
            )
        )
    if decision.quorum:
        told.append(_("At least %(n)s %% of those who may take part have to, or nothing is decided.") % {"n": decision.quorum})
    return told


def short(decision: HouseDecision, *, listed: bool, taken: bool) -> tuple[str, str]:
    """One word on how it stands for the reader, and the colour of its strip."""
    if decision.stage == "draft":
        return _("draft"), "slate"
    if decision.stage == "dropped":
        return _("called off"), "brick"
    if decision.stage == "over":
        return (_("done"), "door") if decision.done_at is not None else (_("decided"), "slate")
    if not listed:
        return _("others decide"), ""
    return (_("you took part"), "door") if taken else (_("waits for you"), "lamp")


def named(option: DecisionOption, space: Space) -> str:
    """What an option is called."""
    if option.starts_at is None or option.ends_at is None:
        return option.text
    ends = option.ends_at.astimezone(space.zone)
    return _("%(day)s to %(time)s") % {"day": moment(option.starts_at, space.zone), "time": f"{ends:%H:%M}"}


def in_quotes(names: Sequence[str]) -> str:
    """Options in a row."""
    return listed([_("“%(name)s”") % {"name": name} for name in names], max(4, len(names)))


def verdict(decision: HouseDecision, names: Sequence[str], drawn: Sequence[str] = ()) -> str:
    """What was decided, in a sentence. `names` of the options by place, `drawn` those whose lots were drawn."""
    if decision.dropped_at is not None:
        return _("Called off: %(why)s") % {"why": decision.dropped_with}
    result: Mapping[str, Any] | None = decision.result
    if decision.closed_at is None:
        return ""
    if result is None:
        return _("Fewer than five took part. So that nobody can be guessed, the figures stay untold.")
    if not decision.took_part:
        return _("Nobody put their name in.") if decision.kind == Kind.DRAW else _("Nobody took part.")
    if not result["enough"]:
        return ngettext(
            "One person took part, and %(needed)s would have had to. So nothing is decided.",
            "%(n)s people took part, and %(needed)s would have had to. So nothing is decided.",
            decision.took_part,
        ) % {"n": decision.took_part, "needed": decision.needed}
    if decision.kind == Kind.CONSENT:
        return ngettext("Adopted: nobody objects.", "Adopted in round %(n)s: nobody objects any more.", result["round"]) % {
            "n": result["round"]
        }
    if decision.kind == Kind.DRAW:
        return _("Drawn: %(names)s.") % {"names": listed(list(drawn), max(4, len(drawn)))}
    won = [names[place] for place in result["winners"]]
    if not won:
        return _("Nobody chose anything.")
    if decision.kind == Kind.BUDGET:
        return _("Paid for: %(names)s. Together that is %(spent)s of %(budget)s.") % {
            "names": in_quotes(won), "spent": euros(result["spent"]), "budget": euros(decision.budget or 0),
        }  # fmt: skip
    if len(won) > 1:
        return _("%(names)s share the first place.") % {"names": in_quotes(won)}
    return _("%(name)s has it.") % {"name": in_quotes(won)}


def figure(decision: HouseDecision, result: Mapping[str, Any], place: int) -> str:
    """What the figures say of one option."""
    if decision.kind == Kind.DATE:
        can, gladly = result["at_all"][place], result["gladly"][place]
        return ngettext("%(n)s can, %(gladly)s gladly", "%(n)s can, %(gladly)s gladly", can) % {"n": can, "gladly": gladly}
    if decision.kind == Kind.BUDGET:
        n = result["totals"][place]
        points = ngettext("%(n)s point", "%(n)s points", n) % {"n": n}
        if place in result["funded"]:
            return _("%(points)s, paid by its supporters") % {"points": points}
        return _("%(points)s, fits into the rest") % {"points": points} if place in result["filled"] else points
    if decision.method == Method.RANKED:
        n = next(k for k, places in enumerate(result["places"], 1) if place in places)
        return _("place %(n)s") % {"n": n}
    n = result["counts"][place]
    return ngettext("%(n)s vote", "%(n)s votes", n) % {"n": n}


def share(decision: HouseDecision, result: Mapping[str, Any], place: int) -> int:
    """How long the bar of an option is, of a hundred."""
    told = result.get({Kind.DATE: "at_all", Kind.BUDGET: "totals"}.get(Kind(decision.kind), "counts"))
    return round(100 * told[place] / max(*told, 1)) if told else 0


def turnout(decision: HouseDecision) -> str:
    """How many took part, where that is told."""
    if decision.took_part is None or decision.electors is None:
        return ""
    n = decision.took_part
    if decision.kind == Kind.DRAW:
        return ngettext("%(n)s name was on the list.", "%(n)s names were on the list.", n) % {"n": n}
    return ngettext("%(n)s of %(all)s took part.", "%(n)s of %(all)s took part.", n) % {"n": n, "all": decision.electors}


def positions(says: Sequence[str]) -> str:
    """How many stand where, in a line."""
    sentences: dict[str, Callable[[int], str]] = {
        Position.Says.CONSENT: lambda n: ngettext("%(n)s goes along", "%(n)s go along", n),
        Position.Says.WORRY: lambda n: ngettext("%(n)s with a worry", "%(n)s with a worry", n),
        Position.Says.ASIDE: lambda n: ngettext("%(n)s stands aside", "%(n)s stand aside", n),
        Position.Says.OBJECTION: lambda n: ngettext("%(n)s objects", "%(n)s object", n),
    }
    counts = {code: list(says).count(code) for code in sentences}
    return ", ".join(sentences[code](n) % {"n": n} for code, n in counts.items() if n)


def due_words(due_on: Any) -> str:
    """Until when something is to be done."""
    return _("until %(day)s") % {"day": date_format(due_on, "DATE_FORMAT")} if due_on else ""


def heading(step: int, title: str) -> str:
    """The sentence of a letter."""
    return {
        OPENED: _("You may decide: “%(title)s”"),
        ENDS_SOON: _("It ends soon: “%(title)s”"),
        CLOSED: _("Decided: “%(title)s”"),
        DROPPED: _("Called off: “%(title)s”"),
        ROUND: _("Another round: “%(title)s”"),
        STUCK: _("Not adopted yet: “%(title)s”"),
        FROZEN: _("The list is closed: “%(title)s”"),
        VALUE_DUE: _("The public number is due: “%(title)s”"),
        OUTCOME_DUE: _("What follows from it? “%(title)s”"),
        DONE_DUE: _("Is it done? “%(title)s”"),
        DRAWN: _("You were drawn: “%(title)s”"),
    }[step] % {"title": title}


def more(step: int, decision: HouseDecision, space: Space) -> str:
    """What a letter says below its sentence."""
    last = last_day(decision, space)
    if step in (OPENED, ENDS_SOON, ROUND):
        said = _("Its last day is %(day)s.") % {"day": last}
        return (
            said + " " + _("It is secret. If you have put your ballot in already, there is nothing to do.")
            if decision.secret and step == ENDS_SOON
            else said
        )
    return {
        STUCK: _("Somebody objects, or too few spoke. Have a look at the reasons: how would the proposal have to be so that it holds?"),
        FROZEN: _("Who stands on it, and the promise from which the lots are made, can be kept and checked from now on."),
        VALUE_DUE: _("Write down the public number as it was announced. The lots are drawn at once."),
        OUTCOME_DUE: _("A decision without a sentence on what follows is soon forgotten. Who takes care of it, and until when?"),
        DONE_DUE: decision.outcome,
        DRAWN: _("On the page stands how it was drawn, and how anybody can check it."),
    }.get(step, "")


def moment_words(at: datetime, space: Space) -> str:
    """A day of the past."""
    return date_format(space.day(at), "DATE_FORMAT")


def done_button() -> str:
    """What stands on the button of the question whether it is done."""
    return _("Yes, it is done")
