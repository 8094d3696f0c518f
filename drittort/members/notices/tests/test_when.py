"""When something may leave the house, and a month of 150 people in which nobody is mailed too often or at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from benchmarks.notices import month
from drittort.core import notices
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, Mail
from drittort.core.notices import CATEGORIES
from drittort.members.models import Account, Member
from drittort.members.notices import actions, letters
from drittort.members.notices.actions import tell
from drittort.members.notices.models import Notice
from drittort.members.notices.rules import Wishes, when_to_send
from drittort.members.quiet_hours import Quiet

BERLIN = ZoneInfo("Europe/Berlin")
HOUSE = Quiet(BERLIN)


def at(text: str) -> datetime:
    """A moment by the clock of the house. The 11th of May 2026 is a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("category", "told", "leaves"),
    [
        ("t.message", "2026-05-12 11:00", "2026-05-12 11:05"),
        ("t.message", "2026-05-12 18:54", "2026-05-12 18:59"),
        ("t.message", "2026-05-12 18:56", "2026-05-13 08:00"),
        ("t.message", "2026-05-12 03:00", "2026-05-12 08:00"),
        ("t.message", "2026-05-15 22:00", "2026-05-18 08:00"),
        ("t.message", "2026-05-16 12:00", "2026-05-18 08:00"),
        ("security", "2026-05-16 03:00", "2026-05-16 03:00"),
        ("t.daily", "2026-05-12 07:59", "2026-05-12 08:00"),
        ("t.daily", "2026-05-12 08:00", "2026-05-13 08:00"),
        ("t.daily", "2026-05-15 09:00", "2026-05-18 08:00"),
        ("t.weekly", "2026-05-12 09:00", "2026-05-18 08:00"),
        ("t.weekly", "2026-05-11 07:00", "2026-05-11 08:00"),
        # The night in which the clock goes forward, and the one in which it goes back.
        ("t.message", "2026-03-27 23:00", "2026-03-30 08:00"),
        ("t.message", "2026-10-23 23:00", "2026-10-26 08:00"),
    ],
)
def test_when_it_leaves(category, told, leaves):
    assert when_to_send(CATEGORIES[category], Wishes(), HOUSE, at(told)) == at(leaves)


@pytest.mark.parametrize(("hours", "now"), [(0, True), (11.9, True), (12, True), (12.1, False), (-1, False)])
def test_a_change_of_what_begins_soon_knows_no_quiet_hours(hours, now):
    night = at("2026-05-12 23:00")
    found = when_to_send(CATEGORIES["t.event"], Wishes(), HOUSE, night, happens_at=night + timedelta(hours=hours))
    assert found == (night if now else at("2026-05-13 08:00"))


def test_who_wants_neither_mail_nor_push_gets_neither_but_security():
    changes = {(name, channel): False for name in CATEGORIES for channel in ("mail", "push")}
    assert when_to_send(CATEGORIES["t.message"], Wishes(changes=changes), HOUSE, at("2026-05-12 11:00")) is None
    assert when_to_send(CATEGORIES["security"], Wishes(changes=changes), HOUSE, at("2026-05-12 11:00")) is not None
    assert when_to_send(CATEGORIES["t.daily"], Wishes("quiet"), HOUSE, at("2026-05-12 11:00")) is None


@pytest.mark.parametrize(
    "quiet",
    [
        Quiet(BERLIN, 12, 12),
        Quiet(BERLIN, 23, 0, weekends=False),
        Quiet(ZoneInfo("Pacific/Auckland")),
        Quiet(ZoneInfo("UTC"), 12, 12, False),
    ],
)
def test_every_moment_finds_an_open_one_in_every_house(quiet):
    start = datetime(2026, 3, 20, tzinfo=UTC)
    for hour in range(24 * 21):
        now = start + timedelta(hours=hour, minutes=7)
        found = quiet.next_open(now)
        assert quiet.is_open(found)
        assert now <= found < now + timedelta(days=4)
        assert quiet.next_open(found) == found
        assert now < quiet.next_morning(now) <= now + timedelta(days=4)
        assert quiet.next_week(now) <= now + timedelta(days=7.1)


