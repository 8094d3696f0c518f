"""From draft to what came of it, and the quiet no."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from drittort.connect.introductions import actions, queries, rules
from drittort.connect.introductions.models import Draft, Introduction, QuietNo, Round, Side
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.ledger import record
from drittort.core.models import Job, LedgerRow, Mail
from drittort.core.privacy import held_on
from drittort.members.consents.actions import revoke_consent
from drittort.members.mail_refusals.actions import refuse_mail
from drittort.members.models import Block, Consent, Member
from drittort.members.notices.models import Notice
from drittort.members.notices.queries import inbox, unseen
from drittort.network.models import Contact

WEEK = timedelta(days=7)


@pytest.fixture
def pair(cast):
    return actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="Ihr beide!", at=cast.now)


def work(at):
    return run_due(clock=lambda: at)


def test_both_are_asked_by_mail_with_one_tap_answers(cast, pair):
    work(cast.now)
    mails = Mail.objects.order_by("to_address")
    assert [m.to_address for m in mails] == ["jonas@lagerhaus.example", "mara@lagerhaus.example"]
    for mail in mails:
        assert "?a=yes" in mail.text
        assert "?a=no" in mail.text
        assert "?a=pause" in mail.text
        assert "Ihr beide!" in mail.text
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Mara Wendt" in mails[0].subject
    assert work(cast.now) == 0


def test_contact_opens_only_when_both_said_yes(cast, pair):
    actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    work(cast.now)
    assert not Mail.objects.filter(subject__contains="beide ja").exists()
    assert queries.one(cast.mara, pair.pk, cast.now).address == ""
    assert queries.one(cast.jonas, pair.pk, cast.now).state == "asked"
    actions.accept_introduction(actor=cast.jonas, introduction_id=pair.pk, at=cast.now)
    work(cast.now)
    opened = Mail.objects.filter(headers__has_key="Reply-To").order_by("to_address")
    assert [(m.to_address, m.headers["Reply-To"]) for m in opened] == [
        ("jonas@lagerhaus.example", "Mara Wendt <mara@lagerhaus.example>"),
        ("mara@lagerhaus.example", "Jonas Falk <jonas@lagerhaus.example>"),
    ]
    assert [a["name"] for a in opened[0].attachments] == ["drittort.ics", "first.png", "second.png"]
    for mail in opened:
        assert "mara@lagerhaus.example" in mail.text
        assert "jonas@lagerhaus.example" in mail.text
    assert queries.one(cast.mara, pair.pk, cast.now).address == "jonas@lagerhaus.example"


def test_the_same_yes_twice_changes_nothing(cast, pair):
    work(cast.now)
    for _ in range(2):
        actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    for _ in range(2):
        actions.accept_introduction(actor=cast.jonas, introduction_id=pair.pk, at=cast.now)
    work(cast.now)
    assert LedgerRow.objects.filter(kind=actions.INTRODUCED).count() == 1
    assert Mail.objects.count() == 4


def test_a_second_yes_after_the_time_is_over_promises_no_mail(cast, pair):
    actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=pair.expires_at)


def test_an_answer_after_the_time_leads_back_to_the_introduction(cast, pair, monkeypatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: pair.expires_at)
    page = f"/lagerhaus/introductions/{pair.pk}/"
    for answer in ("yes", "no"):
        late = cast.client(cast.mara).post(f"{page}answer/", {"answer": answer}, follow=True)
        assert late.redirect_chain == [(page, 302)]
        assert "schneller" not in late.content.decode()


def everything_others_may_see(cast, introduction, at):
    """All that anybody but the decliner can read of an introduction, as comparable values."""
    other = queries.one(cast.jonas, introduction.pk, at)
    care = queries.care(cast.hanna, at)
    return {
        "page": other,
        "list": queries.list_for(cast.jonas, at),
        "care": (care.waiting, care.waiting_more, care.newcomers),
        "apart": rules.kept_apart(cast.house, at),
        "busy": rules.busy(cast.house, at),
        "may": bool(rules.may_be_brought_together(cast.house, cast.mara, cast.jonas, at)),
        "ledger": list(
            LedgerRow.objects.exclude(audience=f"self:{cast.mara.pk}").order_by("id").values("kind", "at", "actor_id", "audience", "facts")
        ),
        "inboxes": sorted(Notice.objects.exclude(member=cast.mara).values_list("code", "at", "seen_at", "due_at", "member")),
        "jobs": sorted(Job.objects.values_list("name", "done_at", "dead_at")),
        "mails": sorted(Mail.objects.values_list("to_address", "subject", "text")),
        "row": Introduction.objects.filter(pk=introduction.pk).values("introduced_at", "expired_at", "expires_at", "met_on").get(),
        "sides": sorted(Side.objects.filter(introduction=introduction).exclude(member=cast.mara).values_list("accepted_at", "seen_at")),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("other_said_yes", [False, True])
def test_a_no_leaves_the_same_traces_as_silence(other_said_yes, cast, django_db_blocker):
    """Runs the course twice, with a no and with silence, and compares all that others can see at every step."""
    from django.db import transaction

    seen = []
    for says_no in (False, True):
        steps = []
        with transaction.atomic():
            introduction = actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
            # Ids of both courses must be comparable.
            work(cast.now)
            if other_said_yes:
                actions.accept_introduction(actor=cast.jonas, introduction_id=introduction.pk, at=cast.now)
            if says_no:
                actions.decline_introduction(actor=cast.mara, introduction_id=introduction.pk, at=cast.now + timedelta(hours=1))
            for at in (
                cast.now + timedelta(hours=2),
                cast.now + timedelta(days=6),
                cast.now + WEEK + timedelta(minutes=20),
                cast.now + timedelta(days=20),
                cast.now + timedelta(days=40),
            ):
                actions.expire_due(at=at)
                work(at)
                steps.append(
                    {
                        **everything_others_may_see(cast, introduction, at),
                        "page": str(everything_others_may_see(cast, introduction, at)["page"]).replace(f"id={introduction.pk},", ""),
                    }
                )
            transaction.set_rollback(True)
        seen.append(steps)
    silence, refusal = seen
    for quiet, no in zip(silence, refusal, strict=True):
        for key in quiet:
            if key in {"list", "care", "mails"}:
                continue
            assert quiet[key] == no[key], key
        assert [(m[0], m[1]) for m in quiet["mails"]] == [(m[0], m[1]) for m in no["mails"]]
        assert len(quiet["care"][0]) == len(no["care"][0])
        assert [c.state for c in quiet["list"][0]] == [c.state for c in no["list"][0]]


def revoked(cast):
    revoke_consent(actor=cast.mara, kind="introduced", at=cast.now)


def blocks(cast):
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)


def is_blocked(cast):
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)


def left(cast):
    Member.objects.filter(pk=cast.mara.pk).update(left_on=cast.now.date())


@pytest.mark.parametrize("change", [revoked, blocks, is_blocked, left])
def test_a_second_yes_opens_no_contact_once_the_first_was_withdrawn_in_another_way(cast, pair, change):
    actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    change(cast)
    actions.accept_introduction(actor=cast.jonas, introduction_id=pair.pk, at=cast.now)
    work(cast.now)
    page = queries.one(cast.jonas, pair.pk, cast.now)
    assert (page.state, page.address) == ("yes", "")
    assert not LedgerRow.objects.filter(kind=actions.INTRODUCED).exists()
    assert not Mail.objects.filter(headers__has_key="Reply-To").exists()
    assert [w.id for w in queries.care(cast.hanna, cast.now).waiting] == [pair.pk]
    late = cast.now + WEEK
    assert actions.expire_due(at=late) == 1
    work(late)
    assert queries.one(cast.jonas, pair.pk, late).state == "over"


def test_an_export_holds_nothing_of_the_others_no_block_or_answers(cast, pair):
    actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    before = held_on(cast.jonas.pk)
    actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    actions.pause_introductions(actor=cast.mara, until=cast.now.date() + WEEK, at=cast.now)
    blocks(cast)
    assert held_on(cast.jonas.pk) == before
    assert [row["member_id"] for row in before["connect.Side"]] == [cast.jonas.pk]
    own = held_on(cast.mara.pk)
    assert len(own["connect.QuietNo"]) == len(own["members.Block"]) == 1
    assert own["members.Account"][0]["email"] == "mara@lagerhaus.example"


def test_only_the_decliner_reads_the_no(cast, pair):
    actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    assert queries.one(cast.mara, pair.pk, cast.now).state == "no"
    assert queries.one(cast.jonas, pair.pk, cast.now).state == "asked"
    with pytest.raises(NotFound):
        queries.one(cast.hanna, pair.pk, cast.now)
    assert QuietNo.objects.count() == 1


def test_a_no_may_become_a_yes_and_a_yes_a_no_before_both_agree(cast, pair):
    actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    assert not QuietNo.objects.exists()
    actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    done = actions.accept_introduction(actor=cast.jonas, introduction_id=pair.pk, at=cast.now)
    assert done.introduced_at is None


def test_a_yes_after_expiry_is_told_kindly_and_changes_nothing(cast, pair):
    late = cast.now + WEEK + timedelta(seconds=1)
    with pytest.raises(OutOfDate):
        actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=late)
    assert actions.expire_due(at=late) == 1
    assert actions.expire_due(at=late) == 0
    with pytest.raises(OutOfDate):
        actions.accept_introduction(actor=cast.mara, introduction_id=pair.pk, at=late)
    assert Side.objects.filter(accepted_at=None).count() == 2


def test_a_pause_is_a_quiet_no_and_keeps_new_ones_away(cast, pair):
    until = cast.now.date() + timedelta(days=30)
    actions.pause_introductions(actor=cast.mara, until=until, at=cast.now, introduction_id=pair.pk)
    assert queries.one(cast.mara, pair.pk, cast.now).state == "no"
    assert not rules.may_be_brought_together(cast.house, cast.mara, cast.neo, cast.now)
    assert rules.may_be_brought_together(cast.house, cast.mara, cast.neo, cast.now + timedelta(days=32))
    with pytest.raises(Invalid):
        actions.pause_introductions(actor=cast.mara, until=cast.now.date(), at=cast.now)


def test_a_pause_is_taken_before_anybody_asks(cast, monkeypatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    browser, until = cast.client(cast.mara), cast.now.date() + timedelta(days=30)
    page = browser.get("/lagerhaus/introductions/").content.decode()
    assert "einmal im Monat" in page
    assert until.isoformat() in page
    for wrong in ("", "bald", cast.now.date().isoformat()):
        browser.post("/lagerhaus/introductions/pause/", {"until": wrong})
        cast.mara.refresh_from_db()
        assert cast.mara.paused_until is None
    browser.post("/lagerhaus/introductions/pause/", {"until": until.isoformat()})
    cast.mara.refresh_from_db()
    assert cast.mara.paused_until == until
    assert "Du hast Pause bis" in browser.get("/lagerhaus/introductions/").content.decode()
    assert not rules.may_be_brought_together(cast.house, cast.mara, cast.neo, cast.now)


def test_the_list_asks_what_came_of_it_until_somebody_says(cast, pair):
    for who in (cast.mara, cast.jonas):
        actions.accept_introduction(actor=who, introduction_id=pair.pk, at=cast.now)

    def said(days):
        return queries.list_for(cast.mara, cast.now + timedelta(days=days))[0][0].said

    assert [said(days) for days in (1, 8, 70)] == [
        "Ihr habt beide Ja gesagt",
        "Ihr habt beide Ja gesagt. Habt ihr euch getroffen?",
        "Ihr habt beide Ja gesagt",
    ]
    actions.tell_outcome(actor=cast.mara, introduction_id=pair.pk, said="planned", at=cast.now + timedelta(days=8))
    assert said(9) == "Ihr habt beide Ja gesagt"


@pytest.mark.parametrize("who", ["mara", "jonas"])
def test_a_block_either_way_keeps_a_pair_apart_with_no_telling_reason(cast, who):
    blocker, blocked = (cast.mara, cast.jonas) if who == "mara" else (cast.jonas, cast.mara)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    with pytest.raises(NotAllowed) as told:
        actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    Block.objects.all().delete()
    Consent.objects.filter(member=cast.mara).delete()
    with pytest.raises(NotAllowed) as other:
        actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    assert str(told.value.reason) == str(other.value.reason)


def test_nobody_has_more_than_two_open(cast):
    actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.neo, text="", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.hanna, text="", at=cast.now)


def test_what_came_of_it(cast, pair):
    with pytest.raises(NotAllowed):
        actions.tell_outcome(actor=cast.mara, introduction_id=pair.pk, said="met", at=cast.now)
    for person in (cast.mara, cast.jonas):
        actions.accept_introduction(actor=person, introduction_id=pair.pk, at=cast.now)
    later = cast.now + timedelta(days=3)
    actions.tell_outcome(
        actor=cast.mara,
        introduction_id=pair.pk,
        said="met",
        again=True,
        outcome="Wir machen die Steuer für das Spiel zusammen.",
        shared=True,
        at=later,
    )
    actions.tell_outcome(actor=cast.jonas, introduction_id=pair.pk, said="met", again=False, outcome="Na ja.", at=later + timedelta(days=1))
    pair.refresh_from_db()
    assert pair.met_on == later.date()
    assert Contact.objects.filter(kind="meeting").count() == 1
    assert queries.one(cast.jonas, pair.pk, later).other_outcome.startswith("Wir machen")
    assert queries.one(cast.mara, pair.pk, later).other_outcome == ""
    assert LedgerRow.objects.filter(kind=actions.MET).count() == 1


def test_a_stranger_cannot_touch_it(cast, pair):
    for verb in (actions.accept_introduction, actions.decline_introduction):
        for person in (cast.sten, cast.ada, cast.hanna):
            with pytest.raises(NotFound):
                verb(actor=person, introduction_id=pair.pk, at=cast.now)


def test_who_wants_no_mail_gets_none_and_still_sees_it(cast):
    refuse_mail(member=cast.mara, category="introduction", at=cast.now)
    pair = actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    work(cast.now)
    assert [m.to_address for m in Mail.objects.all()] == ["jonas@lagerhaus.example"]
    assert queries.one(cast.mara, pair.pk, cast.now).state == "asked"


def test_mail_waits_for_the_morning(cast):
    night = cast.now.replace(hour=21)
    actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=night)
    work(night)
    assert not Mail.objects.exists()
    assert unseen(cast.mara) == unseen(cast.jonas) == 1
    work(night + timedelta(hours=8, minutes=29))
    assert not Mail.objects.exists()
    work(night + timedelta(hours=9, minutes=1))
    assert Mail.objects.exclude(sent_at=None).count() == 2


def test_whoever_answered_at_night_is_not_asked_in_the_morning(cast):
    night = cast.now.replace(hour=21)
    pair = actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=night)
    work(night)
    actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=night)
    work(night + timedelta(hours=10))
    assert [m.to_address for m in Mail.objects.all()] == ["jonas@lagerhaus.example"]


@pytest.mark.parametrize("says_no", [False, True])
def test_the_others_inbox_is_the_same_beside_a_no_and_beside_silence(cast, pair, says_no):
    work(cast.now)
    actions.accept_introduction(actor=cast.jonas, introduction_id=pair.pk, at=cast.now)
    if says_no:
        actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now + timedelta(hours=1))
    late = cast.now + WEEK + timedelta(minutes=20)
    actions.expire_due(at=late)
    work(late)
    (line,) = inbox(cast.jonas, late).new
    assert (line.text, line.new) == ("Ihr beide, Mara Wendt und du: Diesmal kam es nicht dazu.", 1)
    told = Notice.objects.filter(member=cast.jonas).order_by("id").values_list("code", "at", "seen_at", "due_at", "facts")
    assert list(told) == [
        ("introduction.proposed", cast.now, cast.now, None, {"introduction": pair.pk, "other": cast.mara.pk}),
        ("introduction.expired", late, None, None, {"introduction": pair.pk, "other": cast.mara.pk}),
    ]


def test_a_name_cannot_bring_headers_or_markup_into_a_mail(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Member.objects.filter(pk=cast.mara.pk).update(name="Mara\r\nBcc: evil@x.example <script>alert(1)</script>")
    pair = actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="<b>Hallo</b>", at=cast.now)
    for person in (cast.mara, cast.jonas):
        actions.accept_introduction(actor=person, introduction_id=pair.pk, at=cast.now)
    work(cast.now)
    assert Job.objects.filter(done_at=None).count() == 0
    assert len(sent.outbox) == 2
    for message in sent.outbox:
        raw = message.message()
        assert raw["Bcc"] is None
        assert message.recipients() == message.to
        assert "<script" not in message.alternatives[0][0]
        assert "<b>Hallo" not in message.alternatives[0][0]


def test_a_sample_lets_no_mail_leave(cast, pair):
    cast.house.is_sample = True
    cast.house.save()
    work(cast.now)
    assert not Mail.objects.exists()
    assert sent.outbox == []


def test_a_ledger_row_needs_its_transaction_and_its_kind(cast):
    with pytest.raises(KeyError):
        record(space_id=cast.house.pk, at=timezone.now(), kind="unknown", actor_id=None, subject_id=None, audience="x")


def drafts(cast, *pairs):
    made = Round.objects.create(space=cast.house, made_at=cast.now, seed=1, value=1, bound=1, engine="test")
    rows = [sorted(pair, key=lambda m: m.pk) for pair in pairs]
    return [
        Draft.objects.create(round=made, first=a, second=b, position=k, value=1, parts={}, reasons=[], spare=k > 0)
        for k, (a, b) in enumerate(rows)
    ]


def shown(cast):
    return [s.id for s in queries.care(cast.hanna, cast.now).suggestions]


def test_the_manager_sends_swaps_excludes_and_takes_back(cast):
    first, second, third = drafts(cast, (cast.mara, cast.jonas), (cast.ada, cast.neo), (cast.olga, cast.hanna))
    assert shown(cast) == [first.pk]
    actions.swap_draft(actor=cast.hanna, draft_id=first.pk, at=cast.now)
    assert shown(cast) == [second.pk]
    actions.exclude_draft(actor=cast.hanna, draft_id=second.pk, at=cast.now)
    assert second.pk not in shown(cast)
    assert not rules.may_be_brought_together(cast.house, cast.ada, cast.neo, cast.now)
    actions.take_back_exclusion(actor=cast.hanna, draft_id=second.pk, at=cast.now)
    assert rules.may_be_brought_together(cast.house, cast.ada, cast.neo, cast.now)
    sent_one = actions.send_draft(actor=cast.hanna, draft_id=second.pk, text="Ihr zwei!", at=cast.now)
    assert sent_one.text == "Ihr zwei!"
    with pytest.raises(OutOfDate):
        actions.send_draft(actor=cast.hanna, draft_id=second.pk, text="noch einmal", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.send_draft(actor=cast.mara, draft_id=third.pk, text="", at=cast.now)


@pytest.mark.parametrize("kept_apart", ["pause", "block", "consent"])
def test_no_place_that_speaks_of_suggestions_tells_why_one_is_not_there(cast, kept_apart):
    drafts(cast, (cast.neo, cast.jonas))
    care = queries.care(cast.hanna, cast.now)
    assert (len(care.suggestions), [n.suggested for n in care.newcomers]) == (1, [True])
    assert queries.suggested_pairs(cast.house.pk, cast.now) == [(cast.jonas.pk, cast.neo.pk)]
    if kept_apart == "pause":
        actions.pause_introductions(actor=cast.neo, until=cast.now.date() + WEEK, at=cast.now)
    elif kept_apart == "block":
        Block.objects.create(blocker=cast.jonas, blocked=cast.neo, at=cast.now)
    else:
        revoke_consent(actor=cast.jonas, kind="introduced", at=cast.now)
    care = queries.care(cast.hanna, cast.now)
    assert (len(care.suggestions), [n.suggested for n in care.newcomers]) == (0, [False])
    assert queries.suggested_pairs(cast.house.pk, cast.now) == []
    with pytest.raises(OutOfDate) as told:
        actions.bring_forward(actor=cast.hanna, member_id=cast.neo.pk, at=cast.now)
    with pytest.raises(OutOfDate) as none:
        actions.bring_forward(actor=cast.hanna, member_id=cast.ada.pk, at=cast.now)
    assert str(told.value.reason) == str(none.value.reason)


def test_a_swap_brings_a_pair_that_may_be_sent(cast):
    first, second, third = drafts(cast, (cast.mara, cast.jonas), (cast.ada, cast.neo), (cast.olga, cast.hanna))
    Block.objects.create(blocker=cast.ada, blocked=cast.neo, at=cast.now)
    actions.swap_draft(actor=cast.hanna, draft_id=first.pk, at=cast.now)
    assert shown(cast) == [third.pk]
    assert second.pk not in shown(cast)


def test_introductions_received_are_counted_up_to_midnight_in_the_house(cast):
    cast.house.timezone = "Pacific/Auckland"
    cast.house.save()
    day = cast.house.day(cast.now)
    assert day == cast.now.date()
    # Half past eleven in the evening in Auckland, and half past midnight.
    actions.propose_introduction(actor=None, first=cast.mara, second=cast.jonas, text="", at=cast.now + timedelta(hours=2))
    actions.propose_introduction(actor=None, first=cast.mara, second=cast.neo, text="", at=cast.now + timedelta(hours=3))
    assert queries.received(cast.house.pk, day) == {cast.mara.pk: 1, cast.jonas.pk: 1}


def test_a_newcomers_suggestion_comes_to_the_top(cast):
    first, second = drafts(cast, (cast.mara, cast.jonas), (cast.ada, cast.neo))
    newcomer = next(n for n in queries.care(cast.hanna, cast.now).newcomers if n.person.id == cast.neo.pk)
    assert newcomer.suggested
    actions.bring_forward(actor=cast.hanna, member_id=cast.neo.pk, at=cast.now)
    assert shown(cast) == [second.pk, first.pk]
    with pytest.raises(OutOfDate):
        actions.bring_forward(actor=cast.hanna, member_id=cast.olga.pk, at=cast.now)
