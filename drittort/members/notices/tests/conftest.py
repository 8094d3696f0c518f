"""Categories and sentences that only tests know: a message, and two things that can wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drittort.core import notices


@pytest.fixture(autouse=True)
def _sample_categories() -> Iterator[None]:
    before = (dict(notices.CATEGORIES), dict(notices.WORDINGS), dict(notices.COMPOSERS))
    notices.category("t.message", "Messages", "Somebody writes to you.", urgency=notices.NOW, personal=True)
    notices.category("t.event", "Events", "What you go to changes.", urgency=notices.NOW, personal=True, mail_from=notices.QUIET)
    notices.category("t.daily", "House", "What happens in the house.", urgency=notices.DAILY, personal=False)
    notices.category("t.weekly", "Stories", "What came of it.", urgency=notices.WEEKLY, personal=False)
    notices.wording("t.said", "%(who)s wrote to you.")
    notices.wording(
        "t.moved", "%(what)s begins at another time.", people=(), words=lambda rows: [{"what": f"Event {r['event']}"} for r in rows]
    )
    notices.wording("t.news", "%(who)s tells something new.")
    yield
    for registry, held in zip((notices.CATEGORIES, notices.WORDINGS, notices.COMPOSERS), before, strict=True):
        registry.clear()
        registry.update(held)
