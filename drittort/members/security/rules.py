"""Who must show a second factor, and when it is asked."""

from __future__ import annotations

from drittort.members.models import Account, Member
from drittort.members.security.models import CodeApp, Passkey
from drittort.spaces.roles import has_power


def has_password(account: Account) -> bool:
    """Whether the account can be opened with a password. Most cannot."""
    return bool(account.password) and account.has_usable_password()


def has_code_app(account: Account) -> bool:
    """Whether the account has an app that shows codes."""
    return CodeApp.objects.filter(account=account).exists()


def has_second_factor(account: Account) -> bool:
    """Whether the account has a passkey or a code app."""
    return has_code_app(account) or Passkey.objects.filter(account=account).exists()


def must_have_second_factor(member: Member) -> bool:
    """Whether somebody's power over others sleeps until they showed a second factor.

    So it is for every role that allows more than being a member, as soon as the house has a member beside them: a founder
    sets the house up alone first. A demo and a sample of research data have nobody to protect.
    """
    space = member.space
    if space.is_demo or space.is_sample or not has_power(member):
        return False
    return Member.objects.here().filter(space=space).exclude(pk=member.pk).exists()


def second_step_asked(account: Account) -> bool:
    """Whether a link or a password alone is not enough to come in.

    Who set up a code app is asked always. Who has only passkeys is asked when they have power over others; for everybody else a passkey is
    a comfort, and losing the phone locks nobody out.
    """
    if has_code_app(account):
        return True
    if not Passkey.objects.filter(account=account).exists():
        return False
    return any(must_have_second_factor(m) for m in Member.objects.here().filter(account=account).select_related("space"))
