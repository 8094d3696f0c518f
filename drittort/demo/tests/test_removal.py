"""The demo goes without a trace: no planted word in any column of any table, nor in the file of the database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from drittort.connect.needs.actions import open_need
from drittort.core.jobs.queue import enqueue
from drittort.core.jobs.runner import run_due
from drittort.core.machine import change_setting
from drittort.joining.agreements.actions import propose_change
from drittort.members.models import Account, Member
from drittort.members.security.actions import note
from drittort.members.security.models import SignIn
from drittort.members.sign_in.actions import request_link
from drittort.spaces.models import Space
from tests.cast import Cast, build

PLANTED = "Zwirbelkraut"


def everything() -> list[str]:
    """Tables in which a planted word still stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if PLANTED.lower() in repr(row).lower():
                found.append(f"{model._meta.label} {row}")
    return found


def plant(cast: Cast) -> None:
    Space.objects.filter(pk=cast.house.pk).update(is_demo=True, name=f"Haus {PLANTED}")
    for member in cast.everybody():
        Member.objects.filter(pk=member.pk).update(name=f"{member.name} {PLANTED}", line=PLANTED)
        Account.objects.filter(pk=member.account_id).update(email=f"{PLANTED.lower()}-{member.pk}@demo.example")
    mara = Member.objects.get(pk=cast.mara.pk)
    open_need(actor=mara, text=f"Wer kennt gutes {PLANTED}?", language="de", at=cast.now)
    propose_change(actor=mara, text=PLANTED, reason=PLANTED, language="de", at=cast.now)
    request_link(email=mara.account.email.upper(), next_path="", language="de", connection="203.0.113.9", at=cast.now)
    note(account=mara.account, kind="codes_made", at=cast.now)
    Session.objects.create(session_key=PLANTED, session_data="", expire_date=cast.now)
    SignIn.objects.create(account=mara.account, session_key=PLANTED, since=cast.now, seen_at=cast.now)
    run_due(clock=lambda: cast.now)
    enqueue("core.mail.forget", {}, at=cast.now)
    browser = cast.client(mara)
    browser.session["word"] = PLANTED


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_left_and_the_others_stay():
    cast = build()
    plant(cast)
    both = Member.objects.create(space=cast.elsewhere, account=cast.ada.account, name="Ada Lenz", joined_on=cast.now.date())
    Account.objects.filter(pk=cast.ada.account_id).update(email="ada@both.example")
    kept = cast.client(cast.sten)
    assert len(everything()) > 10
    assert Session.objects.count() == 3
    call_command("remove_demo", "--yes")
    assert everything() == []
    assert Session.objects.count() == 1
    assert kept.get("/anderswo/").status_code == 200
    assert Account.objects.filter(pk=both.account_id).exists()
    assert [space.slug for space in Space.objects.all()] == ["anderswo"]
    if connection.vendor == "sqlite":
        with open(connection.settings_dict["NAME"], "rb") as file:
            assert PLANTED.encode() not in file.read()
    call_command("remove_demo", "--yes")


def test_the_switch_is_turned_off_and_the_file_keeps_its_words(tmp_path, settings):
    settings.DATA = tmp_path
    path = tmp_path / "drittort.toml"
    path.write_text('# Words.\nsecret_key = "x"\ndemo = true\n', encoding="utf-8")
    assert change_setting("demo", False)
    assert change_setting("mail", 'smtp://a:"b\\@c')
    assert path.read_text(encoding="utf-8") == '# Words.\nsecret_key = "x"\ndemo = false\nmail = "smtp://a:\\"b\\\\@c"\n'
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_a_founder_removes_it(cast: Cast):
    Space.objects.filter(pk=cast.elsewhere.pk).update(is_demo=True)
    for person in (cast.mara, cast.hanna):
        assert cast.client(person).post("/lagerhaus/settings/demo/").status_code == 403
    browser = cast.client(cast.olga)
    assert "Anderswo" in browser.get("/lagerhaus/settings/demo/").content.decode()
    assert browser.post("/lagerhaus/settings/demo/").status_code == 302
    assert not Space.objects.filter(is_demo=True).exists()
    assert browser.get("/lagerhaus/settings/").status_code == 200
