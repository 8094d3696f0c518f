"""A wall screen that nobody touches: it keeps up, says when it hears nothing, forgets people meanwhile, and shows nothing once its address was taken back. `bin/bench wall` runs it for three days."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from drittort.inform.announcements.actions import Way, Words, announce
from drittort.inform.wall.actions import choose, hang_wall, take_wall
from drittort.inform.wall.rules import EVERY, STALE_AFTER
from drittort.inform.wall.tokens import token
from drittort.members.here_today.actions import say_here
from tests.passing import Screen

LOOKS = 40


def test_a_screen_keeps_up_for_as_long_as_it_hangs_there(cast, arrive):
    at, day = timezone.now(), cast.house.day(timezone.now())
    wall = hang_wall(actor=cast.hanna, name="Küche", language="de", location_id=None, at=at)
    say_here(actor=cast.mara, at=at)
    choose(actor=cast.mara, face=True, words=True, at=at)
    visitor = arrive()
    screen = Screen(visitor.page, f"{visitor.house.address}/{cast.house.slug}/wall/screen/{token(wall)}/")
    assert "Mara" in screen.words()
    assert not visitor.context.cookies()
    for k in range(LOOKS):
        if k % 8 == 4:
            announce(actor=cast.hanna, words=Words(f"Ansage {k}", "", "", "", day + timedelta(days=1)), way=Way(), at=timezone.now())
            assert screen.look(EVERY) == 200
            assert f"Ansage {k}" in screen.words(), "at the next look"
        else:
            assert screen.look(EVERY) == 304, "nothing new is told in nothing"
        if k == 8:
            before = screen.weight()
    after = screen.weight()
    assert after["JSEventListeners"] == before["JSEventListeners"]
    assert after["JSHeapUsedSize"] < 1.1 * before["JSHeapUsedSize"]
    assert re.fullmatch(r"Stand \d\d:\d\d", screen.stand())
    # The network is gone: the screen says so, and after a while shows nobody any more.
    visitor.context.set_offline(True)
    screen.look(EVERY, hears=False)
    visitor.page.locator(".screen-as-of", has_text="keine Verbindung").wait_for()
    assert "Mara" in screen.words()
    screen.look(int(STALE_AFTER.total_seconds()), hears=False)
    visitor.page.wait_for_selector("wall-screen[data-old]")
    assert "Mara" not in screen.words()
    assert "Ansage" in screen.words(), "what concerns the house stays"
    screen.come_back()
    visitor.page.wait_for_selector("wall-screen:not([data-old])")
    assert "Mara" in screen.words()
    # Taken back: what hung there is nobody's business any more.
    take_wall(actor=cast.hanna, wall_id=wall.pk, at=timezone.now())
    assert screen.look(EVERY) == 404
    visitor.page.locator(".screen-as-of", has_text="zeigt nichts mehr").wait_for()
    assert screen.words() == ""
    visitor.complaints.clear()
