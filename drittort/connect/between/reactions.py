"""What follows between companies: those who care hear of a wish; words of somebody who is erased go."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.connect.between.actions import WISHED
from drittort.connect.between.models import CompanyTie, CompanyWish
from drittort.connect.introductions.rules import CARE
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased, leaves
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with

CATEGORY = "between"


@reaction(WISHED, name="connect.between.tell_carers")
def tell_carers(row: LedgerRow, at: datetime) -> None:
    """A company would like to be introduced."""
    wish = CompanyWish.objects.select_related("company__space").filter(pk=row.subject_id or 0, closed_at=None).first()
    if wish is None:
        return
    space = wish.company.space
    for reader in people_with(space, CARE).exclude(pk=wish.by_id or 0):
        tell(
            member=reader,
            category=CATEGORY,
            thread=f"between:{space.pk}",
            key=f"wish:{wish.pk}",
            at=at,
            text="between.wished",
            context={"wish": wish.pk},
            path=reverse("connect:between", args=[space.slug]),
        )


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: missing ties whose reasons quote them go, until the next night finds others."""
    rows = CompanyTie.objects.filter(space=erased.space_id).values_list("pk", "reasons")
    quoting = [pk for pk, reasons in rows if erased.said.within(*leaves(reasons))]
    CompanyTie.objects.filter(pk__in=quoting).delete()
