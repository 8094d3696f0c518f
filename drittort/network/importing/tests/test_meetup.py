"""A real community: the evenings of a writers' group, brought in as a sample."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command

from drittort.core import scope
from drittort.members.models import Consent, Member
from drittort.network.models import Contact
from drittort.spaces.models import Space

FILE = Path(__file__).resolve().parents[4] / "tests" / "data" / "meetup" / "interactions.csv.gz"


def evenings():
    """The rows, and with whom each person shared each moment, read plainly. Three times two evenings began at once."""
    with gzip.open(FILE, "rt") as lines:
        rows = list(csv.DictReader(lines))
    partners = defaultdict(set)
    for row in rows:
        partners[row["at"], row["source"]].add(row["target"])
        partners[row["at"], row["target"]].add(row["source"])
    return rows, partners


@pytest.mark.django_db
def test_the_evenings_of_a_writers_group_become_a_sample_house(capsys):
    rows, partners = evenings()
    people = {person for _, person in partners}
    assert (len(rows), len(people), len({at for at, _ in partners})) == (2800, 292, 183)
    words = ["--interactions", str(FILE), "--sample", "--name", "Writers", "--yes"]
    call_command("import", "writers", *words)
    space = Space.objects.get()
    assert space.is_sample
    assert not scope.mail_may_leave(space.pk)
    assert set(Member.objects.values_list("external_id", flat=True)) == people
    assert Consent.objects.filter(kind="counted", revoked_at=None).count() == 292
    expected = defaultdict(float)
    for row in rows:
        others = max(len(partners[row["at"], row[side]]) for side in ("source", "target"))
        expected[row["source"], row["target"], row["at"][:10]] += 1 / others
    stored = {}
    for contact in Contact.objects.select_related("first", "second"):
        pair = sorted([contact.first.external_id, contact.second.external_id])
        assert contact.forth == contact.back
        assert (contact.kind, contact.origin) == ("event", "import:interactions")
        stored[*pair, contact.on.isoformat()] = contact.forth
    assert stored == {key: pytest.approx(value) for key, value in expected.items()}
    first: dict[str, str] = {}
    for at, person in sorted(partners):
        first.setdefault(person, at[:10])
    assert {m.external_id: m.joined_on.isoformat() for m in Member.objects.all()} == first
    call_command("import", "writers", *words)
    assert "nothing to do" in capsys.readouterr().out
