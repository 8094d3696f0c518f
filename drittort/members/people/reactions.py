"""The index follows the ledger: whoever changes a person or a company records it, and the worker writes the index anew."""

from __future__ import annotations

from datetime import datetime

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.search import index as search
from drittort.members.models import Employment
from drittort.members.people import asked, index
from drittort.members.profiles.actions import ASKED, CHANGED
from drittort.spaces.models import Space

ONE = (CHANGED, "member.joined", "member.left", "member.returned")
MANY = (ASKED, "import.done")


@reaction(*ONE, name="members.people.index_one")
def index_one(row: LedgerRow, at: datetime) -> None:
    """A person or a company changed, came or went: they are written anew, and so are the companies of a person and the people of a company."""
    people = {row.subject_id} if row.subject_id is not None else set()
    firms = {int(row.facts["company"])} if "company" in row.facts else set()
    if row.subject_id is not None:
        firms |= set(Employment.objects.filter(member_id=row.subject_id).values_list("company_id", flat=True))
    else:
        # Whoever left the company is no longer found by it either.
        people |= set(Employment.objects.filter(company_id__in=firms).values_list("member_id", flat=True))
    for kind, refs in ((index.PERSON, sorted(people)), (index.COMPANY, sorted(firms))):
        for start in range(0, len(refs), search.CHUNK):
            search.index(space_id=row.space_id, kind=kind, refs=refs[start : start + search.CHUNK], at=at)
    space = Space.objects.filter(pk=row.space_id).first()
    if space is not None and people and any(isinstance(field, int) for field in row.facts.get("fields", [])):
        asked.count(space)


@reaction(*MANY, name="members.people.index_house")
def index_house(row: LedgerRow, at: datetime) -> None:
    """Many people came, or the house asks for something else: everything is looked at, in pieces."""
    space = Space.objects.filter(pk=row.space_id).first()
    if space is not None:
        index.house_changed(space, at)
        asked.count(space)
