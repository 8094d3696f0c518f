"""Ledger kind, job and marks of imports."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, privacy
from drittort.core.jobs.queue import job
from drittort.core.privacy import Mark
from drittort.network.importing.actions import sweep_job
from drittort.network.importing.models import StagedContact

ledger.kind("import.done", _("brought people and contacts in from files"), subject="")
job("network.importing.sweep", every=timedelta(hours=1))(sweep_job)

privacy.register(
    StagedContact,
    Mark(
        purpose=_("bring an import in as a whole or not at all"),
        basis=_("consent"),
        retention=_("until the import ends, at most two hours"),
        export=False,
        erasure="expires",
    ),
    "id run staged_at a b on kind origin forth back",
)
