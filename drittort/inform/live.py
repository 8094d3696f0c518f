"""What inform puts into the registries of live pages: who reads a post, so that what is written under it wakes them."""

from __future__ import annotations

from collections.abc import Mapping

from drittort.inform.posts import rules
from drittort.talk.conversations.about import Comments, Subject, subject_kind


def unnamed(ids: set[int]) -> Mapping[int, Subject]:
    """The process of event streams shows no page and calls nothing by its name."""
    return {}


subject_kind("post", unnamed, comments=Comments(rules.readers, rules.may_say, rules.told_of))
