"""Ledger kind, job and marks of imports."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, privacy
from drittort.core.jobs.queue import job
from drittort.core.privacy import Mark
from drittort.network.importing.models import StagedContact

ledger.kind("import.done", _("brought people and contacts in from files"), subject="")


@job("network.importing.sweep", every=timedelta(hours=1))
def sweep_job(payload: dict[str, Any], at: datetime) -> None:
    """What imports that broke off left behind goes."""
    # Loaded by the worker alone: reading files of contacts needs numpy.
    from drittort.network.importing.actions import sweep

    sweep(at)


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
