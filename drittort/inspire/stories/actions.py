"""Telling a story: what the house asks, what each side writes, the common text, who may read it, and taking that back.

Everything that touches what is shown holds the lock of the story, so that a consent and its withdrawal cannot pass each other.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger, telling
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.core.privacy import Erased
from drittort.inspire.stories import rules
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion, StoryWish
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, kept_from, may_use
from drittort.spaces.models import Space

BEGUN, ASKED, SENT, OPENED = "story.begun", "story.asked", "story.sent", "story.opened"
WRITTEN, SHOWN, HIDDEN = "story.written", "story.shown", "story.hidden"
AGREED, WITHDRAWN = "story.agreed", "story.withdrawn"
HELP, QUOTED, QUOTE_ANSWERED, OFF = "story.help", "story.quoted", "story.quote_answered", "story.off"
HOUSE, PUBLIC = "house", "public"
MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Answers:
    """What one side tells."""

    began: str
    happened: str
    became: str
    language: str

    def any(self) -> bool:
        """Whether something was said."""
        return any(part.strip() for part in (self.began, self.happened, self.became))


def record(kind: str, story: Story, actor_id: int | None, at: datetime, *, audience: str = ledger.NOBODY, **facts: int) -> None:
    """One row in the ledger. What somebody agrees to is between them and the story: only what the house reads has readers there."""
    ledger.record(space_id=story.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=story.pk, audience=audience, facts=facts)


def held(story_id: int, space_id: int) -> Story:
    """A story of a house, locked. Raises NotFound."""
    story = locked(Story.objects.filter(pk=story_id, space_id=space_id)).first()
    if story is None:
        raise NotFound
    return story


def own(actor: Member, story_id: int) -> tuple[Story, StorySide]:
    """A story with the actor's own side of it, locked. Raises NotFound for everybody else."""
    story = held(story_id, actor.space_id)
    side = StorySide.objects.filter(story=story, member=actor).first()
    if side is None or (side.asked_at is None and side.written_at is None):
        raise NotFound
    return story, side


# ------------------------------------------------------------------ where stories come from


def find_stories(*, space: Space, at: datetime) -> int:
    """Ask for what is ripe, each person at most for one story; returns how many were asked. For the job, in the hours in which mail goes out.

    Beside a block nobody is asked. One of two who can't be asked today is asked another day, until it is too late.
    """
    today = space.day(at)
    people = {m.pk: m for m in Member.objects.here().select_related("space").filter(space=space)}
    asked: set[int] = set()
    for thing, worth in telling.found(space.pk, today - rules.TOO_LATE, today - rules.RIPE):
        here = sorted(pk for pk in worth.people if pk in people)
        if len(here) < 2 or len(here) > MOST_PEOPLE or any(kept_from(pk, here) for pk in here):
            continue
        for pk in here:
            if pk not in asked and ask(people[pk], thing, worth, here, at):
                asked.add(pk)
    return len(asked)


def ask(member: Member, thing: str, worth: telling.Worth, people: Sequence[int], at: datetime) -> bool:
    """Ask one person for their side of something, once; returns whether they were asked. After the no of one of two the other is spared the work."""
    with transaction.atomic():
        story = Story.objects.filter(space=member.space, subject=thing).first()
        if story is not None:
            story = held(story.pk, member.space_id)
            side = StorySide.objects.filter(story=story, member=member).first()
            over = len(people) == 2 and StorySide.objects.filter(story=story, declined_at__isnull=False).exists()
            if side is None or side.asked_at is not None or over:
                return False
        if not rules.may_be_asked(member, at):
            return False
        if story is None:
            story = Story.objects.create(space=member.space, subject=thing, on=worth.on, begun_at=at, language=member.space.language)
            StorySide.objects.bulk_create(StorySide(story=story, member_id=pk) for pk in people)
        StorySide.objects.filter(story=story, member=member).update(asked_at=at)
        record(ASKED, story, None, at, member=member.pk)
    return True


