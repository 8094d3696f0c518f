"""What a house expects of money, and what really came: assumptions, tariffs, costs, loans, and the actual figures of past months."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MONTHS = 36


class Forecast(models.Model):
    """The assumptions of a house: one forecast of 36 months from `begins_on`. Shares are in percent; those of a scenario are in percent of what is expected.

    `chance` is what the simulation gave, kept with the forecast so that a page only reads it; made anew whenever anything of the forecast changes.
    """

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+")
    begins_on = models.DateField()
    cash = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    places = models.PositiveIntegerField(null=True)
    leads = models.DecimalField(max_digits=7, decimal_places=1, default=0)
    conversion = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    more_leads = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    dearer = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    costlier = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    small_business = models.BooleanField(default=False)
    taxes = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    careful_leads = models.PositiveSmallIntegerField(default=75)
    careful_churn = models.PositiveSmallIntegerField(default=130)
    careful_costs = models.PositiveSmallIntegerField(default=105)
    brave_leads = models.PositiveSmallIntegerField(default=125)
    brave_churn = models.PositiveSmallIntegerField(default=80)
    brave_costs = models.PositiveSmallIntegerField(default=100)
    seed = models.PositiveIntegerField(default=1)
    chance = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.begins_on}"


class PlannedTariff(models.Model):
    """A tariff as the forecast sees it: net price and net cost of a member a month, and who takes it."""

    class Vat(models.IntegerChoices):
        NONE = 0, _("no VAT")
        REDUCED = 7, "7 %"
        FULL = 19, "19 %"

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    vat = models.PositiveSmallIntegerField(choices=Vat.choices, default=Vat.FULL)
    cost = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    members = models.PositiveIntegerField(default=0)
    churn = models.DecimalField(max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)])
    share = models.DecimalField(max_digits=5, decimal_places=1, validators=[MinValueValidator(0), MaxValueValidator(100)])
    places = models.DecimalField(max_digits=4, decimal_places=2, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "name"], name="planned_tariff_once"),
            models.CheckConstraint(
                condition=models.Q(churn__gte=0, churn__lte=100, share__gte=0, share__lte=100), name="planned_tariff_shares"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlannedCost(models.Model):
    """Something that the house pays each month from one month to another (or without an end), net; an investment once, which wears off over `years`.

    Drawings are what owners live on: they cost cash and are no cost.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        RENT = "rent", _("Rent and energy")
        PROGRAMS = "programs", _("Programs")
        OTHER = "other", _("Other costs")
        INVESTMENT = "investment", _("Investment, once")
        DRAWINGS = "drawings", _("Private drawings")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    vat = models.PositiveSmallIntegerField(choices=PlannedTariff.Vat.choices, default=PlannedTariff.Vat.NONE)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    years = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")), name="planned_cost_ends_later"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PlannedLoan(models.Model):
    """A loan of the house: paid out in a month, first free of repayment, then paid back in equal rates."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    interest = models.DecimalField(max_digits=5, decimal_places=2)
    from_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    free = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(free__lt=models.F("months")), name="planned_loan_paid_back")]

    def __str__(self) -> str:
        return self.name


class ActualFile(models.Model):
    """A table of actual figures: handed in, mapped, brought in, perhaps taken back. Its text goes when it is brought in."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    text = models.TextField()
    mapping = models.JSONField(default=dict)
    figures = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    brought_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["space", "-made_at"], name="actual_file_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(undone_at=None) | models.Q(brought_at__isnull=False), name="actual_file_undone_later")
        ]

    def __str__(self) -> str:
        return self.name


class ActualQuerySet(models.QuerySet["ActualFigure"]):
    """Words for groups of actual figures."""

    def standing(self) -> ActualQuerySet:
        """Those of files that were not taken back, the last told last: what comes later stands above what came earlier."""
        return self.filter(file__undone_at=None).order_by("file__brought_at", "file_id")


class ActualFigure(models.Model):
    """One figure of one month as a file told it. Where two files tell of the same, the later one counts; taken back, the earlier one counts again."""

    class Name(models.TextChoices):
        REVENUE = "revenue", _("Revenue, net")
        MEMBERS = "members", _("Members at the end of the month")
        JOINED = "joined", _("People who joined")
        LEFT = "left", _("People who left")
        LEADS = "leads", _("Enquiries")
        OCCUPANCY = "occupancy", _("Occupancy in percent")
        STAFF = "staff", _("Staff")
        RENT = "rent", _("Rent and energy")
        PROGRAMS = "programs", _("Programs")
        OTHER = "other", _("Other costs")
        CASH = "cash", _("Cash at the end of the month")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(ActualFile, on_delete=models.CASCADE, related_name="rows")
    month = models.DateField()
    name = models.CharField(max_length=12, choices=Name.choices)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    objects = ActualQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "month", "name"], name="actual_figure_once")]
        indexes = [models.Index(fields=["space", "month"], name="actual_figure_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.name}"
