"""Input of the pages of the forecast."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.engine.tables import decode
from drittort.members.importing.problems import FileProblem
from drittort.plan.forecast import rules
from drittort.plan.forecast.models import PlannedCost, PlannedTariff
from drittort.plan.forecast.reading import month_of

MOST_BYTES = 1_000_000


class MonthField(forms.CharField):
    """A month, as browsers send it or as people write it; gives its first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def prepare_value(self, value: Any) -> Any:
        """A day as browsers want a month."""
        return value.strftime("%Y-%m") if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        """The first day of the month; None for nothing."""
        text = super().to_python(value)
        if not text:
            return None
        found = month_of(text)
        if found is None or not 2000 <= found.year <= 2100:
            raise forms.ValidationError(_("Write the month like 2026-03 or 03/2026."))
        return found


def euro(label: Any, **more: Any) -> forms.DecimalField:
    """An amount of money."""
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, localize=True, **{"min_value": 0, "initial": 0, **more})


def share(label: Any, **more: Any) -> forms.DecimalField:
    """A share in percent."""
    return forms.DecimalField(label=label, decimal_places=1, localize=True, **{"min_value": 0, "max_value": 100, "initial": 0, **more})


class AssumptionsForm(forms.Form):
    """What the whole forecast rests on."""

    begins_on = MonthField(label=gettext_lazy("First month"))
    cash = euro(gettext_lazy("Cash before the first month, €"), min_value=-9_999_999)
    places = forms.IntegerField(
        label=gettext_lazy("Places in the house"), min_value=1, max_value=100_000, required=False,
        help_text=gettext_lazy("Desks that can be let. When they are taken, nobody else can join. Left empty: no limit."),
    )  # fmt: skip
    leads = forms.DecimalField(
        label=gettext_lazy("Enquiries a month"), min_value=0, max_value=10_000, decimal_places=1, localize=True, initial=0
    )
    conversion = share(gettext_lazy("Of these become members, %"))
    more_leads = share(gettext_lazy("More enquiries each year, %"), min_value=-90, max_value=500)
    dearer = share(gettext_lazy("Prices rise each year by, %"), min_value=-50, max_value=100)
    costlier = share(gettext_lazy("Costs rise each year by, %"), min_value=-50, max_value=100)
    small_business = forms.BooleanField(
        label=gettext_lazy("The house is a small business"), required=False,
        help_text=gettext_lazy("By § 19 UStG it adds no VAT to its prices, and gets none back."),
    )  # fmt: skip
    taxes = share(
        gettext_lazy("Taxes on profit, %"),
        help_text=gettext_lazy(
            "A company (GmbH) reckons with about 30. Sole traders and partnerships pay by person: leave 0, and plan what you live on, with your own taxes, as private drawings."
        ),
    )


class ScenarioForm(forms.Form):
    """How the two other scenarios differ, in percent of what is expected."""

    careful_leads = forms.IntegerField(label=gettext_lazy("Careful: enquiries, % of what is expected"), min_value=0, max_value=300)
    careful_churn = forms.IntegerField(label=gettext_lazy("Careful: people who leave, %"), min_value=0, max_value=500)
    careful_costs = forms.IntegerField(label=gettext_lazy("Careful: costs, %"), min_value=0, max_value=300)
    brave_leads = forms.IntegerField(label=gettext_lazy("Brave: enquiries, % of what is expected"), min_value=0, max_value=300)
    brave_churn = forms.IntegerField(label=gettext_lazy("Brave: people who leave, %"), min_value=0, max_value=500)
    brave_costs = forms.IntegerField(label=gettext_lazy("Brave: costs, %"), min_value=0, max_value=300)


