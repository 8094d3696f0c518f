"""What the door puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, pocket
from drittort.inspire.check_in import actions, tickets

ledger.kind(actions.CAME, _("was noted at the door of an event"), subject="inspire.Event", registration="inspire.Registration")
pocket.TICKETS.append(tickets.tickets)
