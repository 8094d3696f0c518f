"""Writing an article, changing it, looking after it, opening it to everybody, throwing it away and bringing it back. Ids only go into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.core.files.actions import Upload, drop_files
from drittort.core.privacy import Erased
from drittort.core.search import index
from drittort.inform.knowledge import rules
from drittort.inform.knowledge.handbook import TEMPLATES
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleFile, ArticleQuerySet, ArticleTag, ArticleVersion
from drittort.inform.posts.actions import dropped_unless_done, keep
from drittort.inform.posts.models import Post
from drittort.inform.posts.rules import visible_to as posts_for
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.spaces.agreements.queries import months_later
from drittort.spaces.industries import SECTIONS
from drittort.spaces.models import Space

PUBLISHED, CHANGED, ARRANGED = "article.published", "article.changed", "article.arranged"
REMOVED, RESTORED, REVIEWED = "article.removed", "article.restored", "article.reviewed"
OPENED, SHUT, HANDED_OVER, OUTDATED, SETTLED = (
    "article.opened",
    "article.shut",
    "article.handed_over",
    "article.outdated",
    "article.settled",
)
FEW = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says in one language, and what of it was changed (`note`)."""

    language: str
    title: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands, under which words it is found, for which trade it is, who may change it, and after how many months it is looked at again."""

    parent_id: int | None = None
    tags: tuple[str, ...] = ()
    trade: str = ""
    shared: bool = True
    review: int = rules.USUAL_REVIEW


def fitting(words: Words) -> Words:
    """The same as it is kept. Raises Invalid where title or words are missing, or are too many."""
    text = words.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    title = " ".join(words.title.replace("\0", " ").split())
    if not title:
        raise Invalid(_("An article needs a title; others find it by that."))
    if not text:
        raise Invalid(_("Write a few words first."))
    if len(text) > rules.LONGEST:
        raise Invalid(_("That is longer than 40,000 characters. Make two articles of it, the second under the first."))
    return Words(words.language, title[:120], text, " ".join(words.note.split())[:200])


def visible(actor: Member, article_id: int) -> Article:
    """An article that the actor may read, locked. Raises NotFound."""
    # The rule asks for more than the article itself; only that is held.
    article = locked(Article.objects.filter(pk__in=rules.visible_to(actor).filter(pk=article_id).values("pk"))).first()
    if article is None:
        raise NotFound
    return article


# ------------------------------------------------------------------ words


def write_article(
    *,
    actor: Member,
    words: Words,
    at: datetime,
    place: Place | None = None,
    of_house: bool = False,
    files: Sequence[Upload] = (),
    goes_out: bool = True,
) -> Article:
    """Write an article, published at once or kept as a draft (`goes_out` False); `of_house`: in the handbook, for those who keep it.

    Whoever writes it looks after it. Raises NotAllowed, Invalid, NotFound.
    """
    words, place = fitting(words), place or Place()
    require(may_use(actor, POSTS, at))
    if of_house:
        require(rules.may_keep(actor))
    not_too_many(files)
    kept = keep(actor, files, at, picture=rules.PICTURE, paper=rules.PAPER)
    with dropped_unless_done(kept), transaction.atomic():
        article = Article.objects.create(space_id=actor.space_id, of_house=of_house, writer=actor, owner=actor, created_at=at)
        lay(article, actor, place, at)
        say(article, words, actor, at)
        ArticleFile.objects.bulk_create(ArticleFile(article=article, file=file) for file in kept)
        if goes_out:
            out(article, actor, at)
        else:
            index.changed(space_id=article.space_id, kind=rules.DOCUMENT, refs=[article.pk], at=at)
    return article


def change_article(
    *,
    actor: Member,
    article_id: int,
    words: Words,
    base: int,
    at: datetime,
    files: Sequence[Upload] = (),
    drop: Sequence[int] = (),
) -> Article:
    """Change an article in one language, or add it in another; `base` is the number of the version that the actor had before them (0: none).

    The same words again change nothing. Raises OutOfDate where somebody else wrote meanwhile, NotFound, NotAllowed, Invalid.
    """
    words = fitting(words)
    with transaction.atomic():
        require(rules.may_change(actor, visible(actor, article_id)))
    require(may_use(actor, POSTS, at))
    not_too_many(files)
    kept = keep(actor, files, at, picture=rules.PICTURE, paper=rules.PAPER)
    with dropped_unless_done(kept), transaction.atomic():
        article = visible(actor, article_id)
        require(rules.may_change(actor, article))
        before = standing(article, words.language)
        if (before.number if before else 0) != base:
            raise OutOfDate(_("Somebody else changed it while you wrote. Your words are still here: look at theirs, then save again."))
        gone = list(article.files.filter(file_id__in=drop).values_list("file_id", flat=True))
        if article.files.count() - len(gone) + len(kept) > rules.MOST_FILES:
            raise Invalid(_("At most eight files go with one article."))
        drop_files(ids=gone)
        ArticleFile.objects.bulk_create(ArticleFile(article=article, file=file) for file in kept)
        same = before is not None and (before.title, before.text) == (words.title, words.text)
        if not same:
            say(article, words, actor, at)
        if not same or gone or kept:
            record(CHANGED, actor, article, at)
    return article


def restore_version(*, actor: Member, article_id: int, version_id: int, at: datetime) -> Article:
    """Let an earlier version stand again, as a new one. What stands already stays. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        article = visible(actor, article_id)
        require(rules.may_change(actor, article))
        require(may_use(actor, POSTS, at))
        found = ArticleVersion.objects.filter(pk=version_id, article=article).first()
        if found is None:
            raise NotFound
        if not found.stands:
            with translation.override(found.language):
                note = _("As it was in version %(n)s") % {"n": found.number}
            say(article, Words(found.language, found.title, found.text, note), actor, at)
            record(CHANGED, actor, article, at)
    return article


