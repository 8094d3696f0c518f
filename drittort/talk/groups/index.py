"""Groups as documents of the search: by name and line; hidden ones for their people, and for whoever is asked in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort
from drittort.members.models import Member
from drittort.talk.groups import rules
from drittort.talk.groups.home import path_of
from drittort.talk.groups.models import Group, GroupMember

GROUP = "group"
CALL = "call"


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Groups, also closed ones: what was written there can still be read. A hidden one lends no word to the house."""
    for row in Group.objects.filter(pk__in=ids):
        audience = f"{GROUP}:{row.pk} {CALL}:{row.pk}" if row.seen_by == Group.SeenBy.HIDDEN else index.MEMBERS
        facts: dict[str, Any] = {"closed": True} if row.closed_at is not None else {}
        yield Document(
            row.space_id, row.pk, row.name, (Passage("line", row.language, row.line),), audience, place=f"{GROUP}:{row.pk}", at=row.founded_at, facts=facts
        )  # fmt: skip


def groups_of(space_id: int) -> Iterable[int]:
    """Ids of a house's groups."""
    return Group.objects.filter(space=space_id).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """Whether a group is closed."""
    return _("closed") if "closed" in facts else ""


@index.readers
def own(member: Member, at: datetime) -> QuerySet[Any]:
    """A member reads along in their own groups."""
    return GroupMember.objects.filter(member=member).annotate(audience=Value(GROUP, CharField())).values_list("audience", "group_id")


@index.readers
def invited(member: Member, at: datetime) -> QuerySet[Any]:
    """Whoever is asked into a group knows of it."""
    return rules.calls_for(member, at).annotate(audience=Value(CALL, CharField())).values_list("audience", "group_id")


index.register(
    GROUP, documents, groups_of, telling=True,
    findable=Findable({GROUP: Sort(gettext_lazy("Groups"), "people", 100)}, rules.visible_to, path_of, note),
)  # fmt: skip
