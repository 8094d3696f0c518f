"""What follows on a story: the question, that the others told, a new wording, a sentence that is asked for; and the index, which follows every consent."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased
from drittort.core.search import index
from drittort.inspire.stories import actions, queries, rules, tokens, words
from drittort.inspire.stories.models import Story, StoryQuote, StorySide
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.members.roles.queries import people_with
from drittort.members.safety.rules import reach_each_other

ASK, CATEGORY, REVIEW = "story_asked", "story", "memory_review"
ASKED_MAIL = "inspire/stories/mail/asked"


def write(story: Story, reader: Member, step: str, key: str, at: datetime, *, mail: str | None = None) -> None:
    """Tell somebody of a step of their own story."""
    tell(
        member=reader, category=ASK if step == "asked" else CATEGORY, thread=f"story:{story.pk}", key=f"story:{story.pk}:{key}", at=at, text=f"story.{step}",
        context={"story": story.pk, "reader": reader.pk}, path=reverse("inspire:story", args=[story.space.slug, story.pk]), mail=mail,
    )  # fmt: skip


def found(story_id: int) -> Story | None:
    """A story with its house."""
    return Story.objects.select_related("space").filter(pk=story_id, off_at=None).first()


def tellers(story: Story, *, without: int = 0) -> list[StorySide]:
    """The sides that were sent, with their people who are here."""
    rows = StorySide.objects.filter(story=story, member__left_on=None).told().exclude(member=without)
    return list(rows.select_related("member__space"))


@reaction(actions.ASKED, name="inspire.stories.ask_for_a_side")
def ask_for_a_side(row: LedgerRow, at: datetime) -> None:
    """Ask for a side, as long as it is still open; never beside a block."""
    story = found(row.subject_id or 0)
    side = (
        StorySide.objects.select_related("member__space").filter(story=story, member=row.facts.get("member", 0)).first() if story else None
    )
    if story is None or side is None or side.sent_at is not None or side.declined_at is not None:
        return
    others = list(StorySide.objects.filter(story=story).exclude(pk=side.pk).values_list("member_id", flat=True))
    if reach_each_other(side.member_id, *others):
        write(story, side.member, "asked", f"asked:{side.pk}", at, mail=ASKED_MAIL)


@reaction(actions.OPENED, name="inspire.stories.tell_of_each_other")
def tell_of_each_other(row: LedgerRow, at: datetime) -> None:
    """Both sides have told: each may read the other and decide."""
    story = found(row.subject_id or 0)
    if story is not None and story.needs > 1:
        for side in tellers(story):
            write(story, side.member, "opened", "opened", at)


@reaction(actions.WRITTEN, name="inspire.stories.tell_of_wording")
def tell_of_wording(row: LedgerRow, at: datetime) -> None:
    """A new wording waits for those who have not agreed to it."""
    story, number = found(row.subject_id or 0), row.facts.get("version", 0)
    if story is not None and story.versions.order_by("-number").values_list("number", flat=True).first() == number:
        for side in tellers(story, without=row.actor_id or 0):
            if side.agreed != number:
                write(story, side.member, "wording", f"wording:{number}", at)


@reaction(actions.HELP, name="inspire.stories.ask_the_team")
def ask_the_team(row: LedgerRow, at: datetime) -> None:
    """Tell those who help that a story would like a hand, unless its tellers changed their minds."""
    story = found(row.subject_id or 0)
    if story is None or story.help_asked_at is None:
        return
    told = StorySide.objects.filter(story=story).values("member_id")
    for reader in people_with(story.space, rules.CARE).select_related("space").exclude(pk__in=told):
        tell(
            member=reader, category=REVIEW, thread=f"story:{story.pk}", key=f"story:{story.pk}:help:{row.pk}", at=at, text="story.help", context={"story": story.pk},
            path=reverse("inspire:story", args=[story.space.slug, story.pk]),
        )  # fmt: skip


@reaction(actions.QUOTED, name="inspire.stories.ask_for_quote")
def ask_for_quote(row: LedgerRow, at: datetime) -> None:
    """Ask whose words they are."""
    quote = StoryQuote.objects.select_related("side__member__space", "side__story__space").filter(pk=row.facts.get("quote", 0)).first()
    if quote is not None and quote.agreed_at is None and quote.declined_at is None:
        write(quote.side.story, quote.side.member, "quote", f"quote:{quote.pk}", at)


@reaction(actions.SHOWN, actions.HIDDEN, actions.OFF, name="inspire.stories.write_index")
def write_index(row: LedgerRow, at: datetime) -> None:
    """What the house reads changed: the index follows."""
    index.index(space_id=row.space_id, kind=queries.DOCUMENT, refs=[row.subject_id or 0], at=at)


@composer(ASKED_MAIL)
def question_letter(told: Told) -> Letter | None:
    """The question, as long as nothing was said to it."""
    story = found(told.facts[-1]["story"])
    reader = Member.objects.here().filter(pk=told.reader).first()
    side = StorySide.objects.filter(story=story, member=reader).first() if story and reader else None
    if story is None or side is None or side.sent_at is not None or side.declined_at is not None:
        return None
    others = StorySide.objects.filter(story=story).exclude(pk=side.pk).values_list("member__name", flat=True)
    return Letter(
        {
            "others": words.listed([first_name(name) for name in others]),
            "what": words.grew_out_of(story),
            "questions": words.questions(),
            "link": tokens.link(story.pk, side.member_id),
        }
    )


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: their stories lose the common words, and the index follows."""
    refs = list(StorySide.objects.filter(member=erased.person_id).values_list("story_id", flat=True))
    actions.forget_person(erased)
    for start in range(0, len(refs), index.CHUNK):
        index.index(space_id=erased.space_id, kind=queries.DOCUMENT, refs=refs[start : start + index.CHUNK], at=erased.at)
