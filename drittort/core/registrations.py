"""What core puts into its own registries."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drittort.core import (
    database,
    held,  # noqa: F401  words of everybody's own page
    ledger,
    privacy,
    scope,
)
from drittort.core.files import jobs as file_jobs  # noqa: F401  registers core.files.sweep
from drittort.core.files import purposes
from drittort.core.files.models import StoredFile, new_token
from drittort.core.jobs import backend  # noqa: F401  registers core.task
from drittort.core.jobs.queue import job
from drittort.core.mail import bounces, outbox
from drittort.core.mail.incoming import fetching, inbox
from drittort.core.models import IncomingMail, Job, LedgerRow, Mail, SearchDocument, SearchWord
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.search import index
from drittort.core.search import jobs as search_jobs  # noqa: F401  registers core.search.*

job("core.react")(ledger.react)
job("core.mail.send", attempts=14)(outbox.send)


@job("core.mail.forget", every=timedelta(hours=6))
def forget_mail(payload: dict[str, Any], at: datetime) -> None:
    """Mail rows go after their retention."""
    outbox.forget(at)


@job("core.mail.bounces", attempts=3, every=timedelta(minutes=15))
def read_bounces(payload: dict[str, Any], at: datetime) -> None:
    """Mail that came back is looked for where the machine's settings say."""
    if settings.BOUNCES:
        bounces.read(settings.BOUNCES, at=at)


job(inbox.HANDLE)(inbox.handle)


@job("core.mail.incoming.fetch", attempts=3, every=timedelta(minutes=1))
def fetch_mail(payload: dict[str, Any], at: datetime) -> None:
    """Answers are fetched where the machine's settings say."""
    if settings.INBOX and settings.REPLY_ADDRESS:
        fetching.fetch(settings.INBOX, at=at)


@job("core.mail.incoming.forget", every=timedelta(hours=6))
def forget_incoming(payload: dict[str, Any], at: datetime) -> None:
    """Mail that came in goes after its time."""
    inbox.forget(at)


@job("core.ledger.forget", every=timedelta(hours=24))
def forget_ledger(payload: dict[str, Any], at: datetime) -> None:
    """Ledger rows go after their retention, and what a job still wrote while its space was deleted."""
    ledger.forget(at)
    named = LedgerRow.objects.order_by("space_id").values_list("space_id", flat=True).distinct()
    mailed = Mail.objects.exclude(space_id__isnull=True).order_by("space_id").values_list("space_id", flat=True).distinct()
    for space_id in {number for number in (*named, *mailed) if number is not None}:
        if not scope.space_exists(space_id):
            LedgerRow.objects.filter(space_id=space_id).delete()
            Mail.objects.filter(space_id=space_id).delete()


@job("core.database.measure", every=timedelta(hours=24), patient=True)
def measure_tables(payload: dict[str, Any], at: datetime) -> None:
    """How large the tables have become is told to the database, which chooses its ways by it."""
    database.measure()


@scope.on_space_deleted
def forget(space_id: int) -> None:
    """Rows with plain ids go with their space."""
    for model in (LedgerRow, Mail):
        model._default_manager.filter(space_id=space_id).delete()
    Job.objects.filter(space_id=space_id, leased_until=None).delete()
    index.forget(space_id)


OPERATION = Mark(
    purpose=_("run the house's work and find faults"),
    basis=_("legitimate interest"),
    retention=_("7 days after it was done, 30 days after it was given up"),
    export=False,
    erasure="expires",
)
privacy.register(
    LedgerRow,
    Mark(
        purpose=_("what happened, as ids and numbers: the base of notices and figures"),
        basis=_("contract"),
        retention=_("24 months"),
        export=True,
        erasure="delete",
    ),
    "id space_id at kind actor_id subject_id audience facts",
    person="actor_id",
)
privacy.register(Job, OPERATION, "id space_id name payload key run_at created_at attempts leased_until lease done_at dead_at last_error")
privacy.register(
    Mail,
    Mark(
        purpose=_("hand mail over once, and prove that it went"),
        basis=_("contract"),
        retention=_("words until handed over, the rest 30 days"),
        export=True,
        erasure="delete",
    ),
    "id space_id category to_address to_member_id language subject text html headers attachments message_id created_at sent_at withheld_at refused_at",
    person="to_member_id",
)
INCOMING = Mark(
    purpose=_("take in what people write back by mail, once each"),
    basis=_("contract"),
    retention=_("the mail itself until it was handled, at most 7 days; that it came 60 days"),
    export=True,
    erasure="delete",
)
privacy.register(
    IncomingMail,
    INCOMING,
    "id space_id person_id kind thing_id way received_at handled_at outcome",
    person="person_id",
)
privacy.register(IncomingMail, replace(INCOMING, export=False), "identity return_path raw large")
privacy.register(
    StoredFile,
    Mark(
        purpose=_("show the pictures and hand over the documents that people uploaded"),
        basis=_("contract"),
        retention=_("until removed or replaced, at most as long as the membership, then 12 months"),
        export=True,
        erasure="delete",
    ),
    "id space_id owner_id purpose token name mimetype size width height sizes created_at",
    person="owner_id",
)
FOUND = Mark(
    purpose=_("find what members have written, by its words and by its meaning"),
    basis=_("contract"),
    retention=_("as long as what it was made from"),
    export=False,
    erasure="delete",
)
privacy.register(
    SearchDocument,
    FOUND,
    "id space_id kind ref audience sort place under person_id at facts title passages words digest model vectors encoded_at",
)
privacy.register(SearchWord, FOUND, "id space_id word backwards form documents")

privacy.refers(StoredFile, owner_id="members.Member")
privacy.refers(LedgerRow, actor_id="members.Member")
privacy.refers(Mail, to_member_id="members.Member")
privacy.refers(IncomingMail, person_id="members.Member")
privacy.refers(SearchDocument, person_id="members.Member")
privacy.on_erased(index.forget_words)

moving.left_out(Job, "work of the machine that it came from")
moving.left_out(Mail, "mail of the machine that it came from: it is never handed over again")
moving.left_out(IncomingMail, "mail to the addresses of the machine that it came from")
moving.left_out(SearchDocument, "made anew from what is brought in")
moving.left_out(SearchWord, "made anew from what is brought in")
moving.only(StoredFile, lambda rows: rows.exclude(purpose__in=purposes.made()))
moving.fresh(StoredFile, "token", new_token)
moving.plain(StoredFile, "size sizes")
# Written anew by the kinds of rows, which say what their numbers name.
moving.plain(LedgerRow, "subject_id facts")
