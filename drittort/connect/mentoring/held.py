"""What rows of mentoring are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringMeeting,
    MentoringNo,
    MentoringPair,
    MentoringSide,
    MentoringWish,
)
from drittort.core import privacy

SEASON, PAIR = pgettext_lazy("field", "season"), pgettext_lazy("field", "the two of you")
privacy.words(
    MentoringApplication,
    season=SEASON,
    side=pgettext_lazy("field", "as"),
    topics=pgettext_lazy("field", "themes"),
    languages=pgettext_lazy("field", "in these languages"),
    days=pgettext_lazy("field", "on these days"),
    mentees=pgettext_lazy("field", "how many"),
    applied_at=pgettext_lazy("field", "applied"),
    withdrawn_at=pgettext_lazy("field", "taken back"),
)
privacy.words(MentoringWish, season=SEASON, mentor=pgettext_lazy("field", "best with"))
privacy.words(
    MentoringPair,
    season=SEASON,
    mentor=pgettext_lazy("field", "accompanies"),
    mentee=pgettext_lazy("field", "is accompanied"),
    proposed_at=pgettext_lazy("field", "proposed"),
    begun_at=pgettext_lazy("field", "begun"),
    expired_at=pgettext_lazy("field", "ran out"),
    ended_at=pgettext_lazy("field", "ended"),
    goal=pgettext_lazy("field", "goal"),
)
privacy.words(
    MentoringSide,
    pair=PAIR,
    came=pgettext_lazy("field", "what came of it"),
    thanks=pgettext_lazy("field", "thanks"),
    thanked_at=pgettext_lazy("field", "thanked"),
    own_goal=pgettext_lazy("field", "goal"),
)
privacy.words(MentoringNo, pair=PAIR)
privacy.words(MentoringMeeting, pair=PAIR, on=pgettext_lazy("field", "on"))
privacy.words(
    MentoringAnswer, pair=PAIR, question=pgettext_lazy("field", "question"), shared=pgettext_lazy("field", "the other may read it")
)
for table, title in (
    (MentoringApplication, _("What you applied for in mentoring")),
    (MentoringWish, _("Who you would like to be accompanied by, which only you read")),
    (MentoringPair, _("Your pairs in mentoring")),
    (MentoringSide, _("Your side of mentoring")),
    (MentoringNo, _("Your quiet noes in mentoring, which only you read")),
    (MentoringMeeting, _("Meetings that you noted")),
    (MentoringAnswer, _("Your answers in mentoring")),
):
    privacy.entitle(table, title, "connect:mentoring")
privacy.own_words(MentoringApplication, "text")
privacy.own_words(MentoringSide, "thanks own_goal")
privacy.own_words(MentoringAnswer, "text")