def test_a_category_for_everybody_never_comes_at_once():
    with pytest.raises(ValueError, match="loud"):
        notices.category("loud", "x", "x", urgency=notices.NOW, personal=False)


def news(cast, key, moment, *, category="t.daily", thread=""):
    return tell(
        member=cast.mara,
        category=category,
        thread=thread or f"news:{key}",
        key=f"news:{key}",
        at=moment,
        text="t.news",
        context={"who": cast.jonas.pk},
        path="/x/",
    )


def work(moment):
    return run_due(clock=lambda: moment)


def test_everything_that_can_wait_comes_in_one_mail_and_nothing_makes_none(cast):
    monday = at("2026-05-11 09:00")
    for k in range(4):
        news(cast, k, monday + timedelta(hours=k))
    read = news(cast, "read", monday)
    actions.see_thread(member=cast.mara, thread=read.thread, at=monday)
    for hour in range(48):
        work(monday + timedelta(hours=hour))
    (mail,) = Mail.objects.all()
    assert mail.created_at == at("2026-05-12 08:00")
    assert mail.text.count("Jonas Falk tells something new.") == 4
    assert mail.headers["List-Unsubscribe"]
    assert not Notice.objects.exclude(due_at=None).exists()


def test_a_worker_that_stood_still_writes_neither_at_night_nor_twice_a_day(cast):
    monday = at("2026-05-11 09:00")
    news(cast, "monday", monday)
    tell(
        member=cast.mara,
        category="t.message",
        thread="talk:9",
        key="m",
        at=monday,
        text="t.said",
        context={"who": cast.jonas.pk},
        path="/x/",
    )
    work(at("2026-05-12 23:00"))
    assert not Mail.objects.exists()
    work(at("2026-05-13 08:00"))
    assert Mail.objects.count() == 2
    news(cast, "tuesday", at("2026-05-12 23:30"))
    Notice.objects.filter(key="news:tuesday").update(due_at=at("2026-05-13 09:00"))
    letters.gather({"member": cast.mara.pk, "thread": ""}, at("2026-05-13 10:00"))
    assert Mail.objects.count() == 2
    work(at("2026-05-14 08:00"))
    assert Mail.objects.count() == 3
    assert not Job.objects.filter(done_at=None).exists()


def test_the_link_in_a_gathering_ends_gatherings_and_nothing_else(cast):
    monday = at("2026-05-11 09:00")
    news(cast, 1, monday)
    news(cast, 2, at("2026-05-10 09:00"), category="t.weekly")
    Notice.objects.update(due_at=at("2026-05-12 08:00"))
    work(at("2026-05-12 08:00"))
    mail = Mail.objects.get()
    path = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert cast.client(None).post(path).status_code == 200
    news(cast, 3, at("2026-05-12 09:00"))
    news(cast, 4, at("2026-05-12 09:00"), category="t.weekly")
    tell(
        member=cast.mara,
        category="t.message",
        thread="talk:9",
        key="m",
        at=at("2026-05-12 09:00"),
        text="t.said",
        context={"who": cast.jonas.pk},
        path="/x/",
    )
    for day in range(7):
        work(at("2026-05-12 09:06") + timedelta(days=day))
    assert [m.category for m in Mail.objects.order_by("id")] == ["gathered", "t.message"]


def test_a_month_of_80_people(cast):
    """Every category, day and night, through the real tables and jobs (`bin/bench notices` prints the three presets with 150 people)."""
    people = [cast.mara]
    accounts = Account.objects.bulk_create(Account(email=f"{k}@monat.example", created_at=cast.now) for k in range(79))
    people += Member.objects.bulk_create(
        Member(space=cast.house, account=account, name=f"P{k}", portrait="p", joined_on=cast.now.date())
        for k, account in enumerate(accounts)
    )
    found = month("normal", space=cast.house, people=people, days=30, first=date(2026, 5, 1), each=1, seed=7, letters=False)
    assert found.told == 80 + 50
    assert found.at_night == 0
    assert found.most_gathered_a_day == 1
    assert found.gathered > 10
    assert found.mails_of_longest_thread == 1
