"""Pages of the market."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.lending import queries as lending
from drittort.connect.lending.forms import LoanForm
from drittort.connect.market import actions, queries, rules, tokens
from drittort.connect.market.forms import ChangeForm, LetterForm, NewListingForm, ReferralForm
from drittort.connect.market.models import Listing
from drittort.core.errors import HouseError, Invalid, NotAllowed, require
from drittort.core.fragments import part
from drittort.core.paging import cursor, older
from drittort.members.models import Member
from drittort.members.people.queries import called
from drittort.members.scope import is_open
from drittort.talk.conversations.actions import begin_conversation

TURNS = "market"
"""Where a session keeps today's turns."""
LETTER, THANKS = "letter_%s", "thanks_%s"
"""The names of the controls of forms that stand on one page."""


def tabs(space: str, current: str, category: str = "") -> list[dict[str, Any]]:
    """The kinds of things on the market."""
    here, more = reverse("connect:market", args=[space]), f"&category={category}" if category else ""
    kinds = [("", pgettext("the market", "Everything")), *((kind.value, plural(kind)) for kind in Listing.Kind)]
    return [
        {
            "url": f"{here}?kind={kind}{more}" if kind else f"{here}?{more.lstrip('&')}".rstrip("?"),
            "label": label,
            "current": kind == current,
        }
        for kind, label in kinds
    ]


def plural(kind: Listing.Kind) -> str:
    """A kind as the heading of many."""
    return {
        Listing.Kind.SERVICE: _("Services"),
        Listing.Kind.PRODUCT: _("Products"),
        Listing.Kind.DISCOUNT: _("Discounts"),
        Listing.Kind.LEND: pgettext("the market", "To lend"),
        Listing.Kind.JOB: _("Jobs"),
        Listing.Kind.PROJECT: _("Projects"),
    }[kind]


@require_safe
def market(request: Any, space: str) -> HttpResponse:
    """What people and companies of the house offer each other."""
    kind, category = (
        value if value in allowed else ""
        for value, allowed in (
            (request.GET.get("kind", ""), Listing.Kind.values),
            (request.GET.get("category", ""), Listing.Category.values),
        )
    )
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    after = cursor(request.GET.get("after", ""))
    turn = 0 if query or after is not None else turn_of_today(request, queries.part_of(kind, category))
    found = queries.market(request.member, request.now, turn=turn, kind=kind, category=category, query=query, after=after)
    return render(
        request,
        part(request, "connect/market/_found.html", "connect/market/list.html"),
        {
            "found": found,
            "older": older(found.more, kind=kind, category=category, q=query),
            "tabs": tabs(space, kind, category),
            "kind": kind,
            "category": category,
            "categories": Listing.Category.choices,
            "query": query,
        },
    )


def turn_of_today(request: Any, among: str) -> int:
    """The reader's turn of a part of the market: dealt when they first open it, and kept in their own session until the day is over."""
    day = request.member.space.day(request.now).isoformat()
    kept = request.session.get(TURNS, {})
    turns = kept.get("turns", {}) if kept.get("day") == day else {}
    if among not in turns:
        turns[among] = actions.deal_turn(actor=request.member, among=among)
        request.session[TURNS] = {"day": day, "turns": turns}
    return int(turns[among])


@require_safe
def bookmarks(request: Any, space: str) -> HttpResponse:
    """What I keep in mind."""
    return render(request, "connect/market/bookmarks.html", {"cards": queries.kept_by(request.member, request.now), "way": way(space)})


@require_safe
def my_listings(request: Any, space: str) -> HttpResponse:
    """What I, and companies whose page I care for, have on the market; and thanks that I got."""
    shown, over = queries.own(request.member, request.now)
    context = {"shown": shown, "over": over, "thanks": queries.thanked(request.member), "way": way(space)}
    return render(request, "connect/market/mine.html", context)


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the market."""
    return [(reverse("connect:market", args=[space]), _("Market")), *more]


@require_http_methods(["GET", "HEAD", "POST"])
def new_listing(request: Any, space: str) -> HttpResponse:
    """Put something on the market."""
    companies = [(company.pk, company.name) for company in rules.companies_of(request.member)]
    sent = request.method == "POST"
    kind = request.GET.get("kind", "")
    form = NewListingForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        companies=companies,
        initial={"language": request.member.language, "kind": kind, "category": request.GET.get("category", "")},
    )
    if sent and form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.show_listing(
                actor=request.member, words=form.words(), company_id=told.get("company"), picture=told["picture"], at=request.now
            )
        except (Invalid, NotAllowed) as error:
            form.add_error("picture" if told["picture"] else None, str(error.reason))
        else:
            messages.success(request, _("It stands on the market now, for 90 days."))
            return redirect("connect:listing", space=space, pk=made.pk)
    context = {"form": form, "way": way(space), "full": not sent and not rules.has_room(request.member, request.now)}
    return render(request, "connect/market/new.html", context, status=422 if sent else 200)


def show(request: Any, listing: Listing, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a listing with its forms."""
    found = queries.one(request.member, listing, request.now)
    name = found.person.first_name
    hello = _("Hello %(name)s, about “%(title)s”: ") % {"name": name, "title": listing.title}
    context = {
        "page": found,
        "way": way(request.space.slug),
        "letter": LetterForm(initial={"text": hello}, auto_id=LETTER),
        "loan": LoanForm(initial=lending.usual_days(request.space.day(request.now))),
        "referring": ReferralForm(auto_id=THANKS),
        "loans": lending.of_listing(request.member, listing, request.now) if found.is_to_lend else None,
        **forms,
    }
    return render(request, "connect/market/page.html", context, status=status)