def begin_story(*, actor: Member, others: Collection[Member], answers: Answers, at: datetime) -> Story:
    """Tell a story that nobody asked for, alone or with others, who are asked for their side. Raises Invalid without words or with too many people."""
    require(may_use(actor, POSTS, at))
    if not answers.any():
        raise Invalid(_("Tell a little first: one of the three questions is enough."))
    people = [one for one in others if one.pk != actor.pk and one.space_id == actor.space_id and one.left_on is None]
    if len(people) >= MOST_PEOPLE:
        raise Invalid(_("So many people can't tell one story. Choose those who were closest to it."))
    with transaction.atomic():
        story = Story.objects.create(
            space_id=actor.space_id,
            needs=2 if people else 1,
            on=actor.space.day(at),
            begun_at=at,
            begun_by=actor,
            language=answers.language,
        )
        StorySide.objects.create(story=story, member=actor, written_at=at)
        StorySide.objects.bulk_create(StorySide(story=story, member=one, asked_at=at) for one in people)
        record(BEGUN, story, actor.pk, at)
        for one in people:
            record(ASKED, story, actor.pk, at, member=one.pk)
        tell_side(actor=actor, story_id=story.pk, answers=answers, send=True, at=at)
    return story


# ------------------------------------------------------------------ one's own side


def tell_side(*, actor: Member, story_id: int, answers: Answers, send: bool, at: datetime) -> StorySide:
    """Write one's side down, and send it or keep it for oneself. Those who sent read each other as soon as there are enough.

    Other words than those to which the others agreed end what was agreed: nobody stands beside words they have not read. Raises Invalid without words.
    """
    require(may_use(actor, POSTS, at))
    if not answers.any():
        raise Invalid(_("Tell a little first: one of the three questions is enough."))
    with transaction.atomic():
        story, side = own(actor, story_id)
        in_time(rules.may_tell(side, story))
        before = side.answers()
        side.began, side.happened, side.became = answers.began.strip(), answers.happened.strip(), answers.became.strip()
        side.language, side.written_at, side.declined_at = answers.language, at, None
        first = send and side.sent_at is None
        if send:
            side.sent_at = side.sent_at or at
        side.save()
        if before != side.answers() and side.sent_at is not None:
            anew(story, actor.pk, at)
            drop_quotes(side)
        if first:
            record(SENT, story, actor.pk, at)
        open_to_each_other(story, at)
        side.refresh_from_db()
    return side


def open_to_each_other(story: Story, at: datetime) -> None:
    """Let those who told read each other, once there are enough and nothing stands between them. The story is locked."""
    told = list(StorySide.objects.filter(story=story).told().values_list("member_id", flat=True))
    if story.opened_at is None and rules.read_each_other(told, story.needs):
        story.opened_at = at
        story.save(update_fields=["opened_at"])
        record(OPENED, story, None, at)


def decline(*, actor: Member, story_id: int, never: bool = False, at: datetime) -> None:
    """Rather not: what was written goes, nobody else learns of it, and nothing is asked for a good while; with `never`, not again at all. Twice is once."""
    with transaction.atomic():
        story, side = own(actor, story_id)
        was = side.house_at is not None
        side.began = side.happened = side.became = ""
        side.declined_at, side.written_at, side.sent_at, side.agreed = side.declined_at or at, None, None, 0
        side.asked_at = side.asked_at or at
        side.withdrawn_at = at if was else side.withdrawn_at
        side.house_at = side.public_at = None
        side.save()
        drop_quotes(side)
        if was:
            record(WITHDRAWN, story, actor.pk, at, audience=ledger.only(actor.pk))
        if story.settled:
            unsettle(story)
        settle_shown(story, at)
        if never:
            StoryWish.objects.get_or_create(member=actor, defaults={"at": at})


def want_stories(*, actor: Member, wanted: bool, at: datetime) -> None:
    """Be asked for stories again, or not any more. Twice is once."""
    if wanted:
        StoryWish.objects.filter(member=actor).delete()
    else:
        StoryWish.objects.get_or_create(member=actor, defaults={"at": at})


# ------------------------------------------------------------------ the common text


