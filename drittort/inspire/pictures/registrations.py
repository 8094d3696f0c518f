"""What pictures put into the registries."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, notices, privacy, reports
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inspire.pictures import actions, jobs, queries, reactions
from drittort.inspire.pictures.models import Picture, PictureConsent, PictureWish
from drittort.inspire.stories.moved import subject
from drittort.members.scope import WAYS

LOADED = (jobs,)
PICTURE = "inspire.Picture"

ledger.kind(actions.ADDED, _("brought a picture"), subject=PICTURE)
ledger.kind(actions.SHOWN, _("A picture is shown."), subject=PICTURE)
ledger.kind(actions.GONE, _("A picture was taken away."), subject=PICTURE)

notices.category(
    reactions.CATEGORY,
    _("Pictures that show you"),
    _("Somebody would like to show a picture in which you can be seen."),
    urgency=notices.NOW,
    personal=True,
)
notices.wording("picture.asked", _("%(who)s has a picture with you: “%(alt)s”. May it be shown?"), words=queries.texts)
reports.reportable("picture", _("A picture"), queries.shown)
WAYS.append((_("Pictures that show me"), "inspire:my_pictures"))

BROUGHT = Mark(
    purpose=_("show what happened in pictures, with the consent of those who can be seen"),
    basis=_("consent"),
    retention=_("30 days where somebody did not agree, else as long as all agree"),
    export=True,
    erasure="delete",
)
privacy.register(Picture, BROUGHT, "id space subject file alt by asked at", person="by_id")
privacy.register(PictureConsent, BROUGHT, "id picture member asked_at house_at public_at declined_at", person="member_id")
privacy.register(
    PictureConsent,
    replace(BROUGHT, purpose=_("keep a question away from whom somebody has blocked, or who wants none"), export=False),
    "withheld",
)
privacy.shown(PictureConsent, lambda person: Q(withheld=False))
privacy.register(
    PictureWish, replace(BROUGHT, purpose=_("ask for no pictures"), retention=_("until taken back")), "id member at", person="member_id"
)
privacy.words(
    Picture,
    file=pgettext_lazy("field", "file"),
    by=pgettext_lazy("field", "brought by"),
    alt=pgettext_lazy("field", "what can be seen"),
    asked=pgettext_lazy("field", "how many have to agree"),
    subject=pgettext_lazy("field", "stands with"),
)
privacy.words(
    PictureConsent,
    picture=pgettext_lazy("field", "picture"),
    asked_at=pgettext_lazy("field", "asked"),
    house_at=pgettext_lazy("field", "the house may see it since"),
    public_at=pgettext_lazy("field", "everybody may see it since"),
    declined_at=pgettext_lazy("field", "rather not, you said"),
)
privacy.entitle(Picture, _("Pictures that you brought"), "inspire:my_pictures")
privacy.entitle(PictureConsent, _("Pictures for which you were asked"), "inspire:my_pictures")
privacy.entitle(PictureWish, _("That you would rather be in no picture"), "inspire:my_pictures")
privacy.called(Picture, "alt")
privacy.own_words(Picture, "alt")
privacy.on_erased(actions.forget_person)

moving.thing("picture", PICTURE)
moving.rewrites(Picture, "subject", subject)
