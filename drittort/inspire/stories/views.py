"""Pages of stories: by sign-in, by the link of a letter, and those that everybody reads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, NotAllowed, require
from drittort.core.paging import cursor, number, older
from drittort.inspire.memory import tabs
from drittort.inspire.named import people_named
from drittort.inspire.pictures.forms import PictureForm
from drittort.inspire.stories import actions, queries, rules, tokens, words
from drittort.inspire.stories.forms import BeginForm, QuoteForm, TellForm, TextForm
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import for_former, is_open
from drittort.spaces.roles import power

SEND, KEEP, DECLINE, NEVER = "send", "keep", "decline", "never"


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("inspire:stories", args=[space]), _("What became of it")), *more]


@require_safe
def stories(request: Any, space: str) -> HttpResponse:
    """What became of it: the stories of the house."""
    cards, more = queries.stories(request.member, cursor(request.GET.get("after", ""), moment=True))
    context = {
        "tabs": tabs(space, "inspire:stories"),
        "cards": cards,
        "older": older(more),
        "first": not request.GET.get("after"),
        "cares": rules.cares(request.member),
    }
    return render(request, "inspire/stories/list.html", context)


@for_former
@require_safe
def my_stories(request: Any, space: str) -> HttpResponse:
    """My own stories, and whether I am asked for more."""
    here = request.member.left_on is None
    context = {
        "lines": queries.own(request.member),
        "wants": queries.wants(request.member),
        "way": way(space) if here else [],
        "here": here,
    }
    return render(request, "inspire/stories/mine.html", context)


@require_POST
def want_stories(request: Any, space: str) -> HttpResponse:
    """Ask me for stories, or not any more."""
    wanted = bool(request.POST.get("wanted"))
    actions.want_stories(actor=request.member, wanted=wanted, at=request.now)
    messages.success(request, _("Good. Now and then we ask.") if wanted else _("All right. We don't ask any more."))
    return redirect("inspire:my_stories", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def new_story(request: Any, space: str) -> HttpResponse:
    """Tell a story that nobody asked for."""
    sent = request.method == "POST"
    form = BeginForm(request.POST if sent else None, initial={"language": request.member.language})
    if sent and form.is_valid():
        try:
            others = people_named(request.member, form.cleaned_data["others"])
        except Invalid as error:
            form.add_error("others", str(error.reason))
        else:
            try:
                story = actions.begin_story(actor=request.member, others=others, answers=form.answers(), at=request.now)
            except (Invalid, NotAllowed) as error:
                form.add_error(None, str(error.reason))
            else:
                messages.success(
                    request, _("Told. The others are asked for their side now.") if others else _("Told. Now you say who may read it.")
                )
                return redirect("inspire:story", space=space, pk=story.pk)
    return render(request, "inspire/stories/new.html", {"form": form, "way": way(space)}, status=422 if sent else 200)


@for_former
@require_safe
def story(request: Any, space: str, pk: int) -> HttpResponse:
    """One story: to be read, and for those whose it is also to be told, agreed to and taken back."""
    if request.member.left_on is None:
        see_thread(member=request.member, thread=f"story:{pk}", at=request.now)
    page = queries.one(request.member, pk)
    here = request.member.left_on is None
    context = {"page": page, "way": way(space) if here else [], "tell": told(page), "here": here, "picture_form": PictureForm()}
    return render(request, "inspire/stories/page.html", context)


def told(page: queries.Page, data: Any = None) -> TellForm | None:
    """The three questions with what was answered; None for who has no side."""
    if page.mine is None:
        return None
    began, happened, became = page.mine.answers
    return TellForm(data, initial={"began": began, "happened": happened, "became": became, "language": page.mine.language})


def answer(member: Member, pk: int, form: TellForm, says: str, request: Any) -> str:
    """Do what was said to the three questions; returns the sentence that says so."""
    if says in (DECLINE, NEVER):
        actions.decline(actor=member, story_id=pk, never=says == NEVER, at=request.now)
        return _("All right. Nobody learns of it, and we don't ask again.")
    if not form.is_valid():
        raise Invalid(_("Something is missing or too long. Have another look."))
    side = actions.tell_side(actor=member, story_id=pk, answers=form.answers(), send=says == SEND, at=request.now)
    if says != SEND:
        return _("Kept. Only you read it.")
    if side.story.opened_at is not None:
        return _("Sent. Now you read each other, and decide who else may.")
    return _("Sent. As soon as the other side has told, too, you read each other. Nobody else does.")


@require_http_methods(["GET", "HEAD", "POST"])
def tell_story(request: Any, space: str, pk: int) -> HttpResponse:
    """My side of it."""
    page = queries.one(request.member, pk)
    form = told(page, request.POST if request.method == "POST" else None)
    if form is None:
        raise NotAllowed(_("Only those whose story it is tell it."))
    if request.method == "POST":
        try:
            messages.success(request, answer(request.member, pk, form, request.POST.get("says", ""), request))
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("inspire:story", space=space, pk=pk)
    context = {"form": form, "page": page, "way": way(space, (reverse("inspire:story", args=[space, pk]), page.card.title))}
    return render(request, "inspire/stories/tell.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def story_text(request: Any, space: str, pk: int) -> HttpResponse:
    """The common text."""
    name, seen, title, text = queries.may_write(request.member, pk)
    form = TextForm(request.POST if request.method == "POST" else None, initial={"title": title, "text": text, "seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_text(actor=request.member, story_id=pk, at=request.now, **form.cleaned_data)
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Kept. It counts as soon as everybody who told agrees to it."))
            return redirect("inspire:story", space=space, pk=pk)
    context = {"form": form, "way": way(space, (reverse("inspire:story", args=[space, pk]), name))}
    return render(request, "inspire/stories/text.html", context, status=422 if form.is_bound else 200)


def steps() -> dict[str, Any]:
    """What one button does: the action with what it takes, and the sentence that follows."""
    return {
        "house": (actions.agree, {"audience": actions.HOUSE}, _("Agreed. The house reads it as soon as the others agree, too.")),
        "public": (actions.agree, {"audience": actions.PUBLIC}, _("Agreed. Everybody reads it as soon as the others agree, too.")),
        "not_public": (actions.withdraw, {"audience": actions.PUBLIC}, _("Taken back. Outside the house nobody reads it any more.")),
        "not_house": (actions.withdraw, {"audience": actions.HOUSE}, _("Taken back. From now on only you who told it read it.")),
        "help": (actions.ask_for_help, {"wanted": True}, _("Somebody of the team reads it and proposes something. Nothing changes without you.")),
        "no_help": (actions.ask_for_help, {"wanted": False}, _("All right, you manage by yourselves.")),
    }  # fmt: skip


@for_former
@require_POST
def story_step(request: Any, space: str, pk: int) -> HttpResponse:
    """Agree, take back, ask for a hand; for the team also take off."""
    says, known = request.POST.get("says", ""), steps()
    if says in known:
        verb, given, sentence = known[says]
        verb(actor=request.member, story_id=pk, at=request.now, **given)
    elif says == "text":
        actions.agree_to_text(actor=request.member, story_id=pk, number=number(request.POST.get("number", "")) or 0, at=request.now)
        sentence = _("Agreed, word for word.")
    elif says in ("quote", "no_quote"):
        actions.answer_quote(actor=request.member, quote_id=number(request.POST.get("quote", "")) or 0, yes=says == "quote", at=request.now)
        sentence = _("Thank you. You can take it back here at any time.") if says == "quote" else _("All right. It is not used.")
    elif says in ("off", "on"):
        actions.take_off(actor=request.member, story_id=pk, off=says == "off", at=request.now)
        sentence = _("Taken off. Those whose story it is still read it.") if says == "off" else _("It is on the pages again.")
    else:
        raise Invalid
    messages.success(request, sentence)
    return redirect("inspire:story", space=space, pk=pk)


@require_safe
def stories_waiting(request: Any, space: str) -> HttpResponse:
    """For the team: stories that would like a hand, and sentences worth asking for."""
    require(power(request.member, rules.CARE, _("Only those who care for stories see this page.")))
    return waiting_page(request, space, None)


def waiting_page(request: Any, space: str, failed: QuoteForm | None) -> HttpResponse:
    """The page of the team, a quote perhaps with what is wrong."""
    sentences, more = queries.to_quote(request.member, cursor(request.GET.get("after", ""), moment=True))
    context = {
        "helped": queries.helped(request.member), "sentences": sentences, "older": older(more), "form": failed, "uses": QuoteForm().fields["use"].choices,  # type: ignore[attr-defined]
        "way": way(space),
    }  # fmt: skip
    return render(request, "inspire/stories/waiting.html", context, status=422 if failed else 200)


@require_POST
def pick_quote(request: Any, space: str) -> HttpResponse:
    """Ask somebody for a sentence of theirs."""
    require(power(request.member, rules.CARE, _("Only those who care for stories see this page.")))
    form = QuoteForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.pick_quote(actor=request.member, side_id=told["side"], text=told["text"], use=told["use"], at=request.now)
        except Invalid as error:
            form.add_error("text", str(error.reason))
        else:
            messages.success(request, _("Asked. It is used once they agree, and only there."))
            return redirect("inspire:stories_waiting", space=space)
    return waiting_page(request, space, form)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_story(request: Any, token: str) -> HttpResponse:
    """The page behind the button of the letter: three questions, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    page = queries.one(held.member, held.story_id)
    form, said, status = told(page, request.POST if request.method == "POST" else None), "", 200
    if request.method == "POST" and form is not None:
        try:
            said = answer(held.member, held.story_id, form, request.POST.get("says", ""), request)
        except HouseError as error:
            form.is_valid()
            form.add_error(None, str(error.reason))
            status = error.status
    context = {"page": page, "form": form, "said": said, "token": token, "house": held.member.space}
    return render(request, "inspire/stories/answer.html", context, status=status)


@is_open
@require_safe
def public_stories(request: Any, space: str) -> HttpResponse:
    """The stories that everybody reads."""
    house, cards, more, quotes = queries.at_the_door(space, cursor(request.GET.get("after", ""), moment=True))
    request.visited = house
    return render(request, "inspire/stories/public_list.html", {"house": house, "cards": cards, "older": older(more), "quotes": quotes})


@is_open
@require_safe
def public_story(request: Any, space: str, pk: int) -> HttpResponse:
    """One story as everybody reads it."""
    page = queries.open_story(space, pk)
    request.visited = page.house
    answered = render(request, "inspire/stories/public.html", {"page": page, "names": words.listed([v.name for v in page.voices])})
    answered["Cache-Control"] = "no-store"  # whoever takes it back is gone from here at once
    return answered
