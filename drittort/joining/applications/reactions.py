"""Letters to people without an account, and notices to those who answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import Attachment, house_address, post
from drittort.core.models import LedgerRow
from drittort.joining import days
from drittort.joining.applications import actions, rules, tours, words
from drittort.joining.applications.models import Application, ApplicationMessage, Decision, Tour
from drittort.joining.applications.tokens import confirm_link, conversation_link
from drittort.joining.invitations.actions import ACCEPTED as INVITATION_ACCEPTED
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name

CATEGORY = actions.CATEGORY
LETTER = "joining/applications/mail/letter"


def thread(application_id: int) -> str:
    """The thread of notices of one application."""
    return f"application:{application_id}"


def _application(pk: int | None) -> Application | None:
    return Application.objects.select_related("space").filter(pk=pk or 0).first()


def letter(
    application: Application, *, key: str, at: datetime, subject: str, lines: Sequence[str], label: str = "", url: str = "", quote: str = "",
    author: str = "", attachments: tuple[Attachment, ...] = (), category: str = CATEGORY,
) -> None:  # fmt: skip
    """One mail to an applicant. The caller has switched to their language."""
    house = application.space.name
    post(
        key=key, at=at, template=LETTER,
        context={
            "subject": subject, "lines": lines, "quote": quote, "label": label or _("To our conversation"), "url": url or conversation_link(application),
            "first_name": first_name(application.name), "house": house,
        },
        to=application.email, language=application.language, category=category, space_id=application.space_id,
        sender=formataddr((_("%(name)s via %(house)s") % {"name": author, "house": house} if author else house, house_address())), attachments=attachments,
    )  # fmt: skip


def ask_to_confirm(application_id: int, at: datetime) -> None:
    """The first mail: nothing happens before its link is opened."""
    application = _application(application_id)
    if application is None or application.confirmed_at is not None:
        return
    with translation.override(application.language):
        lines = [_("Was this you? Then open the link: only then do we read what you wrote to us.")]
        if application.tours.filter(cancelled_at=None).exists():
            lines.append(_("Your hour is kept for two hours."))
        letter(
            application, key=f"application:{application.pk}:confirm", at=at, subject=_("Is this your address? %(house)s") % {"house": application.space.name},
            lines=lines, label=_("Yes, that is me"), url=confirm_link(application), category=actions.CONFIRMING,
        )  # fmt: skip


def _tour_letter(application: Application, tour: Tour, *, at: datetime) -> None:
    with translation.override(application.language):
        place = tour.location
        lines = [_("We look forward to seeing you: %(tour)s.") % {"tour": words.tour(tour, application.space.zone)}]
        if place is not None and place.address:
            lines.append(" · ".join(filter(None, (place.address, place.way_in))))
        lines.append(_("The attached file puts it into your calendar. If you cannot come, one click behind this link is enough."))
        letter(
            application, key=f"application:tour:{tour.pk}", at=at, subject=_("Your tour: %(tour)s") % {"tour": days.moment(tour.starts_at, application.space.zone)},
            lines=lines, label=_("Look at it or cancel"), attachments=(tours.calendar(tour, application.space, at),),
        )  # fmt: skip


@reaction(actions.RECEIVED, name="joining.applications.received")
def received(row: LedgerRow, at: datetime) -> None:
    """The house learns of it, and the applicant gets the link to the conversation."""
    application = _application(row.subject_id)
    if application is None:
        return
    applies, tour_id = bool(row.facts["applies"]), row.facts["tour"]
    tour = Tour.objects.select_related("location").filter(pk=tour_id or 0, cancelled_at=None).first()
    if tour is not None:
        _tour_letter(application, tour, at=at)
    elif applies or row.facts["speaks"]:
        with translation.override(application.language):
            said = _("Your application is with us.") if applies else _("Your question is with us.")
            letter(
                application, key=f"application:received:{row.pk}", at=at, subject=said, lines=[said, _("A human reads it and answers you. Until then there is nothing for you to do.")]
            )  # fmt: skip
    _tell_house(application, "application.applied" if applies else "application.tour" if tour else "application.asked", row, at)


@reaction(actions.WROTE, actions.WITHDRAWN, name="joining.applications.tell_house")
def tell_house(row: LedgerRow, at: datetime) -> None:
    """The applicant wrote, or took it back."""
    application = _application(row.subject_id)
    if application is not None:
        _tell_house(application, "application.wrote" if row.kind == actions.WROTE else "application.withdrawn", row, at)


@reaction(actions.BOOKED, actions.CANCELLED, name="joining.applications.tours")
def about_tours(row: LedgerRow, at: datetime) -> None:
    """A tour was booked or cancelled later on: the other side learns of it."""
    application = _application(row.subject_id)
    tour = Tour.objects.select_related("location").filter(pk=row.facts["tour"]).first()
    if application is None or tour is None:
        return
    if row.kind == actions.BOOKED:
        if tour.cancelled_at is None:
            _tour_letter(application, tour, at=at)
        _tell_house(application, "application.tour", row, at)
    elif row.actor_id is None:
        _tell_house(application, "application.tour_cancelled", row, at)
    else:
        with translation.override(application.language):
            letter(
                application, key=f"application:tour:{tour.pk}:off", at=at, subject=_("We have to call off your tour"),
                lines=[_("We are sorry: we cannot show you around at this hour (%(tour)s). Please choose another one.") % {"tour": words.tour(tour, application.space.zone)}],
                label=_("Choose another hour"), attachments=(tours.calendar(tour, application.space, at, cancelled=True),),
            )  # fmt: skip


@reaction(actions.ANSWERED, name="joining.applications.answered")
def answered(row: LedgerRow, at: datetime) -> None:
    """The applicant gets the answer by mail."""
    application = _application(row.subject_id)
    message = ApplicationMessage.objects.select_related("member").filter(pk=row.facts["message"]).first()
    if application is None or message is None:
        return
    author = message.member.name if message.member else ""
    with translation.override(application.language):
        subject = _("%(name)s has answered you") % {"name": author or application.space.name}
        letter(
            application,
            key=f"application:message:{message.pk}",
            at=at,
            subject=subject,
            lines=[],
            quote=message.text,
            label=_("Answer"),
            author=author,
        )


@reaction(actions.TOOK_EFFECT, name="joining.applications.took_effect")
def took_effect(row: LedgerRow, at: datetime) -> None:
    """What was decided reaches the applicant. A way in comes as an invitation, with its own mail."""
    application = _application(row.subject_id)
    decision = Decision.objects.select_related("by").filter(pk=row.facts["decision"]).first()
    if application is None or decision is None:
        return
    kinds = Decision.Kind
    if decision.kind in (kinds.ACCEPTED, kinds.TRIAL):
        member = Member.objects.here().select_related("space", "account").filter(pk=application.member_id or 0).first()
        if member is not None:
            tell(
                member=member, category=CATEGORY, thread=thread(application.pk), key=f"application:decision:{decision.pk}", at=at,
                text="application.stays" if decision.kind == kinds.ACCEPTED else "application.on_trial", context={"application": application.pk},
                path=f"/{application.space.slug}/",
            )  # fmt: skip
        return
    with translation.override(application.language):
        subject = {
            kinds.WAITING: _("You are on the waiting list"),
            kinds.DECLINED: _("An answer to your application"),
            kinds.ENDED: _("The end of your trial"),
        }.get(kinds(decision.kind))
        if subject:
            author = decision.by.name if decision.by else ""
            letter(
                application, key=f"application:decision:{decision.pk}", at=at, subject=subject, lines=[], quote=decision.text, author=author
            )


@reaction(actions.TRIAL_ENDS, name="joining.applications.trial_ends")
def trial_ends(row: LedgerRow, at: datetime) -> None:
    """Who decides is reminded, and so is who tries the house out."""
    application = _application(row.subject_id)
    if application is None or application.accepted_at is not None or not application.is_open:
        return
    _tell_house(application, "application.trial_ends", row, at)
    member = Member.objects.here().select_related("space", "account").filter(pk=application.member_id or 0).first()
    if member is not None:
        tell(
            member=member, category=CATEGORY, thread=thread(application.pk), key=f"application:{application.pk}:trial_ends", at=at,
            text="application.my_trial_ends", context={"application": application.pk}, path=f"/{application.space.slug}/",
        )  # fmt: skip


@reaction(INVITATION_ACCEPTED, name="joining.applications.has_joined")
def has_joined(row: LedgerRow, at: datetime) -> None:
    """Somebody came in by an invitation: perhaps it began with an application."""
    actions.has_joined(invitation_id=row.subject_id or 0, at=at)


@reaction(actions.JOINED, name="joining.applications.thank")
def thank(row: LedgerRow, at: datetime) -> None:
    """Who recommended somebody hears that they came."""
    application = _application(row.subject_id)
    if application is None or application.referrer_id is None or application.member_id in (None, application.referrer_id):
        return
    referrer = Member.objects.here().select_related("space", "account").filter(pk=application.referrer_id).first()
    if referrer is not None:
        tell(
            member=referrer, category=CATEGORY, thread=thread(application.pk), key=f"application:{application.pk}:thanks", at=at,
            text="application.thanks", context={"who": application.member_id},
            path=reverse("members:person", args=[application.space.slug, application.member_id]),
        )  # fmt: skip


def _tell_house(application: Application, code: str, row: LedgerRow, at: datetime) -> None:
    path = reverse("joining:application", args=[application.space.slug, application.pk])
    for member in rules.people_in(application.space):
        tell(
            member=member, category=CATEGORY, thread=thread(application.pk), key=f"application:{row.pk}", at=at, text=code,
            context={"application": application.pk}, path=path,
        )  # fmt: skip


def names(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Name and trial of the applications that notices speak of, in one query."""
    found = {
        pk: (name, until)
        for pk, name, until in Application.objects.filter(pk__in={row["application"] for row in rows}).values_list(
            "pk", "name", "trial_until"
        )
    }
    none: tuple[str, Any] = ("…", None)
    told = [found.get(row["application"], none) for row in rows]
    return [{"name": name, "until": days.day(until) if until else "…"} for name, until in told]
