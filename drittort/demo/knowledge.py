"""The handbook and the articles of the demo house, with what they were before and what readers said of them. Nobody is told: it is the past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from drittort.core.models import LedgerRow
from drittort.demo.texts import read
from drittort.inform.knowledge import actions
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleTag, ArticleVersion
from drittort.inform.posts.models import Post
from drittort.members.models import Member
from drittort.spaces.models import Space


def load_knowledge(space: Space, at: datetime) -> None:
    """Write all of it in a handful of statements. What somebody began who is not in the house (a smaller world) is not there either."""
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    told = [row for row in read("knowledge")["article"] if row["by"] in people and row.get("owner", row["by"]) in people]
    questions = dict(Post.objects.filter(space=space, verb=Post.Verb.ASK).values_list("title", "pk"))
    rows = Article.objects.bulk_create(article(space, row, place, people, questions, at) for place, row in enumerate(told))
    by_title = {row["title"]: made for row, made in zip(told, rows, strict=True)}
    for row, made in zip(told, rows, strict=True):
        made.parent = by_title.get(row.get("under", ""))
    Article.objects.bulk_update(rows, ["parent"])
    pairs = list(zip(told, rows, strict=True))
    ArticleVersion.objects.bulk_create(each for row, made in pairs for each in versions(row, made, people, at))
    ArticleTag.objects.bulk_create(
        ArticleTag(article=made, key=word.casefold(), word=word) for row, made in pairs for word in row.get("tags", ())
    )
    ArticleFeedback.objects.bulk_create(each for row, made in pairs for each in feedback(row, made, people, at))
    LedgerRow.objects.bulk_create(
        LedgerRow(
            space_id=space.pk, at=made.published_at or at, kind=actions.PUBLISHED, actor_id=made.writer_id, subject_id=made.pk, audience="members", facts={}
        )
        for made in rows
    )  # fmt: skip


def article(
    space: Space, row: Mapping[str, Any], place: int, people: Mapping[str, Member], questions: Mapping[str, int], at: datetime
) -> Article:
    """One article, not yet in its table."""
    written = at - timedelta(days=row["days"])
    return Article(
        space=space, position=place, of_house=row.get("of_house", False), shared=not row.get("of_house", False), template=row.get("template", ""),
        trade=row.get("trade", ""), writer=people[row["by"]], owner=people[row.get("owner", row["by"])], question_id=questions.get(row.get("question", "")),
        created_at=written, published_at=written, public_at=written if row.get("public") else None,
        review_on=space.day(at) + timedelta(days=row["review"]),
    )  # fmt: skip


def versions(row: Mapping[str, Any], made: Article, people: Mapping[str, Member], at: datetime) -> list[ArticleVersion]:
    """What it says in each language, and what it said before."""
    language, found = row.get("language", "de"), []
    was = [one for one in row.get("was", ()) if one[1] in people]
    for number, (days, by, text, _note) in enumerate(was, start=1):
        found.append(
            ArticleVersion(
                article=made, language=language, number=number, title=row["title"], text=text, member=people[by], at=at - timedelta(days=days), stands=False,
            )
        )  # fmt: skip
    owner = people[row.get("owner", row["by"])]
    newest = at - timedelta(days=row["days"] / 3 if was else row["days"])
    found.append(
        ArticleVersion(
            article=made, language=language, number=len(was) + 1, title=row["title"], text=row["text"].strip(), member=owner, at=newest, note=was[-1][3] if was else "",
        )
    )  # fmt: skip
    for other in ("de", "en"):
        if other in row:
            found.append(
                ArticleVersion(
                    article=made, language=other, number=1, title=row[other]["title"], text=row[other]["text"].strip(), member=people[row["by"]],
                    at=at - timedelta(days=row["days"]),
                )
            )  # fmt: skip
    return found


def feedback(row: Mapping[str, Any], made: Article, people: Mapping[str, Member], at: datetime) -> list[ArticleFeedback]:
    """Whom it helped, and what they found out of date."""
    helped = [ArticleFeedback(article=made, member=people[name], kind="helped", at=at) for name in row.get("helped", ()) if name in people]
    doubts = [
        ArticleFeedback(article=made, member=people[name], kind="outdated", text=text, at=at - timedelta(days=2))
        for name, text in row.get("doubted", ())
        if name in people
    ]
    return helped + doubts
