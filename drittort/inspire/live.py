"""What inspire puts into the registries of live pages: who reads an idea or a decision, so that what is written under it wakes them."""

from __future__ import annotations

from collections.abc import Mapping

from drittort.inspire.decisions import rules as decisions
from drittort.inspire.ideas import rules as ideas
from drittort.talk.conversations.about import Comments, Subject, subject_kind


def unnamed(ids: set[int]) -> Mapping[int, Subject]:
    """The process of event streams shows no page and calls nothing by its name."""
    return {}


subject_kind("idea", unnamed, comments=Comments(ideas.readers, ideas.may_say, ideas.told_of))
subject_kind("decision", unnamed, comments=Comments(decisions.readers, decisions.may_say, decisions.told_of))
