"""Here today: said by oneself, gone at midnight."""

from datetime import timedelta

from drittort.core.models import LedgerRow
from drittort.members.here_today.actions import forget_yesterday, say_here, take_back_here
from drittort.members.here_today.models import HereToday
from drittort.members.people.queries import directory


def here(cast, at):
    return [card.face.name for card in directory(cast.mara, today=cast.house.day(at), told={"is": "here"}).cards]


def test_it_holds_until_midnight_in_the_house(cast):
    say_here(actor=cast.mara, at=cast.now)
    assert here(cast, cast.now) == ["Mara Wendt"]
    # 22:30 in UTC is half past midnight in Berlin.
    late = cast.now.replace(hour=21, minute=30)
    assert here(cast, late) == ["Mara Wendt"]
    assert here(cast, late + timedelta(hours=1)) == []
    assert forget_yesterday(at=late) == 0
    assert forget_yesterday(at=late + timedelta(hours=1)) == 1


def test_twice_is_once_and_tomorrow_anew(cast):
    say_here(actor=cast.mara, at=cast.now)
    say_here(actor=cast.mara, at=cast.now)
    say_here(actor=cast.mara, at=cast.now + timedelta(days=1))
    assert HereToday.objects.get().on == cast.now.date() + timedelta(days=1)


def test_it_can_be_taken_back_and_leaves_no_trace(cast):
    before = LedgerRow.objects.count()
    say_here(actor=cast.mara, at=cast.now)
    take_back_here(actor=cast.mara)
    take_back_here(actor=cast.mara)
    assert not HereToday.objects.exists()
    assert LedgerRow.objects.count() == before


def test_one_tap_on_the_page(cast):
    client = cast.client(cast.mara)
    assert client.post("/lagerhaus/here-today/").status_code == 302
    assert "Doch nicht heute" in client.get("/lagerhaus/people/").content.decode()
    client.post("/lagerhaus/here-today/", {"said": "no"})
    assert not HereToday.objects.exists()
