"""Borrowing a thing of the market: asked, agreed, handed over, given back, and thanked for."""

from __future__ import annotations

from datetime import date

from django.db import models


class LoanQuerySet(models.QuerySet["Loan"]):
    """Words for groups of loans."""

    def agreed(self) -> LoanQuerySet:
        """Lent, or about to be, and not back yet."""
        return self.filter(agreed_at__isnull=False, returned_at=None, withdrawn_at=None)

    def promised(self) -> LoanQuerySet:
        """As the lender sees it: agreed, also where their yes was never delivered."""
        return self.filter(models.Q(agreed_at__isnull=False) | models.Q(unheard_at__isnull=False), returned_at=None, withdrawn_at=None)

    def waiting(self, today: date) -> LoanQuerySet:
        """Asked, and neither answered nor withdrawn nor over: until the day on which it was wanted."""
        return self.filter(agreed_at=None, withdrawn_at=None, from_on__gte=today)


class Loan(models.Model):
    """One person borrows one thing from a day until another. `rested_at` is read by the lender only: nobody learns of a no.

    `withheld`: never delivered, since a block stood between the two when it was asked. `unheard_at`: a yes that was never delivered, since a block was set
    after the question; the lender alone reads it. `thanks_withheld`: a block stood between the two when thanks were said; the borrower alone reads them.
    """

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey("connect.Listing", on_delete=models.CASCADE, related_name="loans")
    borrower = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500, blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField()
    asked_at = models.DateTimeField()
    withheld = models.BooleanField(default=False)
    rested_at = models.DateTimeField(null=True)
    unheard_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)
    asked_after_on = models.DateField(null=True)
    thanks = models.CharField(max_length=300, blank=True, default="")
    thanked_at = models.DateTimeField(null=True)
    thanks_withheld = models.BooleanField(default=False)

    objects = LoanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["borrower", "-asked_at"], name="loan_borrower"), models.Index(fields=["until_on"], name="loan_due")]
        constraints = [models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="loan_days_ordered")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.borrower_id}"