def standing(article: Article, language: str) -> ArticleVersion | None:
    """The words that stand in a language."""
    return ArticleVersion.objects.filter(article=article, language=language, stands=True).first()


def say(article: Article, words: Words, actor: Member | None, at: datetime) -> ArticleVersion:
    """One more version, which stands from now on."""
    rows = ArticleVersion.objects.filter(article=article, language=words.language)
    newest = rows.aggregate(n=Max("number"))["n"] or 0
    rows.filter(stands=True).update(stands=False)
    return ArticleVersion.objects.create(
        article=article,
        language=words.language,
        number=newest + 1,
        title=words.title,
        text=words.text,
        note=words.note,
        member=actor,
        at=at,
    )


def not_too_many(files: Sequence[Upload]) -> None:
    """Raises Invalid where more files are sent than go with one article."""
    if len(files) > rules.MOST_FILES:
        raise Invalid(_("At most eight files go with one article."))


# ------------------------------------------------------------------ place


def arrange_article(*, actor: Member, article_id: int, place: Place, at: datetime) -> Article:
    """Say where an article stands, how it is found, who may change it and when it is looked at again. Raises NotFound, NotAllowed, Invalid."""
    with transaction.atomic():
        article = visible(actor, article_id)
        require(rules.may_arrange(actor, article))
        lay(article, actor, place, at)
        record(ARRANGED, actor, article, at)
    return article


def lay(article: Article, actor: Member, place: Place, at: datetime) -> None:
    """Put an article into its place. Raises NotFound for a place that is none, Invalid for what fits no article."""
    if place.parent_id is not None and not rules.parents_for(actor, article).filter(pk=place.parent_id, of_house=article.of_house).exists():
        raise NotFound
    if place.review not in rules.REVIEWS or place.trade not in ("", *SECTIONS):
        raise Invalid
    article.parent_id, article.shared, article.trade = place.parent_id, place.shared, place.trade
    article.review_on, article.asked_on = months_later(actor.space.day(at), place.review), None
    article.save(update_fields=["parent", "shared", "trade", "review_on", "asked_on"])
    words = {word.casefold(): word for word in (" ".join(tag.split())[:40] for tag in place.tags) if word}
    if len(words) > rules.MOST_TAGS:
        raise Invalid(_("Six words are enough to find it by."))
    ArticleTag.objects.filter(article=article).delete()
    ArticleTag.objects.bulk_create(ArticleTag(article=article, key=key, word=word) for key, word in words.items())


