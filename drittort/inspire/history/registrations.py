"""What the history puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, links, notices, privacy, reports
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inspire.history import actions, jobs, queries, reactions, rules
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.pictures.subjects import subject_of_pictures

LOADED = (jobs,)
ENTRY = "inspire.HistoryEntry"

ledger.kind(actions.PROPOSED, _("proposed something for the history"), subject=ENTRY)
ledger.kind(actions.PUBLISHED, _("put something into the history"), subject=ENTRY)
ledger.kind(actions.RETURNED, _("handed something for the history back"), subject=ENTRY)
ledger.kind(actions.CHANGED, _("changed something in the history"), subject=ENTRY)
ledger.kind(actions.OFF, _("put something of the history away, or brought it back"), subject=ENTRY)
ledger.kind(actions.NOTED, _("The house noted something for its history."), subject="")

notices.category(
    reactions.CATEGORY,
    _("History of the house"),
    _("What became of something that you proposed for it."),
    urgency=notices.NOW,
    personal=True,
    push_from=None,
)
notices.wording(
    "history.proposed", _("“%(entry)s” is proposed for the history of the house."), people=(), words=queries.texts, refers={"entry": ENTRY}
)
notices.wording(
    "history.published", _("“%(entry)s” stands in the history of the house."), people=(), words=queries.texts, refers={"entry": ENTRY}
)
notices.wording(
    "history.returned", _("A few words on “%(entry)s”: have another look."), people=(), words=queries.texts, refers={"entry": ENTRY}
)
reports.reportable("history", _("An entry of the history"), queries.shown, path=lambda slug, pk: address("inspire:history", slug))
subject_of_pictures(
    "history", lambda slug, pk: f"{address('inspire:history', slug)}#entry-{pk}", visible=rules.seen_among, may_add=rules.may_add_picture, may_remove=rules.may_remove_picture,
)  # fmt: skip
links.link("people", "inspire:history", _("History of the house"))

WRITING = Mark(
    purpose=_("remember what happened in the house"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.KEEP_OR_DELETE,
)
privacy.register(
    HistoryEntry,
    WRITING,
    "id space member year on title text language noted made_at published_at returned_at returned_with off_at",
    person="member_id",
)
privacy.register(HistoryEntry, replace(WRITING, export=False, erasure=privacy.TAKE_OUT), "published_by")
privacy.words(
    HistoryEntry,
    year=pgettext_lazy("field", "year"),
    on=pgettext_lazy("field", "on"),
    title=pgettext_lazy("field", "title"),
    noted=pgettext_lazy("field", "noted by the house"),
    made_at=pgettext_lazy("field", "written"),
    published_at=pgettext_lazy("field", "in the history since"),
    returned_at=pgettext_lazy("field", "came back"),
    returned_with=pgettext_lazy("field", "words with which it came back"),
    off_at=pgettext_lazy("field", "put away"),
)
privacy.entitle(HistoryEntry, _("What you wrote for the history of the house"), "inspire:history")
privacy.called(HistoryEntry, "title")
privacy.own_words(HistoryEntry, "title text")

moving.thing("history", ENTRY)
moving.plain(HistoryEntry, "noted")