class TariffForm(forms.Form):
    """One tariff."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    price = euro(gettext_lazy("Price a month, net, €"), max_value=100_000)
    vat = forms.TypedChoiceField(label=gettext_lazy("VAT"), choices=PlannedTariff.Vat.choices, coerce=int, initial=19)
    cost = euro(
        gettext_lazy("What one member costs a month, net, €"),
        max_value=100_000,
        help_text=gettext_lazy("Coffee, cleaning, keys: only what would fall away with them."),
    )
    members = forms.IntegerField(label=gettext_lazy("Members at the start"), min_value=0, max_value=100_000, initial=0)
    churn = forms.DecimalField(
        label=gettext_lazy("Leave each month, %"), min_value=0, max_value=100, decimal_places=2, localize=True, initial=4,
        help_text=gettext_lazy("4 % means: on average somebody stays for two years."),
    )  # fmt: skip
    share = share(gettext_lazy("Of the new members choose it, %"), initial=25)
    places = forms.DecimalField(
        label=gettext_lazy("Places that one member takes"), min_value=0, max_value=20, decimal_places=2, localize=True, initial=1,
        help_text=gettext_lazy("1 for a desk of one’s own, 0.3 where three share one, 0 for whoever never sits here."),
    )  # fmt: skip


class CostForm(forms.Form):
    """One cost, or an investment."""

    name = forms.CharField(label=gettext_lazy("What for"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PlannedCost.Kind.choices)
    amount = euro(gettext_lazy("Amount, net, €"), help_text=gettext_lazy("A month; an investment once."))
    years = forms.IntegerField(
        label=gettext_lazy("Years over which an investment wears off"), min_value=0, max_value=50, required=False, initial=8,
        help_text=gettext_lazy("As the tables of the tax office say: office furniture 13, computers 3. 0 for a deposit, which keeps its worth."),
    )  # fmt: skip
    vat = forms.TypedChoiceField(label=gettext_lazy("VAT"), choices=PlannedTariff.Vat.choices, coerce=int, initial=0)
    from_on = MonthField(label=gettext_lazy("From"))
    until_on = MonthField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Left empty: on and on."))

    def clean(self) -> dict[str, Any]:
        """An end is not before its beginning; an investment has none, and nothing but an investment wears off."""
        told: dict[str, Any] = super().clean() or {}
        told["years"] = (told.get("years") or 0) if told.get("kind") == PlannedCost.Kind.INVESTMENT else 0
        if told.get("kind") == PlannedCost.Kind.DRAWINGS:
            told["vat"] = PlannedTariff.Vat.NONE
        if told.get("kind") == PlannedCost.Kind.INVESTMENT:
            told["until_on"] = None
        elif told.get("from_on") and told.get("until_on") and told["until_on"] < told["from_on"]:
            self.add_error("until_on", _("It ends before it begins."))
        return told


class LoanForm(forms.Form):
    """One loan."""

    name = forms.CharField(label=gettext_lazy("From whom"), max_length=80)
    amount = euro(gettext_lazy("Amount, €"))
    interest = forms.DecimalField(
        label=gettext_lazy("Interest a year, %"), min_value=0, max_value=30, decimal_places=2, localize=True, initial=5
    )
    from_on = MonthField(label=gettext_lazy("Paid out in"))
    months = forms.IntegerField(label=gettext_lazy("Months until it is paid back"), min_value=1, max_value=480, initial=60)
    free = forms.IntegerField(label=gettext_lazy("Of these free of repayment"), min_value=0, max_value=120, initial=0)

    def clean(self) -> dict[str, Any]:
        """Something has to be paid back in the end."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("months") and told.get("free") is not None and told["free"] >= told["months"]:
            self.add_error("free", _("Then it would never be paid back."))
        return told


FORMS: dict[str, type[forms.Form]] = {rules.TARIFF: TariffForm, rules.COST: CostForm, rules.LOAN: LoanForm}


class TableForm(forms.Form):
    """A table out of a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=gettext_lazy("CSV, up to 1 MB: one line a month, one column a figure. Every spreadsheet saves it so."),
    )  # fmt: skip

    def clean_file(self) -> tuple[str, str]:
        """The name of the file and its text, whatever its encoding."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            return file.name or "table.csv", decode(file.read())
        except ValueError as error:
            raise forms.ValidationError(FileProblem(file.name or "", 0, "", str(error), {"limit": 1}).sentence) from error
