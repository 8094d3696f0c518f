"""What posts and what belongs to them are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inform.polls.models import PollOption, PollVote
from drittort.inform.posts import rules
from drittort.inform.posts.models import Post, PostFile, PostVersion, Reaction, ReadLine

privacy.words(
    Post,
    group=pgettext_lazy("field", "group"),
    verb=pgettext_lazy("field", "kind"),
    title=pgettext_lazy("field", "title"),
    trade=pgettext_lazy("field", "for the trade"),
    due_at=pgettext_lazy("field", "to go out on"),
    posted_at=pgettext_lazy("field", "out since"),
    edited_at=pgettext_lazy("field", "changed"),
    pinned_at=pgettext_lazy("field", "pinned"),
    archived_at=pgettext_lazy("field", "put away"),
    removed_at=pgettext_lazy("field", "taken back"),
    merged_into=pgettext_lazy("field", "goes on under"),
    answered_at=pgettext_lazy("field", "answered"),
    answer=pgettext_lazy("field", "accepted answer (message)"),
    client_key=pgettext_lazy("field", "key of the form"),
)
privacy.words(
    PostVersion, post=pgettext_lazy("field", "post"), until=pgettext_lazy("field", "until"), title=pgettext_lazy("field", "title")
)
privacy.words(PostFile, post=pgettext_lazy("field", "post"), file=pgettext_lazy("field", "file"))
privacy.words(Reaction, post=pgettext_lazy("field", "post"))
privacy.words(ReadLine, line_at=pgettext_lazy("field", "read up to"), seen_at=pgettext_lazy("field", "last looked"))
privacy.words(PollVote, option=pgettext_lazy("field", "what was chosen"))
for table, title, page in (
    (PollVote, _("What you chose in polls"), ""),
    (Post, _("Your posts and questions"), "inform:drafts"),
    (PostVersion, _("What your posts were before"), ""),
    (PostFile, _("Files that went with your posts"), ""),
    (Reaction, _("What you said to posts with one tap"), ""),
    (ReadLine, _("Where you stopped reading"), "inform:news"),
):
    privacy.entitle(table, title, page)
privacy.own_words(Post, "title text")
privacy.own_words(PostVersion, "title text")
privacy.called(Post, "title", known=rules.titled_for, else_=_("a post in one of your groups"))
privacy.called(PollOption, "text")
privacy.chapter("inform", _("Posts and questions"))
