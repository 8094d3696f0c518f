"""A statement asks what its queryset asks, with other values."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from django.db.models import Exists, OuterRef

from drittort.core.paging import counted, more_than_shown
from drittort.core.statements import Statement
from drittort.members.models import Consent, Member
from tests.cast import Cast

HERE = Member.objects.filter(left_on=None)
JOINED = Statement(
    lambda space, since, names: counted(
        HERE.filter(space=space, joined_on__gte=since, pk__in=names).order_by("-joined_on", "name"), 2
    ).values_list("pk", "name", "joined_on", "languages", "rows_in_all"),
    space=int,
    since=date,
    names=4,
)  # fmt: skip


def test_it_gives_the_rows_of_its_queryset_with_values_as_python_knows_them(cast: Cast):
    ids = [m.pk for m in (cast.mara, cast.jonas, cast.neo, cast.sten)]
    day = cast.neo.joined_on
    assert JOINED.rows(space=cast.house.pk, since=day, names=ids) == [(cast.neo.pk, "Neo Kaya", day, ["de", "en"], 1)]
    found = JOINED.rows(space=cast.house.pk, since=date(2020, 1, 1), names=ids)
    assert [row[1] for row in found] == ["Neo Kaya", "Jonas Falk"]
    assert more_than_shown(found) == 1
    assert [row[1] for row in JOINED.rows(space=cast.elsewhere.pk, since=date(2020, 1, 1), names=ids[2:])] == ["Sten Holm"]
    assert JOINED.rows(space=cast.house.pk, since=date(2020, 1, 1), names=[]) == []
    assert more_than_shown([]) == 0


def test_it_refuses_more_ids_than_it_was_made_for(cast: Cast):
    with pytest.raises(ValueError, match="at most 4 ids in names"):
        JOINED.rows(space=cast.house.pk, since=date(2020, 1, 1), names=[1, 2, 3, 4, 5])


def test_it_gives_objects_with_their_annotations(cast: Cast):
    agreed = Consent.objects.filter(member=OuterRef("pk"), kind="introduced", given_at__lte=OuterRef("account__created_at"))
    statement = Statement(
        lambda space, at: Member.objects.filter(space=space, account__created_at__lte=at).annotate(agreed=Exists(agreed)).order_by("name"),
        space=int,
        at=datetime,
    )
    found = statement.objects(space=cast.house.pk, at=cast.now)
    assert found == sorted(cast.everybody(), key=lambda m: m.name)
    assert all(m.agreed is True for m in found)
    assert found[0].days == [0, 1, 2]
    assert not statement.objects(space=cast.house.pk, at=cast.now - timedelta(days=1))
    found[0].line = "Neu."
    found[0].save()
    assert Member.objects.get(pk=found[0].pk).line == "Neu."


def test_a_value_that_nothing_asks_for_is_refused(cast: Cast):
    with pytest.raises(ValueError, match="does not use at"):
        Statement(lambda space, at: Member.objects.filter(space=space).values_list("pk"), space=int, at=datetime).rows(
            space=cast.house.pk, at=cast.now
        )


def test_texts_are_values_and_no_sql(cast: Cast):
    named = Statement(lambda name: Member.objects.filter(name=name).values_list("pk"), name=str)
    assert named.rows(name="Mara Wendt") == [(cast.mara.pk,)]
    assert named.rows(name="x' OR '1'='1") == []


def test_many_threads_make_it_once():
    built = []

    def build(pk: int) -> object:
        built.append(pk)
        return Member.objects.filter(pk=pk).values_list("pk")

    statement = Statement(build, pk=int)  # type: ignore[arg-type]
    threads = [Thread(target=statement._make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1


def test_what_belongs_along_comes_along(cast: Cast, django_assert_num_queries):
    statement = Statement(
        lambda name: Member.objects.select_related("space", "location", "account").annotate(own=Exists(HERE)).filter(name=name), name=str
    )
    Member.objects.filter(pk=cast.mara.pk).update(location=cast.upstairs)
    with django_assert_num_queries(2):
        (mara,), (sten,) = statement.objects(name="Mara Wendt"), statement.objects(name="Sten Holm")
        assert (mara.space, mara.location, mara.account, mara.own) == (cast.house, cast.upstairs, cast.mara.account, True)
        assert (sten.space.name, sten.location) == ("Anderswo", None)
