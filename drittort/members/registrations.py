"""Marks of the tables of people."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, links, notices, privacy, reports, scope, screen, today
from drittort.core.addresses import address
from drittort.core.mail import reach
from drittort.core.mail.incoming import registry as incoming
from drittort.core.moving import registry as moving
from drittort.core.prepared import PREPARED
from drittort.core.privacy import Mark
from drittort.core.search import index as search
from drittort.members import held, jobs, rulebook
from drittort.members.by_mail import answers as mail_answers
from drittort.members.by_mail import house as mail_house
from drittort.members.by_mail import people as mail_people
from drittort.members.companies import industries
from drittort.members.companies import today as companies_today
from drittort.members.consents import metrics as consent_metrics
from drittort.members.duty import actions as duty
from drittort.members.duty import jobs as duty_jobs
from drittort.members.here_today import jobs as here_today_jobs
from drittort.members.here_today import queries as here_today
from drittort.members.house_copy import actions as house_copy
from drittort.members.house_copy import jobs as house_copy_jobs
from drittort.members.house_copy import rules as house_copy_rules
from drittort.members.leaving import location_sentence
from drittort.members.membership import actions as membership
from drittort.members.membership import metrics as membership_metrics
from drittort.members.models import (
    Account,
    Block,
    Case,
    CaseEntry,
    ChosenValue,
    Company,
    CompanyLine,
    Consent,
    DataExport,
    Employment,
    HereToday,
    HouseCopy,
    HouseValue,
    Measure,
    MeasureReply,
    Member,
    MembershipPeriod,
    OutsideReport,
    ProfileField,
    ProfileValue,
    Report,
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
from drittort.members.notices import jobs as notice_jobs
from drittort.members.notices.models import MutedThread, Notice, NoticeChoice, NoticePreset, PushSubscription
from drittort.members.people import asked as people_asked
from drittort.members.people import index as people_index
from drittort.members.people import letter as people_in_letter
from drittort.members.people import reactions as people_reactions
from drittort.members.photos import rules as photo_rules
from drittort.members.profiles import actions as profiles
from drittort.members.profiles import reactions as profile_reactions
from drittort.members.profiles import rules as profile_rules
from drittort.members.reach import actions as reach_actions
from drittort.members.roles import actions as roles
from drittort.members.roles import jobs as role_jobs
from drittort.members.safety import actions as safety
from drittort.members.safety import jobs as safety_jobs
from drittort.members.safety import queries as safety_queries
from drittort.members.safety import reactions as safety_reactions
from drittort.members.safety import rules as safety_rules
from drittort.members.safety.models import new_code as case_code
from drittort.members.scope import WAYS
from drittort.members.security import jobs as security_jobs
from drittort.members.security.models import Attempt, CodeApp, KeyEvent, Passkey, RecoveryCode, SignIn
from drittort.members.showcase import rules as showcase_rules
from drittort.members.sign_in import actions as sign_in_actions
from drittort.members.skills import vocabulary
from drittort.members.translations import registrations as translations
from drittort.spaces import actions as openings
from drittort.spaces.locations.rules import HANGS_ON
from drittort.spaces.roles import holds

LOADED = (
    rulebook,
    consent_metrics,
    membership_metrics,
    mail_house,
    house_copy_jobs,
    held,
    showcase_rules,
    duty_jobs,
    role_jobs,
    data_jobs,
    data_reactions,
    photo_rules,
    profile_reactions,
    jobs,
    here_today_jobs,
    people_asked,
    people_index,
    people_in_letter,
    people_reactions,
    notice_jobs,
    safety_jobs,
    safety_reactions,
    security_jobs,
    sign_in_actions,
    translations,
)

PERSON = "members.Member"

reach.register_addresses(may_be_reached=reach_actions.may_be_reached, was_refused=reach_actions.note_refusal)
reach.vital("sign-in", "security", "new-address", reach_actions.CATEGORY)

incoming.register_people(find=mail_people.find, reply=mail_answers.reply)

links.link(
    "settings",
    "members:profile_fields",
    _("What profiles ask"),
    _("The questions of this house, its values, and who sees the answers."),
    shown=lambda member: holds(member, profile_rules.SHAPE),
)

HANGS_ON.append(location_sentence)

people_index.trades(industries.names)
search.vocabulary(industries.all_names)
search.vocabulary(vocabulary.all_names)

ledger.kind(roles.GRANTED, _("has a role"), subject=PERSON, role="spaces.Role")
ledger.kind(roles.ENDED, _("has given a role back"), subject=PERSON, role="spaces.Role")
ledger.kind(duty.OPENED, _("went on duty"), subject="members.StaffSession")
ledger.kind(duty.ENDED, _("went off duty"), subject="members.StaffSession")
ledger.kind("consent.given", _("gave a consent"), subject=PERSON)
ledger.kind("consent.revoked", _("took a consent back"), subject=PERSON)
ledger.kind("member.joined", _("joined the house"), subject=PERSON, inviter=PERSON, invitation="joining.Invitation")
ledger.kind(membership.LEFT, _("left the house"), subject=PERSON, departure="joining.Departure")
ledger.kind(membership.RETURNED, _("came back"), subject=PERSON, departure="joining.Departure")
membership.on_ended(duty.stop_duty)
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
ledger.kind(profiles.ASKED, _("changed what profiles ask"), subject="members.ProfileField")
notices.category(
    profile_reactions.CATEGORY,
    _("Your profile"),
    _("Somebody else has changed your profile, or the page of your company."),
    urgency=notices.NOW,
    personal=True,
)
CHANGED_FIELDS = {"company": "members.Company", "fields": "members.ProfileField"}
notices.wording(
    profile_reactions.PERSON, _("%(who)s has changed your profile: %(what)s."), words=profile_reactions.words, refers=CHANGED_FIELDS
)
notices.wording(
    profile_reactions.COMPANY,
    _("%(who)s has changed the page of %(company)s: %(what)s."),
    words=profile_reactions.words,
    refers=CHANGED_FIELDS,
)

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
    retention=_("3 years after it was taken back, at most as long as the membership and 12 months"),
    export=True,
    erasure="delete",
)
SECRET = Mark(
    purpose=_("keep two people apart"), basis=_("legitimate interest"), retention=_("until taken back"), export=True, erasure="delete"
)
COMPANY = Mark(
    purpose=_("show who works together"),
    basis=_("contract"),
    retention=_("as long as somebody who worked there is kept"),
    export=False,
    erasure="with the house",
)

HOUSE = Mark(
    purpose=_("ask people and companies what the house wants to know, no personal data"),
    basis=_("contract"),
    retention=_("as long as the house"),
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
    "id space account external_id roles joined_on left_on language rhythm paused_until measures erase_at erase_keeps",
    person="id",
)
privacy.register(Member, PROFILE, "name line languages days location meets_online portrait public_face attributes sort_name")
privacy.register(Employment, PROFILE, "id member company from_on until_on is_admin", person="member_id")
privacy.register(StandingLine, PROFILE, "id member side text language position", person="member_id")
privacy.register(Consent, PROOF, "id member kind given_at given_by revoked_at", person="member_id")
privacy.register(Block, SECRET, "id blocker blocked at", person="blocker_id")
privacy.register(
    Notice,
    Mark(purpose=_("tell somebody what concerns them, once"), basis=_("contract"), retention=_("180 days"), export=True, erasure="delete"),
    "id member category thread key at code facts path template happens_at brings_file in_inbox seen_at due_at mailed_at pushed_at",
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
privacy.register(ShowcaseItem, PROFILE, "id company member title text language link picture position", person="member_id")
privacy.register(
    ProfileField, HOUSE, "id space about label_de label_en help_de help_en kind options skills searchable facet first_visit common"
)
privacy.register(ProfileField, HOUSE, "required matching position visibility widest retired_at")
privacy.register(ProfileValue, PROFILE, "id field member company value visibility language changed_at", person="member_id")
privacy.register(HouseValue, HOUSE, "id space name_de name_en sentence_de sentence_en position retired_at")
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

STAYED = Mark(
    purpose=_("know from when until when somebody belonged to the house"), basis=_("contract"),
    retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
)  # fmt: skip
privacy.register(MembershipPeriod, STAYED, "id member from_on until_on", person="member_id")

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
WAYS.append((_("My data"), "members:my_data"))

ledger.kind(house_copy_rules.ASKED, _("asked for the file of the whole house"), subject="members.HouseCopy")
notices.category(
    house_copy_rules.CATEGORY,
    _("The file of the house"),
    _("That it is ready, for who asked for it."),
    urgency=notices.NOW,
    personal=True,
)
notices.wording("house_copy.ready", _("The file of the house is ready."), people=())
privacy.register(
    HouseCopy,
    Mark(
        purpose=_("let founders move their house to another machine, and show who did"),
        basis=_("legitimate interest"),
        retention=_("1 day"),
        export=True,
        erasure="delete",
    ),
    "id space by asked_at tables tables_done rows done_at file",
    person="by_id",
)
privacy.on_erased(house_copy.forget_erased)
moving.left_out(HouseCopy, "a file of the house is no part of it")

moving.shared(Account, "email", "email language is_active created_at")
moving.left_out(DataExport, "copies of data are for one week and one person")
moving.left_out(PushSubscription, "browsers know the machine for which they were switched on")
moving.thing("member", PERSON)
moving.thing("profile", PERSON)
moving.thing("first_steps", PERSON)
moving.thing("profile:company", "members.Company")
moving.thing("report", "members.Report")
moving.thing(safety_rules.OUTSIDE_KIND, "")
moving.thing("case", "members.Case")
moving.thing("measure", "members.Measure")
moving.rewrites(Member, "portrait", moved.portrait)
moving.rewrites(Case, "subject", moved.subject)
moving.rewrites(Report, "subject", moved.subject)
moving.fresh(Case, "code", case_code)
moving.fresh(Report, "code", case_code)
moving.plain(Member, "measures")
moving.rewrites(ProfileValue, "value", moved.answer)
moving.rewrites(Notice, "thread facts path", moved.notice)
moving.rewrites(MutedThread, "thread", moved.thread)
moving.plain(Member, "external_id roles languages days attributes")
moving.plain(Company, "external_id")
moving.plain(ProfileField, "options common")

ledger.kind(safety.REPORTED, _("reported something"), subject="members.Report", case="members.Case")
ledger.kind(safety.ASSIGNED, _("took a report on, or gave it to somebody"), subject="members.Case", to=PERSON)
ledger.kind(safety.NOTED, _("wrote down what was found out"), subject="members.Case")
ledger.kind(safety.CLOSED, _("looked into what was reported"), subject="members.Case")
ledger.kind(safety.REOPENED, _("looks into a report again"), subject="members.Case")
ledger.kind(safety.IMPOSED, _("took a measure, with its reasons"), subject="members.Measure", member=PERSON)
ledger.kind(safety.LIFTED, _("lifted a measure"), subject="members.Measure", member=PERSON)
ledger.kind(safety.RAN_OUT, _("A measure is over."), subject="members.Measure", member=PERSON)
ledger.kind(safety.REPLIED, _("answered to a measure"), subject="members.Measure", member=PERSON)

notices.category(
    safety_reactions.REPORTS,
    _("What was reported"),
    _("What you reported, and, if you look into such things, what others did."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.category(
    safety_reactions.MEASURES,
    _("What the house told me"),
    _("Decisions that concern you, with their reasons, and the answers."),
    urgency=notices.NOW,
    personal=True,
    vital=True,
    push_from=notices.QUIET,
    wait=timedelta(0),
)
notices.wording("report.received", _("Your report has arrived. Somebody looks into it."), people=())
notices.wording("report.looked_at", _("What you reported was looked into. Thank you for saying it."), people=())
notices.wording("case.reported", _("Something was reported and waits for somebody to look into it."), people=())
notices.wording("case.replied", _("Somebody answered to a measure."), people=())
notices.wording(safety.IMPOSED, _("The house decided something that concerns you. Read why, and answer if you want."), people=())
notices.wording(safety.LIFTED, _("A measure that concerned you was lifted."), people=())
notices.wording(safety.RAN_OUT, _("A measure that concerned you is over."), people=())
notices.wording(safety.REPLIED, _("The house answered you."), people=())

reports.reportable("member", _("A person"), safety_queries.profile_shown, path=lambda slug, pk: address("members:person", slug, pk))
reports.reportable(safety_rules.OUTSIDE_KIND, _("Reported from outside"), lambda reader, number, at: None)
care.register("members.safety", safety_queries.waiting)
screen.register("faces", here_today.on_wall, template="members/here_today/_wall.html")
today.register("here", here_today.in_the_house, queries=1)
today.register("company", companies_today.team, queries=1, template="members/companies/_today.html")
privacy.on_erased(safety.forget_erased)

LOOKED_INTO = Mark(
    purpose=_("look into what was reported, and act fairly"),
    basis=_("legitimate interest (safety of the house); legal duty (Art. 16 DSA)"),
    retention=_("12 months after the case was closed"),
    export=False,
    erasure="delete",
)
SAID_TO_US = Mark(
    purpose=_("let people say that something is not right"),
    basis=_("legitimate interest (safety of the house); legal duty (Art. 16 DSA)"),
    retention=_("12 months after the case was closed"),
    export=True,
    erasure="take the person out",
)
REASONS = Mark(
    purpose=_("tell somebody what the house decided about them, why, and until when"),
    basis=_("legal duty (Art. 17 DSA); contract"),
    retention=_("24 months after the measure ended"),
    export=True,
    erasure="delete",
)
privacy.register(Case, LOOKED_INTO, "id space code about subject opened_at assigned_to closed_at", person="about_id")
privacy.register(Report, SAID_TO_US, "id code reporter subject category text at", person="reporter_id")
privacy.register(Report, LOOKED_INTO, "case shown_text shown_at")
privacy.register(
    OutsideReport,
    Mark(
        purpose=_("answer somebody who reports something from outside: receipt, decision, reasons"),
        basis=_("legal duty (Art. 16 DSA)"),
        retention=_("12 months after the case was closed"),
        export=False,
        erasure="expires",
    ),
    "id report name email language place answer answered_at",
)
privacy.register(CaseEntry, LOOKED_INTO, "id case by at kind text")
privacy.register(
    Measure, REASONS, "id space member kind facts ground imposed_at until lifted_at lifted_because ran_out_at", person="member_id"
)
privacy.register(Measure, replace(REASONS, export=False), "case imposed_by lifted_by")
privacy.register(MeasureReply, REASONS, "id measure at text", person="measure__member_id")
privacy.register(MeasureReply, replace(REASONS, export=False), "author")
