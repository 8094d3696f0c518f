"""The worker dies after one statement, after two, after three ... of what follows a message: nothing is lost, and nothing comes twice. The small version of `bin/bench kills`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from drittort.core.jobs.runner import LEASE, claim, run
from drittort.core.models import Mail
from drittort.talk.conversations import actions
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The process ends here: nothing after it runs, and what was not committed is gone."""


def dying_after(statements: int) -> Callable[..., Any]:
    """A wrapper that lets so many statements through."""
    left = [statements]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
        return execute(sql, params, many, context)

    return wrapper


def work(at: Any, statements: int) -> bool:
    """A worker that dies after so many statements; whether it came to the end."""
    try:
        with connection.execute_wrapper(dying_after(statements)):
            while (job := claim(at)) is not None:
                run(job, clock=lambda: at, renew=False)
    except Killed:
        return False
    return True


def test_a_worker_that_is_killed_anywhere_loses_and_doubles_nothing(cast: Cast, mailoutbox: list[Any], settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    talk = actions.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Satz 0.", at=cast.now)
    actions.say(actor=cast.jonas, conversation_id=talk.pk, text="Ja.", at=cast.now)
    at, statements, deaths = cast.now + timedelta(minutes=3), 1, 0
    said = 1
    while statements < 45:
        if work(at, statements):
            # Everything was done, and one that lived longer would do no more: the next message.
            actions.say(actor=cast.mara, conversation_id=talk.pk, text=f"Satz {said}.", at=at)
            said += 1
            at += timedelta(minutes=3)
            statements += 1
        else:
            deaths += 1
            statements += 1
        at += LEASE + timedelta(seconds=1)
    while not work(at, 10_000):
        pass
    at += timedelta(hours=12)
    assert work(at, 10_000)
    assert deaths > 25
    mine = [mail for mail in mailoutbox if mail.to == [cast.jonas.account.email]]
    by_id = {mail.extra_headers["Message-ID"]: mail.body for mail in mine}
    assert len(by_id) == Mail.objects.filter(to_member_id=cast.jonas.pk).count()
    # Handed over twice it is the same mail under the same Message-ID, so that it counts once.
    assert all(by_id[mail.extra_headers["Message-ID"]] == mail.body for mail in mine)
    # The first one counts as read, because Jonas has answered it.
    for n in range(1, said):
        assert sum(f"Satz {n}.\n" in body for body in by_id.values()) == 1, n
