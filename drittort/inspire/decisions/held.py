"""What decisions and ballots are called on everybody's own page, and in the copy of their data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inspire.decisions import queries, rules
from drittort.inspire.decisions.models import Ballot, DecisionOption, Elector, HouseDecision, Lot, Position
from drittort.inspire.decisions.words import named


def chosen(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """What somebody chose, in words: the options that their ballots name."""
    ballots = {row.pk: row for row in Ballot.objects.filter(pk__in=[each["id"] for each in rows]).select_related("decision__space")}
    options: dict[int, list[DecisionOption]] = {}
    for option in DecisionOption.objects.filter(decision__in={row.decision_id for row in ballots.values()}).order_by("position"):
        options.setdefault(option.decision_id, []).append(option)
    told = []
    for each in rows:
        row = ballots.get(each["id"])
        if row is None:
            told.append("")
            continue
        space, there = row.decision.space, options.get(row.decision_id, [])
        picks = [(named(option, space), queries.picked(row.decision, row.content, option.position)) for option in there]
        plain = row.decision.kind == HouseDecision.Kind.POLL and row.decision.method != HouseDecision.Method.RANKED
        told.append(", ".join(name if plain else f"{name}: {pick}" for name, pick in picks if pick))
    return told


privacy.words(
    HouseDecision,
    title=pgettext_lazy("field", "question"),
    text=pgettext_lazy("field", "what is to be known"),
    idea=pgettext_lazy("field", "comes from the idea"),
    kind=pgettext_lazy("field", "kind"),
    method=pgettext_lazy("field", "how one chooses"),
    most=pgettext_lazy("field", "answers that each may choose"),
    secret=pgettext_lazy("field", "secret"),
    budget=pgettext_lazy("field", "euros to divide"),
    points=pgettext_lazy("field", "points of each"),
    who=pgettext_lazy("field", "for whom"),
    group=pgettext_lazy("field", "group"),
    location=pgettext_lazy("field", "location"),
    role=pgettext_lazy("field", "role"),
    quorum=pgettext_lazy("field", "per cent who have to take part"),
    closes_at=pgettext_lazy("field", "ends"),
    made_at=pgettext_lazy("field", "written"),
    opened_at=pgettext_lazy("field", "open since"),
    electors=pgettext_lazy("field", "how many may take part"),
    needed=pgettext_lazy("field", "how many have to take part"),
    closed_at=pgettext_lazy("field", "decided"),
    took_part=pgettext_lazy("field", "how many took part"),
    dropped_at=pgettext_lazy("field", "called off"),
    dropped_with=pgettext_lazy("field", "why it was called off"),
    event=pgettext_lazy("field", "became the event"),
    outcome=pgettext_lazy("field", "what follows"),
    outcome_at=pgettext_lazy("field", "what follows, written down"),
    responsible=pgettext_lazy("field", "who takes care of it"),
    due_on=pgettext_lazy("field", "until"),
    done_at=pgettext_lazy("field", "done"),
    done_with=pgettext_lazy("field", "what came of it"),
)
privacy.words(Elector, decision=pgettext_lazy("field", "decision"), in_at=pgettext_lazy("field", "name put into the draw"))
privacy.words(Ballot, decision=pgettext_lazy("field", "decision"), content=pgettext_lazy("field", "what was chosen"))
privacy.words(Position, round=pgettext_lazy("field", "round"), says=pgettext_lazy("field", "where you stand"))
privacy.words(
    Lot, draw=pgettext_lazy("field", "draw"), number=pgettext_lazy("field", "line"), place=pgettext_lazy("field", "drawn as number"), name=pgettext_lazy("field", "name on the list")
)  # fmt: skip
privacy.reads(Ballot, "content", chosen)
privacy.entitle(HouseDecision, _("What you asked the house"), "inspire:decisions")
privacy.entitle(Elector, _("Where you may decide"), "inspire:decisions")
privacy.entitle(Ballot, _("What you chose in open decisions"), "inspire:decisions")
privacy.entitle(Position, _("Where you stood in consent decisions"), "inspire:decisions")
privacy.entitle(Lot, _("Draws on whose list you stand"), "inspire:decisions")
privacy.called(HouseDecision, "title", known=rules.titled_for, else_=_("a decision in one of your groups"))
privacy.own_words(HouseDecision, "title text dropped_with outcome done_with")
privacy.own_words(Position, "text")
