"""The signed part of the address in the mail that asks whether all is well."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.joining.lapsing.models import Lapse

SALT = "drittort.lapse"
AGE = timedelta(days=120)


def token(lapse: Lapse) -> str:
    """What stands in the address."""
    return signing.dumps(lapse.pk, salt=SALT, compress=False)


def link(lapse: Lapse) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('joining:answer_lapse', args=[token(lapse)])}"


def read(text: str) -> Lapse:
    """Whose silence an address speaks of. Raises Invalid when it is altered, too old, or its person is gone."""
    try:
        pk = int(signing.loads(text, salt=SALT, max_age=AGE))
    except signing.SignatureExpired as error:
        raise Invalid(_("This link is too old. Sign in, and all is well.")) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    row = Lapse.objects.select_related("member__space").filter(pk=pk, member__left_on=None).first()
    if row is None:
        raise Invalid(_("This membership has ended. Sign in if you would like to come back."))
    return row
