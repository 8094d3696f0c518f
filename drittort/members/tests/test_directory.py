"""The directory by name."""

from urllib.parse import parse_qs

from drittort.core.paging import cursor, older
from drittort.members.models import Member
from drittort.members.people.queries import directory


def test_every_page_follows_the_last_whatever_letters_names_begin_with(cast):
    Member.objects.bulk_create(
        Member(space=cast.house, name=f"{'Öö'[k % 2]}zge {k // 4}", portrait="x", joined_on=cast.now.date()) for k in range(150)
    )
    seen, after = [], None
    while True:
        people, more, total = directory(cast.mara, after=after)
        seen += [person.id for person in people]
        if not more:
            break
        after = cursor(parse_qs(older(more).lstrip("?"))["after"][0])
    assert len(seen) == len(set(seen)) == total == 156


def test_a_search_or_an_address_that_no_database_takes_is_no_fault_of_the_server(cast):
    client = cast.client(cast.mara)
    assert client.get("/lagerhaus/people/?q=%00").status_code == 200
    assert client.get("/lagerhaus/people/?after=%00|5").status_code == 422
    assert client.get("/lagerhaus/needs/?after=0001-01-01T00:00:00%2B14:00|5").status_code == 422
