"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.core.files.models import StoredFile
from drittort.members.models import (
    Account,
    Block,
    ChosenValue,
    Company,
    Consent,
    DataExport,
    Employment,
    HereToday,
    HouseCopy,
    HouseValue,
    Measure,
    MeasureReply,
    Member,
    ProfileField,
    ProfileValue,
    Report,
    RoleGrant,
    ShowcaseItem,
    StaffSession,
    StandingLine,
    TrustVote,
)
from drittort.members.my_data import words as data_words
from drittort.members.notices.models import MutedThread, Notice, NoticeChoice, NoticePreset, PushSubscription
from drittort.members.security.models import CodeApp, KeyEvent, Passkey, RecoveryCode, SignIn

privacy.words(
    account=pgettext_lazy("field", "account"),
    member=pgettext_lazy("field", "person"),
    company=pgettext_lazy("field", "company"),
    changed_at=pgettext_lazy("field", "changed"),
    visibility=pgettext_lazy("field", "who may read it"),
    value=pgettext_lazy("field", "answer"),
    browser=pgettext_lazy("field", "browser"),
)
privacy.words(
    Account,
    email=pgettext_lazy("field", "e-mail address"),
    is_active=pgettext_lazy("field", "may sign in"),
    unreached_at=pgettext_lazy("field", "takes no mail since"),
    unreached_code=pgettext_lazy("field", "code of the mail server"),
    unreached_words=pgettext_lazy("field", "words of the mail server"),
)
privacy.words(
    Member,
    external_id=pgettext_lazy("field", "number in an earlier system"),
    line=pgettext_lazy("field", "about you in one line"),
    roles=pgettext_lazy("field", "roles"),
    languages=pgettext_lazy("field", "languages that you speak"),
    days=pgettext_lazy("field", "days you are usually here"),
    location=pgettext_lazy("field", "location"),
    meets_online=pgettext_lazy("field", "meets online too"),
    rhythm=pgettext_lazy("field", "days between introductions"),
    paused_until=pgettext_lazy("field", "no introductions until"),
    portrait=pgettext_lazy("field", "face"),
    public_face=pgettext_lazy("field", "face may be seen outside"),
    measures=pgettext_lazy("field", "what rests until when"),
    joined_on=pgettext_lazy("field", "joined"),
    left_on=pgettext_lazy("field", "left"),
    erase_at=pgettext_lazy("field", "will be erased"),
    erase_keeps=pgettext_lazy("field", "contributions stay without your name"),
    attributes=pgettext_lazy("field", "further details"),
    sort_name=pgettext_lazy("field", "name, for sorting"),
)
privacy.words(
    Employment,
    from_on=pgettext_lazy("field", "from"),
    until_on=pgettext_lazy("field", "until"),
    is_admin=pgettext_lazy("field", "looks after its page"),
)
privacy.words(
    Consent,
    kind=pgettext_lazy("field", "consent"),
    given_at=pgettext_lazy("field", "given"),
    given_by=pgettext_lazy("field", "how"),
    revoked_at=pgettext_lazy("field", "taken back"),
)
privacy.words(
    Block,
    blocker=pgettext_lazy("field", "you"),
    blocked=pgettext_lazy("field", "who"),
)
privacy.words(
    Notice,
    key=pgettext_lazy("field", "mark against doubles"),
    facts=pgettext_lazy("field", "numbers that belong to it"),
    path=pgettext_lazy("field", "page"),
    template=pgettext_lazy("field", "letter"),
    happens_at=pgettext_lazy("field", "happens"),
    brings_file=pgettext_lazy("field", "brings a date for your calendar"),
    in_inbox=pgettext_lazy("field", "stands in the inbox"),
    due_at=pgettext_lazy("field", "mail due"),
    mailed_at=pgettext_lazy("field", "mailed"),
    pushed_at=pgettext_lazy("field", "pushed"),
    code=pgettext_lazy("field", "what you were told"),
)
privacy.words(
    NoticePreset,
    name=pgettext_lazy("field", "how much"),
)
privacy.words(
    NoticeChoice,
    channel=pgettext_lazy("field", "way"),
    wanted=pgettext_lazy("field", "wanted"),
)
privacy.words(
    PushSubscription,
    endpoint=pgettext_lazy("field", "address of the push service"),
)
privacy.words(
    ProfileValue,
    field=pgettext_lazy("field", "question of the house"),
)
privacy.words(
    ChosenValue,
    value=pgettext_lazy("field", "value of the house"),
    meaning=pgettext_lazy("field", "what you mean by it"),
)
privacy.words(
    SignIn,
    system=pgettext_lazy("field", "device"),
    since=pgettext_lazy("field", "signed in since"),
)
privacy.words(
    KeyEvent,
    detail=pgettext_lazy("field", "detail"),
    kind=pgettext_lazy("field", "what happened"),
)
privacy.words(
    HereToday,
    said_at=pgettext_lazy("field", "said"),
)
for made in (DataExport, HouseCopy):
    privacy.words(
        made,
        by=pgettext_lazy("field", "asked by"),
        tables=pgettext_lazy("field", "parts"),
        tables_done=pgettext_lazy("field", "parts done"),
        rows=pgettext_lazy("field", "entries"),
        file=pgettext_lazy("field", "file"),
    )
