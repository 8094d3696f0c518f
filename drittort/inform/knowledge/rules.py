"""Who reads an article, who writes on it, who keeps the knowledge of the house, and how far each word of feedback goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleFile, ArticleQuerySet, ArticleVersion
from drittort.inform.posts.models import Post
from drittort.inform.posts.rules import is_known
from drittort.members.models import Member
from drittort.members.safety.rules import kept_from
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, holds, permission

KEEP = permission("inform.keep_knowledge", _("Write the handbook, open articles to everybody, and care for the articles of others"))
DOCUMENT = "article"
KEEPER = "keeper"
"""The audience of a draft of the handbook."""
LONGEST, MOST_TAGS, MOST_FILES, DEEPEST = 40_000, 6, 8, 3
REVIEWS = (3, 6, 12, 24)
"""After how many months somebody may be asked again whether an article is still right."""
USUAL_REVIEW = 12
TRASH = timedelta(days=30)
WAITS = timedelta(days=14)
"""So long after the day of review its owner has time; then those who keep the knowledge of the house see that it waits."""
LEAST_SHOWN = 5
"""From so many people on it is said how many an article helped."""


def visible_to(member: Member) -> ArticleQuerySet:
    """What a member may read: what is published, and drafts of their own; who keeps the handbook also its drafts."""
    mine = Q(published_at=None) & (Q(writer=member) | Q(owner=member))
    kept = Q(published_at=None, of_house=True) if holds(member, KEEP) else Q(pk__in=())
    return Article.objects.filter(Q(published_at__isnull=False) | mine | kept, space=member.space_id, removed_at=None)


def in_trash(member: Member, at: datetime) -> ArticleQuerySet:
    """What a member may bring back: what they threw away, or looked after; who keeps the knowledge of the house, all of it. For thirty days."""
    gone = Article.objects.filter(space=member.space_id, removed_at__gt=at - TRASH)
    return gone if allows(member, KEEP) else gone.filter(Q(removed_by=member) | Q(owner=member), of_house=False)


def open_in(space: Space) -> ArticleQuerySet:
    """What anybody may read without being a member. Not while the house is being opened, and of no sample."""
    if space.is_sample or space.opening is not None:
        return Article.objects.none()
    return Article.objects.open().filter(space=space)


def keeps(member: Member) -> bool:
    """Whether a member keeps the knowledge of the house now."""
    return allows(member, KEEP)


def may_keep(member: Member) -> Verdict:
    """The same as a verdict."""
    return YES if keeps(member) else no(_("Those who keep the knowledge of the house do that."))


def may_change(member: Member, article: Article) -> Verdict:
    """Whether a member may change the words: who looks after it, who began it, who keeps the knowledge of the house; and everybody where it is shared."""
    if member.pk in (article.owner_id, article.writer_id) or keeps(member):
        return YES
    if article.of_house:
        return no(_("This is the handbook of the house. Say what is out of date, and whoever looks after it changes it."))
    if not article.shared:
        return no(_("Only whoever looks after this article changes it."))
    return YES


def may_arrange(member: Member, article: Article) -> Verdict:
    """Whether a member may say where it stands, when it is looked at again, who may change it, and throw it away."""
    if keeps(member) or (member.pk in (article.owner_id, article.writer_id) and not article.of_house):
        return YES
    return no(_("Whoever looks after this article does that."))


def looks_after(member: Member, article: Article) -> bool:
    """Whether a member may say that it is right again, and settle what readers found."""
    return article.owner_id == member.pk or keeps(member)


def may_take_over(member: Member, article: Article) -> Verdict:
    """Whether a member may look after it from now on: where nobody does. The handbook is for those who keep it."""
    if article.owner_id is not None:
        return no(_("Somebody looks after it already."))
    return may_keep(member) if article.of_house else YES


def may_become_article(member: Member, post: Post) -> Verdict:
    """Whether a question may become an article: once an answer helped, and only what the whole house reads. Anybody may do it."""
    if is_known(post):
        return YES
    return no(_("Only an answered question that the whole house reads becomes an article."))


def parents_for(member: Member, article: Article | None) -> ArticleQuerySet:
    """Under what an article may stand: published ones of its kind, so that with all below it three stand under each other at most, and none below itself."""
    rows = Article.objects.out().filter(space=member.space_id, parent__parent=None)
    if article is None or article.pk is None:
        return rows
    if Article.objects.filter(parent__parent=article.pk).exists():
        return rows.none()
    if Article.objects.filter(parent=article.pk).exists():
        rows = rows.filter(parent=None)
    return rows.filter(of_house=article.of_house).exclude(Q(pk=article.pk) | Q(parent=article.pk))


def heard_by(reader: Member, rows: Collection[ArticleFeedback]) -> list[ArticleFeedback]:
    """What readers said, as far as it reaches this one: nothing from beside a block."""
    hidden = kept_from(reader.pk, {row.member_id for row in rows}) if rows else set()
    return [row for row in rows if row.member_id not in hidden]


def due(day: date) -> ArticleQuerySet:
    """What is to be looked at again by a day, and of which nobody was asked yet for this time."""
    rows = Article.objects.out().filter(review_on__lte=day, owner__left_on=None, owner__isnull=False)
    return rows.filter(Q(asked_on=None) | Q(asked_on__lt=F("review_on")))


def unkept(member: Member, at: datetime) -> ArticleQuerySet:
    """What waits for those who keep the knowledge of the house: nobody looks after it, or its day of review is long past."""
    if not holds(member, KEEP):
        return Article.objects.none()
    late = Q(review_on__lte=member.space.day(at) - WAITS)
    return Article.objects.out().filter(Q(owner=None) | late, space=member.space_id)


def next_writer(article: Article) -> Member | None:
    """Who could look after an article next: whoever else wrote on it last and is still here."""
    wrote = ArticleVersion.objects.filter(article=article, member__left_on=None, member__isnull=False).exclude(member=article.owner_id)
    last = wrote.select_related("member__space").order_by("-at", "-pk").first()
    return last.member if last is not None else None


def may_see(member: Member, file: StoredFile) -> bool:
    """What goes with an article is seen by those who may read it."""
    return visible_to(member).filter(files__file=file.pk).exists()


def along(ids: Collection[int]) -> set[int]:
    """Which of some files belong to an article."""
    return set(ArticleFile.objects.filter(file__in=ids).values_list("file_id", flat=True))


PICTURE = purpose("inform.article_picture", may_see=may_see, used=along)
PAPER = purpose("inform.article_paper", may_see=may_see, used=along)
