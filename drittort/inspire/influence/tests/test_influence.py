"""What members changed, year by year: ideas that came true, decisions that decided something, agreements that somebody proposed; and nothing that not everybody may read."""

from __future__ import annotations

from datetime import timedelta

from drittort.inspire.decisions import actions as decisions
from drittort.inspire.decisions.models import HouseDecision
from drittort.inspire.decisions.tests.test_decisions import DAY, HOUR, asks, choose, closed, shape
from drittort.inspire.ideas.tests.test_ideas import answers, has
from drittort.inspire.influence.queries import history
from drittort.joining.agreements.models import AgreementProposal
from drittort.members.models import Member
from drittort.talk.groups.actions import found_group
from drittort.talk.groups.models import Group
from tests.cast import Cast

YEAR = timedelta(days=365)


def titles(cast: Cast, reader: Member, year: int | None = None) -> list[str]:
    return [change.title for month in history(reader, year, cast.now + 20 * DAY).months for change in month.changes]


def test_the_year_tells_what_came_true_what_was_decided_and_what_was_agreed(cast: Cast):
    bench, open_one = has(cast), has(cast, "Eine Dusche", by=cast.jonas)
    answers(cast, bench, "done", "Sie steht.", at=cast.now + DAY)
    answers(cast, open_one, "planned", "Im Herbst.")
    soup, undecided = asks(cast, title="Suppe?"), asks(cast, title="Salat?", quorum=50)
    for row in (soup, undecided):
        choose(cast, row, [0])
    closed(cast, soup)
    decisions.say_outcome(actor=cast.mara, decision_id=soup.pk, text="Es gibt Suppe.", takes_on=True, due_on=None, at=cast.now + 9 * DAY)
    decisions.say_done(actor=cast.mara, decision_id=soup.pk, text="Sie war gut.", at=cast.now + 10 * DAY)
    said = {"space": cast.house, "member": cast.neo, "language": "de", "reason": "Weil.", "answered_by": cast.hanna, "answer": "Ja."}
    AgreementProposal.objects.create(
        text="Wer geht, löscht das Licht.", proposed_at=cast.now - YEAR, adopted_at=cast.now - YEAR + HOUR, **said
    )
    assert titles(cast, cast.ada) == ["Suppe?", "Eine Bank im Hof"]
    assert titles(cast, cast.ada, 2025) == ["Wer geht, löscht das Licht."]
    found = history(cast.ada, 1066, cast.now)
    assert (found.year, found.years, found.summary) == (2026, (2026, 2025), "2 Veränderungen, 2 davon erledigt.")
    first = found.months[0].changes[0]
    assert (first.text, first.after, first.by) == ("Gewählt ist „Suppe“.", "Es gibt Suppe. Sie war gut.", "Mara Wendt")
    assert history(cast.sten, None, cast.now).months == ()


def test_what_a_closed_group_decides_is_told_to_nobody_there(cast: Cast):
    group = found_group(actor=cast.mara, shape=shape(Group.SeenBy.MEMBERS), at=cast.now)
    row = asks(cast, who=HouseDecision.Who.GROUP, group_id=group.pk)
    decisions.choose(actor=cast.mara, decision_id=row.pk, content=[0], at=cast.now)
    assert closed(cast, row).result
    assert titles(cast, cast.mara) == []
