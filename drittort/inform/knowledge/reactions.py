"""What follows: whoever looks after an article hears what readers found and when a look is due; whose question became one hears of it; and what happens when
somebody leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.core.search import index
from drittort.inform.knowledge import actions, queries, rules
from drittort.inform.knowledge.models import Article, ArticleFeedback
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.safety.rules import reach_each_other

CATEGORY = "knowledge"
DUE, DOUBTED, BECAME, FREE, YOURS = "article.due", "article.doubted", "article.became", "article.free", "article.yours"


def tell_of(article: Article, member: Member, code: str, key: str, at: datetime, **facts: int) -> None:
    """One notice about an article."""
    tell(
        member=member, category=CATEGORY, thread=f"article:{article.pk}", key=f"article:{article.pk}:{key}", at=at, text=code,
        context={"article": article.pk, **facts}, path=queries.path_of(member.space.slug, article.pk),
    )  # fmt: skip


@reaction(actions.OUTDATED, name="inform.knowledge.tell_doubt")
def tell_doubt(row: LedgerRow, at: datetime) -> None:
    """Somebody found something out of date: whoever looks after it hears of it. Never beside a block."""
    found = ArticleFeedback.objects.select_related("article__owner__space").filter(pk=row.facts.get("feedback", 0)).first()
    owner = found.article.owner if found is not None else None
    if found is None or owner is None or owner.pk == found.member_id or not reach_each_other(found.member_id, owner.pk):
        return
    tell_of(found.article, owner, DOUBTED, f"doubt:{found.pk}", at, who=found.member_id)


@reaction(actions.PUBLISHED, name="inform.knowledge.tell_origin")
def tell_origin(row: LedgerRow, at: datetime) -> None:
    """An article was made of a question: who asked and who knew hear that it helps others now. Never beside a block."""
    article = Article.objects.out().select_related("question__answer").filter(pk=row.subject_id or 0).first()
    if article is None or article.question is None:
        return
    answer = article.question.answer
    origin = (article.question.member_id, answer.author_id if answer is not None else None)
    ids = {pk for pk in origin if pk is not None and pk != row.actor_id}
    for person in Member.objects.here().select_related("space").filter(pk__in=ids).order_by("pk"):
        if row.actor_id is not None and reach_each_other(row.actor_id, person.pk):
            tell_of(article, person, BECAME, "became", at, who=row.actor_id)


@reaction(actions.HANDED_OVER, name="inform.knowledge.tell_owner")
def tell_owner(row: LedgerRow, at: datetime) -> None:
    """Somebody was asked to look after an article by another."""
    article = Article.objects.out().select_related("owner__space").filter(pk=row.subject_id or 0).first()
    if article is None or article.owner is None or row.actor_id in (None, article.owner_id) or row.facts.get("member") != article.owner_id:
        return
    if reach_each_other(row.actor_id, article.owner.pk):
        tell_of(article, article.owner, YOURS, f"yours:{row.pk}", at, who=row.actor_id)


@reaction(LEFT, name="inform.knowledge.hand_over")
def offer_what_is_left(row: LedgerRow, at: datetime) -> None:
    """Somebody left: of each article that they looked after, whoever else wrote on it last is asked whether they would. Who keeps the knowledge of the house
    sees it in any case."""
    for pk in actions.leave_articles(member_id=row.subject_id or 0, at=at):
        article = Article.objects.out().filter(pk=pk).first()
        person = rules.next_writer(article) if article is not None else None
        if article is not None and person is not None and (not article.of_house or rules.keeps(person)):
            tell_of(article, person, FREE, f"free:{row.pk}", at)


def ask_review(article: Article, at: datetime) -> None:
    """Its day has come: is it still right? Once for each time."""
    owner = article.owner
    if owner is not None and article.review_on is not None:
        tell_of(article, owner, DUE, f"due:{article.review_on}", at)
        actions.note_asked(article_id=article.pk, day=owner.space.day(at))


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: what they wrote stays without them or goes, and the index follows."""
    refs = actions.forget_person(erased)
    for start in range(0, len(refs), actions.FEW):
        index.index(space_id=erased.space_id, kind=rules.DOCUMENT, refs=refs[start : start + actions.FEW], at=erased.at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the articles are called of which notices speak."""
    found = queries.titles({row["article"] for row in rows})
    return [{"title": found.get(row["article"], "…")} for row in rows]
