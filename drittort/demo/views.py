"""The page on which a founder takes the demo off the machine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from drittort.core.errors import YES, no, require
from drittort.demo.removal import mail_is_set, remove_demo
from drittort.spaces.models import Space
from drittort.spaces.roles import FOUNDER, allows, permission

REMOVE = permission("demo.remove", gettext_lazy("Remove the demo from this machine"), given_to=(FOUNDER,))


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Any, space: str) -> HttpResponse:
    """Ask, and remove."""
    require(YES if allows(request.member, REMOVE) else no(_("Only a founder removes the demo.")))
    if request.method == "POST":
        own = request.space.is_demo
        remove_demo()
        if own:
            logout(request)
            return redirect("home:door")
        messages.success(request, _("The demo is gone, without a trace."))
        return redirect("spaces:settings", space=space)
    return render(request, "demo/remove.html", {"there": Space.objects.filter(is_demo=True).first(), "mail_is_set": mail_is_set()})
