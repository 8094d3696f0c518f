"""Telling, grouping, reading, and the mail that follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drittort.core.errors import NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.members.models import Member
from drittort.members.notices import actions, queries
from drittort.members.notices.actions import tell
from drittort.members.notices.models import Notice


def said(cast, key="1", *, member=None, who=None, at=None, thread="talk:1", **more):
    """Jonas writes to Mara."""
    return tell(
        member=member or cast.mara,
        category="t.message",
        thread=thread,
        key=f"message:{key}",
        at=at or cast.now,
        text="t.said",
        context={"who": (who or cast.jonas).pk},
        path=f"/{cast.house.slug}/people/",
        **more,
    )


def work(at):
    return run_due(clock=lambda: at)


def mails(member):
    return list(Mail.objects.filter(to_member_id=member.pk).order_by("id"))


LATER = timedelta(minutes=6)


def test_a_notice_stands_in_the_inbox_at_once_and_comes_by_mail_a_moment_later(cast):
    said(cast)
    assert queries.unseen(cast.mara) == 1
    (line,) = queries.inbox(cast.mara, cast.now).new
    assert (line.text, line.face.name, line.new) == ("Jonas Falk wrote to you.", "Jonas Falk", 1)
    work(cast.now)
    assert mails(cast.mara) == []
    work(cast.now + LATER)
    (mail,) = mails(cast.mara)
    assert mail.subject == "Jonas Falk wrote to you."
    assert f"/{cast.house.slug}/notices/" in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert work(cast.now + LATER) == 0


def test_the_same_key_is_told_once(cast):
    assert said(cast) is not None
    assert said(cast) is None
    assert said(cast, at=cast.now + LATER) is None
    assert Notice.objects.count() == 1
    assert said(cast, member=cast.neo) is not None


def test_who_left_is_told_nothing(cast):
    cast.mara.left_on = cast.now.date()
    assert said(cast) is None


def test_a_second_step_while_the_first_still_waits_goes_along_with_it(cast):
    said(cast, "1")
    second = tell(
        member=cast.mara, category="t.message", thread="talk:1", key="news", at=cast.now + timedelta(minutes=3), text="t.news",
        context={"who": cast.jonas.pk}, path="/",
    )  # fmt: skip
    work(cast.now + LATER)
    (mail,) = mails(cast.mara)
    assert "wrote to you." in mail.text
    assert "tells something new." in mail.text
    second.refresh_from_db()
    assert (second.due_at, second.mailed_at) == (None, cast.now + LATER)
    # And the one after that has a mail of its own.
    said(cast, "2", at=cast.now + timedelta(days=8))
    work(cast.now + timedelta(days=8) + LATER)
    assert len(mails(cast.mara)) == 2


def test_what_was_seen_in_the_meantime_is_not_mailed(cast):
    said(cast)
    assert actions.see_thread(member=cast.mara, thread="talk:1", at=cast.now) == 1
    work(cast.now + LATER)
    assert mails(cast.mara) == []
    assert queries.unseen(cast.mara) == 0
    assert not Notice.objects.exclude(due_at=None).exists()


def test_a_thread_makes_one_line_and_one_mail_until_somebody_looks(cast):
    for k in range(50):
        said(cast, k, at=cast.now + timedelta(minutes=k))
        work(cast.now + timedelta(minutes=k))
    work(cast.now + timedelta(hours=2))
    assert len(mails(cast.mara)) == 1
    (line,) = queries.inbox(cast.mara, cast.now).new
    assert line.new == 50
    actions.see_thread(member=cast.mara, thread="talk:1", at=cast.now + timedelta(hours=2))
    said(cast, "next", at=cast.now + timedelta(hours=3))
    work(cast.now + timedelta(hours=3) + LATER)
    assert len(mails(cast.mara)) == 2


def test_names_are_read_when_they_are_shown(cast):
    said(cast)
    Member.objects.filter(pk=cast.jonas.pk).update(name="Jonas Neu")
    assert queries.inbox(cast.mara, cast.now).new[0].text == "Jonas Neu wrote to you."
    Member.objects.filter(pk=cast.jonas.pk).delete()
    assert "Jonas" not in queries.inbox(cast.mara, cast.now).new[0].text


def test_only_the_reader_opens_a_notice(cast):
    notice = said(cast)
    for stranger in (cast.jonas, cast.hanna, cast.sten):
        with pytest.raises(NotFound):
            actions.open_notice(actor=stranger, notice_id=notice.pk, at=cast.now)
    assert queries.unseen(cast.mara) == 1
    assert actions.open_notice(actor=cast.mara, notice_id=notice.pk, at=cast.now) == "/lagerhaus/people/"
    assert queries.unseen(cast.mara) == 0


def test_a_muted_thread_makes_no_noise_and_can_be_heard_again(cast):
    notice = said(cast)
    actions.mute_thread(actor=cast.mara, notice_id=notice.pk, at=cast.now)
    said(cast, "2")
    work(cast.now + LATER)
    assert mails(cast.mara) == []
    assert queries.unseen(cast.mara) == 0
    assert [line.muted for line in queries.inbox(cast.mara, cast.now).earlier] == [True]
    actions.unmute_thread(actor=cast.mara, notice_id=notice.pk)
    said(cast, "3")
    work(cast.now + LATER)
    assert len(mails(cast.mara)) == 1
