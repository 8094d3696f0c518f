"""What articles and what belongs to them are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleVersion

privacy.words(
    Article,
    parent=pgettext_lazy("field", "stands under (number)"),
    of_house=pgettext_lazy("field", "in the handbook"),
    shared=pgettext_lazy("field", "everybody may improve it"),
    template=pgettext_lazy("field", "prepared page"),
    trade=pgettext_lazy("field", "for the trade"),
    writer=pgettext_lazy("field", "begun by"),
    owner=pgettext_lazy("field", "looked after by"),
    question=pgettext_lazy("field", "made of the question"),
    published_at=pgettext_lazy("field", "out since"),
    public_at=pgettext_lazy("field", "open to everybody since"),
    review_on=pgettext_lazy("field", "to be looked at on"),
    asked_on=pgettext_lazy("field", "asked about it on"),
    removed_at=pgettext_lazy("field", "in the trash since"),
)
privacy.words(
    ArticleVersion,
    article=pgettext_lazy("field", "article (number)"),
    number=pgettext_lazy("field", "version"),
    title=pgettext_lazy("field", "title"),
    note=pgettext_lazy("field", "what was changed"),
    member=pgettext_lazy("field", "written by"),
    stands=pgettext_lazy("field", "stands now"),
)
privacy.words(ArticleFeedback, article=pgettext_lazy("field", "article (number)"))
for table, title, page in (
    (Article, _("Articles that you look after or began"), "inform:my_articles"),
    (ArticleVersion, _("What you wrote on articles"), ""),
    (ArticleFeedback, _("What you said of articles"), ""),
):
    privacy.entitle(table, title, page)
privacy.own_words(ArticleVersion, "title text note")
privacy.own_words(ArticleFeedback, "text")
