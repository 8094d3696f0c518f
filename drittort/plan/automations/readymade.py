"""Rules that a house can take as they are: each a sentence, an action, and why it is worth having."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core.rulebook import ACTIONS
from drittort.plan.automations.deciding import Clause, Content


@dataclass(frozen=True, slots=True)
class Ready:
    """One ready-made rule: its name, why, and what it says; texts of its values are translated when a house takes it."""

    name: str
    title: Any
    why: Any
    content: Content

    def taken(self) -> Content:
        """Its words in the language of whoever takes it."""
        values = {key: value if isinstance(value, int) else str(value) for key, value in self.content.values.items()}
        given = {gap.name: gap.default if gap.is_number else str(gap.default) for gap in ACTIONS[self.content.action].fields}
        return Content(
            self.content.subject,
            self.content.clauses,
            self.content.action,
            {**given, **values},
            self.content.again_days,
            self.content.per_day,
        )


def holds(condition: str, **values: Any) -> Clause:
    """A condition that is to hold."""
    return Clause(condition, values)


def lacks(condition: str, **values: Any) -> Clause:
    """A condition that is not to hold."""
    return Clause(condition, values, negated=True)


def ready(
    name: str, title: Any, why: Any, subject: str, clauses: tuple[Clause, ...], action: str, values: Mapping[str, Any], **more: Any
) -> Ready:
    """One ready-made rule."""
    return Ready(name, title, why, Content(subject, clauses, action, values, **more))


READY = (
    ready(
        "first_tie", _("Nobody stays alone"), _("Whoever has found nobody after three weeks often leaves after three months."),
        "member", (holds("members.here_for", days=21), lacks("members.here_for", days=90), lacks("network.tie")),
        "connect.introduce", {}, again_days=14, per_day=3,
    ),
    ready(
        "first_week", _("A word in the second week"), _("The first week is full. In the second it shows whether somebody arrives."),
        "member", (holds("members.here_for", days=8), lacks("members.here_for", days=30), lacks("connect.ever_proposed")),
        "house.draft", {"text": _("Hello {name}, your first week is over: how was it? If you like, I show you around once more, and who might interest you.")},
        per_day=5,
    ),
    ready(
        "no_buddy", _("Somebody at their side"), _("With a buddy, newcomers ask what they would not ask the team."),
        "member", (holds("members.here_for", days=5), lacks("members.here_for", days=60), lacks("joining.buddy")),
        "joining.buddy", {}, per_day=5,
    ),
    ready(
        "unheard_need", _("No need stays unheard"), _("Whoever gets no answer within two days seldom asks a second time."),
        "need", (holds("needs.seeks"), holds("needs.waits", hours=48)),
        "house.task", {"text": _("Find somebody for what {name} looks for")}, per_day=5,
    ),
    ready(
        "unheard_question", _("A question deserves an answer"), _("A first question without an answer is the last one."),
        "member", (holds("posts.unanswered", hours=24),),
        "house.task", {"text": _("Nobody has answered {name}: whom could you ask?")}, again_days=7, per_day=5,
    ),
    ready(
        "half_empty", _("Seats are free"), _("Five days before, an event can still be told to the right people."),
        "event", (holds("events.begins", days=5), lacks("events.taken", seats=4)),
        "house.task", {"text": _("Who might like to come? Ask three people for {name}")}, per_day=3,
    ),
    ready(
        "come_again", _("We have not seen you for a while"), _("Whoever was at nothing for two months needs an occasion, not a reminder."),
        "member", (holds("members.here_for", days=60), lacks("events.been", days=60), lacks("joining.break")),
        "events.invite", {"series": ""}, again_days=60, per_day=10,
    ),
    ready(
        "thanks_to_helpers", _("Thanks to those who help"), _("Those who help seldom hear how much it carries the house."),
        "member", (holds("needs.helped", times=3, days=30),),
        "house.says", {"text": _("You have helped three people this month, {name}. The house noticed, and says thank you."), "page": "needs"}, again_days=90, per_day=10,
    ),
    ready(
        "after_hosting", _("How was it?"), _("Hosts who are asked afterwards host again."),
        "member", (holds("events.hosted", days=2),),
        "house.draft", {"text": _("Hello {name}, thank you for hosting. How was it for you, and what would you need for the next time?")}, again_days=30, per_day=5,
    ),
    ready(
        "anniversary", _("A year in the house"), _("A year is worth a sentence that somebody writes by hand."),
        "member", (holds("members.anniversary"),),
        "house.task", {"text": _("{name} has an anniversary in the house today: write a card")}, again_days=300, per_day=10,
    ),
    ready(
        "goodbye", _("Go well"), _("A last week with a coffee makes former members friends of the house."),
        "member", (holds("joining.leaves", days=7),),
        "house.task", {"text": _("Have a coffee with {name} before the last day")}, per_day=5,
    ),
    ready(
        "review", _("Programs are looked at"), _("A program that nobody looks at runs on for ever."),
        "program", (holds("programs.review", days=3), lacks("programs.rests")),
        "house.task", {"text": _("Look at {name}: keep, change or stop?")}, again_days=14, per_day=3,
    ),
    ready(
        "renew", _("Does it still hold?"), _("A board with old slips is read by nobody."),
        "need", (holds("needs.open_for", days=30), holds("needs.answers", times=1)),
        "needs.remind", {}, per_day=10,
    ),
)  # fmt: skip
BY_NAME = {one.name: one for one in READY}
