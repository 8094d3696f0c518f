"""Filling in profiles, and deciding what they ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.files.actions import drop_files
from drittort.members.companies.models import CompanyLine
from drittort.members.models import Company, Member, StandingLine
from drittort.members.profiles import rules
from drittort.members.profiles.models import About, Kind, ProfileField, ProfileValue, Visibility
from drittort.members.profiles.rules import Owner
from drittort.members.profiles.words import label_of
from drittort.spaces.models import Location, Space

CHANGED, ASKED = "profile.changed", "profile.asked"
MOST_FIELDS, MOST_LINES = 40, 6


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it comes from a form: None removes it."""

    value: Any
    visibility: str


def record_change(actor: Member, owner: Owner, fields: Sequence[int | str], at: datetime) -> None:
    """One ledger row of what was changed; of a company with its number among the facts."""
    facts: dict[str, Any] = {"fields": list(fields)}
    if owner.company is not None:
        facts["company"] = owner.company.pk
    ledger.record(
        space_id=actor.space_id,
        at=at,
        kind=CHANGED,
        actor_id=actor.pk,
        subject_id=owner.member.pk if owner.member else None,
        audience=ledger.only(owner.member.pk) if owner.member else ledger.NOBODY,
        facts=facts,
    )


def lock_owner(owner: Owner) -> None:
    """Two who save the same profile wait for each other."""
    if owner.member is not None:
        locked(Member.objects.filter(pk=owner.member.pk)).get()
    elif owner.company is not None:
        locked(Company.objects.filter(pk=owner.company.pk)).get()


def save_answers(*, actor: Member, owner: Owner, given: Mapping[int, Given], language: str, at: datetime) -> list[int]:
    """Keep the answers to some fields; returns the fields that changed. Raises NotAllowed, or Invalid where a required one is empty."""
    require(rules.may_edit(actor, owner))
    fields = {field.pk: field for field in rules.editable_fields(actor, owner)}
    changed: list[int] = []
    with transaction.atomic():
        lock_owner(owner)
        held = {row.field_id: row for row in ProfileValue.objects.filter(field_id__in=given, **owner.keys())}
        for pk, new in given.items():
            field, row = fields.get(pk), held.get(pk)
            if field is None:
                continue
            if new.value in (None, "", []):
                if field.required:
                    raise Invalid(_("%(field)s: the house would like an answer.") % {"field": label_of(field)})
                if row is not None:
                    if field.kind == Kind.FILE:
                        drop_files(ids=[row.value["file"]])
                    row.delete()
                    changed.append(pk)
                continue
            wide = new.visibility if new.visibility in rules.choices(field, owner.space) else field.visibility
            if row is None:
                ProfileValue.objects.create(field=field, value=new.value, visibility=wide, language=language, changed_at=at, **owner.keys())
            elif (row.value, row.visibility) != (new.value, wide):
                old = row.value
                row.value, row.visibility, row.language, row.changed_at = new.value, wide, language, at
                row.save(update_fields=["value", "visibility", "language", "changed_at"])
                if field.kind == Kind.FILE and old != new.value:
                    drop_files(ids=[old["file"]])
            else:
                continue
            changed.append(pk)
        if changed:
            record_change(actor, owner, changed, at)
    return changed


def save_about(*, actor: Member, owner: Owner, at: datetime, **words: Any) -> list[str]:
    """Name and line of a person or company, and the industry of a company; returns what changed."""
    require(rules.may_edit(actor, owner))
    return save_columns(actor, owner, {name: words[name] for name in ("name", "line", "industry") if name in words}, at)


def save_days(
    *,
    actor: Member,
    owner: Owner,
    days: Iterable[int],
    location: int | None,
    languages: Sequence[str],
    meets_online: bool,
    rhythm: int,
    at: datetime,
) -> list[str]:
    """When and where somebody is here, what they speak, how often they like to be introduced."""
    require(rules.may_edit(actor, owner))
    place = Location.objects.filter(space_id=actor.space_id, pk=location).standing().first() if location is not None else None
    if location is not None and place is None:
        raise NotFound
    new = {
        "days": sorted({day for day in days if 0 <= day <= 6}),
        "location_id": location,
        "languages": list(dict.fromkeys(languages)),
        "meets_online": meets_online,
        "rhythm": rhythm,
    }
    return save_columns(actor, owner, new, at)


