"""The registry of kinds of documents, and writing them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from drittort.core.jobs.queue import enqueue
from drittort.core.privacy import Erased
from drittort.core.search import marks
from drittort.core.search.models import SearchDocument, SearchWord
from drittort.core.search.stems import LONGEST, stem, stems, words

CHUNK = 200
ENCODED_AT_ONCE = 20
MOST_PASSAGES = 60
LONGEST_PASSAGE = 220
BEGINNING = 600
"""So much of a brief document says what it means."""
MEMBERS, PUBLIC, NOBODY = "members", "public", "nobody:0"
TOLD = ["audience", "sort", "place", "under", "person_id", "at", "facts", "title", "passages", "words", "digest"]
"""The columns of a document besides what it means."""
APART = "|"
"""Stands in the words of a document between what it has and what it wants; no word looks like it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a document: its role in the document (a word of the module that registers it), its language and its text."""

    role: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One thing as it is to be found: by its title and by its passages.

    `audience` is members, public, or the names of readers who alone may find it ("group:5 call:5"; see `readers`). What only some may find lends no word to
    the vocabulary of the house: how a word is spelled and how rare it is would tell of it. `sort` is what people call it where its kind has several, `place`
    where it belongs ("location:3", "group:5"), `under` the thing that it stands under ("post:7": whoever may not open that does not find it), `person_id`
    whose it is, `at` its moment, and `facts` are numbers, codes and moments for the note beside it.
    """

    space_id: int
    ref: int
    title: str
    passages: tuple[Passage, ...] = ()
    audience: str = MEMBERS
    sort: str = ""
    place: str = ""
    under: str = ""
    person_id: int | None = None
    at: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)