def write_text(*, actor: Member, story_id: int, title: str, text: str, seen: int, at: datetime) -> StoryVersion:
    """Write another wording of the common text. Its writer among the tellers agrees to it; everybody else is asked.

    What the house reads stays as it was until all agree. Raises OutOfDate where somebody wrote on it since version `seen`, Invalid without words.
    """
    title, text = " ".join(title.split()), text.strip()
    if not title and not text:
        raise Invalid(_("A title or a few words, please."))
    with transaction.atomic():
        story = held(story_id, actor.space_id)
        side = StorySide.objects.filter(story=story, member=actor).first()
        if side is None and not rules.helped_by(actor).filter(pk=story.pk).exists():
            raise NotFound
        require(rules.may_write_text(actor, story, side))
        latest = story.versions.order_by("-number").first()
        number = latest.number if latest is not None else 0
        if number != seen:
            raise OutOfDate(_("Somebody wrote on it meanwhile. Look at their version first."))
        if latest is not None and (latest.title, latest.text) == (title, text):
            return latest
        version = StoryVersion.objects.create(story=story, number=number + 1, title=title, text=text, by=actor, at=at)
        record(WRITTEN, story, actor.pk, at, version=version.number)
        if side is not None:
            side.agreed = version.number
            side.save(update_fields=["agreed"])
        settle_text(story, at)
    return version


def agree_to_text(*, actor: Member, story_id: int, number: int, at: datetime) -> None:
    """Agree to a wording, word for word as it stands. Raises OutOfDate where there is a newer one."""
    with transaction.atomic():
        story, side = own(actor, story_id)
        in_time(rules.may_agree(side, story))
        if story.versions.order_by("-number").values_list("number", flat=True).first() != number:
            raise OutOfDate(_("Somebody wrote on it meanwhile. Look at their version first."))
        side.agreed = number
        side.save(update_fields=["agreed"])
        settle_text(story, at)


def settle_text(story: Story, at: datetime) -> None:
    """The newest wording is the common one as soon as everybody who told agrees to it. The story is locked."""
    latest = story.versions.order_by("-number").first()
    agreed = list(StorySide.objects.filter(story=story).told().values_list("agreed", flat=True))
    if latest is not None and set(agreed) == {latest.number} and story.settled != latest.number:
        story.title, story.text, story.settled, story.settled_by = latest.title, latest.text, latest.number, len(agreed)
        story.save(update_fields=["title", "text", "settled", "settled_by"])
        if reading(story) == ledger.EVERYONE:
            record(SHOWN, story, None, at, audience=ledger.EVERYONE)


def unsettle(story: Story) -> None:
    """There is no common text any more: somebody whose words it holds left it. The story is locked."""
    StoryVersion.objects.filter(story=story).delete()
    StorySide.objects.filter(story=story).update(agreed=0)
    story.title = story.text = ""
    story.settled = story.settled_by = 0
    story.save(update_fields=["title", "text", "settled", "settled_by"])


def ask_for_help(*, actor: Member, story_id: int, wanted: bool = True, at: datetime) -> None:
    """Let somebody of the team read it and propose a wording, or not any more. Twice is once."""
    with transaction.atomic():
        story, side = own(actor, story_id)
        in_time(rules.may_agree(side, story))
        if wanted == (story.help_asked_at is None):
            story.help_asked_at = at if wanted else None
            story.save(update_fields=["help_asked_at"])
            if wanted:
                record(HELP, story, actor.pk, at, audience=ledger.MANAGERS)


# ------------------------------------------------------------------ who may read it


def agree(*, actor: Member, story_id: int, audience: str, at: datetime) -> None:
    """Let the house or everybody read it, as far as one's own side goes. Twice is once. Raises Invalid for another audience."""
    if audience not in (HOUSE, PUBLIC):
        raise Invalid
    with transaction.atomic():
        story, side = own(actor, story_id)
        in_time(rules.may_agree(side, story))
        side.house_at = side.house_at or at
        side.withdrawn_at = None
        if audience == PUBLIC:
            side.public_at = side.public_at or at
        side.save(update_fields=["house_at", "public_at", "withdrawn_at"])
        record(AGREED, story, actor.pk, at, audience=ledger.only(actor.pk), public=int(audience == PUBLIC))
        settle_shown(story, at)


def withdraw(*, actor: Member, story_id: int, audience: str, at: datetime) -> None:
    """Take back what one agreed to: from this moment nobody reads it there, whatever the others agreed to. Twice is once."""
    if audience not in (HOUSE, PUBLIC):
        raise Invalid
    with transaction.atomic():
        story, side = own(actor, story_id)
        if side.public_at is None and (audience == PUBLIC or side.house_at is None):
            return
        side.public_at = None
        if audience == HOUSE:
            side.house_at, side.withdrawn_at = None, at
            StoryQuote.objects.filter(side=side).update(agreed_at=None)
        side.save(update_fields=["house_at", "public_at", "withdrawn_at"])
        record(WITHDRAWN, story, actor.pk, at, audience=ledger.only(actor.pk))
        settle_shown(story, at)


