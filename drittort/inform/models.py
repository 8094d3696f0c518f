"""The tables of inform, each in its feature's folder."""

from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleFile, ArticleTag, ArticleVersion
from drittort.inform.links.models import LinkPreview, PostLink
from drittort.inform.polls.models import Poll, PollOption, PollVote
from drittort.inform.posts.models import Post, PostFile, PostVersion, Reaction, ReadLine

__all__ = [
    "Article",
    "ArticleFeedback",
    "ArticleFile",
    "ArticleTag",
    "ArticleVersion",
    "LinkPreview",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "PostFile",
    "PostLink",
    "PostVersion",
    "Reaction",
    "ReadLine",
]
