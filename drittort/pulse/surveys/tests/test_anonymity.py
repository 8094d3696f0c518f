"""Whoever has a copy of everything, database, backup and logs, can't join an answer to a person: no mark of a link, no order, no moment leads there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import mail as django_mail
from django.db import connection
from django.test import Client

from drittort.core import privacy
from drittort.core.backups import FILES, SETTINGS
from drittort.core.jobs import runner
from drittort.core.models import Job, LedgerRow, Mail
from drittort.core.moving.registry import LEFT_OUT
from drittort.members.models import Member
from drittort.pulse.surveys import actions, box, counting, keys, queries, sending
from drittort.pulse.surveys import jobs as surveys
from drittort.pulse.surveys.models import SurveyBallot, SurveyFigure, SurveyText, SurveyToken, SurveyWave
from drittort.pulse.surveys.tests import attack
from drittort.pulse.surveys.tests.world import DAY, GROUPS, QUESTIONS, ballot, crowd, wave_of
from drittort.pulse.surveys.tokens import STANDS_FOR, mark_of
from tests.cast import Cast

ROOT = Path(__file__).parents[4]
HOUR = timedelta(hours=1)
LINK = re.compile(r"/-/survey/([\w-]+)/")


@pytest.fixture
def leaves(settings: Any) -> None:
    """Mail leaves the machine, as it does where it matters: the stored words go when it has."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def wave(cast: Cast, leaves: None) -> SurveyWave:
    """A survey of which all letters have left, to thirty people."""
    crowd(cast.house, 24, cast.now)
    actions.plan_survey(actor=cast.hanna, every=3, days=14, groupings=["time"], questions=QUESTIONS, at=cast.now)
    actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now)
    runner.run_due(clock=lambda: cast.now)
    return SurveyWave.objects.get()


def links() -> dict[str, str]:
    """The tokens as they stand in the letters that left, by address: known to their readers alone."""
    return {each.to[0]: LINK.findall(str(each.body))[0] for each in django_mail.outbox if "/-/survey/" in str(each.body)}


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every table as the database holds it, with the name of the table."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield model._meta.label, value.hex() if isinstance(value, bytes | memoryview) else str(value)


def sent(token: str, **changed: str) -> tuple[int, str]:
    """Answer by a link, as a browser does that is signed in nowhere; the status and the page."""
    given = {f"item_{k}": str(1 + k % 5) for k in range(8)} | {"group_time": "new", "own_2": "Mehr Pflanzen."} | changed
    answer = Client(headers={"Sec-Fetch-Site": "same-origin"}).post(f"/-/survey/{token}/", given)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + DAY)


def test_everybody_gets_a_link_of_their_own_and_no_table_holds_one(cast: Cast, wave: SurveyWave, caplog: pytest.LogCaptureFixture):
    tokens = links()
    assert len(set(tokens.values())) == len(tokens) == wave.invited == 30
    held = list(everything())
    for token in tokens.values():
        assert not [label for label, value in held if token in value]
    assert {label for label, value in held for token in tokens.values() if mark_of(token) == value} == {"pulse.SurveyToken"}
    assert not any(token in caplog.text for token in tokens.values())
    # What remains of a letter says that it went, and to whom; jobs say less.
    assert {(row.text, row.html) for row in Mail.objects.filter(category=sending.CATEGORY)} == {("", "")}
    assert all(set(job.payload) <= {"wave", "row", "reaction"} for job in Job.objects.all())
    assert {f.name for f in SurveyToken._meta.fields} == {"mark", "wave"}
    assert {f.name for f in SurveyBallot._meta.fields} == {"id", "wave", "sealed"}


def test_marks_lie_in_the_order_of_their_digests_and_the_way_back_is_gone(cast: Cast, wave: SurveyWave):
    lying = list(SurveyToken.objects.values_list("mark", flat=True))
    assert lying == sorted(lying), "written at once, in an order that is chance to everybody"
    assert keys.kept(keys.LINKS, actions.name_of(wave)) is None
    assert wave.sent_at == cast.now
    late = Mail.objects.filter(category=sending.CATEGORY)[0]
    assert sending.put_in(late) is None, "nobody can make a link again"