def save_columns(actor: Member, owner: Owner, new: Mapping[str, Any], at: datetime) -> list[str]:
    """Write what is new of a person's or company's own columns."""
    with transaction.atomic():
        lock_owner(owner)
        row: Any = owner.member or owner.company
        row.refresh_from_db()
        changed = [name for name, value in new.items() if getattr(row, name) != value]
        if "name" in changed and owner.company is not None and Company.objects.filter(space=row.space, name=new["name"]).exists():
            raise Invalid(_("There is a company of this name already."))
        if changed:
            for name in changed:
                setattr(row, name, new[name])
            try:
                with transaction.atomic():
                    row.save(update_fields=changed)
            except IntegrityError as error:  # somebody gave another company this name in the same moment
                raise Invalid(_("There is a company of this name already.")) from error
            record_change(actor, owner, [name.removesuffix("_id") for name in changed], at)
    return changed


def save_lines(*, actor: Member, owner: Owner, offers: Sequence[str], seeks: Sequence[str], language: str, at: datetime) -> bool:
    """What somebody offers and seeks as a rule; lines that stay keep their language. Returns whether anything changed."""
    require(rules.may_edit(actor, owner))
    wanted = {StandingLine.Side.OFFER.value: clean(offers), StandingLine.Side.SEEK.value: clean(seeks)}
    table: Any = StandingLine if owner.member is not None else CompanyLine
    mine = {"member": owner.member} if owner.member is not None else {"company": owner.company}
    with transaction.atomic():
        lock_owner(owner)
        held = list(table.objects.filter(**mine))
        spoken = {(line.side, line.text): line.language for line in held}
        now = {side: [line.text for line in held if line.side == side] for side in wanted}
        changed = [side for side in wanted if now[side] != wanted[side]]
        for side in changed:
            table.objects.filter(side=side, **mine).delete()
            table.objects.bulk_create(
                table(side=side, text=text, language=spoken.get((side, text), language), position=k, **mine)
                for k, text in enumerate(wanted[side])
            )
        if changed:
            record_change(actor, owner, changed, at)
    return bool(changed)


def clean(lines: Sequence[str]) -> list[str]:
    """Lines without empty and double ones."""
    return list(dict.fromkeys(" ".join(line.split())[:300] for line in lines if line.strip()))[:MOST_LINES]


def add_field(*, actor: Member, about: str, at: datetime, **words: Any) -> ProfileField:
    """One more question, at the end. Raises Invalid when there are too many."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        there = list(ProfileField.objects.filter(space_id=actor.space_id, about=about))
        if sum(field.retired_at is None for field in there) >= MOST_FIELDS:
            raise Invalid(_("More than %(n)s questions nobody answers. Retire one first.") % {"n": MOST_FIELDS})
        return ProfileField.objects.create(
            space_id=actor.space_id, about=about, position=max((field.position for field in there), default=-1) + 1, **words
        )


def change_field(*, actor: Member, field_id: int, at: datetime, **words: Any) -> ProfileField:
    """Other words or other rules for a question; its kind stays while there are answers."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        field = field_of(actor, field_id)
        if words.get("kind", field.kind) != field.kind and field.values.exists():
            raise Invalid(_("There are answers already, so it stays what it is. Retire this question and ask a new one."))
        for name, value in words.items():
            setattr(field, name, value)
        field.save()
        record_asked(actor, field, at)
        return field


