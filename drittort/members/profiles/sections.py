"""The sections of a profile's edit page: each a form of its own, saved on its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound, OutOfDate
from drittort.core.files.actions import keep_file
from drittort.members.companies.forms import CompanyForm
from drittort.members.models import Member, ProfileValue, StandingLine
from drittort.members.profiles import actions, rules
from drittort.members.profiles import queries as profiles
from drittort.members.profiles.actions import Given
from drittort.members.profiles.forms import AboutForm, AnswersForm, DaysForm, LinesForm
from drittort.members.profiles.models import Kind
from drittort.members.profiles.rules import Owner
from drittort.members.values import queries as values
from drittort.members.values.actions import choose_values
from drittort.members.values.forms import ChoiceForm


@dataclass(frozen=True, slots=True)
class Section:
    """One section with its form. `was` stands for what was there when it was opened; `stands` is shown where somebody was faster."""

    name: str
    title: str
    note: str
    form: Any
    save: Callable[[Any, datetime], object]
    stands: tuple[tuple[str, str], ...] = ()

    @property
    def was(self) -> str:
        """A short sign of what is kept now, the same as long as nothing is changed."""
        held = {name: self.form.get_initial_for_field(field, name) for name, field in self.form.fields.items()}
        held["kept"] = getattr(self.form, "kept", "")
        held.pop("language", None)  # the reader's own, where it stands for a whole section
        return hashlib.sha256(json.dumps(held, default=str, sort_keys=True).encode()).hexdigest()[:16]


def sections(
    actor: Member, owner: Owner, only: str = "", data: QueryDict | None = None, files: MultiValueDict[str, Any] | None = None
) -> list[Section]:
    """The sections of a page, or the one that is saved (`only`, with its data). Raises NotFound for one that there is not."""
    made = {
        "about": about, "lines": lines, "days": days, "answers": answers, "values": meant,
    }  # fmt: skip
    if owner.company is not None:
        del made["days"]
    if only and only not in made:
        raise NotFound
    found = [make(actor, owner, data, files) for name, make in made.items() if not only or name == only]
    return [one for one in found if one is not None]


Bound = tuple[QueryDict | None, MultiValueDict[str, Any] | None]


def about(actor: Member, owner: Owner, data: QueryDict | None, files: MultiValueDict[str, Any] | None) -> Section:
    """Name and line, and the industry of a company."""
    row: Any = owner.member or owner.company
    initial = {"name": row.name, "line": row.line}
    form: Any = (
        AboutForm(data, initial=initial, auto_id="about_%s")
        if owner.member
        else CompanyForm(data, initial={**initial, "industry": row.industry}, auto_id="about_%s")
    )
    return Section(
        "about", _("In short"), _("This stands wherever the name stands."), form,
        lambda form, at: actions.save_about(actor=actor, owner=owner, at=at, **form.cleaned_data),
    )  # fmt: skip


def lines(actor: Member, owner: Owner, data: QueryDict | None, files: MultiValueDict[str, Any] | None) -> Section:
    """Offers and seeks."""
    held: list[Any] = list(owner.member.lines.all() if owner.member else owner.company.lines.all() if owner.company else [])
    of = {side: "\n".join(line.text for line in held if line.side == side) for side in StandingLine.Side.values}
    form = LinesForm(data, initial={"offers": of["offer"], "seeks": of["seek"], "language": actor.language}, auto_id="lines_%s")
    return Section(
        "lines", _("Offers and wishes"), _("From this the house finds who should meet whom."), form,
        lambda form, at: actions.save_lines(actor=actor, owner=owner, at=at, **form.cleaned_data),
    )  # fmt: skip


def days(actor: Member, owner: Owner, data: QueryDict | None, files: MultiValueDict[str, Any] | None) -> Section:
    """When, where, in which languages, how often."""
    row = owner.member
    assert row is not None
    initial = {
        "days": row.days,
        "location": row.location_id,
        "meets_online": row.meets_online,
        "languages": row.languages,
        "rhythm": row.rhythm,
    }
    return Section(
        "days", _("When you are here"), _("Introductions propose days that suit both."), DaysForm(owner.space, data, initial=initial, auto_id="days_%s"),
        lambda form, at: actions.save_days(actor=actor, owner=owner, at=at, **form.cleaned_data),
    )  # fmt: skip


def answers(actor: Member, owner: Owner, data: QueryDict | None, files: MultiValueDict[str, Any] | None) -> Section | None:
    """The house's own questions."""
    fields = rules.editable_fields(actor, owner)
    if not fields:
        return None
    held = {row.field_id: row for row in ProfileValue.objects.filter(field__in=fields, **owner.keys()).select_related("field")}
    form = AnswersForm(owner.space, fields, held, data, files, initial={"language": actor.language}, auto_id="answers_%s")
    form.kept = {field: row.value for field, row in sorted(held.items()) if row.field.kind == Kind.FILE}

    def save(form: AnswersForm, at: datetime) -> None:
        given = form.given()
        for name, field in form.asked.items():
            if field.kind != Kind.FILE:
                continue
            upload, seen = form.cleaned_data.get(name), form.cleaned_data.get(f"v{field.pk}") or field.visibility
            if upload:
                try:
                    kept = keep_file(space_id=actor.space_id, owner_id=actor.pk, upload=upload, purpose=rules.DOCUMENT, at=at)
                except Invalid as error:
                    form.add_error(name, str(error.reason))
                    raise
                given[field.pk] = Given({"file": kept.pk, "token": kept.token, "name": kept.name}, seen)
            elif field.pk in held and data is not None and not data.get(f"drop{field.pk}"):
                given[field.pk] = Given(held[field.pk].value, seen)
            else:
                given[field.pk] = Given(None, seen)
        actions.save_answers(actor=actor, owner=owner, given=given, language=form.cleaned_data.get("language") or actor.language, at=at)

    return Section("answers", _("What the house asks"), _("All of it is up to you, and you say who reads it."), form, save)