privacy.words(
    ShowcaseItem,
    title=pgettext_lazy("field", "title"),
    link=pgettext_lazy("field", "link"),
    picture=pgettext_lazy("field", "picture"),
)
privacy.words(
    Report,
    reporter=pgettext_lazy("field", "you"),
    subject=pgettext_lazy("field", "what you reported"),
    category=pgettext_lazy("field", "why"),
    text=pgettext_lazy("field", "in your words"),
)
privacy.words(
    Measure,
    kind=pgettext_lazy("field", "measure"),
    facts=pgettext_lazy("field", "what happened"),
    ground=pgettext_lazy("field", "on what ground"),
    imposed_at=pgettext_lazy("field", "decided"),
    lifted_at=pgettext_lazy("field", "lifted"),
    lifted_because=pgettext_lazy("field", "lifted because"),
    ran_out_at=pgettext_lazy("field", "over"),
)
privacy.words(
    MeasureReply,
    measure=pgettext_lazy("field", "measure"),
    author=pgettext_lazy("field", "from"),
)
for table, title, page in (
    (Account, _("Your account"), "members:address"),
    (Member, _("You in this house"), "members:edit_profile"),
    (Employment, _("Your companies"), "members:edit_profile"),
    (StandingLine, _("What you offer and seek"), "members:edit_profile"),
    (RoleGrant, _("Your roles"), ""),
    (TrustVote, _("Whom you trust with a role"), ""),
    (StaffSession, _("When you were on duty"), ""),
    (Consent, _("Your consents"), "members:consents"),
    (Block, _("Whom you blocked"), ""),
    (Notice, _("Your inbox"), "members:notices"),
    (NoticePreset, _("How loud you want the house"), "members:notice_wishes"),
    (NoticeChoice, _("What comes how"), "members:notice_wishes"),
    (MutedThread, _("Threads without noise"), "members:notices"),
    (PushSubscription, _("Browsers that show notices"), "members:notice_wishes"),
    (ProfileValue, _("Your answers in the profile"), "members:edit_profile"),
    (ChosenValue, _("Values you chose"), "members:edit_profile"),
    (Passkey, _("Your passkeys"), "members:security"),
    (CodeApp, _("Your code app"), "members:security"),
    (RecoveryCode, _("Your recovery codes"), "members:security"),
    (SignIn, _("Where you are signed in"), "members:security"),
    (KeyEvent, _("What happened to your account"), "members:security"),
    (HereToday, _("In the house today"), ""),
    (DataExport, _("Copies of your data"), ""),
    (HouseCopy, _("Files of the house you asked for"), ""),
    (ShowcaseItem, _("Work that you show"), "members:edit_profile"),
    (Report, _("What you reported"), ""),
    (Measure, _("What the house decided about you"), "members:measures"),
    (MeasureReply, _("What was said to that"), "members:measures"),
):
    privacy.entitle(table, title, page)
privacy.own_words(Member, "name line attributes")
privacy.own_words(Account, "email")
privacy.own_words(StandingLine, "text")
privacy.own_words(ProfileValue, "value")
privacy.own_words(ShowcaseItem, "title text link")
privacy.own_words(Report, "text")
privacy.own_words(ChosenValue, "meaning")
privacy.own_words(Passkey, "name")

privacy.chapter("members", _("You in the house"))
privacy.called(Member, "name")
privacy.called(Account, "email")
privacy.called(Company, "name")
privacy.called(StoredFile, "name")
privacy.reads(Member, "measures", data_words.measures)
privacy.reads(Report, "subject", data_words.subjects)
privacy.called(ProfileField, "label_{language}")
privacy.called(HouseValue, "name_{language}")
privacy.reads(Notice, "code", data_words.told)
privacy.reads(Notice, "category", data_words.categories)
privacy.reads(NoticeChoice, "category", data_words.categories)
privacy.reads(NoticeChoice, "channel", data_words.channels)
privacy.reads(KeyEvent, "kind", data_words.key_events)
privacy.reads(Member, "days", data_words.days)

privacy.words(
    role=pgettext_lazy("field", "role"),
    reason=pgettext_lazy("field", "reason"),
    until=pgettext_lazy("field", "until"),
    by_trust=pgettext_lazy("field", "by the trust of members"),
    granted_by=pgettext_lazy("field", "given by"),
    ended_at=pgettext_lazy("field", "ended"),
    ended_by=pgettext_lazy("field", "ended by"),
    voter=pgettext_lazy("field", "you"),
    opened_at=pgettext_lazy("field", "from"),
)
