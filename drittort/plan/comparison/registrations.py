"""What the comparison puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import links

links.link("plan", "plan:comparison", _("Before and after"), _("What changed after programs began: a change, not its reason."))
