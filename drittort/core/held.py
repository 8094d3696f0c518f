"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, privacy
from drittort.core.files.models import StoredFile
from drittort.core.models import IncomingMail, LedgerRow, Mail

privacy.words(
    id=pgettext_lazy("field", "number"),
    space=pgettext_lazy("field", "house"),
    space_id=pgettext_lazy("field", "house"),
    at=pgettext_lazy("field", "when"),
    on=pgettext_lazy("field", "day"),
    kind=pgettext_lazy("field", "kind"),
    name=pgettext_lazy("field", "name"),
    text=pgettext_lazy("field", "text"),
    language=pgettext_lazy("field", "language"),
    created_at=pgettext_lazy("field", "since"),
    category=pgettext_lazy("field", "category"),
    subject=pgettext_lazy("field", "subject"),
    side=pgettext_lazy("field", "side"),
    position=pgettext_lazy("field", "place in the list"),
    thread=pgettext_lazy("field", "thread"),
    seen_at=pgettext_lazy("field", "seen"),
    sent_at=pgettext_lazy("field", "sent"),
    used_at=pgettext_lazy("field", "last used"),
    expires_at=pgettext_lazy("field", "runs out"),
    accepted_at=pgettext_lazy("field", "accepted"),
    withdrawn_at=pgettext_lazy("field", "taken back"),
    done_at=pgettext_lazy("field", "done"),
    asked_at=pgettext_lazy("field", "asked"),
    code=pgettext_lazy("field", "code"),
    purpose=pgettext_lazy("field", "what for"),
    token=pgettext_lazy("field", "random name"),
    size=pgettext_lazy("field", "bytes"),
    width=pgettext_lazy("field", "width"),
    height=pgettext_lazy("field", "height"),
    sizes=pgettext_lazy("field", "sizes of the picture"),
    mimetype=pgettext_lazy("field", "type of file"),
    owner_id=pgettext_lazy("field", "uploaded by"),
)
privacy.words(
    LedgerRow,
    kind=pgettext_lazy("field", "what happened"),
    actor_id=pgettext_lazy("field", "who did it"),
    subject_id=pgettext_lazy("field", "what it was about (number)"),
    audience=pgettext_lazy("field", "who may read it"),
    facts=pgettext_lazy("field", "numbers that belong to it"),
)
privacy.words(
    Mail,
    to_address=pgettext_lazy("field", "to"),
    to_member_id=pgettext_lazy("field", "to whom"),
    html=pgettext_lazy("field", "the same, designed"),
    headers=pgettext_lazy("field", "head of the mail"),
    attachments=pgettext_lazy("field", "attachments"),
    message_id=pgettext_lazy("field", "number of the mail"),
    created_at=pgettext_lazy("field", "written"),
    withheld_at=pgettext_lazy("field", "held back"),
    refused_at=pgettext_lazy("field", "refused by the mail server"),
)
privacy.words(
    IncomingMail,
    person_id=pgettext_lazy("field", "from whom"),
    kind=pgettext_lazy("field", "what it answered"),
    thing_id=pgettext_lazy("field", "what it answered (number)"),
    way=pgettext_lazy("field", "how it came"),
    received_at=pgettext_lazy("field", "arrived"),
    handled_at=pgettext_lazy("field", "read by the machine"),
    outcome=pgettext_lazy("field", "what became of it"),
)
for table, title, page in (
    (LedgerRow, _("What you did, as ids and numbers"), ""),
    (Mail, _("Mail to you"), "members:notice_wishes"),
    (IncomingMail, _("Mail from you"), ""),
    (StoredFile, _("Your pictures and documents"), "members:edit_profile"),
):
    privacy.entitle(table, title, page)
privacy.own_words(StoredFile, "name")
privacy.chapter("core", _("What runs by itself"))
privacy.reads(
    LedgerRow,
    "kind",
    lambda rows, person: [str(ledger.KINDS[row["kind"]].sentence) if row["kind"] in ledger.KINDS else row["kind"] for row in rows],
)