Documents = Callable[[Sequence[int]], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Sort:
    """What people call the documents of a kind, or some of them: in many, with an icon, and its place among the others."""

    label: Any
    icon: str
    order: int


@dataclass(frozen=True, slots=True)
class Findable:
    """How a kind stands on the page of search.

    `visible(reader, at)` is the rule of its module: the rows whose pages open for this reader; nothing else is found, counted or suggested. `path(slug, id)` is
    that page; without one it is the page of what it stands under, at its `anchor`. `note(facts, reader, at)` says how it stands (answered, called off), made of
    the facts of its document without asking the database. `roles` names what a passage is, where an excerpt comes from another than the text itself.
    `titled`: its documents have a title of their own.
    """

    sorts: dict[str, Sort]
    visible: Callable[[Any, datetime], QuerySet[Any]]
    path: Callable[[str, int], str] | None = None
    note: Callable[[dict[str, Any], Any, datetime], str] | None = None
    roles: dict[str, Any] = field(default_factory=dict)
    anchor: str = ""
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: how to make documents of ids, and how to list the ids of a space (for a look at everything)."""

    name: str
    documents: Documents
    everything: Callable[[int], Iterable[int]]
    aside: frozenset[str] = field(default_factory=frozenset)
    """Roles of passages that say what somebody wants, not what they have: compared with a query at a discount."""
    context: frozenset[str] = field(default_factory=frozenset)
    """Roles of passages that only say where something belongs: they count for the whole, alone they would be near to far too much."""
    brief: bool = False
    """Compared by its title and its beginning only, not passage by passage: for kinds of which there are very many."""
    telling: bool = False
    """Its title says what it is about and is no name: it belongs to the whole, which then weighs more."""
    newest: int | None = None
    """Of how many, the newest ones, it is known what they mean; of all without it, of none where it is 0. Their words are known of all."""
    lasting: frozenset[str] = field(default_factory=frozenset)
    """Sorts of which it stays known what they mean, however old."""
    beneath: Callable[[int, Collection[str]], Iterable[int]] | None = None
    """The ids of those in a space that stand under some things ("post:7"): they are looked at anew when such a thing changes, comes or goes."""
    findable: Findable | None = None

    @property
    def has_meaning(self) -> bool:
        """Whether it is known of any what they mean."""
        return self.newest != 0


KINDS: dict[str, Kind] = {}
READERS: list[Callable[[Any, datetime], QuerySet[Any]]] = []
VOCABULARIES: list[Callable[[], Iterable[str]]] = []


def register(
    name: str,
    documents: Documents,
    everything: Callable[[int], Iterable[int]],
    *,
    aside: Iterable[str] = (),
    context: Iterable[str] = (),
    brief: bool = False,
    telling: bool = False,
    newest: int | None = None,
    lasting: Iterable[str] = (),
    beneath: Callable[[int, Collection[str]], Iterable[int]] | None = None,
    findable: Findable | None = None,
) -> str:
    """Register a kind of document; returns its name. An id of which `documents` gives nothing is taken out of the index. With `findable` it is found on the page of search."""
    KINDS[name] = Kind(
        name, documents, everything, frozenset(aside), frozenset(context), brief, telling, newest, frozenset(lasting), beneath, findable
    )
    return name


def readers(function: Callable[[Any, datetime], QuerySet[Any]]) -> Callable[[Any, datetime], QuerySet[Any]]:
    """Register `function(reader, at)`: rows of (name, number) for the audiences to which a reader belongs: ("group", 5) is "group:5".

    They only say where to look. Whether something is shown is asked of the rule of its kind.
    """
    READERS.append(function)
    return function


def vocabulary(function: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Register `function()`: names of trades, skills and the like, by whose words mistakes in queries are mended."""
    VOCABULARIES.append(function)
    return function


def changed(*, space_id: int, kind: str, refs: Iterable[int], at: datetime) -> None:
    """Say that things have changed, came or went; inside the transaction that changed them. The worker brings the index up to date."""
    ids = sorted(set(refs))
    for start in range(0, len(ids), CHUNK):
        enqueue("core.search.index", {"space": space_id, "kind": kind, "refs": ids[start : start + CHUNK]}, at=at, space_id=space_id)


def index(*, space_id: int, kind: str, refs: Sequence[int], at: datetime) -> int:
    """Write the documents of some ids, take out those that are gone, and have the changed ones encoded; returns how many changed. Idempotent."""
    found = {one.ref: one for one in KINDS[kind].documents(refs) if one.space_id == space_id}
    to_encode: list[int] = []
    changed_refs: list[int] = []
    with transaction.atomic():
        held = {one.ref: one for one in SearchDocument.objects.filter(space_id=space_id, kind=kind, ref__in=refs).defer("vectors")}
        counts: Counter[str] = Counter()
        forms: dict[str, str] = {}
        gone = [one for ref, one in held.items() if ref not in found]
        for one in gone:
            counts.subtract(words_of(one))
        SearchDocument.objects.filter(pk__in=[one.pk for one in gone]).delete()
        fresh: list[SearchDocument] = []
        for ref, document in found.items():
            row = row_of(document, kind)
            before = held.get(ref)
            if before is not None and before.digest == row.digest:
                continue
            changed_refs.append(ref)
            counts.update(words_of(row))
            forms |= forms_of(row)
            if before is None:
                fresh.append(row)
                continue
            counts.subtract(words_of(before))
            row.pk = before.pk
            if before.encoded_at is not None and means_the_same(before, row):
                row.save(force_update=True, update_fields=TOLD)
            else:
                row.save(force_update=True)
                to_encode += [row.pk] if may_be_encoded(row) else []
        SearchDocument.objects.bulk_create(fresh, batch_size=200)
        refs_to_encode = [row.ref for row in fresh if may_be_encoded(row)]
        to_encode += SearchDocument.objects.filter(space_id=space_id, kind=kind, ref__in=refs_to_encode).values_list("pk", flat=True)
        count_words(space_id, counts, forms)
        for start in range(0, len(to_encode), ENCODED_AT_ONCE):
            enqueue("core.search.encode", {"documents": to_encode[start : start + ENCODED_AT_ONCE]}, at=at, space_id=space_id)
        changed_refs += [one.ref for one in gone]
        look_beneath(space_id, [f"{kind}:{ref}" for ref in changed_refs], at)
    return len(changed_refs)


def look_beneath(space_id: int, things: Collection[str], at: datetime) -> None:
    """Have looked at anew what stands under things that changed, came or went."""
    for name, kind in KINDS.items():
        if kind.beneath is not None and things:
            held = SearchDocument.objects.filter(space_id=space_id, kind=name, under__in=things).values_list("ref", flat=True)
            changed(space_id=space_id, kind=name, refs={*held, *kind.beneath(space_id, things)}, at=at)


def split(role: str, language: str, text: str) -> list[Passage]:
    """A long text as passages, cut where sentences end: what answers a query can then be shown."""
    found, rest = [], " ".join(text.split())
    while len(rest) > LONGEST_PASSAGE:
        ends = max(rest.rfind(sign, LONGEST_PASSAGE // 3, LONGEST_PASSAGE) for sign in (". ", "? ", "! ", ": "))
        cut = ends + 1 if ends > 0 else rest.rfind(" ", 1, LONGEST_PASSAGE)
        cut = cut if cut > 0 else LONGEST_PASSAGE
        found.append(Passage(role, language, rest[:cut].strip()))
        rest = rest[cut:].strip()
    return [*found, Passage(role, language, rest)] if rest else found


def row_of(document: Document, kind: str) -> SearchDocument:
    """A document as its row, not yet written. The words of the title count as those of a passage of its own."""
    passages = [[p.role, p.language, p.text] for p in document.passages if p.text.strip()][:MOST_PASSAGES]
    aside = KINDS[kind].aside
    first = [document.title, *(text for role, _, text in passages if role not in aside)]
    later = [text for role, _, text in passages if role in aside]
    row = SearchDocument(
        space_id=document.space_id,
        kind=kind,
        ref=document.ref,
        audience=document.audience,
        sort=document.sort or kind,
        place=document.place,
        under=document.under,
        person_id=document.person_id,
        at=document.at,
        facts=document.facts,
        title=document.title[:250],
        passages=passages,
    )
    told = [" ".join(word[:LONGEST] for text in texts for word in stems(text)) for texts in ((first, later) if later else (first,))]
    row.words = " ".join([*marks_of(row), f" {APART} ".join(told)])
    all_of_it: list[Any] = [
        *marks_of(row),
        document.audience,
        document.title,
        document.under,
        document.person_id,
        str(document.at),
        document.facts,
        passages,
    ]
    row.digest = hashlib.sha256(json.dumps(all_of_it, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:40]
    return row


def marks_of(row: SearchDocument) -> list[str]:
    """The marks that stand before the words of a document. Only what a whole house reads bears that of the house, which counts."""
    place = [marks.of_place(row.space_id, row.place)] if row.place else []
    sort = marks.of_sort(row.space_id, row.sort)
    if is_open(row):
        return [marks.of_house(row.space_id), marks.of_kind(row.space_id, row.kind), sort, *place]
    return [*(marks.of_kind(row.space_id, row.kind, name) for name in row.audience.split()), sort, *place]


def is_open(row: SearchDocument) -> bool:
    """Whether the whole house reads a document. Of what only some read nothing is shared: no words, no meaning."""
    return row.audience in (MEMBERS, PUBLIC)


def may_be_encoded(row: SearchDocument) -> bool:
    """Whether it is to be known what a document means."""
    return KINDS[row.kind].has_meaning and is_open(row)


def means_the_same(before: SearchDocument, row: SearchDocument) -> bool:
    """Whether only what is told beside the words of a document has changed."""
    return (before.title, before.passages, is_open(before)) == (row.title, row.passages, is_open(row))


def texts_of(row: SearchDocument) -> list[str]:
    """What is encoded of a document: its title, its passages, and last the whole of what it has; of a brief one its title and how it begins."""
    kind = KINDS.get(row.kind)
    aside, brief, telling = (kind.aside, kind.brief, kind.telling) if kind else (frozenset(), False, False)
    told = [text for role, _, text in row.passages if role not in aside]
    whole = ". ".join(text.rstrip(" .") for text in ([row.title, *told] if telling else told))
    return [row.title, whole[:BEGINNING]] if brief else [row.title, *(text for _, _, text in row.passages), whole]


def words_of(row: SearchDocument) -> set[str]:
    """The words that a document lends to the vocabulary of its house; none where only some may find it."""
    return set(row.words.split()) - {APART} if is_open(row) else set()


def forms_of(row: SearchDocument) -> dict[str, str]:
    """The words of a document as they are written there."""
    texts = [row.title, *(text for _role, _language, text in row.passages)] if is_open(row) else []
    return {stem(word)[:LONGEST]: word for text in texts for word in words(text)}


def count_words(space_id: int, counts: Counter[str], forms: Mapping[str, str]) -> None:
    """Add to the number of documents of each word, and forget words that no document holds any more; `forms` says how new ones are written."""
    wanted = {word: by for word, by in counts.items() if by}
    names = sorted(wanted)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        known = dict(SearchWord.objects.filter(space_id=space_id, word__in=some).values_list("word", "pk"))
        SearchWord.objects.bulk_create(
            (
                SearchWord(space_id=space_id, word=w, backwards=w[::-1], form=forms.get(w, w)[:LONGEST], documents=wanted[w])
                for w in some
                if w not in known
            ),
            ignore_conflicts=True,
        )
        by_change: dict[int, list[int]] = {}
        for word, pk in known.items():
            by_change.setdefault(wanted[word], []).append(pk)
        for by, keys in by_change.items():
            SearchWord.objects.filter(pk__in=keys).update(documents=F("documents") + by)
    if any(by < 0 for by in wanted.values()):
        SearchWord.objects.filter(space_id=space_id, documents__lte=0).delete()


def index_everything(space_id: int, at: datetime, kinds: Iterable[str] | None = None) -> int:
    """Look at every document of a space, and at those in the index whose things are gone; returns how many changed."""
    total = 0
    for name in kinds or sorted(KINDS):
        refs = set(KINDS[name].everything(space_id)) | set(
            SearchDocument.objects.filter(space_id=space_id, kind=name).values_list("ref", flat=True)
        )
        ids = sorted(refs)
        total += sum(index(space_id=space_id, kind=name, refs=ids[start : start + CHUNK], at=at) for start in range(0, len(ids), CHUNK))
    return total


def forget_words(erased: Erased) -> None:
    """Somebody is erased: every document that quotes them is made anew from what is left, with its words and its meaning."""
    refs: dict[str, list[int]] = {}
    rows = SearchDocument.objects.filter(space_id=erased.space_id).values_list("kind", "ref", "title", "passages")
    for kind, ref, title, passages in rows.iterator(chunk_size=500):
        if erased.said.within(title, *(text for _role, _language, text in passages)):
            refs.setdefault(kind, []).append(ref)
    for kind, ids in refs.items():
        for start in range(0, len(ids), CHUNK):
            index(space_id=erased.space_id, kind=kind, refs=ids[start : start + CHUNK], at=erased.at)


def forget(space_id: int) -> None:
    """A space is gone, and with it all that the index held of it."""
    SearchDocument.objects.filter(space_id=space_id).delete()
    SearchWord.objects.filter(space_id=space_id).delete()
