"""The tables of inform, each in its feature's folder."""

from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleFile, ArticleTag, ArticleVersion
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterPlan, LetterWish, LetterWords
from drittort.inform.links.models import LinkPreview, PostLink
from drittort.inform.polls.models import Poll, PollOption, PollVote
from drittort.inform.posts.models import Post, PostFile, PostVersion, Reaction, ReadLine
from drittort.inform.trades.models import TradeMember
from drittort.inform.wall.models import Wall, WallChoice

__all__ = [
    "Acknowledgement",
    "Announcement",
    "Article",
    "ArticleFeedback",
    "ArticleFile",
    "ArticleTag",
    "ArticleVersion",
    "Letter",
    "LetterBlock",
    "LetterCopy",
    "LetterItem",
    "LetterPlan",
    "LetterWish",
    "LetterWords",
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
    "TradeMember",
    "Wall",
    "WallChoice",
]