@require_safe
def listing(request: Any, space: str, pk: int) -> HttpResponse:
    """One listing."""
    return show(request, queries.found(request.member, pk, request.now))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_listing(request: Any, space: str, pk: int) -> HttpResponse:
    """Say it in other words."""
    found = queries.found(request.member, pk, request.now)
    require(rules.may_edit(request.member, found))
    sent = request.method == "POST"
    before = {name: getattr(found, name) for name in ("kind", "category", "title", "text", "price", "language")}
    form = ChangeForm(
        request.POST if sent else None, request.FILES if sent else None, initial=before, pictured=found.picture_id is not None
    )
    if sent and form.is_valid():
        told = form.cleaned_data
        try:
            actions.change_listing(
                actor=request.member, listing_id=pk, words=form.words(), picture=told["picture"], drop_picture=told.get("drop_picture", False), at=request.now
            )  # fmt: skip
        except Invalid as error:
            form.add_error("picture", str(error.reason))
        else:
            return redirect("connect:listing", space=space, pk=pk)
    here = way(space, (reverse("connect:listing", args=[space, pk]), found.title))
    return render(request, "connect/market/edit.html", {"form": form, "way": here}, status=422 if sent else 200)


@require_POST
def write_owner(request: Any, space: str, pk: int) -> HttpResponse:
    """Write to whoever put a listing up, in the conversation of the two."""
    found = queries.found(request.member, pk, request.now)
    form = LetterForm(request.POST, auto_id=LETTER)
    if form.is_valid() and found.member_id != request.member.pk:
        try:
            made = begin_conversation(actor=request.member, others=[found.member], text=form.cleaned_data["text"], at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error("text", str(error.reason))
        else:
            return redirect("talk:conversation", space=space, code=made.code)
    return show(request, found, status=422, letter=form)


VERBS = {
    "renew": actions.renew_listing,
    "taken": actions.take_listing,
    "close": actions.close_listing,
    "reopen": actions.reopen_listing,
}


def said(verb: str) -> str:
    """What was done, for the page that follows."""
    return {
        "renew": _("It stands for another 90 days."),
        "taken": _("Good to hear. It is marked as taken."),
        "close": _("Taken down."),
        "reopen": _("It stands again."),
    }[verb]


@require_POST
def mark_listing(request: Any, space: str, pk: int) -> HttpResponse:
    """Renew it, mark it as taken, take it down, or put it up again."""
    verb = request.POST.get("says", "")
    if verb not in VERBS:
        raise Invalid
    done = VERBS[verb](actor=request.member, listing_id=pk, at=request.now)
    messages.success(request, said(verb))
    # Whoever cares for the community and took down somebody else's does not see it any more.
    if not rules.may_edit(request.member, done):
        return redirect("connect:market", space=space)
    return redirect("connect:listing", space=space, pk=pk)


@require_POST
def bookmark(request: Any, space: str, pk: int) -> HttpResponse:
    """Keep it in mind, or let it go."""
    wanted = request.POST.get("wanted") == "yes"
    actions.bookmark(actor=request.member, listing_id=pk, wanted=wanted, at=request.now)
    if request.POST.get("from") == "list":
        return redirect("connect:bookmarks", space=space)
    return redirect("connect:listing", space=space, pk=pk)


def one_called(member: Member, form: ReferralForm) -> int | None:
    """The one whom the form names; where it may be several, the form says whom it could mean."""
    people = called(member, form.cleaned_data["referrer"])
    if len(people) == 1:
        return people[0].id
    names = " · ".join(face.name for face in people)
    sentence = _("Which one is it? %(names)s") % {"names": names} if people else _("Nobody of this name is here.")
    form.add_error("referrer", sentence)
    return None


@require_POST
def refer(request: Any, space: str, pk: int) -> HttpResponse:
    """Say who told me of it."""
    found = queries.found(request.member, pk, request.now)
    form = ReferralForm(request.POST, auto_id=THANKS)
    if form.is_valid():
        person = one_called(request.member, form)
        if person is not None:
            try:
                actions.name_referrer(
                    actor=request.member, listing_id=pk, referrer_id=person, text=form.cleaned_data["text"], at=request.now
                )
            except (Invalid, NotAllowed) as error:
                form.add_error("referrer", str(error.reason))
            else:
                messages.success(request, _("Your thanks are on their way."))
                return redirect("connect:listing", space=space, pk=pk)
    return show(request, found, status=422, referring=form)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_listing(request: Any, token: str) -> HttpResponse:
    """Shall it stay? Opening it changes nothing; one button answers, without sign-in."""
    held = tokens.read(token)
    asked = (request.POST if request.method == "POST" else request.GET).get("says", "")
    verb, done, status = asked if asked in VERBS else "renew", "", 200
    error = ""
    if request.method == "POST":
        try:
            VERBS[verb](actor=held.member, listing_id=held.listing.pk, at=request.now)
            done = verb
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    context = {
        "listing": held.listing, "says": verb, "done": done, "said": said(verb) if done else "", "error": error, "token": token, "house": held.member.space,
        "lends": held.listing.kind == Listing.Kind.LEND,
    }  # fmt: skip
    return render(request, "connect/market/answer.html", context, status=status)
