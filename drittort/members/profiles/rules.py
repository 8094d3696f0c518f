"""Who may read an answer, who may edit a profile, who decides what profiles ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.models import Company, Employment, Member
from drittort.members.profiles.models import About, ProfileField, ProfileValue, Visibility
from drittort.spaces.models import Space
from drittort.spaces.roles import permission, power
from drittort.spaces.settings import setting

EDIT = permission("members.edit_profiles", _("Edit the profiles of others; they are told"), on_duty=True)
SHAPE = permission("members.shape_profiles", _("Decide what profiles ask"), on_duty=True)


@dataclass(frozen=True, slots=True)
class Anybody:
    """A reader who is not signed in, at the door of a house."""

    space: Space

    @property
    def space_id(self) -> int:
        """The house."""
        return self.space.pk


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose profile it is: a person or a company."""

    member: Member | None = None
    company: Company | None = None

    @property
    def about(self) -> str:
        """What the fields ask."""
        return About.PERSON if self.member is not None else About.COMPANY

    @property
    def space(self) -> Space:
        """The house."""
        owner = self.member or self.company
        assert owner is not None
        return owner.space

    def keys(self) -> dict[str, int | None]:
        """How rows name their owner."""
        return {"member_id": self.member.pk if self.member else None, "company_id": self.company.pk if self.company else None}


def cares_for_it(reader: Member, company: str) -> Exists:
    """Whether the reader cares for the page of the company of a row now: its admins, and everybody there while it has none."""
    admins = Employment.objects.filter(company=OuterRef("company"), until_on=None, is_admin=True)
    mine = Employment.objects.filter(company=OuterRef(company), member_id=reader.pk, until_on=None)
    return Exists(mine.filter(Q(is_admin=True) | ~Exists(admins)))


def visible_values(reader: Member | Anybody) -> QuerySet[ProfileValue]:
    """The answers that somebody may read, in one place for page, search, export and everything to come.

    A person reads their own, and of others what those opened to the house or to everybody, as far as the house allows it for the field.
    "Only me" of a company are those who care for its page, not everybody who says that they belong to it. Answers under a retired field are nobody's.
    """
    rows = ProfileValue.objects.filter(field__space_id=reader.space_id, field__retired_at=None).exclude(member__left_on__isnull=False)
    if isinstance(reader, Anybody):
        if not setting(reader.space, "public_profiles"):
            return rows.none()
        return rows.filter(visibility=Visibility.PUBLIC, field__widest=Visibility.PUBLIC)
    opened = Q(visibility__in=(Visibility.MEMBERS, Visibility.PUBLIC), field__widest__in=(Visibility.MEMBERS, Visibility.PUBLIC))
    return rows.filter(Q(member_id=reader.pk) | opened | (Q(company__isnull=False) & cares_for_it(reader, "company")))


def editable_fields(actor: Member, owner: Owner) -> list[ProfileField]:
    """The fields that somebody may fill in for an owner: all of the own; of others only those whose answer, if there is one, they may read."""
    fields = list(ProfileField.objects.filter(space_id=actor.space_id, about=owner.about, retired_at=None))
    if is_own(actor, owner):
        return fields
    hidden = set(ProfileValue.objects.filter(**owner.keys()).values_list("field_id", flat=True))
    hidden -= set(visible_values(actor).filter(**owner.keys()).values_list("field_id", flat=True))
    return [field for field in fields if field.pk not in hidden and field.visibility != Visibility.ME]


def is_own(actor: Member, owner: Owner) -> bool:
    """Whether it is the actor's own profile, or that of a company whose page they care for."""
    if owner.member is not None:
        return owner.member.pk == actor.pk
    assert owner.company is not None
    return actor.pk in carers_of(owner.company)


def carers_of(company: Company) -> set[int]:
    """Who cares for the page of a company: its admins, and everybody there while it has none."""
    here = list(Employment.objects.filter(company=company, until_on=None).values_list("member_id", "is_admin"))
    return {member for member, admin in here if admin} or {member for member, _admin in here}


def may_edit(actor: Member, owner: Owner) -> Verdict:
    """A person edits their own profile, admins that of their company (everybody there while it has none), and whom the house gave the power."""
    if is_own(actor, owner):
        return YES
    return power(actor, EDIT, _("Only its owner edits a profile.") if owner.member else _("Only the admins of a company edit its page."))


def people_in(owner: Owner) -> QuerySet[Member]:
    """Who is told of changes: the person, or the admins of a company (everybody there while it has none)."""
    people = Member.objects.select_related("space").filter(left_on=None)
    if owner.member is not None:
        return people.filter(pk=owner.member.pk)
    here = Employment.objects.filter(company=owner.company, until_on=None, member__left_on=None)
    admins = here.filter(is_admin=True)
    return people.filter(pk__in=(admins if admins.exists() else here).values("member_id"))


def may_shape(actor: Member) -> Verdict:
    """Who decides what profiles ask."""
    return power(actor, SHAPE, _("What profiles ask is decided by the people who care for the house."))


def choices(field: ProfileField, space: Space) -> list[str]:
    """How widely an answer to a field may be opened."""
    wide = [Visibility.ME.value]
    if field.widest != Visibility.ME:
        wide.append(Visibility.MEMBERS.value)
    if field.widest == Visibility.PUBLIC and setting(space, "public_profiles"):
        wide.append(Visibility.PUBLIC.value)
    return wide


def may_see_document(member: Member, file: StoredFile) -> bool:
    """A document is read by who may read the answer that it is."""
    return visible_values(member).filter(value__file=file.pk).exists()


def answered(ids: Collection[int]) -> set[int]:
    """Which of some documents are an answer now; under a retired question, too, since answers come back with it."""
    return set(ProfileValue.objects.filter(value__file__in=list(ids)).values_list("value__file", flat=True))


DOCUMENT = purpose("members.document", may_see=may_see_document, used=answered)
