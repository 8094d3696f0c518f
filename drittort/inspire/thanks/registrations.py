"""What thanks put into the registries."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import composer, ledger, links, notices, privacy, reports, running, screen, thanking
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inspire.stories.moved import subject
from drittort.inspire.thanks import actions, jobs, letter, metrics, queries, reactions, rulebook, wall
from drittort.inspire.thanks.models import Thanks, ThanksTo

LOADED = (jobs, letter, metrics, rulebook)
THANKS = "inspire.Thanks"

ledger.kind(actions.SAID, _("said thanks"), subject=THANKS)
ledger.kind(actions.TAKEN_BACK, _("took thanks back"), subject=THANKS)
ledger.kind(actions.HIDDEN, _("would rather not have thanks shown, or again"), subject=THANKS)
ledger.kind(actions.OFF, _("took thanks off the pages, or brought them back"), subject=THANKS)

notices.category(reactions.CATEGORY, _("Thanks"), _("Somebody thanks you for something."), urgency=notices.NOW, personal=True)
notices.wording("thanks.said", _("%(who)s says thanks: “%(text)s”"), words=queries.texts)
screen.register("thanks", wall.thanks, template="inspire/thanks/_wall.html")
reports.reportable("thanks", _("Thanks"), queries.shown, path=lambda slug, pk: address("inspire:thanks", slug))
links.link("people", "inspire:thanks", _("Thanks"))
links.link("person", "inspire:new_thanks_to", _("Say thanks"))
links.link(thanking.PLACE, "inspire:new_thanks_to", _("Say thanks"))
composer.verb("thank", pgettext_lazy("composer", "thank"), _("Whom, and what for? One sentence is enough."), "inspire:new_thanks")

SAYING = Mark(
    purpose=_("say thanks"),
    basis=_("contract"),
    retention=_("until taken back"),
    export=True,
    erasure="delete",
)
privacy.register(Thanks, SAYING, "id space member company text language audience subject at", person="member_id")
privacy.register(Thanks, replace(SAYING, purpose=_("keep what hurts off the pages"), export=False), "off_at")
privacy.register(Thanks, replace(SAYING, purpose=_("keep what hurts off the pages"), export=False, erasure=privacy.TAKE_OUT), "off_by")
privacy.register(
    ThanksTo,
    replace(SAYING, purpose=_("know who is thanked, and who would rather not have it shown")),
    "id thanks member hidden_at",
    person="member_id",
)
privacy.register(ThanksTo, replace(SAYING, purpose=_("keep somebody's words away from whom they have blocked"), export=False), "withheld")
privacy.shown(ThanksTo, lambda person: Q(withheld=False))
privacy.words(
    Thanks,
    company=pgettext_lazy("field", "to the company"),
    text=pgettext_lazy("field", "thanks"),
    audience=pgettext_lazy("field", "read by"),
    subject=pgettext_lazy("field", "for"),
)
privacy.words(ThanksTo, thanks=pgettext_lazy("field", "thanks"), hidden_at=pgettext_lazy("field", "put away"))
privacy.entitle(Thanks, _("Thanks that you said"), "inspire:thanks")
privacy.entitle(ThanksTo, _("Thanks that reached you"), "inspire:thanks")
privacy.called(Thanks, "text")
privacy.own_words(Thanks, "text")
privacy.on_erased(actions.forget_person)

moving.thing("thanks", THANKS)
moving.rewrites(Thanks, "subject", subject)
running.the_only(
    "thanks", _("Thanks"), _("a sentence for somebody who helped"), "inspire:thanks", prefixes=("thanks",), begin="inspire:new_thanks"
)