def move_field(*, actor: Member, field_id: int, up: bool) -> None:
    """One place up or down among the questions of its kind."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        field = field_of(actor, field_id)
        order = list(locked(ProfileField.objects.filter(space_id=actor.space_id, about=field.about, retired_at=None)))
        here = next((k for k, one in enumerate(order) if one.pk == field.pk), None)
        other = None if here is None else here + (-1 if up else 1)
        if here is not None and other is not None and 0 <= other < len(order):
            order[here], order[other] = order[other], order[here]
            for place, one in enumerate(order):
                ProfileField.objects.filter(pk=one.pk).exclude(position=place).update(position=place)


def retire_field(*, actor: Member, field_id: int, at: datetime, again: bool = False) -> ProfileField:
    """Ask no more, or again. Answers are kept and come back with the question."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        field = field_of(actor, field_id)
        if again == (field.retired_at is not None):
            field.retired_at = None if again else at
            field.save(update_fields=["retired_at"])
            record_asked(actor, field, at)
        return field


def record_asked(actor: Member, field: ProfileField, at: datetime) -> None:
    """One ledger row: the house asks something else from now on, or lets others read the answers."""
    ledger.record(space_id=actor.space_id, at=at, kind=ASKED, actor_id=actor.pk, subject_id=field.pk, audience=ledger.MANAGERS)


def field_of(actor: Member, field_id: int) -> ProfileField:
    """A field of the actor's house, locked. Raises NotFound."""
    field = locked(ProfileField.objects.filter(space_id=actor.space_id, pk=field_id)).first()
    if field is None:
        raise NotFound
    return field


P, C = About.PERSON, About.COMPANY
DEFAULTS: tuple[dict[str, Any], ...] = (
    {"about": P, "kind": Kind.TEXT, "label_de": "Frag mich nach …", "label_en": "Ask me about …", "help_de": "Etwas, worüber du gern redest, auch ungefragt.", "help_en": "Something you love to talk about, even unasked.", "matching": True, "first_visit": True},
    {"about": P, "kind": Kind.TEXT, "label_de": "Gerade baue ich …", "label_en": "Right now I am building …", "help_de": "Woran sitzt du in diesen Wochen?", "help_en": "What keeps you busy these weeks?"},
    {"about": P, "kind": Kind.TEXT, "label_de": "So trinke ich meinen Kaffee", "label_en": "How I take my coffee", "help_de": "Oder Tee. Oder Leitungswasser.", "help_en": "Or tea. Or tap water."},
    {"about": P, "kind": Kind.TAGS, "skills": True, "label_de": "Das kann ich", "label_en": "What I am good at", "help_de": "Ein paar Stichworte, mit Komma getrennt.", "help_en": "A few words, separated by commas.", "facet": True, "first_visit": True},
    {"about": P, "kind": Kind.TEXT, "label_de": "Pronomen", "label_en": "Pronouns", "help_de": "Wie sollen wir von dir reden?", "help_en": "How shall we speak of you?", "searchable": False},
    {"about": P, "kind": Kind.LINK, "label_de": "Webseite", "label_en": "Website"},
    {"about": P, "kind": Kind.TEXT, "label_de": "Telefon", "label_en": "Phone", "help_de": "Nur für dich, bis du es öffnest.", "help_en": "For you alone, until you open it.", "searchable": False, "visibility": Visibility.ME, "widest": Visibility.MEMBERS},
    {"about": C, "kind": Kind.LONG, "label_de": "Was wir tun, und für wen", "label_en": "What we do, and for whom", "help_de": "Drei Sätze, die auch deine Oma versteht.", "help_en": "Three sentences that your grandmother understands too."},
    {"about": C, "kind": Kind.LINK, "label_de": "Webseite", "label_en": "Website"},
    {"about": C, "kind": Kind.TEXT, "label_de": "Darauf sind wir stolz", "label_en": "What we are proud of"},
)  # fmt: skip


def ask_defaults(space: Space) -> None:
    """The questions that a new house begins with; once."""
    if not ProfileField.objects.filter(space=space).exists():
        ProfileField.objects.bulk_create(ProfileField(space=space, position=k, **words) for k, words in enumerate(DEFAULTS))