def publish_article(*, actor: Member, article_id: int, at: datetime) -> Article:
    """Let a draft be read by the house. Twice is once."""
    with transaction.atomic():
        article = visible(actor, article_id)
        require(rules.may_arrange(actor, article))
        require(may_use(actor, POSTS, at))
        if article.published_at is None:
            out(article, actor, at)
    return article


def out(article: Article, actor: Member, at: datetime) -> None:
    """It is out. From then on its time until the next look runs."""
    article.published_at = at
    article.save(update_fields=["published_at"])
    record(PUBLISHED, actor, article, at)


def open_article(*, actor: Member, article_id: int, wanted: bool, at: datetime) -> Article:
    """Let anybody read an article, without being a member; or no more. Twice is once."""
    with transaction.atomic():
        article = visible(actor, article_id)
        require(rules.may_keep(actor))
        if article.published_at is None:
            raise Invalid(_("It is a draft. First let the house read it."))
        if (article.public_at is not None) != wanted:
            article.public_at = at if wanted else None
            article.save(update_fields=["public_at"])
            record(OPENED if wanted else SHUT, actor, article, at)
    return article


# ------------------------------------------------------------------ looking after it


def review_article(*, actor: Member, article_id: int, months: int, at: datetime) -> Article:
    """It is still right, or right again: look at it again in so many months. What readers found is settled with that."""
    if months not in rules.REVIEWS:
        raise Invalid
    with transaction.atomic():
        article = tended(actor, article_id)
        article.review_on, article.asked_on = months_later(actor.space.day(at), months), None
        article.save(update_fields=["review_on", "asked_on"])
        clear(article)
        record(REVIEWED, actor, article, at)
    return article


def settle_article(*, actor: Member, article_id: int, at: datetime) -> Article:
    """What readers found out of date is right again. Twice is once."""
    with transaction.atomic():
        article = tended(actor, article_id)
        if clear(article):
            record(SETTLED, actor, article, at)
    return article


def tended(actor: Member, article_id: int) -> Article:
    """An article that the actor looks after, locked. Raises NotFound, NotAllowed."""
    article = visible(actor, article_id)
    if not rules.looks_after(actor, article):
        raise NotAllowed(_("Whoever looks after this article does that."))
    return article


def clear(article: Article) -> int:
    """Nothing is out of date any more; how many said so."""
    return ArticleFeedback.objects.filter(article=article, kind=ArticleFeedback.Kind.OUTDATED).delete()[0]


def take_over(*, actor: Member, article_id: int, at: datetime) -> Article:
    """Look after an article that nobody looks after. Raises OutOfDate where somebody was faster."""
    with transaction.atomic():
        article = visible(actor, article_id)
        if article.owner_id == actor.pk:
            return article
        verdict = rules.may_take_over(actor, article)
        if not verdict:
            raise (OutOfDate if article.owner_id is not None else NotAllowed)(verdict.reason)
        hand(article, actor, actor, at)
    return article


def hand_over(*, actor: Member, article_id: int, member_id: int, at: datetime) -> Article:
    """Let somebody else look after an article: its owner, and those who keep the knowledge of the house. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        article = tended(actor, article_id)
        person = Member.objects.here().filter(pk=member_id, space=actor.space_id).first()
        if person is None:
            raise NotFound
        if article.owner_id != person.pk:
            hand(article, person, actor, at)
    return article


def hand(article: Article, person: Member, actor: Member, at: datetime) -> None:
    """Somebody looks after it from now on."""
    article.owner, article.asked_on = person, None
    article.save(update_fields=["owner", "asked_on"])
    record(HANDED_OVER, actor, article, at, member=person.pk)


def note_asked(*, article_id: int, day: date) -> None:
    """Its owner was asked on this day whether it is still right."""
    Article.objects.filter(pk=article_id).update(asked_on=day)


def leave_articles(*, member_id: int, at: datetime) -> list[int]:
    """Whoever leaves looks after nothing here any more; returns of which articles. Drafts that only they saw go."""
    forget(drafts_of(member_id).values_list("pk", flat=True))
    with transaction.atomic():
        rows = list(locked(Article.objects.filter(owner=member_id).order_by("pk")))
        Article.objects.filter(pk__in=[row.pk for row in rows]).update(owner=None)
    return [row.pk for row in rows]


# ------------------------------------------------------------------ what readers say


def tell_helped(*, actor: Member, article_id: int, wanted: bool, at: datetime) -> None:
    """It helped; or take that back. Twice is once. Raises Invalid for one's own article."""
    with transaction.atomic():
        article = read(actor, article_id)
        if article.owner_id == actor.pk:
            raise Invalid(_("This one is yours; others say that."))
        rows = ArticleFeedback.objects.filter(article=article, member=actor, kind=ArticleFeedback.Kind.HELPED)
        if not wanted:
            rows.delete()
        elif not rows.exists():
            ArticleFeedback.objects.create(article=article, member=actor, kind=ArticleFeedback.Kind.HELPED, at=at)


