"""What every rule can do, whatever it speaks of: a task, words from the house, a message ready to be sent, a mark, a reminder for the team."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.addresses import address
from drittort.core.rulebook import CHOICE, DAYS, HINTS, LINE, TEXT, Act, Field, Values, Way, action
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.members.rulebook import MEMBER
from drittort.plan.automations.models import RuleVersion
from drittort.plan.automations.words import to_person
from drittort.spaces.models import Space

SAYS = "rule.says"
PAGES: dict[str, tuple[str, Any]] = {
    "today": ("home:today", gettext_lazy("The first page")),
    "profile": ("members:edit_profile", gettext_lazy("Their own profile")),
    "consents": ("members:consents", gettext_lazy("Their consents")),
    "people": ("members:people", gettext_lazy("The people of the house")),
    "needs": ("connect:needs", gettext_lazy("The board")),
    "introductions": ("connect:introductions", gettext_lazy("Their introductions")),
    "events": ("inspire:events", gettext_lazy("The events")),
    "groups": ("talk:groups", gettext_lazy("The groups")),
    "ideas": ("inspire:ideas", gettext_lazy("The ideas")),
}
"""Where words from the house may lead."""


def pages(space: Any) -> list[tuple[str, str]]:
    """The pages to which words from the house may lead."""
    return [(name, str(label)) for name, (_page, label) in PAGES.items()]


def say(space: Space, acts: Sequence[Act], values: Values, at: datetime) -> Collection[int]:
    """Tell each the words of the rule."""
    page = PAGES.get(values["page"], PAGES["today"])[0]
    people = Member.objects.select_related("space").in_bulk([act.person_id for act in acts])
    for act in acts:
        if act.person_id in people:
            tell(
                member=people[act.person_id],
                category=HINTS,
                thread=f"rule:{act.id}",
                key=f"rule:{act.id}",
                at=at,
                text=SAYS,
                context={"rule_version": values["version"], "member": act.person_id},
                path=address(page, space.slug),
            )
    return [act.id for act in acts if act.person_id not in people]


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The words of notices, with the name of whoever reads them. Two queries."""
    found = dict(RuleVersion.objects.filter(pk__in={row["rule_version"] for row in rows}).values_list("pk", "values"))
    names = dict(Member.objects.filter(pk__in={row["member"] for row in rows}).values_list("pk", "name"))
    return [
        {"text": to_person(str(found.get(row["rule_version"], {}).get("text", "…")), first_name(names.get(row["member"], "")))}
        for row in rows
    ]


def write(reader: Member, act: Act, values: Values) -> Way:
    """The message, ready to be changed and sent."""
    return Way(_("Send"), address("plan:send_rule_draft", reader.space.slug, act.id), str(values.get("text", "")))


WITH_NAME = gettext_lazy("{name} becomes the first name of whom it is about; of an event or a program, its title.")

action(
    "house.task",
    gettext_lazy("Give the team a task"),
    gettext_lazy("the team finds the task “%(text)s”"),
    fields=(Field("text", gettext_lazy("What is to be done?"), LINE, gettext_lazy("Say hello to {name}"), help=WITH_NAME),),
    waits=True,
    undone=True,
)
action(
    "house.later",
    gettext_lazy("Remind the team later"),
    gettext_lazy("the team is reminded after %(later)s: “%(text)s”"),
    fields=(
        Field("later", gettext_lazy("Days until then"), DAYS, 30),
        Field("text", gettext_lazy("Of what?"), LINE, gettext_lazy("Ask {name} how it goes"), help=WITH_NAME),
    ),
    waits=True,
    undone=True,
)
action(
    "house.draft",
    gettext_lazy("Prepare a message for the team to send"),
    gettext_lazy("the team finds a message ready to be sent: “%(text)s”"),
    fields=(
        Field(
            "text",
            gettext_lazy("The message"),
            TEXT,
            gettext_lazy("Hello {name}, how have your first weeks been? I would gladly have a coffee with you."),
            longest=1000,
            help=gettext_lazy("{name} becomes the first name. Nothing is sent before somebody has read it."),
        ),
    ),
    waits=True,
    undone=True,
    way=write,
)
action(
    "house.says",
    gettext_lazy("Say something in the name of the house"),
    gettext_lazy("the house says to them: “%(text)s”"),
    do=say,
    writes=("members.Notice", "core.Job"),
    fields=(
        Field(
            "text",
            gettext_lazy("What does the house say?"),
            TEXT,
            gettext_lazy("How good that you are here, {name}."),
            longest=300,
            help=WITH_NAME,
        ),
        Field("page", gettext_lazy("Where does it lead?"), CHOICE, "today", choices=pages),
    ),
    subjects=(MEMBER,),
    reaches=True,
    names=False,
)
action(
    "house.mark",
    gettext_lazy("Put a mark for the team"),
    gettext_lazy("they bear the mark “%(text)s”, which goes after %(lasts)s"),
    fields=(
        Field(
            "text",
            gettext_lazy("The mark"),
            LINE,
            gettext_lazy("new and still alone"),
            longest=40,
            help=gettext_lazy("Whoever bears it reads it, too, and can take it off. Write what you would say to their face."),
        ),
        Field("lasts", gettext_lazy("Days that it stands"), DAYS, 30),
    ),
    subjects=(MEMBER,),
    undone=True,
)
