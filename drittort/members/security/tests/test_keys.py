"""Keys: made, shown, taken away; a code works once, a copied key not at all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, LedgerRow, Mail
from drittort.members.models import Account, Notice
from drittort.members.reach.actions import may_be_reached
from drittort.members.security import actions, attempts, codes, rules
from drittort.members.security.models import CodeApp, KeyEvent, Passkey, RecoveryCode, SignIn
from drittort.members.security.tests.key import Device
from tests.cast import signed_in

PASSWORD = "Lastenrad am Speicher"


def work():
    run_due(clock=timezone.now)


def make_passkey(browser, device=None, name="Mein Telefon"):
    device = device or Device()
    answer = browser.post("/account/passkeys/options/")
    done = browser.post("/account/passkeys/add/", {"name": name, "credential": device.make(answer.json())})
    return device, done


def sign_in_by(browser, device, **told):
    options = browser.post("/sign-in/passkey/options/").json()
    return browser.post("/sign-in/passkey/", {"credential": device.show(options), **told})


def set_up_app(browser):
    """Returns the secret; the code used for setting up is used."""
    page = browser.get("/account/code-app/").content.decode()
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    done = browser.post("/account/code-app/", {"code": code(secret, -1)})
    assert done.status_code == 302, done.content.decode()
    return secret


def code(secret, ahead=0):
    return codes.code_of(secret, codes.step_at(timezone.now()) + ahead)


def link(cast, email):
    cast.client(None).post("/sign-in/", {"email": email})
    work()
    return re.search(r"http://localhost:8000(/sign-in/\S+)", Mail.objects.filter(category="sign-in").order_by("-id")[0].text)[1]


def with_password(account, password=PASSWORD):
    account.set_password(password)
    account.save()


# Passkeys


def test_a_passkey_is_made_and_opens_the_door_without_an_address(cast):
    device, done = make_passkey(cast.client(cast.mara))
    assert (done.status_code, done.url) == (302, "/account/recovery-codes/")
    browser = cast.client(None)
    assert not browser.cookies
    entered = sign_in_by(browser, device, next="/lagerhaus/people/")
    assert (entered.status_code, entered.url) == (302, "/lagerhaus/people/")
    assert browser.get("/lagerhaus/people/").status_code == 200
    key = Passkey.objects.get()
    assert (key.name, key.account, key.uses) == ("Mein Telefon", cast.mara.account, 1)
    assert key.used_at
    assert KeyEvent.objects.filter(account=cast.mara.account).first().kind == "in_by_passkey"


def test_a_challenge_is_answered_once(cast):
    device, _ = make_passkey(cast.client(cast.mara))
    browser = cast.client(None)
    said = device.show(browser.post("/sign-in/passkey/options/").json())
    assert browser.post("/sign-in/passkey/", {"credential": said}).status_code == 302
    assert browser.post("/sign-in/passkey/", {"credential": said}).status_code == 422
    assert cast.client(None).post("/sign-in/passkey/", {"credential": said}).status_code == 422


@pytest.mark.parametrize(
    "wrong", ["origin", "host", "unverified", "other key", "copied", "other handle", "nothing", "words", "purpose", "late"]
)
def test_what_is_not_this_passkey_on_this_page_stays_outside(cast, wrong, monkeypatch):
    device, _ = make_passkey(cast.client(cast.mara))
    assert sign_in_by(cast.client(None), device).status_code == 302
    browser = cast.client(None)
    options = browser.post("/sign-in/passkey/options/").json()
    if wrong == "origin":
        device.origin = "http://localhost:9000"
    elif wrong == "host":
        device.host = "evil.example"
    elif wrong == "other key":
        device.key = Device().key
    elif wrong == "copied":
        device.uses = 0
    elif wrong == "other handle":
        device.handle = "AAAA"
    said = {"nothing": "", "words": "[1]"}.get(wrong, device.show(options, verified=wrong != "unverified"))
    if wrong == "purpose":
        session = browser.session
        session["challenge"] = {**session["challenge"], "for": "make"}
        session.save()
    if wrong == "late":
        now = timezone.now()
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: now + timedelta(minutes=6))
    assert browser.post("/sign-in/passkey/", {"credential": said}).status_code == 422
    assert browser.get("/account/").status_code == 302


def test_the_same_passkey_is_not_taken_twice_and_not_by_somebody_else(cast):
    device, _ = make_passkey(cast.client(cast.mara))
    for member in (cast.mara, cast.jonas):
        assert make_passkey(cast.client(member), device)[1].status_code == 422
    assert Passkey.objects.count() == 1


def test_a_new_passkey_needs_a_name_and_an_answer_and_nothing_typed_is_lost(cast):
    browser = cast.client(cast.mara)
    assert browser.post("/account/passkeys/add/", {"name": "", "credential": ""}).status_code == 422
    answer = browser.post("/account/passkeys/add/", {"name": "Ring am Schlüsselbund"})
    assert answer.status_code == 422
    assert "Ring am Schlüsselbund" in answer.content.decode()
    assert not Passkey.objects.exists()


def test_somebody_elses_passkey_is_not_there(cast):
    make_passkey(cast.client(cast.jonas))
    key = Passkey.objects.get()
    assert cast.client(cast.mara).post(f"/account/passkeys/{key.pk}/remove/").status_code == 404
    assert Passkey.objects.exists()


def test_all_passkeys_of_an_account_know_it_by_one_name_that_says_nothing(cast):
    browser = cast.client(cast.mara)
    make_passkey(browser)
    make_passkey(browser, name="Zweiter")
    handles = set(Passkey.objects.values_list("handle", flat=True))
    assert len(handles) == 1
    assert len(handles.pop()) == 43


# Code app and paper


def test_rfc_6238_gives_the_codes_of_its_appendix():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    told = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"}
    assert {seconds: codes.code_of(secret, seconds // 30) for seconds in told} == told


def test_the_app_is_asked_after_the_link_and_a_code_works_once(cast):
    secret = set_up_app(cast.client(cast.mara))
    assert secret not in CodeApp.objects.get().secret
    browser = cast.client(None)
    step = browser.post(link(cast, "mara@lagerhaus.example"))
    assert step.url == "/sign-in/second-step/"
    assert browser.get("/lagerhaus/").status_code == 302  # not in yet
    assert browser.get("/sign-in/second-step/").status_code == 200
    assert browser.post("/sign-in/second-step/", {"code": "000000"}).status_code == 422
    now = code(secret)
    assert browser.post("/sign-in/second-step/", {"code": f"{now[:3]} {now[3:]}"}).url == "/"
    assert browser.get("/lagerhaus/").status_code == 200
    again = cast.client(None)
    again.post(link(cast, "mara@lagerhaus.example"))
    assert again.post("/sign-in/second-step/", {"code": now}).status_code == 422
    assert again.post("/sign-in/second-step/", {"code": code(secret, -1)}).status_code == 422
    assert again.post("/sign-in/second-step/", {"code": code(secret, 1)}).status_code == 302


def test_the_app_is_asked_after_the_password_and_not_after_a_passkey(cast):
    browser = cast.client(cast.mara)
    set_up_app(browser)
    device, _ = make_passkey(browser)
    with_password(cast.mara.account)
    other = cast.client(None)
    assert other.post("/sign-in/password/", {"email": "mara@lagerhaus.example", "password": PASSWORD}).url == "/sign-in/second-step/"
    assert other.get("/account/").status_code == 302
    assert sign_in_by(cast.client(None), device).url == "/"
    options = other.post("/sign-in/passkey/options/").json()
    assert [k["id"] for k in options["publicKey"]["allowCredentials"]] == [Passkey.objects.get().credential_id]
    assert other.post("/sign-in/second-step/", {"credential": device.show(options)}).status_code == 302
    assert other.get("/account/").status_code == 200


def test_a_link_is_used_up_by_the_first_step(cast):
    set_up_app(cast.client(cast.mara))
    address = link(cast, "mara@lagerhaus.example")
    assert cast.client(None).post(address).url == "/sign-in/second-step/"
    assert cast.client(None).post(address).status_code == 422


def test_the_second_step_does_not_wait_for_ever_and_needs_the_first(cast, monkeypatch):
    secret = set_up_app(cast.client(cast.mara))
    assert cast.client(None).post("/sign-in/second-step/", {"code": code(secret)}).url == "/sign-in/"
    browser = cast.client(None)
    browser.post(link(cast, "mara@lagerhaus.example"))
    now = timezone.now()
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: now + timedelta(minutes=11))
    assert browser.post("/sign-in/second-step/", {"code": code(secret)}).url == "/sign-in/"
    assert browser.get("/account/").status_code == 302


def test_five_wrong_codes_and_the_right_one_waits(cast):
    secret = set_up_app(cast.client(cast.mara))
    browser = cast.client(None)
    browser.post(link(cast, "mara@lagerhaus.example"))
    assert [browser.post("/sign-in/second-step/", {"code": "000000"}).status_code for _ in range(6)] == [422] * 5 + [429]
    assert browser.post("/sign-in/second-step/", {"code": code(secret)}).status_code == 429


def test_paper_codes_are_shown_once_and_open_once(cast):
    browser = cast.client(cast.mara)
    set_up_app(browser)
    page = browser.get("/account/recovery-codes/").content.decode()
    paper = re.findall(r"<code>([0-9A-Z-]{14})</code>", page)
    assert len(set(paper)) == 10
    file = browser.get("/account/recovery-codes/file/")
    assert all(one in file.content.decode() for one in paper)
    assert file["Content-Disposition"].startswith("attachment")
    held = "".join(map(str, Session.objects.values_list("session_data", flat=True))) + str(list(RecoveryCode.objects.values()))
    assert paper[0] not in held
    browser.post("/account/recovery-codes/kept/")
    assert browser.get("/account/recovery-codes/").url == "/account/"
    other = cast.client(None)
    other.post(link(cast, "mara@lagerhaus.example"))
    assert other.post("/sign-in/second-step/", {"code": paper[3].lower().replace("-", " ")}).url == "/"
    third = cast.client(None)
    third.post(link(cast, "mara@lagerhaus.example"))
    assert third.post("/sign-in/second-step/", {"code": paper[3]}).status_code == 422
    browser.post("/account/recovery-codes/")
    assert third.post("/sign-in/second-step/", {"code": paper[4]}).status_code == 422
    assert RecoveryCode.objects.count() == 10
    work()
    assert Mail.objects.filter(category="security", subject__contains="Notfallcode").count() == 3  # made, used, made anew


def test_a_wrong_first_code_sets_nothing_up(cast):
    browser = cast.client(cast.mara)
    browser.get("/account/code-app/")
    answer = browser.post("/account/code-app/", {"code": "000000"})
    assert answer.status_code == 422
    assert b'class="qr"' in answer.content
    assert not CodeApp.objects.exists()


def test_without_a_second_factor_there_is_no_paper(cast):
    assert cast.client(cast.mara).post("/account/recovery-codes/").status_code == 422


def test_another_secret_key_reads_no_secret(cast, settings):
    secret = set_up_app(cast.client(cast.mara))
    held, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(actions.Invalid):
        actions.check_code(account=cast.mara.account, code=code(secret), connection="", at=timezone.now())
    settings.SECRET_KEY_FALLBACKS = [held]
    actions.check_code(account=cast.mara.account, code=code(secret), connection="", at=timezone.now())


# What a change does


@pytest.mark.parametrize("change", ["password", "password/remove", "passkeys/{key}/remove", "code-app/remove"])
def test_a_changed_key_signs_out_everywhere_else_and_is_told(cast, change):
    with_password(cast.mara.account)
    here, there = cast.client(cast.mara), cast.client(cast.mara)
    set_up_app(here)
    make_passkey(here)
    for browser in (here, there):
        assert browser.get("/lagerhaus/").status_code == 200
    work()
    before = Mail.objects.filter(category="security").count()
    answer = here.post(f"/account/{change.format(key=Passkey.objects.get().pk)}/", {"password": "Ein neuer langer Satz"})
    assert (answer.status_code, answer.url) == (302, "/account/")
    assert there.get("/lagerhaus/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert SignIn.objects.filter(account=cast.mara.account).count() == 1
    work()
    assert Mail.objects.filter(category="security", to_address="mara@lagerhaus.example").count() == before + 1


def test_another_app_takes_the_place_of_the_first_and_signs_out_everywhere_else(cast):
    here, there = cast.client(cast.mara), cast.client(cast.mara)
    first = set_up_app(here)
    assert there.get("/lagerhaus/").status_code == 200
    second = set_up_app(here)
    assert CodeApp.objects.count() == 1
    assert there.get("/lagerhaus/").status_code == 302
    with pytest.raises(actions.Invalid):
        actions.check_code(account=cast.mara.account, code=code(first), connection="", at=timezone.now())
    actions.check_code(account=cast.mara.account, code=code(second), connection="", at=timezone.now())


def test_without_the_last_key_the_paper_goes_too(cast):
    browser = cast.client(cast.mara)
    make_passkey(browser)
    assert RecoveryCode.objects.count() == 10
    browser.post(f"/account/passkeys/{Passkey.objects.get().pk}/remove/")
    assert not RecoveryCode.objects.exists()
    assert not rules.has_second_factor(cast.mara.account)


PAGES = ["password", "passkeys/add", "code-app", "recovery-codes", "email"]
DEEDS = ["password", "password/remove", "passkeys/add", "passkeys/1/remove", "code-app", "code-app/remove", "recovery-codes", "email"]


def test_keys_change_only_when_it_was_proved_lately_who_it_is(cast, monkeypatch):
    browser = cast.client(cast.mara)
    now = timezone.now()
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: now + timedelta(minutes=16))
    for page in PAGES:
        assert browser.get(f"/account/{page}/").url.startswith("/account/confirm/?next=%2Faccount%2F"), page
    for deed in DEEDS:
        assert browser.post(f"/account/{deed}/", {"password": "Ein neuer langer Satz"}).url.startswith("/account/confirm/"), deed
    assert browser.post("/account/passkeys/options/").status_code == 409
    assert browser.get("/account/confirm/").status_code == 200
    assert not rules.has_password(Account.objects.get(pk=cast.mara.account.pk))


def test_with_a_second_factor_only_that_one_confirms(cast):
    with_password(cast.mara.account)
    browser = signed_in(cast.client(None), cast.mara, strong=False)
    secret = set_up_app(browser)
    session = browser.session
    session["proved"] = 0
    session.save()
    page = browser.get("/account/confirm/?next=/account/email/").content.decode()
    assert 'name="password"' not in page
    assert '/sign-in/"' not in page
    assert browser.post("/account/confirm/", {"password": PASSWORD}).status_code == 422
    assert browser.post("/account/confirm/", {"code": code(secret, 1), "next": "/account/email/"}).url == "/account/email/"
    assert browser.get("/account/email/").status_code == 200


def test_without_one_the_password_confirms_and_counts(cast):
    with_password(cast.mara.account)
    browser = signed_in(cast.client(None), cast.mara, strong=False)
    session = browser.session
    session["proved"] = 0
    session.save()
    assert [browser.post("/account/confirm/", {"password": "falsch"}).status_code for _ in range(6)] == [422] * 5 + [429]
    actions.attempts.Attempt.objects.all().delete()
    assert browser.post("/account/confirm/", {"password": PASSWORD, "next": "https://evil.example/"}).url == "/account/"


# Browsers


AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_browsers_are_listed_and_ended_at_once(cast):
    here, there = cast.client(cast.mara), cast.client(cast.mara)
    session = there.session
    session["seen"] = 0  # long ago
    session.save()
    there.get("/lagerhaus/", headers={"User-Agent": AGENT})
    page = here.get("/account/").content.decode()
    assert "Firefox auf Linux" in page
    one = SignIn.objects.get(browser="Firefox")
    assert cast.client(cast.jonas).post(f"/account/browsers/{one.pk}/end/").status_code == 404
    assert here.post(f"/account/browsers/{one.pk}/end/").status_code == 302
    assert there.get("/lagerhaus/").status_code == 302
    assert here.post(f"/account/browsers/{one.pk}/end/").status_code == 404  # twice
    there, third = cast.client(cast.mara), cast.client(cast.mara)
    for browser in (there, third):
        assert browser.get("/lagerhaus/").status_code == 200
    here.post("/account/browsers/end-others/")
    assert [b.get("/lagerhaus/").status_code for b in (here, there, third)] == [200, 302, 302]


def test_signing_out_leaves_nothing(cast):
    browser = cast.client(cast.mara)
    browser.get("/lagerhaus/")
    assert SignIn.objects.count() == 1
    browser.post("/sign-out/")
    assert not SignIn.objects.exists()
    assert not Session.objects.exists()


def test_being_seen_costs_nothing_within_the_hour(cast, monkeypatch):
    browser = cast.client(cast.mara)
    browser.get("/lagerhaus/people/")
    with CaptureQueriesContext(connection) as seen:
        browser.get("/lagerhaus/people/")
    assert not [q for q in seen if "signin" in q["sql"] or q["sql"].startswith(("UPDATE", "INSERT"))]
    now = timezone.now()
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: now + timedelta(hours=3))
    browser.get("/lagerhaus/people/")
    one = SignIn.objects.get()
    assert one.seen_at - one.since > timedelta(hours=1)
    assert (one.seen_at.minute, one.seen_at.second) == (0, 0)


def test_the_page_costs_the_same_with_many_rows(cast):
    browser = cast.client(cast.mara)
    make_passkey(browser)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/account/").status_code == 200
        return len(seen)

    few = cost()
    for k in range(30):
        KeyEvent.objects.create(account=cast.mara.account, kind="in_by_link", at=cast.now)
        Passkey.objects.create(account=cast.mara.account, name=f"k{k}", credential_id=str(k), handle="h", public=b"", created_at=cast.now)
        cast.client(cast.mara).get("/lagerhaus/")
    assert cost() <= few
    assert few <= 15


def test_what_happened_pages_and_is_ones_own(cast):
    for k in range(60):
        KeyEvent.objects.create(
            account=cast.mara.account, kind="in_by_link", at=cast.now + timedelta(minutes=k), detail=f"Firefox {k} Ende"
        )
    browser = cast.client(cast.mara)
    page = browser.get("/account/log/").content.decode()
    assert "Firefox 59 Ende" in page
    assert "Firefox 9 Ende" not in page
    older = re.search(r'href="(\?after=[^"]+)"', page)[1].replace("&amp;", "&")
    assert "Firefox 9 Ende" in browser.get(f"/account/log/{older}").content.decode()
    assert "Firefox 59 Ende" not in cast.client(cast.jonas).get("/account/log/").content.decode()
    assert browser.get("/account/log/?after=nonsense").status_code == 422


# The address


def new_address():
    return re.search(r"http://localhost:8000(/account/email/\S+)", Mail.objects.filter(category="new-address").order_by("-id")[0].text)[1]


def test_the_address_changes_by_a_link_at_the_new_one_and_the_old_one_is_told(cast):
    browser = cast.client(cast.mara)
    old_link = link(cast, "mara@lagerhaus.example")
    assert browser.post("/account/email/", {"email": "mara@neu.example"}).status_code == 302
    work()
    address = new_address()
    stranger = cast.client(None)
    assert stranger.get(address).status_code == 200
    assert Account.objects.filter(email="mara@lagerhaus.example").exists()  # opening changes nothing
    assert stranger.post(address).status_code == 200
    assert not stranger.cookies
    assert Account.objects.get(pk=cast.mara.account.pk).email == "mara@neu.example"
    assert stranger.post(address).status_code == 422  # once
    assert stranger.post(old_link).status_code == 422
    work()
    assert set(Mail.objects.filter(category="security").values_list("to_address", flat=True)) == {
        "mara@lagerhaus.example",
        "mara@neu.example",
    }


def test_an_address_that_is_taken_is_told_there_and_nowhere_else(cast):
    browser = cast.client(cast.mara)
    free, taken = (browser.post("/account/email/", {"email": e}) for e in ("frei@neu.example", "JONAS@lagerhaus.example"))
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    work()
    mail = Mail.objects.get(category="new-address", to_address="JONAS@lagerhaus.example")
    assert "/account/email/" not in mail.text


def test_an_address_that_was_taken_meanwhile_is_refused(cast):
    token = actions.email_link(cast.mara.account, "spaeter@neu.example").rpartition("/email/")[2].rstrip("/")
    Account.objects.filter(pk=cast.jonas.account.pk).update(email="Spaeter@neu.example")
    with pytest.raises(actions.Invalid):
        actions.change_email(token=token, at=timezone.now())
    assert Account.objects.get(pk=cast.mara.account.pk).email == "mara@lagerhaus.example"


def test_a_wrong_address_is_told_on_the_page(cast):
    answer = cast.client(cast.mara).post("/account/email/", {"email": "mara-at-neu"})
    assert answer.status_code == 422
    assert b"mara-at-neu" in answer.content


@pytest.mark.parametrize("email", ["mara@lagerhaus.example", "MARA@lagerhaus.example"])
def test_the_same_address_is_no_new_one(cast, email):
    answer = cast.client(cast.mara).post("/account/email/", {"email": email})
    assert (answer.status_code, f'value="{email}"' in answer.content.decode()) == (422, True)
    work()
    assert not Mail.objects.exists()


def test_a_new_address_takes_mail_again_and_every_house_writes_it_down(cast):
    account = Account.objects.get(pk=cast.mara.account_id)
    Account.objects.filter(pk=account.pk).update(unreached_at=cast.now, unreached_code="5.1.1", unreached_words="No such user here")
    token = actions.email_link(account, "mara@neu.example").rpartition("/email/")[2].rstrip("/")
    actions.change_email(token=token, at=timezone.now())
    account.refresh_from_db()
    assert (account.unreached_at, account.unreached_code, account.unreached_words) == (None, "", "")
    assert may_be_reached("mara@neu.example")
    assert LedgerRow.objects.filter(kind="address.changed", actor_id=cast.mara.pk).count() == 1


def test_nobody_lets_the_house_write_to_one_stranger_after_the_other(cast):
    browser = cast.client(cast.mara)
    answers = [browser.post("/account/email/", {"email": f"fremd{k}@neu.example"}) for k in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "fremd5@neu.example" in answers[-1].content.decode()
    work()
    assert Mail.objects.filter(category="new-address").count() == 5


# Before anybody is in


def test_what_is_kept_of_somebody_at_the_door_is_gone_in_minutes(cast):
    browser = cast.client(None)
    assert browser.post("/sign-in/passkey/options/").status_code == 200
    (session,) = Session.objects.all()
    assert session.expire_date < timezone.now() + timedelta(minutes=11)


def test_who_came_in_stays_as_long_as_ever(cast):
    device, _done = make_passkey(cast.client(cast.mara))
    browser = cast.client(None)
    assert sign_in_by(browser, device).status_code == 302
    held = Session.objects.get(session_key=browser.session.session_key)
    assert held.expire_date > timezone.now() + timedelta(days=59)


def test_one_connection_does_not_fill_the_queue_with_links(cast, monkeypatch):
    monkeypatch.setattr(attempts, "LINKS", attempts.Limit(2, timedelta(minutes=15)))
    browser = cast.client(None)
    answers = [browser.post("/sign-in/", {"email": f"wer{k}@irgendwo.example"}) for k in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'value="wer2@irgendwo.example"' in answers[-1].content.decode()
    assert Job.objects.filter(name="members.sign_in.send").count() == 2
    assert browser.post("/sign-in/", {"email": "mara@lagerhaus.example"}, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_the_language_leads_to_no_other_host_and_keeps_what_was_chosen(cast):
    browser = cast.client(None)
    away = browser.post("/sign-in/language/", {"language": "en", "next": "http://testserver//elsewhere.example/?a=1&a=2"})
    assert away.url == "/%2Felsewhere.example/?a=1&a=2&language=en"


# Lost everything


def test_who_runs_the_machine_takes_the_keys_off_an_account(cast):
    from django.core.management import CommandError, call_command

    with_password(cast.mara.account)
    browser = cast.client(cast.mara)
    set_up_app(browser)
    make_passkey(browser)
    call_command("reset_keys", "MARA@lagerhaus.example", verbosity=0)
    assert browser.get("/account/").status_code == 302
    account = Account.objects.get(pk=cast.mara.account.pk)
    assert not rules.has_second_factor(account)
    assert not rules.has_password(account)
    assert cast.client(None).post(link(cast, "mara@lagerhaus.example")).url == "/"
    with pytest.raises(CommandError):
        call_command("reset_keys", "nobody@lagerhaus.example")


def test_what_is_old_is_forgotten(cast):
    from drittort.members.security import jobs

    now = timezone.now()
    cast.client(cast.mara).get("/lagerhaus/")
    Session.objects.update(expire_date=now - timedelta(days=1))
    KeyEvent.objects.create(account=cast.mara.account, kind="in_by_link", at=now - timedelta(days=367))
    KeyEvent.objects.create(account=cast.mara.account, kind="in_by_link", at=now - timedelta(days=360))
    actions.attempts.Attempt.objects.create(digest="x", at=now - timedelta(days=2))
    jobs.forget({}, now)
    assert KeyEvent.objects.count() == 1
    assert not SignIn.objects.exists()
    assert not actions.attempts.Attempt.objects.exists()


def test_the_owner_hears_of_a_browser_that_was_not_here_before(cast):
    firefox, chrome = (
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (iPhone) CriOS/126.0 Safari/604.1",
    )
    account, told = cast.ada.account, Notice.objects.filter(member=cast.ada, code="security.signed_in")

    def comes_in(key, agent):
        actions.note_sign_in(account=account, how="password", session_key=key, agent=agent, at=timezone.now())
        work()

    KeyEvent.objects.filter(account=account).delete()
    comes_in("first", firefox)
    comes_in("second", firefox)
    assert not told.exists()
    comes_in("third", chrome)
    assert [notice.path for notice in told] == ["/account/"]
    assert Mail.objects.filter(to_address=account.email).count() == 1
    comes_in("fourth", chrome)
    assert told.count() == 1
