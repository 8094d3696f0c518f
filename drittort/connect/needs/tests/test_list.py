"""The board pages through everything once, also where many hang there since the same moment."""

from datetime import timedelta

from drittort.connect.needs import queries
from drittort.connect.needs.models import Need
from drittort.core.paging import cursor


def test_every_need_comes_once_newest_on_top(cast):
    moments = [cast.now] * (queries.PAGE + 3) + [cast.now - timedelta(days=k) for k in range(1, queries.PAGE + 2)]
    Need.objects.bulk_create(
        Need(space=cast.house, member=cast.mara, text=f"Gesucht {k}", language="de", opened_at=at) for k, at in enumerate(moments)
    )
    seen, word, pages = [], "", 0
    while True:
        cards, word = queries.list_for(cast.jonas, cast.now, after=cursor(word, moment=True))
        seen += [card.id for card in cards]
        pages += 1
        if not word:
            break
    assert pages == 3
    assert seen == list(Need.objects.order_by("-opened_at", "-id").values_list("pk", flat=True))


def test_an_exact_page_has_no_next(cast):
    Need.objects.bulk_create(
        Need(space=cast.house, member=cast.mara, text=f"Gesucht {k}", language="de", opened_at=cast.now) for k in range(queries.PAGE)
    )
    cards, word = queries.list_for(cast.jonas, cast.now)
    assert (len(cards), word) == (queries.PAGE, "")
