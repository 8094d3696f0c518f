"""The mail and push behind notices: what is due, gathered, looked at once more, and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from drittort.core.addresses import address
from drittort.core.database import locked
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.outbox import post
from drittort.core.notices import CHANGE, COMPOSERS, DAY_TAKERS, HOLDERS, MAIL, PUSH, Letter, Told
from drittort.members.mail_refusals.actions import unsubscribe_url
from drittort.members.models import Member
from drittort.members.notices import queries, rules
from drittort.members.notices.actions import GATHERING, LETTER
from drittort.members.notices.models import Notice, NoticeQuerySet, PushSubscription
from drittort.members.quiet_hours import quiet_hours

PLAIN, GATHERED = "members/notices/mail/letter", "members/notices/mail/gathered"


def reader(member_id: int) -> Member | None:
    """Who is told, with house and account, locked, so that two letters to one person are never written at once; None when they are gone."""
    locked(Member.objects.filter(pk=member_id)).first()
    return Member.objects.select_related("space", "account").filter(pk=member_id, left_on=None).first()


def take(rows: NoticeQuerySet, at: datetime) -> list[Notice]:
    """Take what is due off the list, and return what was not seen meanwhile or brings a file, oldest first."""
    found = list(rows.due(at).order_by("at", "id"))
    Notice.objects.filter(pk__in=[n.pk for n in found]).update(due_at=None)
    return [n for n in found if n.seen_at is None or n.brings_file]


def later(name: str, payload: dict[str, Any], rows: NoticeQuerySet, member: Member, at: datetime) -> bool:
    """Whether what is due must wait after all (the worker stood still into the night, or the house changed its hours); then it is queued anew."""
    quiet = quiet_hours(member.space)
    if quiet.is_open(at) or any(rules.may_come_now(rules.known(n.category), at, n.happens_at) for n in rows.due(at)):
        return False
    again = quiet.next_morning(at)
    rows.due(at).update(due_at=again)
    enqueue(
        name,
        payload,
        at=at,
        space_id=member.space_id,
        key=f"{name}:{member.pk}:{payload['thread']}:{again.isoformat()}"[:160],
        run_at=again,
    )
    return True


def what_is_told(code: str, facts: dict[str, Any]) -> tuple[str, str]:
    """What makes a step one that was mailed already: its code, and the change that it is about, where each change is news (`core.notices.CHANGE`)."""
    return code, str(facts.get(CHANGE, ""))


def write_letter(payload: dict[str, Any], at: datetime) -> None:
    """The job: one thread, one mail. It is not written when its steps were mailed lately and the person has not looked since."""
    with transaction.atomic():
        member = reader(payload["member"])
        if member is None:
            return
        rows = Notice.objects.filter(member=member, thread=payload["thread"])
        if later(LETTER, payload, rows, member, at):
            return
        news = take(rows, at)
        known = {
            what_is_told(code, facts)
            for code, facts in rows.filter(seen_at=None)
            .exclude(mailed_at=None, pushed_at=None)
            .filter(at__gt=at - rules.AGAIN_AFTER)
            .values_list("code", "facts")
        }
        news = [n for n in news if what_is_told(n.code, n.facts) not in known]
        if news:
            wishes = rules.wishes_of(member)
            mailed = [n for n in news if wishes.want(rules.known(n.category), MAIL)]
            if mailed and mail_thread(member, mailed, at):
                Notice.objects.filter(pk__in=[n.pk for n in mailed]).update(mailed_at=at)
            push([n for n in news if n.seen_at is None and wishes.want(rules.known(n.category), PUSH)], member, at)


def mail_thread(member: Member, news: Sequence[Notice], at: datetime) -> bool:
    """One mail about one thread: the newest step's own letter, or the house's plain one. Returns whether it was written."""
    if member.account is None:
        return False
    newest = news[-1]
    compose = COMPOSERS.get(newest.template)
    with translation.override(member.language):
        if compose is not None:
            letter = compose(Told(member.pk, tuple(n.facts for n in news if n.template == newest.template), at))
        else:
            letter = Letter(plain(member, news))
    if letter is None:
        return False
    return written(member, letter, newest, newest.template or PLAIN, at)


def written(member: Member, letter: Letter, newest: Notice, template: str, at: datetime, *, category: str = "") -> bool:
    """Hand a letter to the outbox, under the key of the newest notice in it."""
    assert member.account is not None
    category = category or newest.category
    mail = post(
        key=f"notice:{newest.pk}:{template}",
        at=at,
        template=template,
        context={"house": member.space.name, **letter.context},
        to=member.account.email,
        to_member_id=member.pk,
        language=member.language,
        category=category,
        space_id=member.space_id,
        sender=formataddr((member.space.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=letter.reply_to,
        unsubscribe="" if rules.known(category).vital else unsubscribe_url(member, category),
        attachments=letter.attachments,
    )
    return mail is not None


def plain(member: Member, news: Sequence[Notice]) -> dict[str, Any]:
    """The words of the house's own letter: sentences, newest last, and where they lead."""
    said = queries.sentences(news, member.space_id)
    return {
        "sentences": [said[n.pk].text for n in news],
        "first": said[news[-1].pk].text,
        "url": link(member, news[-1]),
        "label": queries.category_label(news[-1].category),
    }


