"""What follows when something is announced: everybody for whom it is meant hears of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased
from drittort.inform.announcements import actions, queries, rules, tokens, words
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.joining.days import moment
from drittort.members.models import Member
from drittort.members.notices.actions import tell

GATHERED, AT_ONCE = "announcement", "announcement_now"
LETTER = "inform/announcements/mail/announcement"
REMINDED = 1


def category(announcement: Announcement) -> str:
    """How it comes: with everything that is gathered, or at once, where it presses or where each one's word is waited for."""
    return AT_ONCE if announcement.pressing or announcement.acknowledge else GATHERED


@reaction(actions.PUBLISHED, name="inform.announcements.tell")
def tell_everybody(row: LedgerRow, at: datetime) -> None:
    """A notice for everybody for whom it is meant; mail and push as each has chosen."""
    found = Announcement.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if found is None or not found.tells or not found.stands(at):
        return
    for reader in rules.people_in(found).select_related("space").exclude(pk=row.actor_id or 0):
        write(found, reader, f"{actions.thread(found.pk)}:new", at)


def write(announcement: Announcement, reader: Member, key: str, at: datetime, *, reminds: bool = False) -> None:
    """Tell one person."""
    tell(
        member=reader, category=category(announcement), thread=actions.thread(announcement.pk), key=key, at=at, text="announcement.reminds" if reminds else "announcement.new",
        context={"announcement": announcement.pk, "reminds": int(reminds)}, path=address("inform:announcement", announcement.space.slug, announcement.pk), mail=LETTER,
        happens_at=announcement.happens_at if announcement.pressing or announcement.acknowledge else None,
    )  # fmt: skip


def remind(announcement: Announcement, at: datetime) -> None:
    """Once more to those who have not said that they read it."""
    for reader in rules.silent(announcement).select_related("space"):
        write(announcement, reader, f"{actions.thread(announcement.pk)}:reminds", at, reminds=True)


@composer(LETTER)
def letter(told: Told) -> Letter | None:
    """The letter, as long as it holds and the reader has not read it."""
    facts = told.facts[-1]
    found = Announcement.objects.select_related("space").filter(pk=facts["announcement"]).first()
    reader = Member.objects.here().select_related("space").filter(pk=told.reader).first()
    if (
        found is None
        or reader is None
        or not found.stands(told.at)
        or Acknowledgement.objects.filter(announcement=found, member=reader).exists()
    ):
        return None
    said = words.told(found)
    return Letter(
        {
            "heading": said.title,
            "text": said.text,
            "note": said.note,
            "when": moment(found.happens_at, found.space.zone) if found.happens_at else "",
            "asks": found.acknowledge,
            "reminds": bool(facts.get("reminds")),
            "link": tokens.link(found.pk, reader.pk),
        }
    )


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The announcements that notices speak of."""
    titles = queries.titles(row["announcement"] for row in rows)
    return [{"title": titles.get(row["announcement"], "…")} for row in rows]


def forget_erased(erased: Erased) -> None:
    """Whoever announced something is erased: what the house was told stays, without their name."""
    Announcement.objects.filter(member=erased.person_id).update(member=None)