def tell_outdated(*, actor: Member, article_id: int, text: str, at: datetime) -> None:
    """Something is out of date: whoever looks after it is told, once; said again it only changes the words. Raises NotFound, NotAllowed."""
    text = " ".join(text.replace("\0", " ").split())[:300]
    with transaction.atomic():
        article = read(actor, article_id)
        require(may_use(actor, POSTS, at))
        feedback, new = ArticleFeedback.objects.update_or_create(
            article=article,
            member=actor,
            kind=ArticleFeedback.Kind.OUTDATED,
            defaults={"text": text},
            create_defaults={"text": text, "at": at},
        )
        if new:
            record(OUTDATED, actor, article, at, feedback=feedback.pk)


def take_outdated_back(*, actor: Member, article_id: int, at: datetime) -> None:
    """It was right after all. Twice is once."""
    with transaction.atomic():
        article = read(actor, article_id)
        ArticleFeedback.objects.filter(article=article, member=actor, kind=ArticleFeedback.Kind.OUTDATED).delete()


def read(actor: Member, article_id: int) -> Article:
    """A published article that the actor may read, locked. Raises NotFound."""
    article = visible(actor, article_id)
    if article.published_at is None:
        raise NotFound
    return article


# ------------------------------------------------------------------ from elsewhere


