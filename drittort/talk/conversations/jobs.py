"""Mail of what was not seen, and what is forgotten by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from drittort.core.database import locked
from drittort.core.jobs.queue import enqueue, job
from drittort.core.mail.outbox import house_address, message_id, post
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.quiet_hours import next_mail_moment
from drittort.talk.conversations import actions, by_mail, queries, rules, tokens, words
from drittort.talk.conversations.models import Conversation, Message, Participant
from drittort.talk.conversations.reactions import PATIENCE, TELL

CATEGORY = "message"
LONGEST_WAIT = timedelta(minutes=10)


@job(TELL)
def tell(payload: dict[str, Any], at: datetime) -> None:
    """One mail for several messages in a row to each who has not seen them; while somebody still writes it waits, at night until the morning."""
    conversation = Conversation.objects.select_related("space").filter(pk=payload["conversation"]).first()
    if conversation is None:
        return
    due = list(rules.due_for_mail(conversation.pk).values_list("pk", flat=True))
    morning = next_mail_moment(conversation.space, at)
    if due and morning > at:
        key = f"talk.tell:{conversation.pk}:{morning.isoformat()}"
        enqueue(TELL, payload, at=at, space_id=conversation.space_id, key=key, run_at=morning)
        return
    for participant_id in due:
        with transaction.atomic():
            tell_one(conversation, participant_id, at)


def tell_one(conversation: Conversation, participant_id: int, at: datetime) -> None:
    """The mail for one participant, and the pointer up to which they were told. Looks again under the lock."""
    mine = locked(rules.due_for_mail(conversation.pk).filter(pk=participant_id)).first()
    if mine is None:
        return
    mine.conversation = conversation
    unseen = rules.messages_for(mine).filter(pk__gt=max(mine.seen_up_to, mine.notified_up_to), pk__lte=mine.newest_id)
    rows = list(unseen.exclude(author=mine.member_id).order_by("pk").values_list("pk", "at"))
    if rows and rows[-1][1] > at - PATIENCE and rows[0][1] > at - LONGEST_WAIT:
        return  # the job of the newest message comes
    if rows and wants_mail(mine.member, CATEGORY):
        post_mail(mine, rows[0][0], rows[-1][0], at)
    Participant.objects.filter(pk=mine.pk).update(notified_up_to=mine.newest_id)


def post_mail(mine: Participant, first: int, last: int, at: datetime) -> None:
    """Write it: everything that was said, in the reader's language, with the page on which to answer."""
    member = mine.member
    language = (member.account.language if member.account else "") or member.language
    with translation.override(language):
        letters = queries.told(mine, first, last, at)
        if not letters or member.account is None:
            return
        names = list(dict.fromkeys(letter.author for letter in letters))
        house = formataddr((member.space.name, house_address()))
        answers_to = by_mail.answer_address(member, mine.conversation_id)
        said = dict(Message.objects.filter(pk__in=[letter.id for letter in letters]).values_list("pk", "text"))
        post(
            key=f"talk:{mine.pk}:{last}",
            at=at,
            template="talk/conversations/mail/said",
            context={
                "letters": letters,
                "plain": [(letter, said[letter.id]) for letter in letters],
                "names": words.listed(names),
                "count": len(letters),
                "house": member.space.name,
                "answers": bool(answers_to),
                "url": f"{settings.ADDRESS}{reverse('talk:answer', args=[tokens.token(mine.pk, first, last)])}",
            },
            to=member.account.email,
            to_member_id=member.pk,
            language=language,
            category=CATEGORY,
            space_id=member.space_id,
            sender=house,
            reply_to=formataddr((member.space.name, answers_to)) if answers_to else "",
            # The same for each mail of this conversation to this person, and in no other mail: their program shows them as one thread.
            thread=(message_id(f"talk:{mine.pk}"),),
            unsubscribe=unsubscribe_url(member, CATEGORY),
        )


@job("talk.conversations.forget", every=timedelta(minutes=15))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Deleted words go as soon as there is no undo, and conversations that nobody is left of."""
    actions.forget_deleted(at=at)
    actions.forget_empty_rooms()
