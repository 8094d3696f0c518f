"""The page of search, what comes up while somebody types, one's own searches, and what nobody finds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.addresses import address
from drittort.core.errors import Invalid, require
from drittort.core.fragments import part
from drittort.core.paging import number, older
from drittort.core.search.asking import typed
from drittort.core.search.showing import sorts
from drittort.home.search import actions, queries, rules
from drittort.home.search.queries import AGES, Asked


def asked(request: Any) -> Asked:
    """What the address asks for; what is no kind, place or age of ours narrows nothing down."""
    sort, age = request.GET.get("kind", ""), request.GET.get("age", "")
    return Asked(
        typed(request.GET.get("q", "")), sort if sort in sorts() else "", request.GET.get("place", "")[:30], age if age in AGES else ""
    )


@require_safe
def search(request: Any, space: str) -> HttpResponse:
    """The page: people first, then everything else; without words, what one looked for lately."""
    member, wanted = request.member, asked(request)
    start = number(request.GET.get("after", "").removeprefix("|")) or 0
    found = queries.search(member, wanted, request.now, start=min(start, queries.MOST)) if wanted.query else None
    context: dict[str, Any] = {"asked": wanted, "found": found, "choices": queries.choices(member, wanted), "first": not start}
    if found is None:
        context["keeps"] = rules.keeps_searches(member)
        context["recent"] = queries.recent(member) if context["keeps"] else []
    else:
        if not start and request.method == "GET":
            # What was narrowed down to nothing is no gap of the house.
            context["keeps"] = actions.note_search(
                actor=member, text=wanted.query, found=wanted.narrowed or not found.nothing, at=request.now
            )
        context |= {
            "older": older(f"|{found.more}" if found.more else "", q=wanted.query, kind=wanted.sort, place=wanted.place, age=wanted.age),
            "people_path": f"{address('members:people', space)}?{urlencode({'q': wanted.query})}",
            "ask_path": f"{address('inform:new_post', space)}?{urlencode({'verb': 'ask', 'title': wanted.query[:120]})}",
            "need_path": f"{address('connect:new_need', space)}?{urlencode({'text': wanted.query})}",
            "wider": f"?{urlencode({'q': wanted.query})}" if wanted.narrowed else "",
        }
    return render(request, part(request, "home/search/_found.html", "home/search/page.html"), context)


@require_safe
def typing(request: Any, space: str) -> HttpResponse:
    """While somebody types: the best few, and the way to all."""
    query = typed(request.GET.get("q", ""))
    context = {
        "query": query,
        "near": queries.while_typing(request.member, query, request.now),
        "all": f"{address('home:search', space)}?{urlencode({'q': query})}",
    }
    return render(request, "home/search/_typing.html", context)


@require_POST
def recent(request: Any, space: str) -> HttpResponse:
    """Forget one of one's searches, or all; keep none any more, or keep them again."""
    says, at = request.POST.get("says", ""), request.now
    if says == "forget":
        actions.forget_search(actor=request.member, search_id=number(request.POST.get("search", "")) or 0)
    elif says == "forget_all":
        actions.forget_search(actor=request.member)
        messages.success(request, _("Forgotten."))
    elif says in ("keep", "keep_none"):
        actions.keep_searches(actor=request.member, wanted=says == "keep", at=at)
        said = _("What you look for is kept for you again.") if says == "keep" else _("From now on nothing of what you look for is kept.")
        messages.success(request, said)
    else:
        raise Invalid(_("Please choose once more."))
    return redirect("home:search", space=space)


@require_safe
def gaps(request: Any, space: str) -> HttpResponse:
    """What several people looked for in vain."""
    require(rules.may_read_gaps(request.member))
    way = [(address("home:care_house", space), _("Needs care now"))]
    context = {"gaps": queries.gaps(request.member.space_id), "way": way, "least": rules.ASKED_BY}
    return render(request, "home/search/gaps.html", context)


@require_POST
def settle(request: Any, space: str, pk: int) -> HttpResponse:
    """Somebody looked after it."""
    actions.settle_gap(actor=request.member, gap_id=pk, at=request.now)
    messages.success(request, _("Good. It left the list."))
    return redirect("home:search_gaps", space=space)