def article_of_question(*, actor: Member, post_id: int, at: datetime) -> Article:
    """Make a draft of an answered question and its answer, ready to be read over; whoever does it looks after it. Where there is one already it is
    that one. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        post = locked(Post.objects.filter(pk__in=posts_for(actor).filter(pk=post_id).values("pk"))).first()
        if post is None:
            raise NotFound
        there = rules.visible_to(actor).filter(question=post).order_by("pk").first()
        if there is not None:
            return there
        require(rules.may_become_article(actor, post))
        require(may_use(actor, POSTS, at))
        article = Article.objects.create(
            space_id=actor.space_id, writer=actor, owner=actor, question=post, trade=post.trade, created_at=at,
            review_on=months_later(actor.space.day(at), rules.USUAL_REVIEW),
        )  # fmt: skip
        say(article, words_of(post), actor, at)
    return article


def words_of(post: Post) -> Words:
    """A question and its answer as the first words of an article, in the language of the question."""
    answer = post.answer.text if post.answer is not None and post.answer.deleted_at is None else ""
    with translation.override(post.language):
        title = post.title or " ".join(post.text.split())[:80]
        text = f"{answer}\n\n## {_('The question')}\n\n{post.text}"
    return Words(post.language, title[:120], text.strip())


def lay_handbook(*, actor: Member, chosen: Sequence[str], at: datetime) -> int:
    """Put prepared pages of the handbook in, as drafts in both languages, for the house to fill in; those that are there stay. Returns how many came."""
    made = 0
    with transaction.atomic():
        require(rules.may_keep(actor))
        locked(Space.objects.filter(pk=actor.space_id)).get()
        there = set(Article.objects.filter(space=actor.space_id, removed_at=None).exclude(template="").values_list("template", flat=True))
        for position, template in enumerate(TEMPLATES):
            if template.key not in chosen or template.key in there:
                continue
            article = Article.objects.create(
                space_id=actor.space_id, of_house=True, shared=False, template=template.key, writer=actor, owner=actor, created_at=at,
                position=position, review_on=months_later(actor.space.day(at), rules.USUAL_REVIEW),
            )  # fmt: skip
            for language, (title, text) in template.words.items():
                say(article, Words(language, title, text), actor, at)
            made += 1
    return made


# ------------------------------------------------------------------ the trash


def remove_article(*, actor: Member, article_id: int, at: datetime) -> Article:
    """Put an article into the trash: what stood under it moves up. It can be brought back for thirty days. Twice is once."""
    with transaction.atomic():
        # Whoever presses twice finds it in the trash.
        article = locked(Article.objects.filter(pk=article_id, space=actor.space_id)).first()
        if article is None or not (
            rules.visible_to(actor).filter(pk=article_id).exists() or rules.in_trash(actor, at).filter(pk=article_id).exists()
        ):
            raise NotFound
        require(rules.may_arrange(actor, article))
        if article.removed_at is None:
            Article.objects.filter(parent=article).update(parent=article.parent_id)
            article.removed_at, article.removed_by, article.public_at = at, actor, None
            article.save(update_fields=["removed_at", "removed_by", "public_at"])
            record(REMOVED, actor, article, at)
    return article


def restore_article(*, actor: Member, article_id: int, at: datetime) -> Article:
    """Bring an article back from the trash, for the house to read. Raises NotFound, Invalid where another page took its place in the handbook."""
    with transaction.atomic():
        article = locked(Article.objects.filter(pk__in=rules.in_trash(actor, at).filter(pk=article_id).values("pk"))).first()
        if article is None:
            raise NotFound
        if article.template and Article.objects.filter(space=actor.space_id, template=article.template, removed_at=None).exists():
            article.template = ""
        if article.parent_id is not None and not Article.objects.out().filter(pk=article.parent_id).exists():
            article.parent = None
        article.removed_at = article.removed_by = None
        article.save(update_fields=["removed_at", "removed_by", "template", "parent"])
        record(RESTORED, actor, article, at)
    return article


def forget_removed(*, at: datetime) -> int:
    """Remove what has been in the trash for longer than thirty days, with its files; returns how many."""
    gone = list(Article.objects.filter(removed_at__lte=at - rules.TRASH).values_list("pk", flat=True)[:FEW])
    forget(gone)
    return len(gone)


def drafts_of(member_id: int) -> ArticleQuerySet:
    """Drafts that nobody but one person sees."""
    alone = Q(owner=member_id) | Q(owner=None, writer=member_id)
    return Article.objects.filter(alone, published_at=None, of_house=False)


def forget(ids: Iterable[int]) -> None:
    """Articles go for ever, with what went along."""
    for pk in list(ids):
        with transaction.atomic():
            drop_files(ids=list(ArticleFile.objects.filter(article=pk).values_list("file_id", flat=True)))
            Article.objects.filter(pk=pk).delete()


def forget_person(erased: Erased) -> list[int]:
    """Somebody is erased; returns the articles on which they wrote.

    Their versions stay without a name, or go: then the last one of others stands again, and what only they wrote goes with them.
    """
    mine = ArticleVersion.objects.filter(member=erased.person_id)
    touched = sorted(set(mine.values_list("article_id", flat=True)))
    forget(drafts_of(erased.person_id).values_list("pk", flat=True))
    if erased.keeps:
        mine.update(member=None)
        return touched
    for pk in touched:
        with transaction.atomic():
            article = locked(Article.objects.filter(pk=pk)).first()
            if article is None:
                continue
            ArticleVersion.objects.filter(article=article, member=erased.person_id).delete()
            for language in set(ArticleVersion.objects.filter(article=article).values_list("language", flat=True)):
                last = ArticleVersion.objects.filter(article=article, language=language).order_by("-number").first()
                if last is not None and not last.stands:
                    last.stands = True
                    last.save(update_fields=["stands"])
    left = set(ArticleVersion.objects.filter(article__in=touched).values_list("article_id", flat=True))
    forget(pk for pk in touched if pk not in left)
    return touched


def record(kind: str, actor: Member, article: Article, at: datetime, **facts: int) -> None:
    """One row in the ledger, for everybody where everybody reads; and the index follows."""
    open_to_all = kind in (PUBLISHED, CHANGED) and article.published_at is not None
    ledger.record(
        space_id=article.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=article.pk,
        audience=ledger.EVERYONE if open_to_all else ledger.NOBODY, facts=facts,
    )  # fmt: skip
    if kind not in (OUTDATED, SETTLED, REVIEWED, HANDED_OVER):
        index.changed(space_id=article.space_id, kind=rules.DOCUMENT, refs=[article.pk], at=at)
