"""The measures in words: what a figure says, and how it came about. Sentences only; the figures come from the stored report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from drittort.core.numbers import Written, hundredth, percent, signed, tenth, whole

Good = Literal["up", "down", ""]


@dataclass(frozen=True, slots=True)
class Words:
    """How one measure is written.

    `says`: what the value means; may name %(value)s, %(n)s, %(share)s (value of n) and %(other)s (the value of the measure `beside`).
    `zero`, `one`: in its place when the value is 0 or 1. `how`: what was computed. `good`: which direction is welcome. `inverse`: shown is 1 - value.
    """

    key: str
    label: Any
    says: Any
    how: Any
    written: Written
    good: Good = ""
    zero: Any = ""
    one: Any = ""
    unit: Any = ""
    attribute: str = ""
    inverse: bool = False
    beside: str = ""

    @property
    def name(self) -> str:
        """Key of the measure's history, and its anchor."""
        return f"{self.attribute}.{self.key}" if self.attribute else self.key


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report."""

    key: str
    title: Any
    note: Any
    measures: tuple[Words, ...]


PARTS: tuple[Part, ...] = (
    Part(
        "first",
        _("At first sight"),
        _("Who is left out, how short the ways are, and whether people look beyond their own company."),
        (
            Words(
                "isolates",
                _("Without any tie"),
                _("%(value)s of %(n)s counted people (%(share)s) have a tie to nobody at present. Below 5%% is a good mark."),
                _("People without a single tie. They would vanish from every other figure, so they are counted apart."),
                whole,
                "down",
                _("Everybody who is counted has at least one tie."),
                _("One of %(n)s counted people has a tie to nobody at present. Below 5%% is a good mark."),
                _("people"),
            ),
            Words(
                "thin",
                _("Fewer than three ties"),
                _("%(value)s of %(n)s people (%(share)s) have fewer than three ties. One departure, and some of them know nobody."),
                _("People with no, one or two ties. Introductions are made for them first."),
                whole,
                "down",
                _("Everybody who is counted has three ties or more."),
                _("One of %(n)s people has fewer than three ties."),
                _("people"),
            ),
            Words(
                "efficiency",
                _("Short ways"),
                _(
                    "The ways between people reach %(value)s of what is possible: 100%% if everybody knew everybody, 0%% if nobody knew anybody."
                ),
                _(
                    "The mean of 1 divided by the number of steps between two people, over all pairs; 0 for a pair that no way joins (Latora and Marchiori 2001)."
                ),
                percent,
                "up",
            ),
            Words(
                "inside_ties",
                _("Across companies"),
                _("%(value)s of the ties lead to another company. Over half is a good mark."),
                _("The share of ties between people of different companies, among people whose company is known."),
                percent,
                "up",
                attribute="company",
                inverse=True,
            ),
            Words(
                "reciprocity",
                _("Give and take"),
                _("%(value)s of what is given comes back. Of the ties that are firm one way, %(other)s are firm both ways."),
                _("For each pair the weaker direction, summed up and divided by the sum of all directions. Who met, met each other."),
                percent,
                "up",
                beside="reciprocity_binary",
            ),
            Words(
                "ei_index",
                _("Outward or inward"),
                _("E-I index over companies: %(value)s. At −1 all ties stay inside a company, at +1 all lead outside."),
                _("Ties to other companies minus ties inside, divided by both together (Krackhardt and Stern 1988)."),
                signed,
                "",
                attribute="company",
            ),
        ),
    ),
    Part(
        "together",
        _("Holding together"),
        _("Whether the house is one community or several side by side."),
        (
            Words(
                "mean_ties",
                _("Ties a person"),
                _("A counted person has to do with %(value)s others on average."),
                _("Twice the number of ties, divided by the number of people."),
                tenth,
                "up",
            ),
            Words(
                "giant_share",
                _("In the largest piece"),
                _("%(value)s of the people can reach each other through people they know."),
                _("The share of people in the largest set that is joined by ties."),
                percent,
                "up",
            ),
            Words(
                "within_three",
                _("Within three steps"),
                _("For %(value)s of all pairs it takes at most two people in between."),
                _("The share of pairs that are at most three steps apart."),
                percent,
                "up",
            ),
            Words(
                "mean_steps",
                _("Steps between two"),
                _("Where a way exists it takes %(value)s steps on average."),
                _("The mean number of steps over all pairs that a way joins."),
                tenth,
                "down",
            ),
            Words(
                "transitivity",
                _("Closed circles"),
                _("In %(value)s of the cases in which one person knows two others, these two know each other too."),
                _("Three times the number of triangles, divided by the number of pairs of ties that share a person."),
                percent,
            ),
            Words(
                "density",
                _("Density"),
                _("%(value)s of all possible ties exist. In a growing house this falls by itself."),
                _("The number of ties, divided by the number of pairs."),
                percent,
            ),
        ),
    ),
    Part(
        "groups",
        _("Groups"),
        _("Companies, industries, locations, and the communities that the ties themselves show."),
        (
            Words(
                "inside_ties",
                _("Across industries"),
                _("%(value)s of the ties lead to another industry."),
                _("The share of ties between people whose companies belong to different sections of the classification WZ 2008."),
                percent,
                "up",
                attribute="industry",
                inverse=True,
            ),
            Words(
                "inside_ties",
                _("Across locations"),
                _("%(value)s of the ties lead to another location of the house."),
                _("The share of ties between people whose usual locations differ."),
                percent,
                "up",
                attribute="location",
                inverse=True,
            ),
            Words(
                "communities",
                _("Communities"),
                _("The ties fall into %(value)s communities: circles whose people have more to do with each other than with the rest."),
                _(
                    "Leiden algorithm on modularity, weighted by strength (Traag, Waltman and van Eck 2019); people without a tie belong to none."
                ),
                whole,
            ),
            Words(
                "modularity",
                _("How sharply they part"),
                _("Modularity %(value)s: at 0 the circles are no denser than chance, from about 0.3 on they are easy to tell apart."),
                _("The share of strength inside communities, minus what would be expected there by chance (Newman and Girvan 2004)."),
                hundredth,
            ),
            Words(
                "stability",
                _("How sure the communities are"),
                _(
                    "%(value)s of the pairs inside a community are found together in nearly every run. Where it is low, don't rely on the borders."
                ),
                _("The share of pairs inside communities who are together in at least 80%% of the runs."),
                percent,
            ),
        ),
    ),
    Part(
        "bridges",
        _("Bridges"),
        _("Ties and people that join what would otherwise be apart."),
        (
            Words(
                "local_bridges",
                _("Ties without a shared friend"),
                _("%(value)s of the ties join two people who know nobody in common. News comes over these."),
                _("The share of ties whose two people share no contact (Granovetter 1973)."),
                percent,
            ),
            Words(
                "cut_ties",
                _("Hanging on one tie"),
                _("At %(value)s places a single tie holds two parts of the house together."),
                _("Ties without which the network would fall into more pieces."),
                whole,
                "down",
                _("No part of the house hangs on one single tie."),
                _("At one place a single tie holds two parts of the house together."),
            ),
            Words(
                "constraint",
                _("Shut in among the same people"),
                _(
                    "Constraint %(value)s on average: near 1 all one's contacts know each other, near 0 they open ways into different circles."
                ),
                _("Burt's constraint, the mean over people with a tie (Burt 1992)."),
                hundredth,
                "down",
            ),
            Words(
                "effective_size",
                _("Circles a person opens"),
                _("The contacts of one person stand for %(value)s circles that don't overlap, on average."),
                _(
                    "Effective size: contacts minus twice their ties among each other divided by contacts, the mean over people with a tie (Borgatti 1997)."
                ),
                tenth,
                "up",
            ),
            Words(
                "weak_strength",
                _("Weight of the weaker half"),
                _(
                    "The weaker half of the ties carries %(value)s of all strength. Moderately weak ties help most when looking for work (Rajkumar et al. 2022)."
                ),
                _("The share of strength on ties below the median."),
                percent,
            ),
        ),
    ),
    Part(
        "load",
        _("On how many shoulders"),
        _("Whether much hangs on few people. No names: these are figures of the whole."),
        (
            Words(
                "degree_gini",
                _("How unevenly ties are spread"),
                _("Gini coefficient %(value)s: at 0 all have the same number of ties, at 1 one person has them all."),
                _("The Gini coefficient of the number of ties."),
                hundredth,
                "down",
            ),
            Words(
                "strength_top",
                _("Strength with the busiest"),
                _("The twentieth part with the strongest ties holds %(value)s of all strength."),
                _("The share of strength that lies on 5%% of the people."),
                percent,
                "down",
            ),
            Words(
                "betweenness_top",
                _("Ways through few people"),
                _("%(value)s of all shortest ways lead through the twentieth part of the people who lie on most of them."),
                _("The share of betweenness of 5%% of the people (Freeman 1977)."),
                percent,
                "down",
            ),
            Words(
                "robustness",
                _("If the busiest were away"),
                _("Without the twentieth part with the most ties %(value)s of the others could still reach each other."),
                _("The largest piece after taking 5%% of the people out, as a share of those who remain."),
                percent,
                "up",
            ),
            Words(
                "core_people",
                _("The core"),
                _("%(value)s people form the innermost core: each has at least %(other)s ties within it."),
                _("The k-core with the largest k (Seidman 1983)."),
                whole,
                beside="core",
            ),
            Words(
                "received_gini",
                _("Introductions evenly spread"),
                _("Gini coefficient %(value)s of introductions received: at 0 everybody got the same number, at 1 one person all of them."),
                _("The Gini coefficient of the number of introductions received."),
                hundredth,
                "down",
            ),
        ),
    ),
    Part(
        "newcomers",
        _("Arriving"),
        _("How long new people wait until they know somebody."),
        (
            Words(
                "first_tie_days",
                _("Until the first tie"),
                _("Half of the newcomers have their first tie after %(value)s days. 14 days for nine in ten is a good mark."),
                _(
                    "Median over people who came since contacts are recorded; who is still waiting is counted for as long as was seen (Kaplan and Meier 1958)."
                ),
                whole,
                "down",
                _("At least half of the newcomers have their first tie on the first day. 14 days for nine in ten is a good mark."),
                _("Half of the newcomers have their first tie after one day. 14 days for nine in ten is a good mark."),
                _("days"),
            ),
            Words(
                "first_tie_30",
                _("A tie within 30 days"),
                _("%(value)s of the newcomers have a first tie after 30 days."),
                _("From the same curve, at 30 days."),
                percent,
                "up",
            ),
            Words(
                "third_tie_days",
                _("Until the third tie"),
                _("Half of the newcomers have three ties after %(value)s days."),
                _("As for the first tie."),
                whole,
                "down",
                unit=_("days"),
            ),
            Words(
                "third_tie_90",
                _("Three ties within 90 days"),
                _("%(value)s of the newcomers have three ties after 90 days."),
                _("From the same curve, at 90 days."),
                percent,
                "up",
            ),
        ),
    ),
)

REASONS: dict[str, Any] = {
    "few_people": _("Fewer than 20 people have a tie: any such figure would swing by chance, so none is shown."),
    "no_ties": _("There is no tie."),
    "no_paths": _("Nobody has two contacts."),
    "no_labelled_ties": _("No tie joins two people for whom this is known."),
    "one_run": _("With this many people the communities are sought only once."),
    "no_pairs": _("No community has two people."),
    "no_since": _("Nothing is known about when people came."),
    "no_dates": _("The contacts have no dates."),
    "few_newcomers": _("Fewer than five people came while contacts were recorded."),
    "not_reached": _("Fewer than half of the newcomers got there so far."),
    "not_given": _("There are no introductions to count yet."),
}

METHODS: dict[str, Any] = {
    "counted": _("Counted."),
    "exact": _("Computed exactly."),
    "sources": _("Estimated from %(samples)s people drawn at random."),
    "permutations": _("Computed exactly; chance from %(samples)s shuffles of the groups."),
    "rewired": _("Computed exactly; chance from %(samples)s random networks in which everybody keeps the number of ties."),
    "runs": _("The best of %(samples)s runs."),
    "runs_rewired": _("The best of %(samples)s runs; chance from 20 random networks in which everybody keeps the number of ties."),
    "one_run": _("One run of two rounds."),
    "kaplan_meier": _("Kaplan-Meier estimate."),
}

OF: dict[str, Any] = {
    "people": _("%(n)s people"),
    "ties": _("%(n)s ties"),
    "pairs": _("%(n)s pairs"),
    "newcomers": _("%(n)s newcomers"),
}

GROUPINGS: dict[str, Any] = {"company": _("Companies"), "industry": _("Industries"), "location": _("Locations")}

# Groupings whose names the engine's keys carry; a trend of the inverse is turned round like the value.
BY_NAME: dict[str, Words] = {words.name: words for part in PARTS for words in part.measures}
