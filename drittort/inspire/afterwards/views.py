"""The page after an event."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.errors import Invalid
from drittort.core.paging import number
from drittort.inspire.afterwards import actions, queries
from drittort.inspire.afterwards.forms import AnswerForm, MaterialForm, MetForm, MinutesForm
from drittort.inspire.events.views import way
from drittort.inspire.pictures.forms import PictureForm
from drittort.members.notices.actions import see_thread

ANSWER, MET, MINUTES, MATERIAL, DROP = "answer", "met", "minutes", "material", "drop"


def shown(request: Any, pk: int, failed: Any = None, status: int = 200) -> HttpResponse:
    """The page, one of its forms perhaps with what is missing."""
    looking = queries.one(request.member, pk, request.now)
    people = [(face.id, face.name) for face in looking.people]
    context = {
        "looking": looking,
        "answer": failed if isinstance(failed, AnswerForm) else AnswerForm(initial={"again": looking.again, "text": looking.text}),
        "met": MetForm(people=people, initial={"others": list(looking.met)}, auto_id="met_%s"),
        "picture": PictureForm(choices=[(request.member.pk, _("me")), *people]) if looking.can_look_back else None,
        "material": failed if isinstance(failed, MaterialForm) else MaterialForm(auto_id="material_%s"),
        "minutes": MinutesForm(initial={"text": looking.minutes}, auto_id="minutes_%s"),
        "way": way(request.space.slug, (reverse("inspire:event", args=[request.space.slug, pk]), looking.title)),
    }
    return render(request, "inspire/afterwards/page.html", context, status=status)


@require_safe
def afterwards(request: Any, space: str, pk: int) -> HttpResponse:
    """What stays of an event."""
    see_thread(member=request.member, thread=f"event:{pk}", at=request.now)
    return shown(request, pk)


@require_POST
def look_back(request: Any, space: str, pk: int) -> HttpResponse:
    """Answer, say whom one met, write down what stays, put a document to it or take one away."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "at": request.now}
    looking = queries.one(request.member, pk, request.now)
    people = [(face.id, face.name) for face in looking.people]
    if says == ANSWER:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return shown(request, pk, form, 422)
        actions.answer(event_id=pk, **form.cleaned_data, **given)
        messages.success(request, _("Thank you. That helps."))
    elif says == MET:
        met = MetForm(request.POST, people=people)
        if not met.is_valid():
            raise Invalid
        actions.say_met(event_id=pk, others=met.cleaned_data["others"], **given)
        messages.success(request, _("Kept for you alone. Where both say so, it becomes a contact."))
    elif says == MINUTES:
        minutes = MinutesForm(request.POST)
        if not minutes.is_valid():
            raise Invalid
        actions.write_minutes(event_id=pk, text=minutes.cleaned_data["text"], **given)
        messages.success(request, _("Written down."))
    elif says == MATERIAL:
        document = MaterialForm(request.POST, request.FILES, auto_id="material_%s")
        if document.is_valid():
            try:
                actions.add_material(event_id=pk, upload=document.cleaned_data["file"], **given)
            except Invalid as error:
                document.add_error("file", str(error.reason))
        if not document.is_valid():
            return shown(request, pk, document, 422)
        messages.success(request, _("It is there for everybody in the house."))
    elif says == DROP:
        actions.remove_material(event_id=pk, material_id=number(request.POST.get("material", "")) or 0, **given)
        messages.success(request, _("The document is gone."))
    else:
        raise Invalid
    return redirect("inspire:afterwards", space=space, pk=pk)
