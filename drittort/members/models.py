"""People, their companies, what they offer and seek, what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from drittort.core.sorting import sort_name
from drittort.members.companies.models import CompanyLine as CompanyLine
from drittort.members.duty.models import StaffSession as StaffSession
from drittort.members.here_today.models import HereToday as HereToday
from drittort.members.house_copy.models import HouseCopy as HouseCopy
from drittort.members.membership.models import MembershipPeriod as MembershipPeriod
from drittort.members.my_data.models import DataExport as DataExport
from drittort.members.notices.models import MutedThread as MutedThread
from drittort.members.notices.models import Notice as Notice
from drittort.members.notices.models import NoticeChoice as NoticeChoice
from drittort.members.notices.models import NoticePreset as NoticePreset
from drittort.members.notices.models import PushSubscription as PushSubscription
from drittort.members.profiles.models import ProfileField as ProfileField
from drittort.members.profiles.models import ProfileValue as ProfileValue
from drittort.members.roles.models import RoleGrant as RoleGrant
from drittort.members.roles.models import TrustVote as TrustVote
from drittort.members.safety.models import Case as Case
from drittort.members.safety.models import CaseEntry as CaseEntry
from drittort.members.safety.models import Measure as Measure
from drittort.members.safety.models import MeasureReply as MeasureReply
from drittort.members.safety.models import OutsideReport as OutsideReport
from drittort.members.safety.models import Report as Report
from drittort.members.security.models import Attempt as Attempt
from drittort.members.security.models import CodeApp as CodeApp
from drittort.members.security.models import KeyEvent as KeyEvent
from drittort.members.security.models import Passkey as Passkey
from drittort.members.security.models import RecoveryCode as RecoveryCode
from drittort.members.security.models import SignIn as SignIn
from drittort.members.showcase.models import ShowcaseItem as ShowcaseItem
from drittort.members.translations.models import Translation as Translation
from drittort.members.translations.models import TranslationService as TranslationService
from drittort.members.translations.models import Untranslated as Untranslated
from drittort.members.values.models import ChosenValue as ChosenValue
from drittort.members.values.models import HouseValue as HouseValue


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their address, whatever its case."""

    def with_address(self, email: str) -> models.QuerySet[Account]:
        """The account of an address, whatever its case: by the index that keeps addresses once, which `iexact` would pass by."""
        return self.alias(address=Lower("email")).filter(address=Lower(models.Value(email)))

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of an address."""
        return self.with_address(username or "").get()


class Account(AbstractBaseUser):
    """Who signs in: one address on this machine, whatever the number of houses."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(max_length=10, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # Since when, and with which code and words, the address takes no mail; empty when it does.
    unreached_at = models.DateTimeField(null=True)
    unreached_code = models.CharField(max_length=12, blank=True, default="")
    unreached_words = models.CharField(max_length=200, blank=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.email


class Company(models.Model):
    """A member company; a freelancer's own name is one too."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="companies")
    external_id = models.CharField(max_length=100, null=True)
    name = models.CharField(max_length=120)
    line = models.CharField(max_length=200, blank=True, default="")
    industry = models.CharField(max_length=10, blank=True, default="")
    sort_name = sort_name("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "external_id"], name="company_external_once"),
            models.UniqueConstraint(fields=["space", "name"], name="company_name_once"),
        ]
        indexes = [
            models.Index(fields=["space", "sort_name", "id"], name="company_sorted"),
            models.Index(fields=["space", "industry"], name="company_industry"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    """Words for groups of members."""

    def here(self) -> MemberQuerySet:
        """Those who belong to the house now."""
        return self.filter(left_on=None)

    def agreed(self, kind: str) -> MemberQuerySet:
        """Those whose consent of a kind stands. Who asked to be erased is introduced no more."""
        agreed = self.filter(models.Exists(Consent.objects.filter(member=models.OuterRef("pk"), kind=kind, revoked_at=None)))
        return agreed.filter(erase_at=None) if kind == Consent.Kind.INTRODUCED else agreed


class Member(models.Model):
    """A person in one house. Without an account only in imported communities."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="memberships")
    external_id = models.CharField(max_length=100, null=True)
    name = models.CharField(max_length=120)
    line = models.CharField(max_length=200, blank=True, default="")
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="de")
    languages = models.JSONField(default=list)
    days = models.JSONField(default=list)
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    meets_online = models.BooleanField(default=False)
    rhythm = models.PositiveSmallIntegerField(default=28)
    paused_until = models.DateField(null=True)
    portrait = models.CharField(max_length=40)
    public_face = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    # Whoever asked to be erased: when it will be done, and whether what they gave to the house stays without their name.
    erase_at = models.DateTimeField(null=True)
    erase_keeps = models.BooleanField(default=False)
    attributes = models.JSONField(default=dict)
    # What measures of safety stop, each with its last day; kept by members.safety, so that no page asks.
    measures = models.JSONField(default=dict)
    sort_name = sort_name("name")

    # In one request only: power over others sleeps until a second factor is shown (members.scope), and was asked for (spaces.roles).
    asleep: bool = False
    missed: bool = False

    # In one request only: until when the staff session of this browser lasts (members.scope).
    on_duty_until: datetime | None = None

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "external_id"], name="member_external_once"),
            models.UniqueConstraint(fields=["space", "account"], name="member_account_once"),
        ]
        indexes = [
            models.Index(fields=["erase_at"], condition=~models.Q(erase_at=None), name="member_erased"),
            models.Index(fields=["space", "sort_name", "id"], condition=models.Q(left_on=None), name="member_sorted"),
            models.Index(fields=["space", "joined_on"], condition=models.Q(left_on=None), name="member_joined"),
        ]

    def __str__(self) -> str:
        return self.name


class Employment(models.Model):
    """A dated membership in a company."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="employments")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="employments")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    is_admin = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "company", "from_on"], name="employment_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.company_id}"


class StandingLine(models.Model):
    """One thing a person offers or seeks as a rule; a dated need is connect's."""

    class Side(models.TextChoices):
        OFFER = "offer", _("Offers")
        SEEK = "seek", _("Seeks")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["side", "position", "id"]

    def __str__(self) -> str:
        return self.text


class Consent(models.Model):
    """A yes with its day, and the moment it was taken back. Off until there is a row."""

    class Kind(models.TextChoices):
        INTRODUCED = "introduced", _("Be introduced")
        COUNTED = "counted", _("Be counted")
        MAP = "map", _("Show me on the map")
        ALUMNI = "alumni", _("Stay on the list of former members")
        BUDDY = "buddy", _("Be a buddy")

    class Way(models.TextChoices):
        SELF = "self", _("by yourself, on a page of the house")
        IMPORT = "import", _("brought along from the files of an earlier system")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=10, choices=Way.choices, default=Way.SELF)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], condition=models.Q(revoked_at=None), name="consent_once")]
        indexes = [models.Index(fields=["kind", "member"], name="consent_kind")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"


class Block(models.Model):
    """Silent: keeps two people apart in introductions, suggestions and routing, and hides nothing."""

    blocker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(blocker=models.F("blocked")), name="block_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} {self.blocked_id}"
