"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.between.models import CompanyAcquaintance, CompanyWish
from drittort.connect.introductions.models import Introduction, QuietNo, Side, WarmIntroduction
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.rounds.models import EmptySeat, NotWith, Seat, SeriesChoice
from drittort.core import privacy

privacy.words(
    Introduction,
    first=pgettext_lazy("field", "one"),
    second=pgettext_lazy("field", "other"),
    form=pgettext_lazy("field", "how it came about"),
    proposed_by=pgettext_lazy("field", "proposed by"),
    proposed_at=pgettext_lazy("field", "proposed"),
    text=pgettext_lazy("field", "words of the house"),
    questions=pgettext_lazy("field", "questions to begin with"),
    slots=pgettext_lazy("field", "days that suit both"),
    introduced_at=pgettext_lazy("field", "introduced"),
    expired_at=pgettext_lazy("field", "ran out"),
    met_on=pgettext_lazy("field", "met"),
)
privacy.words(
    Side,
    introduction=pgettext_lazy("field", "introduction"),
    words=pgettext_lazy("field", "words for you alone"),
    met_at=pgettext_lazy("field", "said that you met"),
    planned_at=pgettext_lazy("field", "said that you will meet"),
    missed_at=pgettext_lazy("field", "said that it did not work out"),
    again=pgettext_lazy("field", "would do it again"),
    outcome=pgettext_lazy("field", "what came of it"),
    outcome_shared=pgettext_lazy("field", "may be told"),
    introducer_may_know=pgettext_lazy("field", "whoever introduced you may know"),
    thanked_at=pgettext_lazy("field", "thanked"),
)
privacy.words(
    WarmIntroduction,
    introducer=pgettext_lazy("field", "who introduces"),
    first=pgettext_lazy("field", "one"),
    second=pgettext_lazy("field", "other"),
    text=pgettext_lazy("field", "words to both"),
    to_first=pgettext_lazy("field", "words to the one"),
    to_second=pgettext_lazy("field", "words to the other"),
    need=pgettext_lazy("field", "need"),
    proposed_at=pgettext_lazy("field", "proposed"),
    expires_at=pgettext_lazy("field", "waits until"),
)
privacy.words(
    QuietNo,
    introduction=pgettext_lazy("field", "introduction"),
)
privacy.words(
    Seat,
    gathering=pgettext_lazy("field", "table"),
    met_at=pgettext_lazy("field", "said that you met"),
    planned_at=pgettext_lazy("field", "said that you will meet"),
    missed_at=pgettext_lazy("field", "said that it did not work out"),
    again=pgettext_lazy("field", "would do it again"),
    outcome=pgettext_lazy("field", "what came of it"),
    outcome_shared=pgettext_lazy("field", "may be told"),
)
privacy.words(EmptySeat, gathering=pgettext_lazy("field", "table"))
privacy.words(NotWith, other=pgettext_lazy("field", "rather not with"))
privacy.words(
    SeriesChoice,
    series=pgettext_lazy("field", "round"),
    takes_part=pgettext_lazy("field", "takes part"),
    every_days=pgettext_lazy("field", "every so many days"),
)
privacy.words(
    Need,
    side=pgettext_lazy("field", "need or offer"),
    opened_at=pgettext_lazy("field", "looked for"),
    edited_at=pgettext_lazy("field", "changed"),
    renewed_at=pgettext_lazy("field", "renewed"),
    sought_at=pgettext_lazy("field", "helpers looked for"),
    fitting=pgettext_lazy("field", "how many fitted"),
    answered_at=pgettext_lazy("field", "answered"),
    answered_by=pgettext_lazy("field", "answered by"),
    closed_at=pgettext_lazy("field", "closed"),
    told_at=pgettext_lazy("field", "told how it went"),
    helped_at=pgettext_lazy("field", "helped"),
    helped_by=pgettext_lazy("field", "helped by"),
    outcome=pgettext_lazy("field", "what came of it"),
    outcome_shared=pgettext_lazy("field", "may be told"),
)
privacy.words(
    NeedAnswer,
    need=pgettext_lazy("field", "need"),
    staff=pgettext_lazy("field", "for the house"),
    withdrawn_at=pgettext_lazy("field", "taken back"),
)
privacy.words(
    HelpRequest,
    need=pgettext_lazy("field", "need"),
    fit=pgettext_lazy("field", "how well it fits"),
    reasons=pgettext_lazy("field", "why you"),
    found_at=pgettext_lazy("field", "found"),
    asked_at=pgettext_lazy("field", "asked"),
    knows_at=pgettext_lazy("field", "you named somebody"),
    passed_at=pgettext_lazy("field", "you said not now"),
)
privacy.words(
    CompanyWish,
    company=pgettext_lazy("field", "company"),
    other=pgettext_lazy("field", "other company"),
    by=pgettext_lazy("field", "asked by"),
    closed_at=pgettext_lazy("field", "settled"),
)
privacy.words(
    CompanyAcquaintance,
    first=pgettext_lazy("field", "one company"),
    second=pgettext_lazy("field", "other company"),
    by=pgettext_lazy("field", "said by"),
)
for table, title, page in (
    (CompanyWish, _("Companies you would like to know"), "connect:between"),
    (CompanyAcquaintance, _("Companies that know each other, as you said"), "connect:between"),
    (Introduction, _("Your introductions"), "connect:introductions"),
    (Side, _("Your side of introductions"), "connect:introductions"),
    (WarmIntroduction, _("Whom you introduced to each other"), "connect:warm_introductions"),
    (QuietNo, _("Your quiet noes, which only you read"), "connect:introductions"),
    (Need, _("What you look for and give now"), "connect:needs"),
    (NeedAnswer, _("Where you offered help"), "connect:needs"),
    (HelpRequest, _("What the house asked you to help with, which only you read"), "connect:needs"),
    (SeriesChoice, _("What you wish of rounds"), "connect:rounds"),
    (Seat, _("Your seats at tables"), "connect:rounds"),
    (EmptySeat, _("Seats that you left free, which only you read"), "connect:rounds"),
    (NotWith, _("With whom you would rather not be brought together, which only you read"), "connect:rounds"),
):
    privacy.entitle(table, title, page)
privacy.own_words(Side, "outcome")
privacy.own_words(Seat, "outcome")
privacy.own_words(Need, "text outcome")
privacy.own_words(NeedAnswer, "text")
privacy.own_words(WarmIntroduction, "text to_first to_second")
privacy.chapter("connect", _("Introductions, needs and the market"))
