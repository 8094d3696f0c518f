"""What the page Sign-in and security shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.urls import reverse

from drittort.core.paging import newest_first
from drittort.members.models import Account, Member
from drittort.members.security import browsers, rules, words
from drittort.members.security.models import CodeApp, KeyEvent, Passkey, RecoveryCode, SignIn


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey by its name."""

    id: int
    name: str
    since: str
    used: str


@dataclass(frozen=True, slots=True)
class SignInLine:
    """A browser in which one is signed in."""

    id: int
    browser: str
    since: str
    seen: str
    here: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that happened."""

    sentence: str
    detail: str
    iso: str
    when: str


@dataclass(frozen=True, slots=True)
class Ways:
    """By what somebody can show that it is them."""

    passkey: bool
    code_app: bool
    paper: bool
    password: bool

    @property
    def strong(self) -> bool:
        """Whether there is a second factor."""
        return self.passkey or self.code_app


@dataclass(frozen=True, slots=True)
class Security:
    """Everything about the keys of one account."""

    email: str
    has_password: bool
    passkeys: list[PasskeyLine]
    code_app_since: str
    recovery_left: int
    sign_ins: list[SignInLine]
    others: int
    events: list[EventLine]
    houses: list[tuple[str, str]]


def ways(account: Account) -> Ways:
    """What may be asked of this account."""
    app = rules.has_code_app(account)
    passkey = Passkey.objects.filter(account=account).exists()
    paper = (app or passkey) and RecoveryCode.objects.filter(account=account, used_at=None).exists()
    return Ways(passkey, app, paper, rules.has_password(account))


def security(account: Account, *, session_key: str | None, at: datetime) -> Security:
    """The page of an account."""
    app = CodeApp.objects.filter(account=account).first()
    live = Session.objects.filter(expire_date__gt=at).values("session_key")
    sign_ins = [
        SignInLine(
            s.pk, browsers.in_words(s.browser, s.system), words.day(s.since), words.lately(s.seen_at, at), s.session_key == session_key
        )
        for s in SignIn.objects.filter(account=account, session_key__in=live)[:50]
    ]
    return Security(
        email=account.email,
        has_password=rules.has_password(account),
        passkeys=[
            PasskeyLine(p.pk, p.name, words.day(p.created_at), words.lately(p.used_at, at) if p.used_at else "")
            for p in Passkey.objects.filter(account=account)
        ],
        code_app_since=words.day(app.created_at) if app else "",
        recovery_left=RecoveryCode.objects.filter(account=account, used_at=None).count(),
        sign_ins=sorted(sign_ins, key=lambda s: not s.here),
        others=sum(not s.here for s in sign_ins),
        events=[_line(e) for e in KeyEvent.objects.filter(account=account)[:5]],
        houses=[(reverse("members:me", args=[slug]), name) for slug, name in _houses(account)],
    )


def _houses(account: Account) -> list[tuple[str, str]]:
    return list(Member.objects.here().filter(account=account).order_by("space__name").values_list("space__slug", "space__name"))


def events(account: Account, *, after: tuple[str, int] | None) -> tuple[list[EventLine], str]:
    """What happened, newest first, and the cursor of the next page."""
    found, cursor = newest_first(KeyEvent.objects.filter(account=account), "at", after, 50)
    return [_line(e) for e in found], cursor


def _line(event: KeyEvent) -> EventLine:
    return EventLine(words.sentence(event.kind), event.detail, event.at.isoformat(timespec="seconds"), words.moment(event.at))


def name_and_house(account: Account) -> tuple[str, str]:
    """By what a passkey and a code app show whose they are: the name, and the house if there is only one."""
    found = list(Member.objects.here().filter(account=account).order_by("pk").values_list("name", "space__name")[:2])
    return (found[0][0] if found else account.email), (found[0][1] if len(found) == 1 else "Drittort")
