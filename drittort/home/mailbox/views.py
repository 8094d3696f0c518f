"""Mail as it was written, for development and the demo: where no server is set, this is the mailbox."""

from __future__ import annotations

from email.header import decode_header, make_header
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drittort.core.errors import NotFound
from drittort.core.models import Mail
from drittort.members.scope import is_open
from drittort.members.sign_in.views import comes_from_here


def only_here(request: Any) -> None:
    """The preview exists in the demo and in development, from this machine only."""
    if not settings.DEMO or not comes_from_here(request):
        raise NotFound


def one(request: Any, pk: int) -> Mail:
    """A mail of the box, for this machine. Raises NotFound."""
    only_here(request)
    found = Mail.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@is_open
@require_safe
def mailbox(request: Any) -> HttpResponse:
    """The newest hundred mails."""
    only_here(request)
    return render(
        request, "home/mailbox/list.html", {"mails": Mail.objects.order_by("-created_at", "-id").defer("text", "html", "attachments")[:100]}
    )


@is_open
@require_safe
def mail(request: Any, pk: int) -> HttpResponse:
    """One mail: headers, text, attachments, and the HTML in a frame of its own."""
    found = one(request, pk)
    headers = {name: str(make_header(decode_header(value))) for name, value in found.headers.items()}
    people = [(label, headers.pop(name)) for name, label in (("From", _("From")), ("Reply-To", _("Answers go to"))) if name in headers]
    way = [(reverse("home:mailbox"), _("The house's mail"))]
    return render(request, "home/mailbox/page.html", {"mail": found, "people": people, "headers": headers, "way": way})


def with_pictures(found: Mail) -> str:
    """The HTML with the pictures that come along in it: a browser knows no `cid:` addresses."""
    html = found.html
    for item in found.attachments:
        if item.get("cid"):
            html = html.replace(f"cid:{item['cid']}", f"data:{item['mimetype']};base64,{item['content']}")
    return html


@is_open
@require_safe
def mail_html(request: Any, pk: int) -> HttpResponse:
    """The HTML part as a mail program would show it. Mail brings its styles inline, so this one page may too, and nothing else."""
    found = one(request, pk)
    response = HttpResponse(with_pictures(found))
    policy = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"], "frame-ancestors": [SELF], "base-uri": [NONE]}
    setattr(response, "_csp_replace", policy)  # noqa: B010  what the decorator of django-csp does; its types fit views without arguments only
    return response