def anew(story: Story, actor_id: int, at: datetime) -> None:
    """Other words than those that were agreed to: everybody decides anew. The story is locked."""
    rows = StorySide.objects.filter(story=story).exclude(house_at=None, public_at=None)
    if rows.exists():
        rows.update(house_at=None, public_at=None)
        settle_shown(story, at)


def reading(story: Story) -> str:
    """Who may know that it is shown: the house, while it is."""
    return ledger.EVERYONE if Story.objects.shown().filter(pk=story.pk).exists() else ledger.NOBODY


def settle_shown(story: Story, at: datetime) -> None:
    """Say that what the house reads changed: that it shows from now on, or shows no more. The story is locked."""
    audience = reading(story)
    if audience == ledger.EVERYONE:
        if story.shown_at is None:
            story.shown_at = at
            story.save(update_fields=["shown_at"])
        record(SHOWN, story, None, at, audience=audience)
    elif story.shown_at is not None:
        record(HIDDEN, story, None, at)


def take_off(*, actor: Member, story_id: int, off: bool, at: datetime) -> None:
    """The team takes a story off the pages, or brings it back. What was told stays with those who told it. Twice is once. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        story = held(story_id, actor.space_id)
        if not rules.cares(actor):
            raise NotFound
        if off != (story.off_at is not None):
            story.off_at, story.off_by = (at, actor) if off else (None, None)
            story.save(update_fields=["off_at", "off_by_id"])
            record(OFF, story, actor.pk, at, off=int(off))
            settle_shown(story, at)


# ------------------------------------------------------------------ quotes


def pick_quote(*, actor: Member, side_id: int, text: str, use: str, at: datetime) -> StoryQuote:
    """Ask somebody whether a sentence of theirs may be used in one place. Twice is once. Raises Invalid for words that don't stand there."""
    text = " ".join(text.split())
    with transaction.atomic():
        side = StorySide.objects.select_related("story").filter(pk=side_id, story__space_id=actor.space_id).first()
        if side is None or not rules.cares(actor) or not Story.objects.shown().filter(pk=side.story_id).exists():
            raise NotFound
        if use not in StoryQuote.Use.values or not 10 <= len(text) <= 300 or side.house_at is None:
            raise Invalid(_("A quote has ten to three hundred letters."))
        if not any(text in " ".join(part.split()) for part in side.answers()):
            raise Invalid(_("A quote is taken word for word: these words don't stand there."))
        quote, made = StoryQuote.objects.get_or_create(side=side, text=text, use=use, defaults={"picked_by": actor, "picked_at": at})
        if made:
            record(QUOTED, side.story, actor.pk, at, quote=quote.pk, member=side.member_id)
    return quote


def answer_quote(*, actor: Member, quote_id: int, yes: bool, at: datetime) -> None:
    """Let a sentence of one's own be used there, or not, or not any more. A no looks like silence to the team. Twice is once."""
    with transaction.atomic():
        quote = StoryQuote.objects.select_related("side__story").filter(pk=quote_id, side__member=actor).first()
        if quote is None:
            raise NotFound
        held(quote.side.story_id, actor.space_id)
        quote.agreed_at, quote.declined_at = (quote.agreed_at or at, None) if yes else (None, at)
        quote.save(update_fields=["agreed_at", "declined_at"])
        record(QUOTE_ANSWERED, quote.side.story, actor.pk, at, audience=ledger.only(actor.pk), quote=quote.pk)


def drop_quotes(side: StorySide) -> None:
    """Quotes of words that don't stand there any more go."""
    StoryQuote.objects.filter(side=side).delete()


# ------------------------------------------------------------------ somebody goes


def forget_person(erased: Erased) -> None:
    """Somebody is erased: common words hold theirs and go, and the others decide anew. A story that is nobody's any more goes, too."""
    for story_id in StorySide.objects.filter(member=erased.person_id).values_list("story_id", flat=True):
        with transaction.atomic():
            story = locked(Story.objects.filter(pk=story_id)).first()
            if story is not None:
                unsettle(story)
                StorySide.objects.filter(story=story).update(house_at=None, public_at=None)
                settle_shown(story, erased.at)
    forget_untold()


def forget_untold() -> int:
    """Stories that nobody tells any more go; returns how many."""
    return Story.objects.filter(sides=None).delete()[0]
