"""Making and changing roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.spaces.models import Space
from drittort.spaces.roles import (
    CIRCLE_HOST,
    COMPANY_ADMIN,
    FINANCE,
    FOUNDER,
    HOST,
    MANAGER,
    MEMBER,
    MENTOR,
    PERMISSIONS,
    VISITOR,
    Holder,
    rules,
)
from drittort.spaces.roles.models import Role

MADE, CHANGED, DROPPED = "role.made", "role.changed", "role.dropped"
MOST = 40
# Key, name, and whether members give it where the house lets them.
DEFAULTS = (
    (MEMBER, gettext_lazy("Member"), False),
    (HOST, gettext_lazy("Host"), True),
    (MENTOR, gettext_lazy("Mentor"), True),
    (CIRCLE_HOST, gettext_lazy("Circle host"), True),
    (FINANCE, gettext_lazy("Finance"), False),
    (MANAGER, gettext_lazy("Community manager"), False),
    (FOUNDER, gettext_lazy("Founder"), False),
    (COMPANY_ADMIN, gettext_lazy("Company admin"), False),
    (VISITOR, gettext_lazy("Visitor"), False),
)


def keep_on_house(space: Space, role: Role) -> None:
    """Write on the row of the house in what a role differs from its beginning: names and permissions. Inside the transaction that changed it."""
    begins = next(((spoken(name, "de"), spoken(name, "en")) for key, name, _trust in DEFAULTS if key == role.key), None)
    space.role_changes.pop(role.key, None)
    if role.added or role.taken or (role.name_de, role.name_en) != begins:
        space.role_changes[role.key] = {"added": role.added, "taken": role.taken, "de": role.name_de, "en": role.name_en}
    space.save(update_fields=["role_changes"])


def names_of(space: Space) -> dict[str, str]:
    """The names of all roles of a house by key, in the reader's language; asks the database nothing."""
    language = "de" if (get_language() or "de").startswith("de") else "en"
    return {key: str(name) for key, name, _trust in DEFAULTS} | {key: one[language] for key, one in space.role_changes.items()}


def spoken(text: object, language: str) -> str:
    """A translatable text in one language."""
    with override(language):
        return str(text)


def make_default_roles(*, space: Space) -> None:
    """The roles with which a house begins. Those that it has already stay as they are."""
    Role.objects.bulk_create(
        (
            Role(space=space, key=key, name_de=spoken(name, "de"), name_en=spoken(name, "en"), position=position, by_trust=by_trust)
            for position, (key, name, by_trust) in enumerate(DEFAULTS)
        ),
        ignore_conflicts=True,
    )


def make_role(*, actor: Holder, name_de: str, name_en: str, at: datetime) -> Role:
    """A new role of the house, without any power yet. A name that leads to the same key as another raises Invalid."""
    require(rules.may_change(actor))
    key = (slugify(name_en) or slugify(name_de))[:40]
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        there = list(Role.objects.filter(space=space))
        if not key or any(role.key == key for role in there):
            raise Invalid(_("There is such a role already. Choose another name."))
        if len(there) >= MOST:
            raise Invalid(_("More than %(most)s roles nobody keeps apart.") % {"most": MOST})
        role = Role.objects.create(space=space, key=key, name_de=name_de, name_en=name_en, position=len(there))
        keep_on_house(space, role)
        ledger.record(space_id=actor.space_id, at=at, kind=MADE, actor_id=actor.pk, subject_id=role.pk, audience=ledger.MANAGERS)
    return role


def change_role(*, actor: Holder, role_id: int, name_de: str, name_en: str, wanted: Collection[str], by_trust: bool, at: datetime) -> Role:
    """Give a role its names and exactly the `wanted` permissions. The row of the house keeps what differs from the beginning, so that pages need not ask."""
    wanted = set(wanted) & set(PERMISSIONS)
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        role = locked(Role.objects.filter(space=space, pk=role_id)).first()
        if role is None:
            raise NotFound
        role.space = space
        require(rules.may_set(actor, role, wanted, by_trust=by_trust))
        begins = {name for name, one in PERMISSIONS.items() if role.key in one.given_to} if role.key != FOUNDER else set(PERMISSIONS)
        role.name_de, role.name_en, role.by_trust = name_de, name_en, by_trust
        role.added, role.taken = sorted(wanted - begins), sorted(begins - wanted)
        role.save(update_fields=["name_de", "name_en", "by_trust", "added", "taken"])
        keep_on_house(space, role)
        facts = {"role": role.pk, "added": len(role.added), "taken": len(role.taken)}
        ledger.record(
            space_id=actor.space_id, at=at, kind=CHANGED, actor_id=actor.pk, subject_id=role.pk, audience=ledger.MANAGERS, facts=facts
        )
    return role


def drop_role(*, actor: Holder, role_id: int, held: bool, at: datetime) -> None:
    """Remove a role that the house made itself and that nobody holds (`held` is asked by the floor above). Twice changes nothing."""
    require(rules.may_change(actor))
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        role = Role.objects.filter(space=space, pk=role_id).first()
        if role is None:
            return
        if role.key in {key for key, _name, _trust in DEFAULTS}:
            raise Invalid(_("This role belongs to every house. You may take its permissions away instead."))
        if held:
            raise OutOfDate(_("Somebody still has this role. End that first."))
        space.role_changes.pop(role.key, None)
        space.save(update_fields=["role_changes"])
        ledger.record(space_id=actor.space_id, at=at, kind=DROPPED, actor_id=actor.pk, subject_id=role.pk, audience=ledger.MANAGERS)
        role.delete()