def meant(actor: Member, owner: Owner, data: QueryDict | None, files: MultiValueDict[str, Any] | None) -> Section | None:
    """The house's values."""
    there = values.of(owner, all_named=True)
    if not there:
        return None
    return Section(
        "values", _("What counts for you"), _("Up to three, in your own words."), ChoiceForm(there, data, auto_id="values_%s"),
        lambda form, at: choose_values(actor=actor, owner=owner, chosen=form.chosen(), language=actor.language, at=at),
    )  # fmt: skip


def save(section: Section, *, actor: Member, owner: Owner, was: str, at: datetime) -> bool:
    """Save a bound section; False where the form says what is wrong and keeps what was written.

    `was` is the sign of what the writer had before them. Raises OutOfDate where somebody has changed it since: nothing is written then.
    """
    if not section.form.is_valid():
        return False
    try:
        with transaction.atomic():
            actions.lock_owner(owner)
            if was and was != present(actor, owner, section.name).was:
                raise OutOfDate(
                    _("Somebody was faster. Your words still stand here; save once more to put them in place of what stands now.")
                )
            section.save(section.form, at)
    except Invalid as error:
        if not section.form.errors:
            section.form.add_error(None, str(error.reason))
        return False
    return True


def present(actor: Member, owner: Owner, name: str) -> Section:
    """A section as it is kept now, read anew."""
    return sections(actor, owner_again(actor, owner), name)[0]


def owner_again(actor: Member, owner: Owner) -> Owner:
    """The owner, read anew."""
    return profiles.owner_of(actor, person=owner.member.pk if owner.member else None, company=owner.company.pk if owner.company else None)


def outrun(section: Section, *, actor: Member, owner: Owner, reason: str) -> Section:
    """The bound section with what somebody else put there meanwhile, so that it can be compared and saved again."""
    now = present(actor, owner, section.name)
    section.form.add_error(None, reason)
    changed = []
    for name, field in now.form.fields.items():
        there = now.form.get_initial_for_field(field, name)
        if there != section.form.cleaned_data.get(name) and field.label and name != "language" and not name.startswith("v"):
            changed.append((str(field.label), said(field, there)))
    section.form.initial, section.form.kept = now.form.initial, getattr(now.form, "kept", "")
    for name, field in now.form.fields.items():
        section.form.fields[name].initial = field.initial
    return replace(section, stands=tuple(changed))


def said(field: Any, value: Any) -> str:
    """What a control holds, in words."""
    names = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, (list, tuple)):
        return ", ".join(names.get(str(one), str(one)) for one in value) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return names.get(str(value), str(value)) if value not in (None, "") else "–"