def test_while_letters_wait_their_stored_words_hold_no_link(cast: Cast, leaves: None, monkeypatch: pytest.MonkeyPatch):
    """The mail server is away; when it is back everybody gets the one link that was theirs all along, and nobody two."""
    crowd(cast.house, 10, cast.now)
    row = actions.open_wave(actor=cast.hanna, space=cast.house, at=cast.now)

    def away(*_args: Any, **_more: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as stormy:
        stormy.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        with pytest.raises(ConnectionRefusedError):
            sending.send_wave(row.pk, cast.now)
    waiting = Mail.objects.filter(category=sending.CATEGORY)
    marks = set(SurveyToken.objects.values_list("mark", flat=True))
    assert {STANDS_FOR in each.text and STANDS_FOR in each.html for each in waiting} == {True}
    assert not any(mark_of(found) in marks for each in waiting for found in LINK.findall(each.text))
    sending.send_wave(row.pk, cast.now + HOUR)
    assert {mark_of(token) for token in links().values()} == marks
    assert len(marks) == 16
    sending.send_wave(row.pk, cast.now + 2 * HOUR)
    assert len(django_mail.outbox) == 16


def test_answers_leave_ballots_that_only_the_box_opens(cast: Cast, wave: SurveyWave, later: None, caplog: pytest.LogCaptureFixture):
    ledger, jobs, mails = LedgerRow.objects.count(), Job.objects.count(), Mail.objects.count()
    tokens = list(links().values())
    for token in tokens[:9]:
        assert sent(token)[0] == 200
    assert (SurveyToken.objects.count(), SurveyBallot.objects.count()) == (21, 9)
    assert (LedgerRow.objects.count(), Job.objects.count(), Mail.objects.count()) == (ledger, jobs, mails), (
        "nothing tells that somebody answered"
    )
    assert {len(each) for each in SurveyBallot.objects.values_list("sealed", flat=True)} == {box.LENGTH + 32 + 16}, "all are as long"
    assert not [label for label, value in everything() if "Mehr Pflanzen" in value or "4d65687220" in value]
    assert "survey" not in caplog.text
    held = json.dumps([privacy.held_on(each) for each in Member.objects.values_list("pk", flat=True)], default=str)
    assert "SurveyBallot" not in held
    assert "SurveyToken" not in held
    assert {"pulse.SurveyBallot", "pulse.SurveyToken"} <= set(LEFT_OUT)
    with pytest.raises(box.Unreadable):
        box.unseal(box.new_key(), bytes(SurveyBallot.objects.values_list("sealed", flat=True)[0]))


def test_a_link_is_used_once_and_a_wrong_one_looks_the_same(wave: SurveyWave, later: None, caplog: pytest.LogCaptureFixture):
    token = next(iter(links().values()))
    assert sent(token)[0] == 200
    again, wrong = sent(token), sent("no-link-at-all")
    assert again == wrong
    assert again[0] == 404
    assert SurveyBallot.objects.count() == 1
    assert token not in caplog.text, "Django logs what went wrong with its path, and this path with no more than its beginning"
    empty = sent(list(links().values())[1], **{f"item_{k}": "" for k in range(8)}, own_2="")
    assert empty[0] == 422
    assert SurveyToken.objects.count() == 29, "whoever answered nothing keeps the link"


def test_the_page_knows_nobody_and_keeps_nothing(cast: Cast, wave: SurveyWave, later: None, django_assert_num_queries: Any):
    token = next(iter(links().values()))
    browser = cast.client(cast.mara)
    with django_assert_num_queries(1):
        page = browser.get(f"/-/survey/{token}/")
    told = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "Mara" not in told
    assert "main.js" not in told
    # Whatever a request says of its sender is gone before any view looks.
    assert not {"HTTP_COOKIE", "REMOTE_ADDR", "HTTP_USER_AGENT"} & set(page.wsgi_request.META)
    assert page.wsgi_request.path == "/-/survey/"
    assert told == Client(headers={"Accept-Language": "de"}).get(f"/-/survey/{token}/").content.decode(), "the same for everybody"


def test_no_log_of_visits_is_kept_of_the_page():
    """Our own servers write none; of a proxy the documentation says how, and a page that is opened tells its address to nobody."""
    assert "access-log" not in (ROOT / "drittort" / "cli" / "serve.py").read_text()
    told = (ROOT / "docs" / "self-hosting.md").read_text()
    assert "access-log" not in told
    assert re.search(r"location /-/survey/ \{\s+access_log off;", told)
    assert "log_skip /-/survey/*" in told


def test_counting_leaves_figures_and_nothing_else(cast: Cast, wave: SurveyWave, later: None):
    rng, said = Random(4), []
    for number, token in enumerate(list(links().values())[:20]):
        content = ballot(rng, groups={"time": "new" if number < 10 else "long"})
        said.append(content["own"][2])
        actions.answer(token=token, content=content, at=cast.now + DAY)
    surveys.count({}, cast.now + 13 * DAY)
    assert SurveyFigure.objects.count() == 0, "not before its last day is over"
    surveys.count({}, cast.now + 15 * DAY)
    wave.refresh_from_db()
    assert (wave.answered, wave.counted, wave.invited) == (20, 20, 30)
    assert not SurveyBallot.objects.exists()
    assert not SurveyToken.objects.exists()
    assert keys.kept(keys.BOX, actions.name_of(wave)) is None
    assert set(SurveyFigure.objects.values_list("grouping", "option")) == {("", ""), ("time", "new"), ("time", "long")}
    lying = list(SurveyText.objects.values_list("text", flat=True))
    assert sorted(lying) == sorted(said)
    assert lying != said
    assert LedgerRow.objects.get(kind=actions.CLOSED).actor_id is None
    before = list(everything())
    surveys.count({}, cast.now + 16 * DAY)
    assert list(everything()) == before, "twice is once"


def test_a_ballot_that_does_not_open_is_left_out(cast: Cast, wave: SurveyWave, later: None):
    for token in list(links().values())[:10]:
        assert sent(token)[0] == 200
    broken = SurveyBallot.objects.all()[0]
    SurveyBallot.objects.filter(pk=broken.pk).update(sealed=bytes(broken.sealed)[:-1] + b"x")
    surveys.count({}, cast.now + 15 * DAY)
    wave.refresh_from_db()
    assert (wave.closed_at, wave.answered) == (cast.now + 15 * DAY, 9)
    assert keys.kept(keys.BOX, actions.name_of(wave)) is None


def test_what_could_not_be_wiped_is_tried_again(cast: Cast, wave: SurveyWave, monkeypatch: pytest.MonkeyPatch):
    done: list[bool] = []
    monkeypatch.setattr(surveys, "rewrite", lambda table: True)
    monkeypatch.setattr(surveys, "wipe", lambda: bool(done))
    actions.drop_wave(actor=cast.hanna, number=1, at=cast.now + DAY)
    surveys.count({}, cast.now + DAY)
    assert keys.to_wipe(), "somebody wrote just then"
    done.append(True)
    surveys.count({}, cast.now + DAY)
    assert not keys.to_wipe()


def test_the_secrets_lie_where_no_backup_looks(cast: Cast, wave: SurveyWave, settings: Any):
    secret = keys.kept(keys.BOX, actions.name_of(wave))
    assert secret is not None
    assert not [label for label, value in everything() if secret.hex() in value]
    assert keys.folder().parent == settings.DATA
    assert keys.folder().name not in (FILES, SETTINGS)
    tag = keys.folder() / "CACHEDIR.TAG"
    tag.unlink()
    assert (keys.folder() / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55"), "whoever tidied"


def test_a_machine_set_up_anew_from_a_backup_drops_what_it_cannot_read(cast: Cast, wave: SurveyWave, later: None):
    assert sent(next(iter(links().values())))[0] == 200
    keys.destroy(keys.BOX, actions.name_of(wave))
    surveys.count({}, cast.now + 15 * DAY)
    wave.refresh_from_db()
    assert (wave.lost, wave.closed_at, wave.dropped_at) == (True, None, cast.now + 15 * DAY)
    assert not SurveyBallot.objects.exists()


def test_the_reminder_goes_to_everybody_once_and_holds_no_link(cast: Cast, wave: SurveyWave, later: None):
    for token in list(links().values())[:12]:
        assert sent(token)[0] == 200
    django_mail.outbox.clear()
    for moment in (3 * DAY, 7 * DAY + 2 * HOUR, 8 * DAY):
        surveys.remind({}, cast.now + moment)
        runner.run_due(clock=lambda moment=moment: cast.now + moment)
    told = [each for each in django_mail.outbox if "noch offen" in str(each.subject).lower()]
    assert len(told) == 30, "who has answered is nobody's business"
    assert not any("/-/survey/" in str(each.body) for each in told)
    assert "12. Mai" in str(told[0].body)


def test_secrets_go_whatever_died(cast: Cast, wave: SurveyWave):
    name = actions.name_of(wave)
    keys.make(keys.LINKS, name)
    keys.make(keys.BOX, "7-7")
    old = keys.path_of(keys.BOX, "7-7")
    assert old.stat().st_mode & 0o77 == 0, "for its owner only"
    later = cast.now + 3 * DAY
    import os

    os.utime(old, (0, 0))
    surveys.tidy({}, later)
    assert keys.kept(keys.LINKS, name) is None
    assert keys.kept(keys.BOX, "7-7") is None
    assert keys.kept(keys.BOX, name) is not None


def figures_of(wave: SurveyWave) -> set[tuple[str, str]]:
    return set(SurveyFigure.objects.filter(wave=wave).exclude(grouping="").values_list("grouping", "option"))


def test_groups_of_few_and_groups_that_could_be_subtracted_are_not_told(cast: Cast):
    rng = Random(9)
    few = [ballot(rng, groups={"time": "new" if k < 7 else "long", "location": "0"}) for k in range(30)]
    one = wave_of(cast.house, cast.now, 1)
    counting.publish(one, few, cast.now)
    assert figures_of(one) == set()
    # All new people sit upstairs, and one more does.
    close = [ballot(rng, groups={"time": "new" if k < 12 else "long", "location": "0" if k < 13 else "1"}) for k in range(40)]
    two = wave_of(cast.house, cast.now, 2)
    counting.publish(two, close, cast.now)
    assert figures_of(two) == {("time", "new"), ("time", "long")}
    alike = [ballot(rng, items=[5, 5, 3, 3, 3, 3, 4, 4], groups={"time": "new", "location": "0"}) for _ in range(10)]
    three = wave_of(cast.house, cast.now, 3)
    counting.publish(three, [*alike, *(ballot(rng, groups={"time": "long", "location": "1"}) for _ in range(20))], cast.now)
    assert figures_of(three) == set(), "all of a group said the same: its mean would tell everybody's answer"
    four = wave_of(cast.house, cast.now, 4)
    counting.publish(four, few[:7], cast.now)
    assert not SurveyFigure.objects.filter(wave=four).exists()
    assert not SurveyText.objects.filter(wave=four).exists()
    assert (four.answered, four.counted) == (7, 7)
    # Eight sit at neither place that is told of: what they said follows from the rest, and they all said the same.
    rest = [ballot(rng, items=[5, 5, 3, 3, 3, 3, 4, 4], groups={"time": None, "location": None}) for _ in range(8)]
    five = wave_of(cast.house, cast.now, 5)
    counting.publish(five, [*(ballot(rng, groups={"time": None, "location": str(k % 2)}) for k in range(24)), *rest], cast.now)
    assert figures_of(five) == set()
    # What is silent in one way keeps the other from nothing.
    alike = [ballot(rng, items=[5, 5, 3, 3, 3, 3, 4, 4], groups={"time": "new", "location": str(k % 2)}) for k in range(10)]
    six = wave_of(cast.house, cast.now, 6)
    counting.publish(six, [*alike, *(ballot(rng, groups={"time": "long", "location": str(k % 2)}) for k in range(24))], cast.now)
    assert figures_of(six) == {("location", "0"), ("location", "1")}


def test_pages_know_no_filter(cast: Cast, wave: SurveyWave, monkeypatch: pytest.MonkeyPatch):
    """Whatever is asked of the page of results, it shows one of its waves, and of a wave always the same."""
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + 20 * DAY)
    rng = Random(2)
    counting.publish(wave, [ballot(rng) for _ in range(30)], cast.now + 15 * DAY)
    browser = cast.client(cast.hanna)
    path = urlsplit(str(browser.get("/lagerhaus/pulse/").request["PATH_INFO"])).path
    plain = queries.results(cast.hanna, None, cast.now + 20 * DAY)
    for asked in ("?group=time", "?time=new&location=0", "?wave=1&element=needs", "?wave=1&from=2026-05-01"):
        assert browser.get(path + asked).context["page"] == plain
    assert browser.get(path + "?wave=2").status_code == 404
    assert GROUPS[0]["name"] == "time"


def test_somebody_who_knows_all_but_the_answers_finds_nobody():
    """In small what `bin/bench survey_attack` does with ten thousand questions; by the usual rule, eight inside and eight outside, people are found."""
    rng, found, usual = Random(1), 0, 0
    for _ in range(8):
        ballots = attack.house(rng)
        told, plain = attack.published(ballots), attack.published(ballots, naive=True)
        found += sum(attack.identified(told, weights) for weights in attack.questions(told, rng, 250))
        usual += sum(attack.identified(plain, weights) for weights in attack.questions(plain, rng, 250))
    assert found == 0
    assert usual > 0, "the attack is one"
