"""Marks of the tables of people."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, notices, privacy, scope
from drittort.core.mail import reach
from drittort.core.moving import registry as moving
from drittort.core.prepared import PREPARED
from drittort.core.privacy import Mark
from drittort.members import jobs
from drittort.members.companies import rules as company_rules
from drittort.members.duty import actions as duty
from drittort.members.duty import jobs as duty_jobs
from drittort.members.here_today import jobs as here_today_jobs
from drittort.members.leaving import location_sentence
from drittort.members.models import (
    Account,
    Block,
    ChosenValue,
    Company,
    CompanyLine,
    Consent,
    DataExport,
    Employment,
    HereToday,
    HouseValue,
    Member,
    ProfileField,
    ProfileValue,
    RoleGrant,
    ShowcaseItem,
    StaffSession,
    StandingLine,
    TrustVote,
)
from drittort.members.my_data import jobs as data_jobs
from drittort.members.my_data import moved
from drittort.members.my_data import reactions as data_reactions
from drittort.members.my_data import rules as data_rules
from drittort.members.my_data import words as data_words
from drittort.members.notices import jobs as notice_jobs
from drittort.members.notices.models import MutedThread, Notice, NoticeChoice, NoticePreset, PushSubscription
from drittort.members.people import index as people_index
from drittort.members.photos import rules as photo_rules
from drittort.members.profiles import actions as profiles
from drittort.members.profiles import reactions as profile_reactions
from drittort.members.reach import actions as reach_actions
from drittort.members.roles import actions as roles
from drittort.members.roles import jobs as role_jobs
from drittort.members.security import jobs as security_jobs
from drittort.members.security.models import Attempt, CodeApp, KeyEvent, Passkey, RecoveryCode, SignIn
from drittort.members.sign_in import actions as sign_in_actions
from drittort.spaces import actions as openings
from drittort.spaces.locations.rules import HANGS_ON

LOADED = (
    company_rules,
    duty_jobs,
    role_jobs,
    data_jobs,
    data_reactions,
    photo_rules,
    profile_reactions,
    jobs,
    here_today_jobs,
    people_index,
    notice_jobs,
    security_jobs,
    sign_in_actions,
)

PERSON = "members.Member"

reach.register_addresses(may_be_reached=reach_actions.may_be_reached, was_refused=reach_actions.note_refusal)
reach.vital("sign-in", "security", "new-address", reach_actions.CATEGORY)

HANGS_ON.append(location_sentence)

ledger.kind(roles.GRANTED, _("has a role"), subject=PERSON, role="spaces.Role")
ledger.kind(roles.ENDED, _("has given a role back"), subject=PERSON, role="spaces.Role")
ledger.kind(duty.OPENED, _("went on duty"), subject="members.StaffSession")
ledger.kind(duty.ENDED, _("went off duty"), subject="members.StaffSession")
ledger.kind("consent.given", _("gave a consent"), subject=PERSON)
ledger.kind("consent.revoked", _("took a consent back"), subject=PERSON)
ledger.kind("member.joined", _("joined the house"), subject=PERSON, inviter=PERSON, invitation="joining.Invitation")
ledger.kind("address.changed", _("changed the address"), subject=PERSON)
ledger.kind("member.signed_in", _("signed in"), subject=PERSON)

notices.category(
    "security",
    _("Security of your account"),
    _("Sign-ins from new places, changes of your address and keys."),
    urgency=notices.NOW,
    personal=True,
    vital=True,
    push_from=notices.QUIET,
    wait=timedelta(0),
)

notices.wording(
    "security.signed_in", _("Somebody signed in with your account, on a device that was not here before. Was it you?"), people=()
)
ledger.kind("profile.changed", _("changed a profile"), subject=PERSON, company="members.Company", fields="members.ProfileField")

scope.register_members(
    find=lambda account_id, space_id: (
        Member.objects.select_related("space").filter(account_id=account_id, space_id=space_id, left_on=None).first()
    )
)

MEMBERSHIP = Mark(
    purpose=_("run the membership"),
    basis=_("contract"),
    retention=_("as long as the membership, then 12 months"),
    export=True,
    erasure="delete",
)
PROFILE = Mark(
    purpose=_("let members find and recognise each other"),
    basis=_("contract"),
    retention=_("as long as the membership, then 12 months"),
    export=True,
    erasure="delete",
)
SIGN_IN = Mark(
    purpose=_("sign in"), basis=_("contract"), retention=_("as long as a membership, then 12 months"), export=False, erasure="delete"
)
PROOF = Mark(
    purpose=_("prove a consent and that it was taken back"),
    basis=_("legal duty"),
    retention=_("3 years after it was taken back"),
    export=True,
    erasure="delete",
)
SECRET = Mark(
    purpose=_("keep two people apart"), basis=_("legitimate interest"), retention=_("until taken back"), export=True, erasure="delete"
)
COMPANY = Mark(
    purpose=_("show who works together"),
    basis=_("contract"),
    retention=_("as long as somebody belongs to it, then 12 months"),
    export=False,
    erasure="with the house",
)

PRESENCE = Mark(
    purpose=_("let others know that somebody says they are in the house today"),
    basis=_("consent"),
    retention=_("until midnight of that day"),
    export=True,
    erasure="delete",
)

privacy.register(
    Account, MEMBERSHIP, "id email language is_active created_at unreached_at unreached_code unreached_words", person="memberships"
)
privacy.register(Account, SIGN_IN, "password last_login")
privacy.register(Company, COMPANY, "id space external_id name line industry sort_name")
privacy.register(
    Member,
    MEMBERSHIP,
    "id space account external_id roles joined_on left_on language rhythm paused_until erase_at erase_keeps",
    person="id",
)
privacy.register(Member, PROFILE, "name line languages days location meets_online portrait attributes sort_name")
privacy.register(Employment, PROFILE, "id member company from_on until_on is_admin", person="member_id")
privacy.register(StandingLine, PROFILE, "id member side text language position", person="member_id")
privacy.register(Consent, PROOF, "id member kind given_at given_by revoked_at", person="member_id")
privacy.register(Block, SECRET, "id blocker blocked at", person="blocker_id")
privacy.register(
    Notice,
    Mark(purpose=_("tell somebody what concerns them, once"), basis=_("contract"), retention=_("180 days"), export=True, erasure="delete"),
    "id member category thread key at code facts path template happens_at in_inbox seen_at due_at mailed_at pushed_at",
    person="member_id",
)
privacy.register(NoticePreset, MEMBERSHIP, "member name at", person="member_id")
privacy.register(NoticeChoice, MEMBERSHIP, "id member category channel wanted at", person="member_id")
privacy.register(MutedThread, MEMBERSHIP, "id member thread at", person="member_id")
PUSHED = Mark(
    purpose=_("show notices in a browser that was switched on for it"),
    basis=_("consent (switched on in the browser)"),
    retention=_("until switched off or refused by the browser's push service"),
    export=True,
    erasure="delete",
)
privacy.register(PushSubscription, PUSHED, "id member endpoint browser created_at used_at", person="member_id")
privacy.register(PushSubscription, replace(PUSHED, export=False), "p256dh auth")
privacy.register(CompanyLine, COMPANY, "id company side text language position")
privacy.register(ShowcaseItem, COMPANY, "id company title text language link picture position")
privacy.register(ProfileField, COMPANY, "id space about label_de label_en help_de help_en kind options skills searchable facet first_visit")
privacy.register(ProfileField, COMPANY, "required matching position visibility widest retired_at")
privacy.register(ProfileValue, PROFILE, "id field member company value visibility language changed_at", person="member_id")
privacy.register(HouseValue, COMPANY, "id space name_de name_en sentence_de sentence_en position retired_at")
privacy.register(ChosenValue, PROFILE, "id value member company meaning language", person="member_id")

KEYS = Mark(
    purpose=_("sign in safely"),
    basis=_("contract"),
    retention=_("until removed, at most as long as the account"),
    export=True,
    erasure="delete",
)
KEY_SECRETS = Mark(
    purpose=_("check a key"),
    basis=_("contract"),
    retention=_("until removed, at most as long as the account"),
    export=False,
    erasure="delete",
)
BROWSERS = Mark(
    purpose=_("show where somebody is signed in, and end it"),
    basis=_("legitimate interest"),
    retention=_("until signed out, then one day"),
    export=True,
    erasure="delete",
)
KEY_LOG = Mark(
    purpose=_("let people see what happened to their account"),
    basis=_("legitimate interest"),
    retention=_("12 months"),
    export=True,
    erasure="delete",
)
BRAKE = Mark(
    purpose=_("stop the guessing of passwords and codes"),
    basis=_("legitimate interest"),
    retention=_("one day"),
    export=False,
    erasure="expires",
)

privacy.register(Passkey, KEYS, "id account name created_at used_at", person="account__memberships")
privacy.register(Passkey, KEY_SECRETS, "credential_id handle public uses")
privacy.register(CodeApp, KEYS, "id account created_at", person="account__memberships")
privacy.register(CodeApp, KEY_SECRETS, "secret step")
privacy.register(RecoveryCode, KEYS, "id account created_at used_at", person="account__memberships")
privacy.register(RecoveryCode, KEY_SECRETS, "digest")
privacy.register(SignIn, BROWSERS, "id account browser system since seen_at", person="account__memberships")
privacy.register(SignIn, KEY_SECRETS, "session_key")
privacy.register(KeyEvent, KEY_LOG, "id account at kind detail", person="account__memberships")
privacy.register(Attempt, BRAKE, "id digest at")

openings.on_opened(profiles.ask_defaults)
privacy.register(HereToday, PRESENCE, "id member on said_at", person="member_id")
POWER = Mark(
    purpose=_("show who may do what in the house, and since when"),
    basis=_("legitimate interest"),
    retention=_("as long as the membership, then 12 months"),
    export=True,
    erasure="delete",
)
VOICE = Mark(
    purpose=_("let members give a role by their trust"),
    basis=_("consent (each voice)"),
    retention=_("until taken back or the role ends"),
    export=True,
    erasure="delete",
)
SERVICE = Mark(
    purpose=_("show who used power over others when"),
    basis=_("legitimate interest"),
    retention=_("12 months"),
    export=True,
    erasure="delete",
)
privacy.register(RoleGrant, POWER, "id member role granted_by by_trust at until reason ended_at ended_by", person="member_id")
privacy.register(TrustVote, VOICE, "id voter member role at", person="voter_id")
privacy.register(StaffSession, SERVICE, "id member opened_at until ended_at", person="member_id")

COPY = Mark(purpose=_("hand you a copy of your data"), basis=_("legal duty"), retention=_("7 days"), export=True, erasure="delete")
privacy.register(DataExport, COPY, "id member language asked_at tables tables_done rows done_at file", person="member_id")

# What rows and fields are called on everybody's own page and in the copy of their data.
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
privacy.words(
    DataExport,
    tables=pgettext_lazy("field", "parts"),
    tables_done=pgettext_lazy("field", "parts done"),
    rows=pgettext_lazy("field", "entries"),
    file=pgettext_lazy("field", "file"),
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
):
    privacy.entitle(table, title, page)
privacy.own_words(Member, "name line attributes")
privacy.own_words(Account, "email")
privacy.own_words(StandingLine, "text")
privacy.own_words(ProfileValue, "value")
privacy.own_words(ChosenValue, "meaning")
privacy.own_words(Passkey, "name")

# What rows and fields are called on everybody's own page and in the copy of their data.
privacy.words(
    account=pgettext_lazy("field", "account"),
    member=pgettext_lazy("field", "person"),
    company=pgettext_lazy("field", "company"),
    changed_at=pgettext_lazy("field", "changed"),
    visibility=pgettext_lazy("field", "who may read it"),
    value=pgettext_lazy("field", "your answer"),
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
    joined_on=pgettext_lazy("field", "joined"),
    left_on=pgettext_lazy("field", "left the house"),
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
privacy.words(
    DataExport,
    tables=pgettext_lazy("field", "parts"),
    tables_done=pgettext_lazy("field", "parts done"),
    rows=pgettext_lazy("field", "entries"),
    file=pgettext_lazy("field", "file"),
)
for table, title, page in (
    (Account, _("Your account"), "members:address"),
    (Member, _("You in this house"), "members:edit_profile"),
    (Employment, _("Your companies"), "members:edit_profile"),
    (StandingLine, _("What you offer and seek"), "members:edit_profile"),
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
):
    privacy.entitle(table, title, page)
privacy.own_words(Member, "name line attributes")
privacy.own_words(Account, "email")
privacy.own_words(StandingLine, "text")
privacy.own_words(ProfileValue, "value")
privacy.own_words(ChosenValue, "meaning")
privacy.own_words(Passkey, "name")
privacy.chapter("members", _("You in the house"))
privacy.called(Member, "name")
privacy.called(Account, "email")
privacy.called(Company, "name")
privacy.called(ProfileField, "label_{language}")
privacy.called(HouseValue, "name_{language}")
privacy.reads(Notice, "code", data_words.told)
privacy.reads(Notice, "category", data_words.categories)
privacy.reads(NoticeChoice, "category", data_words.categories)
privacy.reads(NoticeChoice, "channel", data_words.channels)
privacy.reads(KeyEvent, "kind", data_words.key_events)
privacy.reads(Member, "days", data_words.days)

ledger.kind(data_rules.COPY_ASKED, _("asked for a copy of the own data"), subject="members.DataExport")
ledger.kind(data_rules.ASKED, _("asked to be erased"), subject=PERSON)
ledger.kind(data_rules.TAKEN_BACK, _("stays after all"), subject=PERSON)
ledger.kind(data_rules.ERASED, _("Somebody was erased."), subject="")
reach.vital(data_rules.CATEGORY)
notices.category(
    data_rules.CATEGORY,
    _("Your data"),
    _("Copies that you asked for, and erasure."),
    urgency=notices.NOW,
    personal=True,
    vital=True,
    push_from=None,
    wait=timedelta(0),
)
notices.wording("my_data.ready", _("The copy of your data is ready."), people=())
notices.wording("my_data.erasure", _("You asked to be erased. For seven days you can take it back."), people=())
PREPARED.append(data_jobs.erase_again)

moving.shared(Account, "email", "email language is_active created_at")
moving.left_out(DataExport, "copies of data are for one week and one person")
moving.left_out(PushSubscription, "browsers know the machine for which they were switched on")
moving.rewrites(Member, "portrait", moved.portrait)
moving.rewrites(ProfileValue, "value", moved.answer)
moving.rewrites(Notice, "thread facts path", moved.notice)
moving.rewrites(MutedThread, "thread", moved.thread)
moving.plain(Member, "external_id roles languages days attributes")
moving.plain(Company, "external_id")
moving.plain(ProfileField, "options")
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
