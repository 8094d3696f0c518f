"""The day of the first tie: kept once, of the counted only, forgotten with the consent."""

from __future__ import annotations

from datetime import timedelta

from drittort.members.models import Member
from drittort.network.models import Contact, FirstTie
from drittort.network.queries import tied
from drittort.network.ties.actions import forget_person, rebuild_ties
from tests.cast import person


def meet(cast, one, other, day):
    low, high = sorted((one, other), key=lambda m: m.pk)
    Contact.objects.create(space=cast.house, first=low, second=high, on=day, kind="meeting", origin=f"t{day}", forth=5, back=5)


def test_the_first_day_is_kept_for_good(cast):
    today = cast.now.date()
    first = today - timedelta(days=4)
    for day in (first, today - timedelta(days=2), today):
        meet(cast, cast.neo, cast.mara, day)
    rebuild_ties(space=cast.house, as_of=today)
    assert dict(FirstTie.objects.values_list("member_id", "on")) == {cast.neo.pk: first, cast.mara.pk: first}
    assert Member.objects.filter(tied(cast.neo.pk), pk=cast.neo.pk).exists()
    assert not Member.objects.filter(tied(cast.ada.pk), pk=cast.ada.pk).exists()
    Contact.objects.filter(on=first).delete()
    rebuild_ties(space=cast.house, as_of=today)
    assert FirstTie.objects.get(member=cast.neo).on == first


def test_it_goes_with_the_consent_and_is_never_written_without(cast):
    today = cast.now.date()
    quiet = person(cast.house, "Uwe Still", consents=())
    meet(cast, quiet, cast.mara, today)
    meet(cast, cast.neo, cast.mara, today)
    rebuild_ties(space=cast.house, as_of=today)
    assert not FirstTie.objects.filter(member=quiet).exists()
    forget_person(member_id=cast.neo.pk)
    assert not FirstTie.objects.filter(member=cast.neo).exists()
