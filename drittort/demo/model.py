"""The year of the demo house, drawn from a documented model.

People i = 1..n with sociability s_i (log-normal, sigma 0.45; `QUIET` of them 0, who come, work and go; `SHY` of them `SHYNESS`), company, field of
work, location, weekdays and languages. Weeks w = -30..52; the first thirty are a warm-up of which nothing is kept.

Acquaintance. In week w a person starts Poisson(`MEETING_RATE` s_i b) new ties, b = 2 in the first eight weeks after joining, else 1. The partner
j is drawn among those present and not yet known, with probability proportional to

    s_j exp(1.4 [same company] + 1.3 [same field] + 0.3 [same industry section] + 0.9 [same location] + 0.12 shared weekdays) (1 + 0.6 c_ij)

if they share a language and have not blocked each other, else 0. The exponent is homophily (McPherson, Smith-Lovin & Cook 2001), c_ij, the number
of common acquaintances, is triadic closure (Granovetter 1973; Rapoport 1953). Ties fade: each ends with probability `FADE` a week, inside a company
`FADE_COLLEAGUES`.

Contact. A tie has a rate r_ij, Gamma(2, `CONTACT_RATE` / 2) a week. Each contact is a message (0.55; answered with 0.6 within two days), a thanks
(0.12) or neighbouring desks (0.33, at one location only, else a message), on a usual weekday of the one who starts.

Events. A series has a size m; Poisson(m) people come, drawn without replacement (Gumbel top-k) with log-weight
log s_i + pull [field fits] + 0.9 [own location] + 0.8 [knows the host] + 0.5 [usual weekday].

Introductions. Those in `texts/introductions.toml` happened as told, on a drawn day; besides, about `ROUNDS_PER_WEEK` pairs a week are drawn among
consenting people who don't know each other and have no other introduction open: a side says yes with 0.78, no with 0.1, else is silent; of two
yeses 0.8 meet; a meeting makes a tie. Nothing else is proposed in the last sixteen days, and no person of the last thirty days has any.

Random numbers depend on the seed only; `until` shifts the calendar, so the demo of tomorrow is today's, a day later.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from drittort.demo import texts
from drittort.demo.texts import Record, marked
from drittort.demo.world import (
    Answer,
    Block,
    Company,
    Consents,
    Contact,
    Event,
    House,
    Kind,
    Location,
    Need,
    PastIntroduction,
    Person,
    Text,
    World,
)

Floats = npt.NDArray[np.float64]
Row = TypeVar("Row", Need, Event, PastIntroduction)

DAYS = 365
WARM_UP = 30
QUIET, SHY = 0.02, 0.14
MEETING_RATE, FADE, FADE_COLLEAGUES, CONTACT_RATE = 0.16, 0.04, 0.01, 0.4
SHYNESS = 0.3
ROUNDS_PER_WEEK = 1.3
ANSWER_DAYS = 14
ZONE = ZoneInfo("Europe/Berlin")
MANAGER, FOUNDER, MEMBER = "Jule Achterberg", "Henning Reußwig", "Ayla Demirbaş"

# WZ 2008: the first division of each section, from A to S.
_SECTIONS = ((1, "A"), (5, "B"), (10, "C"), (35, "D"), (36, "E"), (41, "F"), (45, "G"), (49, "H"), (55, "I"), (58, "J"), (64, "K"), (68, "L"),
             (69, "M"), (77, "N"), (84, "O"), (85, "P"), (86, "Q"), (90, "R"), (94, "S"), (97, "T"))  # fmt: skip


def section(industry: str) -> str:
    """Return the section letter of a WZ 2008 class: "69.20" gives "M"."""
    division = int(industry[:2])
    return [letter for first, letter in _SECTIONS if first <= division][-1]


def demo_world(seed: int = 1888, until: date | None = None) -> World:
    """Return the demo house with the year that ends on `until` (default: yesterday). Same seed and day, same world."""
    if until is None:
        until = datetime.now(ZONE).date() - timedelta(days=1)
    return grow(seed, until, texts.people(), texts.read("companies"))


def grow(seed: int, until: date, records: Sequence[Record], firms: dict[str, Record], told: bool = True) -> World:
    """Return the world of these people and companies. `told`: with the hand-written introductions, needs and hosts, whose names must exist."""
    return _Year(seed, until, records, firms, told).world()


def takes_place(e: Record, today: date) -> bool:
    """Whether an event of the programme is on a day: on its weekday in its weeks; what is once a year on the nearest day on which people are in the house."""
    if "weekday" not in e:
        nominal = date(today.year, e["month"], e["day"])
        return today == nominal + timedelta(days={5: -1, 6: 1}.get(nominal.weekday(), 0))
    week, odd = e.get("week"), today.toordinal() // 7 % 2 == 1
    fits = week is None or (week == "odd" and odd) or (week == "even" and not odd) or week == (today.day - 1) // 7 + 1
    return bool(today.weekday() == e["weekday"] and fits)


class _Year:
    """One run of the model: the arrays that change while the weeks go by."""

    def __init__(self, seed: int, until: date, records: Sequence[Record], firms: dict[str, Record], told: bool) -> None:
        self.seed, self.until, self.since = seed, until, until - timedelta(days=DAYS - 1)
        self.rng = np.random.default_rng(seed)
        self.records, self.firms = records, firms
        self.n = n = len(records)
        self.ids = {p["name"]: i for i, p in enumerate(records)}
        house = texts.read("house")
        self.places = {p["key"]: i for i, p in enumerate(house["location"])}
        self.firm_ids = {k: i for i, k in enumerate(firms)}
        self.company = np.array([self.firm_ids[p["company"]] for p in records])
        self.place = np.array([self.places[firms[p["company"]]["at"]] for p in records])
        self.field = [firms[p["company"]]["field"] for p in records]
        self.languages = [tuple(p.get("speaks", ["de", "en"])) for p in records]
        stories = texts.read("introductions") if told else {}
        self.stories: list[tuple[str, Record]] = [(kind, s) for kind, rows in stories.items() for s in rows]
        self.posts: list[Record] = texts.read("needs")["need"] if told else []
        self.programme = texts.read("events")
        names = {s[x] for _, s in self.stories for x in ("a", "b")} | {
            x for q in self.posts for x in (q["by"], q.get("answered_by", q["by"]))
        }
        names |= {e["host"] for rows in self.programme.values() for e in rows} | {MANAGER, FOUNDER, MEMBER}
        self.settled = np.array([p["name"] in names for p in records])
        self._offset = [
            datetime.combine(self.since + timedelta(days=d), time(12), ZONE).utcoffset() or timedelta() for d in range(DAYS + 40)
        ]
        self.contacts: list[Contact] = []
        self.draw_people()
        self.meet = np.exp(
            1.4 * (self.company[:, None] == self.company)
            + 1.3 * np.equal.outer(np.array(self.field), np.array(self.field))
            + 0.3 * np.equal.outer(s := np.array([section(firms[p["company"]]["industry"]) for p in records]), s)
            + 0.9 * (self.place[:, None] == self.place)
            + 0.12 * (self.week_days.astype(np.float64) @ self.week_days.T.astype(np.float64))
        )
        words = sorted({x for row in self.languages for x in row})
        speaks = np.array([[w in row for w in words] for row in self.languages], dtype=np.float64)
        self.meet *= ((speaks @ speaks.T) > 0) * self.sociability
        np.fill_diagonal(self.meet, 0.0)
        self.known = np.zeros((n, n), dtype=bool)
        self.rate = np.zeros((n, n))
        self.blocks = self.draw_blocks()

    def at(self, day: int, minute: int) -> datetime:
        """Return the moment of a local minute of a day of the year, in UTC."""
        day, minute = day + minute // 1440, minute % 1440
        return datetime.combine(self.since + timedelta(days=day), time(minute // 60, minute % 60), UTC) - self._offset[day]

    def late(self, day: int, minute: int) -> tuple[int, int]:
        """Return the moment, moved back to the last evening where it would lie beyond the year."""
        return (day, minute) if day < DAYS else (DAYS - 1, 17 * 60 + minute % 60)

    def date(self, day: int) -> date:
        return self.since + timedelta(days=int(day))

    def draw_people(self) -> None:
        """Draw for each person joining, leaving, sociability, weekdays and consents (days of the year; -1 for not given)."""
        rng, n = self.rng, self.n
        oldest = -9 * 365 + DAYS
        stay = np.array([p.get("stay", "") for p in self.records])
        old = -(40 + rng.exponential(500, n)).astype(np.int64)
        during = rng.integers(15, DAYS - 45, n)
        self.joined = np.where(self.settled | (stay == "left") | (rng.random(n) < 0.74), np.maximum(old, oldest + 30), during)
        self.joined[stay == "new"] = DAYS - 1 - rng.integers(4, 27, int((stay == "new").sum()))
        self.joined[[p.get("role") == "founder" for p in self.records]] = oldest
        self.left = np.where(stay == "left", rng.integers(180, DAYS - 12, n), DAYS + 1)
        self.sociability = rng.lognormal(0.0, 0.45, n)
        order = rng.permutation(np.flatnonzero(~self.settled & (stay == "")))
        quiet, shy = round(QUIET * n), round(SHY * n)
        self.sociability[order[:quiet]] = 0.0
        self.sociability[order[quiet : quiet + shy]] = SHYNESS
        count = np.clip(rng.binomial(5, 0.68, n), 1, 5)
        rank = np.argsort(np.argsort(rng.random((n, 5)) - np.array([0.0, 0.15, 0.2, 0.15, -0.1]), axis=1), axis=1)
        self.week_days = rank < count[:, None]
        self.usual: list[list[int]] = [np.flatnonzero(row).tolist() for row in self.week_days]
        given = rng.random((n, 3)) < np.array([0.86, 0.9, 0.62])
        given[:, 0] |= self.settled | (stay == "new")
        given[:, 1] |= np.array([p["name"] in (MANAGER, FOUNDER, MEMBER) for p in self.records])
        start = np.maximum(self.joined, 0)[:, None] + np.minimum(rng.geometric(0.35, (n, 3)) - 1, 12)
        self.consent = np.where(given, np.minimum(start, DAYS - 1), -1)

    def draw_blocks(self) -> tuple[Block, ...]:
        """Draw three pairs who want nothing of each other; they never become acquainted."""
        pool = self.rng.permutation(np.flatnonzero(~self.settled & (self.joined < 0) & (self.left > DAYS) & (self.sociability > 0)))
        blocks = []
        for a, b in zip(pool[0:6:2].tolist(), pool[1:6:2].tolist(), strict=False):
            self.meet[a, b] = self.meet[b, a] = 0.0
            blocks.append(Block(a, b, self.at(int(self.rng.integers(5, 300)), 20 * 60 + 11)))
        return tuple(blocks)

    def here(self, day: int) -> npt.NDArray[np.bool_]:
        return (self.joined <= day) & (self.left > day)

    def befriend(self, a: int, b: int) -> None:
        """Make a tie with its rate of contact."""
        self.known[a, b] = self.known[b, a] = True
        self.rate[a, b] = self.rate[b, a] = self.rng.gamma(2.0, CONTACT_RATE / 2)

    def note(self, day: int, minute: int, a: int, b: int, kind: Kind, k: int = 0) -> None:
        if kind in ("meeting", "event", "neighbour") and a > b:
            a, b = b, a
        self.contacts.append(Contact(self.at(day, minute), a, b, kind, k))

    def acquaint(self, week: int) -> None:
        """Let ties fade and begin."""
        rng, day = self.rng, week * 7
        here = self.here(min(day + 6, DAYS - 1)) & (self.joined <= day)
        fade = np.where(self.company[:, None] == self.company, FADE_COLLEAGUES, FADE)
        gone = np.triu(rng.random((self.n, self.n)) < fade, 1)
        self.known &= ~(gone | gone.T) & here[:, None] & here
        weight = self.meet * (1 + 0.6 * (self.known.astype(np.float64) @ self.known.astype(np.float64))) * here * ~self.known
        fresh = np.where((day - self.joined >= 0) & (day - self.joined < 56), 2.0, 1.0)
        starts = rng.poisson(MEETING_RATE * self.sociability * fresh * here)
        for i in np.flatnonzero(starts).tolist():
            total = np.cumsum(weight[i])
            if total[-1] > 0:
                for u in rng.random(int(starts[i])).tolist():
                    self.befriend(i, int(np.searchsorted(total, u * total[-1], side="right")))

    def talk(self, week: int) -> None:
        """Let those who know each other have contact."""
        rng = self.rng
        a, b = np.nonzero(np.triu(self.known, 1))
        first, last, usual = self.joined.tolist(), self.left.tolist(), self.usual
        for i, j, times in zip(a.tolist(), b.tolist(), rng.poisson(self.rate[a, b]).tolist(), strict=True):
            for _ in range(times):
                u, v, w = rng.random(3).tolist()
                if u < 0.5:
                    i, j = j, i
                own = [d for d in usual[i] if d in usual[j]] if v > 0.67 else usual[i]
                if not len(own):
                    continue
                offset = (own[int(w * len(own))] - self.since.weekday()) % 7
                day, minute = week * 7 + offset, 8 * 60 + int(600 * rng.random())
                if day >= DAYS or not first[i] <= day < last[i] or not first[j] <= day < last[j]:
                    continue
                if v > 0.67 and self.place[i] == self.place[j]:
                    self.note(day, minute, i, j, "neighbour")
                elif v < 0.12:
                    self.note(day, minute, i, j, "thanks")
                else:
                    self.note(day, minute, i, j, "message")
                    if rng.random() < 0.6:
                        day, minute = day + int(rng.integers(0, 3)), min(minute + 7 + int(rng.integers(0, 180)), 1259)
                        if day < min(DAYS, last[i], last[j]):
                            self.note(day, minute, j, i, "reply")

    def dates(self) -> list[tuple[int, Record]]:
        """Return (day of the year, record) of all events, in order."""
        found = []
        for day in range(DAYS):
            found += [(day, e) for rows in self.programme.values() for e in rows if takes_place(e, self.date(day))]
        return found

    def gather(self, day: int, e: Record) -> Event:
        """Draw who comes to an event, and the contacts it makes."""
        rng, host = self.rng, self.ids[e["host"]]
        fits = np.isin(self.field, e.get("fields", [])).astype(np.float64)
        if e.get("english"):
            fits = np.array([1.0 if "en" in row else -9.0 for row in self.languages])
        if e.get("newcomers"):
            fits = (day - self.joined < 60).astype(np.float64)
        score = np.log(np.maximum(self.sociability, 1e-9)) + e.get("pull", 0.0) * fits + 0.9 * (self.place == self.places[e["at"]])
        score += 0.8 * self.known[host] + 0.5 * self.week_days[:, min(self.date(day).weekday(), 4)] + rng.gumbel(size=self.n)
        score[~self.here(day) | (self.sociability == 0)] = -np.inf
        score[host] = np.inf
        size = int(np.clip(rng.poisson(e["size"]), 4, min(40, int(np.isfinite(score).sum()) + 1)))
        people = np.sort(np.argsort(-score)[:size]).tolist()
        at = self.at(day, e["hour"] * 60)
        self.contacts += [Contact(at, i, j, "event", size) for x, i in enumerate(people) for j in people[x + 1 :]]
        lang = e.get("lang", "de")
        return Event(0, Text(e["title"], lang), Text(e["note"], lang), at, self.places[e["at"]], host, tuple(people))

    def propose(self, day: int, a: int, b: int, story: Record, kind: str) -> PastIntroduction:
        """Return one introduction with its whole fate. `kind`: told, waiting, expired, or drawn (fate by chance)."""
        rng = self.rng
        fate: dict[str, Any] = {"answer_a": None, "answer_b": None, "met_on": None, "again": None, "outcome": None, "expired_at": None}
        says: dict[str, Literal["yes", "no"] | None] = {"answer_a": "yes", "answer_b": "yes"}
        if kind == "drawn":
            says = {side: "yes" if u < 0.78 else "no" if u < 0.88 else None for side, u in zip(says, rng.random(2).tolist(), strict=True)}
        elif kind == "expired":
            says["answer_b"] = None
        last = 0
        for side, word in says.items():
            after = int(rng.integers(0, 4))
            if kind == "waiting":
                after = story["days"] - story[side] if side in story else -1
            if word and after >= 0:
                last = max(last, after)
                fate[side] = Answer(word, self.at(day + after, 11 * 60 + int(rng.integers(30, 500))))
        both = all(fate[side] is not None and fate[side].says == "yes" for side in says)
        if both and (kind == "told" or (kind == "drawn" and rng.random() < 0.8)):
            met = day + last + int(rng.integers(1, 9))
            if self.date(met).weekday() > 4:
                met -= 2
            met = max(met, day + last)
            fate["met_on"], fate["again"] = self.date(met), bool(story.get("again", kind == "told" or rng.random() < 0.86))
            self.note(met, 12 * 60 + 30, a, b, "meeting")
            self.befriend(a, b)
        if kind in ("drawn", "expired") and not both:
            fate["expired_at"] = self.at(day + ANSWER_DAYS, 10 * 60 + 5)
        lang: str = self.records[a].get("lang", "de")
        if "outcome" in story:
            fate["outcome"] = Text(story["outcome"], story.get("lang", lang))
        why = Text(story["why"], story.get("lang", lang)) if "why" in story else None
        by: Literal["engine", "manager"] = story.get("by") or ("manager" if rng.random() < 0.3 else "engine")
        return PastIntroduction(0, a, b, by, why, self.at(day, 10 * 60 + 5), self.at(day + ANSWER_DAYS, 10 * 60 + 5), **fate)

    def post(self, number: int, q: Record) -> Need:
        """Return one posted need; an answer is a contact, and often a thanks."""
        rng, asker = self.rng, self.ids[q["by"]]
        day, minute = int(rng.integers(20, DAYS - 20)), 8 * 60 + int(rng.integers(0, 500))
        if "open" in q:
            day = DAYS - 1 - q["open"]
        elif "ago" in q:
            day = DAYS - 1 - q["ago"]
        elif "answered_by" not in q:
            day = int(rng.integers(60, DAYS - 60))
        opened, answered, closed, helper = self.at(day, minute), None, None, None
        if "answered_by" in q:
            helper = self.ids[q["answered_by"]]
            wait = int(min(60 * rng.lognormal(1.6, 1.0), 4000))
            day, minute = self.late(day + (minute + wait) // 1440, (minute + wait) % 1440)
            answered = self.at(day, minute)
            self.note(day, minute, helper, asker, "reply")
            if q.get("closed"):
                day, minute = self.late(day + int(rng.integers(1, 9)), 15 * 60)
                closed = self.at(day, minute)
                self.note(day, minute, asker, helper, "thanks")
        lang: str = self.records[asker].get("lang", "de")
        answer = marked(q["answer"], self.records[helper].get("lang", "de")) if helper is not None and "answer" in q else None
        outcome = Text(q["outcome"], lang) if closed is not None and "outcome" in q else None
        return Need(number, asker, marked(q["text"], lang), opened, answered, helper, closed, answer, outcome)

    def free(self, busy: dict[int, list[int]], day: int, *people: int) -> bool:
        """Tell whether none of them has an introduction open around that day."""
        return all(abs(day - other) > ANSWER_DAYS + 2 for p in people for other in busy.get(p, []))

    def world(self) -> World:
        """Let the year pass and return it."""
        rng = self.rng
        planned: dict[int, list[tuple[int, str, Record]]] = {}
        busy: dict[int, list[int]] = {}
        pairs: set[tuple[int, int]] = set()
        for kind, story in self.stories:
            a, b = self.ids[story["a"]], self.ids[story["b"]]
            pairs.add((min(a, b), max(a, b)))
            day = DAYS - 1 - story.get("days", 0)
            for _ in range(200 if kind != "waiting" else 0):
                day = int(rng.integers(16, DAYS - 40))
                if self.date(day).weekday() < 5 and self.free(busy, day, a, b):
                    break
            for p in (a, b):
                busy.setdefault(p, []).append(day)
            planned.setdefault(day // 7, []).append((day, kind, story))
        events: list[Event] = []
        introductions: list[PastIntroduction] = []
        needs = [self.post(i, q) for i, q in enumerate(self.posts)]
        calendar = self.dates()
        for week in range(-WARM_UP, DAYS // 7 + 1):
            self.acquaint(week)
            if week < 0:
                continue
            self.talk(week)
            events += [self.gather(day, e) for day, e in calendar if day // 7 == week]
            for day, kind, story in planned.get(week, []):
                introductions.append(self.propose(day, self.ids[story["a"]], self.ids[story["b"]], story, kind))
            day = week * 7 + (2 - self.since.weekday()) % 7
            ready = (self.consent[:, 0] >= 0) & (self.consent[:, 0] <= day) & (self.joined < DAYS - 31) & (self.left > day + 30)
            pool = rng.permutation(np.flatnonzero(ready & (self.sociability > 0))).tolist()
            wanted = int(rng.poisson(ROUNDS_PER_WEEK * self.n / 143)) if week > 2 and day < DAYS - 1 - 2 - ANSWER_DAYS - 16 else 0
            while wanted and len(pool) > 1:
                a = pool.pop()
                partner = next(
                    (x for x in pool if self.may_meet(a, x) and (min(a, x), max(a, x)) not in pairs and self.free(busy, day, a, x)), None
                )
                if partner is None:
                    continue
                b = partner
                pool.remove(b)
                pairs.add((min(a, b), max(a, b)))
                for p in (a, b):
                    busy.setdefault(p, []).append(day)
                introductions.append(self.propose(day, a, b, {}, "drawn"))
                wanted -= 1
        return self.assemble(needs, events, introductions)

    def may_meet(self, a: int, b: int) -> bool:
        """Tell whether the two may be introduced: strangers of different companies, with a language, not blocked."""
        return bool(self.meet[a, b] > 0 and not self.known[a, b] and self.company[a] != self.company[b])

    def assemble(self, needs: list[Need], events: list[Event], introductions: list[PastIntroduction]) -> World:
        """Number what was drawn and turn days into dates."""
        house = texts.read("house")
        places = tuple(
            Location(i, p["key"], p["name"], p["street"], p["postcode"], house["town"], Text(p["note"], "de"))
            for i, p in enumerate(house["location"])
        )
        founded = min(self.date(int(self.joined.min())), self.until - timedelta(days=9 * 365))
        first = {c: int(self.joined[self.company == c].min()) for c in range(len(self.firms)) if (self.company == c).any()}
        companies = tuple(
            Company(
                i,
                k,
                c["name"],
                Text(c["line"], c.get("lang", "de")),
                c["industry"],
                c["field"],
                self.places[c["at"]],
                c["size"],
                self.date(first[i]),
            )
            for i, (k, c) in enumerate(self.firms.items())
        )
        rhythms: tuple[Literal["weekly", "fortnightly", "monthly"], ...] = ("weekly", "fortnightly", "monthly")
        # People who are not of the house have a drawn face.
        drawn, chosen = self.rng.integers(0, 2**31, self.n).tolist(), texts.read("portraits")["seeds"]
        pace = self.rng.choice(3, self.n, p=[0.2, 0.35, 0.45]).tolist()
        people = []
        for i, p in enumerate(self.records):
            lang = p.get("lang", "de")
            dates = [self.date(d) if d >= 0 else None for d in self.consent[i].tolist()]
            people.append(
                Person(
                    i, k := p.get("key") or texts.key(p["name"]), p["name"], f"{k}@drittort.example", chosen.get(k, str(drawn[i])), p.get("role", "member"),
                    int(self.company[i]), int(self.place[i]), self.date(int(self.joined[i])),
                    self.date(int(self.left[i])) if self.left[i] < DAYS else None, tuple(np.flatnonzero(self.week_days[i]).tolist()),
                    self.languages[i], lang, marked(p["line"], lang), tuple(marked(t, lang) for t in p["offers"]),
                    tuple(marked(t, lang) for t in p["needs"]), rhythms[pace[i]], Consents(*dates),
                )
            )  # fmt: skip
        house_record = House(
            house["name"], house["town"], Text(house["line"], "de"), founded, time.fromisoformat(house["quiet_from"]),
            time.fromisoformat(house["quiet_until"]), ZONE.key, tuple(Text(t, "de") for t in house["agreements"]), places,
        )  # fmt: skip
        return World(
            self.seed, self.since, self.until, house_record, companies, tuple(people),
            tuple(_numbered(sorted(needs, key=lambda x: (x.opened_at, x.id)))), tuple(_numbered(sorted(events, key=lambda x: (x.at, x.title.text)))),
            tuple(sorted(self.contacts, key=lambda c: (c.at, c.source, c.target, c.kind))),
            tuple(_numbered(sorted(introductions, key=lambda x: (x.proposed_at, x.a, x.b)))), self.blocks,
            self.ids[MANAGER], self.ids[FOUNDER], self.ids[MEMBER],
        )  # fmt: skip


def _numbered(rows: list[Row]) -> list[Row]:
    return [replace(row, id=i) for i, row in enumerate(rows)]
