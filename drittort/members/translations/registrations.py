"""What translations put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.members.translations import jobs
from drittort.members.translations.models import Translation, TranslationService, Untranslated
from drittort.spaces.house.rules import CHANGE
from drittort.spaces.roles import holds

LOADED = (jobs,)

links.link(
    "settings",
    "members:translation_service",
    _("Translation"),
    _("A service that translates what members write, for those who ask."),
    shown=lambda member: holds(member, CHANGE),
)

MADE = Mark(
    purpose=_("let others read your words in their language"),
    basis=_("legitimate interest"),
    retention=_("as long as what it was made from"),
    export=True,
    erasure="delete",
)
ASKED = Mark(
    purpose=_("have texts translated where the house wants it"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=False,
    erasure="with the house",
)
privacy.register(Translation, MADE, "id space member subject digest language parts service asked_at made_at failed_at", person="member_id")
privacy.register(
    Untranslated,
    replace(MADE, purpose=_("not translate your words where you don't want it"), basis=_("contract"), retention=_("until taken back")),
    "id member at",
    person="member_id",
)
privacy.register(TranslationService, ASKED, "id space kind address key_sealed set_at")
privacy.words(
    Translation,
    subject=pgettext_lazy("field", "what it is of"),
    digest=pgettext_lazy("field", "mark of the version"),
    parts=pgettext_lazy("field", "words"),
    service=pgettext_lazy("field", "service"),
    made_at=pgettext_lazy("field", "translated"),
    failed_at=pgettext_lazy("field", "failed"),
)
privacy.words(
    TranslationService,
    address=pgettext_lazy("field", "address"),
    key_sealed=pgettext_lazy("field", "key, sealed"),
    set_at=pgettext_lazy("field", "set up"),
)
privacy.entitle(Translation, _("Translations of your words"))
privacy.entitle(Untranslated, _("Your words are not translated"), "members:consents")

moving.left_out(Translation, "it is made anew where somebody asks for it")
moving.left_out(TranslationService, "its key is sealed for the machine on which it was set up")
