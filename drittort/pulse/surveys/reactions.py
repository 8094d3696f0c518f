"""What follows when a survey is published, or something changed because of it: the house hears of it with its other news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.members.notices.actions import tell
from drittort.pulse.surveys import actions, rules
from drittort.pulse.surveys.models import SurveyChange, SurveyWave

NEWS = "survey_news"
SHOWN = 120


@reaction(actions.CLOSED, name="pulse.surveys.tell_published")
def tell_published(row: LedgerRow, at: datetime) -> None:
    """The results are there, for everybody."""
    wave = SurveyWave.objects.published().select_related("space").filter(pk=row.subject_id or 0).first()
    if wave is not None:
        tell_all(wave, "survey.published", f"survey:{wave.pk}:published", {"wave": wave.pk}, at)


@reaction(actions.CHANGED, name="pulse.surveys.tell_changed")
def tell_changed(row: LedgerRow, at: datetime) -> None:
    """What is different now goes back to those who were asked."""
    change = SurveyChange.objects.select_related("wave__space").filter(pk=row.facts.get("change", 0)).first()
    if change is not None:
        tell_all(change.wave, "survey.changed", f"survey:change:{change.pk}", {"change": change.pk}, at, but=row.actor_id)


def tell_all(wave: SurveyWave, code: str, key: str, facts: Mapping[str, int], at: datetime, *, but: int | None = None) -> None:
    """A line for everybody in the house."""
    for member in rules.asked(wave.space, at).exclude(pk=but or 0):
        member.space = wave.space
        tell(
            member=member, category=NEWS, thread=f"survey:{wave.pk}", key=key, at=at, text=code, context=facts,
            path=f"{address('pulse:surveys', wave.space.slug)}?wave={wave.number}",
        )  # fmt: skip


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The changes that notices speak of."""
    said = dict(SurveyChange.objects.filter(pk__in=[row["change"] for row in rows]).values_list("pk", "text"))
    return [{"text": shortened(said.get(row["change"], "…"))} for row in rows]


def shortened(text: str) -> str:
    """The beginning of what was said."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"
