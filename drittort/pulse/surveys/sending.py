"""Sending the links of a wave, and one reminder to everybody.

While letters leave, links can be made again from a secret outside the database; so a fault of the mail server gives nobody two. When none waits any more,
the secret goes, and with it the only way from a link to a person. The words of a letter hold no link in any table: it is put in on the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from drittort.core.addresses import address, by_token
from drittort.core.database import locked
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.outbox import Ready, hand_over, house_address, post_many
from drittort.core.models import Mail
from drittort.core.notices import MAIL, WEB
from drittort.members.mail_refusals.actions import unsubscribe_url
from drittort.members.models import Member, Notice
from drittort.members.notices.rules import known, wishes_of_many
from drittort.members.quiet_hours import quiet_hours
from drittort.pulse.surveys import actions, box, keys, rules
from drittort.pulse.surveys.models import SurveyToken, SurveyWave
from drittort.pulse.surveys.tokens import STANDS_FOR, mark_of, token_of

CATEGORY, REMINDER = "survey", "survey_reminder"
LETTER, REMINDS = "pulse/surveys/mail/invitation", "pulse/surveys/mail/reminder"
A_MINUTE = timedelta(minutes=1)


def send_wave(wave_id: int, at: datetime) -> None:
    """The job: write the letters of a wave and hand them over; what was done before is not done again. Raises while the mail server is away."""
    wave = SurveyWave.objects.open(at).select_related("space").filter(pk=wave_id, sent_at=None).first()
    if wave is None:
        return
    quiet = quiet_hours(wave.space)
    if not quiet.is_open(at):
        again = quiet.next_morning(at)
        key = f"{actions.SEND}:{wave.pk}:{again:%Y%m%d%H}"
        enqueue(actions.SEND, {"wave": wave.pk}, at=at, space_id=wave.space_id, key=key, run_at=again)
        return
    if wave.invited is None:
        write_letters(wave, at)
    hand_over(list(waiting(wave).values_list("pk", flat=True)), at=at)
    end_sending(wave.pk, at)


def waiting(wave: SurveyWave) -> QuerySet[Mail]:
    """The letters of a wave that have not left."""
    return Mail.objects.filter(
        space_id=wave.space_id, category=CATEGORY, created_at__gte=wave.opened_at, sent_at=None, withheld_at=None, refused_at=None
    )  # fmt: skip


def write_letters(wave: SurveyWave, at: datetime) -> None:
    """Draw all links at once and write all letters, in one transaction: a digest of each link here, a letter without its link there, in no common order."""
    name = actions.name_of(wave)
    secret, lock = keys.make(keys.LINKS, name), box.lock_of(keys.make(keys.BOX, name))
    people = list(rules.asked(wave.space, at).select_related("account", "space"))
    wishes = wishes_of_many([member.pk for member in people])
    category = known(CATEGORY)
    readers = [member for member in people if wishes[member.pk].want(category, MAIL)]
    with transaction.atomic():
        found = locked(SurveyWave.objects.filter(pk=wave.pk, invited=None)).first()
        if found is None:
            return
        letters = [letter(wave, member, LETTER, f"survey:{wave.pk}:{member.pk}") for member in readers]
        post_many(letters, category=CATEGORY, space_id=wave.space_id, sender=sender_of(wave), at=at)
        marks = sorted(mark_of(token_of(secret, member.pk)) for member in readers)
        SurveyToken.objects.bulk_create(SurveyToken(mark=mark, wave=wave) for mark in marks)
        Notice.objects.bulk_create(
            (
                Notice(
                    member=member, category=CATEGORY, thread=f"survey:{wave.pk}", key=f"survey:{wave.pk}", at=at, code="survey.open", facts={"wave": wave.pk},
                    path=address("pulse:surveys", wave.space.slug), in_inbox=wishes[member.pk].want(category, WEB), mailed_at=at,
                )
                for member in readers
            ),
            ignore_conflicts=True,
        )  # fmt: skip
        found.invited, found.lock = len(readers), lock
        found.save(update_fields=["invited", "lock"])


def letter(wave: SurveyWave, member: Member, template: str, key: str) -> Ready:
    """One letter in its reader's language. In the place of the link stands that it is one's own."""
    assert member.account is not None
    link = f"{settings.ADDRESS}{by_token('pulse:survey', STANDS_FOR)}"
    with translation.override(member.language):
        words = {
            "house": wave.space.name, "name": member.name, "link": link, "address": settings.ADDRESS, "language": member.language,
            "until": date_format((wave.closes_at - A_MINUTE).astimezone(wave.space.zone), "j. F" if member.language == "de" else "j F"),
            "sent_on": date_format(wave.opened_at.astimezone(wave.space.zone), "j. F" if member.language == "de" else "j F"),
            "page": f"{settings.ADDRESS}{address('pulse:surveys', wave.space.slug)}", "unsubscribe": unsubscribe_url(member, CATEGORY),
        }  # fmt: skip
        subject = " ".join(render_to_string(f"{template}.subject.txt", words).split())
        text = render_to_string(f"{template}.txt", words).strip() + "\n"
        html = render_to_string(f"{template}.html", words)
    return Ready(key, member.account.email, member.pk, member.language, subject, text, html, words["unsubscribe"])


def sender_of(wave: SurveyWave) -> str:
    """Who asks: the house."""
    return formataddr((wave.space.name, house_address()))


def put_in(mail: Mail) -> Mapping[str, str] | None:
    """The link of a letter on its way out; None when its secret is gone."""
    waves = SurveyWave.objects.filter(space=mail.space_id, opened_at__lte=mail.created_at).order_by("-number")
    wave = waves.first()
    secret = keys.kept(keys.LINKS, actions.name_of(wave)) if wave is not None else None
    if secret is None or mail.to_member_id is None:
        return None
    return {STANDS_FOR: token_of(secret, mail.to_member_id)}


def end_sending(wave_id: int, at: datetime, *, late: bool = False) -> bool:
    """No letter waits any more, or none may any longer: the secret of the links goes. Returns whether it did."""
    with transaction.atomic():
        wave = locked(SurveyWave.objects.filter(pk=wave_id, sent_at=None).exclude(invited=None)).first()
        if wave is None or (not late and waiting(wave).exists()):
            return False
        wave.sent_at = at
        wave.save(update_fields=["sent_at"])
    keys.destroy(keys.LINKS, actions.name_of(wave))
    return True


def remind(wave: SurveyWave, at: datetime) -> None:
    """Remind everybody, once: who has answered is nobody's business. Without a link, for nobody knows whose is which any more."""
    people = list(rules.asked(wave.space, at).select_related("account", "space").filter(joined_on__lte=wave.space.day(wave.opened_at)))
    wishes = wishes_of_many([member.pk for member in people])
    readers = [member for member in people if wishes[member.pk].want(known(CATEGORY), MAIL)]
    with transaction.atomic():
        if not SurveyWave.objects.filter(pk=wave.pk, reminded_at=None).update(reminded_at=at):
            return
        letters = [letter(wave, member, REMINDS, f"survey:{wave.pk}:{member.pk}:reminds") for member in readers]
        for pk in post_many(letters, category=REMINDER, space_id=wave.space_id, sender=sender_of(wave), at=at):
            enqueue("core.mail.send", {"mail": pk}, at=at, space_id=wave.space_id, key=f"mail:{pk}")