def link(member: Member, notice: Notice) -> str:
    """The address that opens a notice and marks it as read."""
    return f"{settings.ADDRESS}{address('members:open_notice', member.space.slug, notice.pk)}"


def gather(payload: dict[str, Any], at: datetime) -> None:
    """The job: everything that is not personal and was not seen, in one mail. Nothing happened: no mail."""
    from drittort.core.notices import CATEGORIES

    with transaction.atomic():
        member = reader(payload["member"])
        if member is None:
            return
        rows = Notice.objects.filter(member=member).exclude(category__in=[c.name for c in CATEGORIES.values() if c.personal])
        again = elsewhere(rows, member, at)
        if again is not None:
            if rows.due(at).update(due_at=again):
                enqueue(
                    GATHERING,
                    payload,
                    at=at,
                    space_id=member.space_id,
                    key=f"{GATHERING}:{member.pk}:{again.isoformat(timespec='minutes')}",
                    run_at=again,
                )
            return
        if later(GATHERING, payload, rows, member, at):
            return
        hold(payload, rows, member, at)
        news = take(rows, at)
        if not news:
            return
        wishes = rules.wishes_of(member)
        mailed = [n for n in news if wishes.want(rules.known(n.category), MAIL)]
        if len(mailed) == 1 and mailed[0].template in COMPOSERS:
            # Alone, it comes as the letter that its module wrote for it.
            if mail_thread(member, mailed, at):
                Notice.objects.filter(pk=mailed[0].pk).update(mailed_at=at)
        elif mailed and member.account is not None:
            with translation.override(member.language):
                letter = Letter(
                    {"parts": parts(member, mailed), "inbox": f"{settings.ADDRESS}{address('members:notices', member.space.slug)}"}
                )
            only = {n.category for n in mailed}
            if written(member, letter, mailed[-1], GATHERED, at, category=only.pop() if len(only) == 1 else rules.GATHERED):
                Notice.objects.filter(pk__in=[n.pk for n in mailed]).update(mailed_at=at)
        push([n for n in news if wishes.want(rules.known(n.category), PUSH)], member, at)


def hold(payload: dict[str, Any], rows: NoticeQuerySet, member: Member, at: datetime) -> None:
    """Let wait what asked for its share of attention already (`core.notices.holds_back`): until a morning on which there is room."""
    threads = set(rows.due(at).filter(seen_at=None).values_list("thread", flat=True)) if HOLDERS else set()
    if not threads:
        return
    for holds in HOLDERS:
        for thread, until in holds(member.pk, threads, at).items():
            again = quiet_hours(member.space).next_morning(until)
            rows.due(at).filter(thread=thread).update(due_at=again)
            key = f"{GATHERING}:{member.pk}:{again.isoformat(timespec='minutes')}"
            enqueue(GATHERING, payload, at=at, space_id=member.space_id, key=key, run_at=again)


def elsewhere(rows: NoticeQuerySet, member: Member, at: datetime) -> datetime | None:
    """When a gathering is looked at again that must not come now; None where it may. One such mail a day: after another (the worker stood still yesterday), or
    before one that takes the day's place and brings along what waits."""
    last = rows.exclude(mailed_at=None).order_by("-mailed_at").values_list("mailed_at", flat=True).first()
    if last is not None and member.space.day(last) == member.space.day(at):
        return quiet_hours(member.space).next_morning(at)
    return min((until for takes in DAY_TAKERS if (until := takes(member.pk, at)) is not None), default=None)


def parts(member: Member, news: Sequence[Notice]) -> list[dict[str, Any]]:
    """A gathering by category: one line for each thread, the newest of it."""
    said = queries.sentences(news, member.space_id)
    newest: dict[tuple[str, str], Notice] = {(n.category, n.thread): n for n in news}
    found: dict[str, list[dict[str, str]]] = {}
    for (category, _thread), notice in newest.items():
        found.setdefault(category, []).append({"text": said[notice.pk].text, "url": link(member, notice)})
    return [{"label": queries.category_label(category), "lines": lines} for category, lines in found.items()]


def push(news: Sequence[Notice], member: Member, at: datetime) -> None:
    """Queue one push for each browser of the person: the newest of a thread, and how many there are."""
    if not news:
        return
    subscriptions = list(PushSubscription.objects.filter(member=member).values_list("pk", flat=True))
    for pk in subscriptions:
        enqueue(
            "members.notices.push",
            {"subscription": pk, "notice": news[-1].pk, "many": len({n.thread for n in news})},
            at=at,
            space_id=member.space_id,
            key=f"push:{pk}:{news[-1].pk}",
        )
    if subscriptions:
        Notice.objects.filter(pk__in=[n.pk for n in news]).update(pushed_at=at)
