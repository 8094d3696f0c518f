"""Who left long ago is forgotten; who shares a house with nobody else goes with it."""

from datetime import timedelta

import pytest

from drittort.connect.introductions.actions import propose_introduction
from drittort.core.ledger import record
from drittort.core.models import LedgerRow, Mail
from drittort.core.privacy import held_on
from drittort.members import leaving
from drittort.members.models import Account, Company, Consent, Member
from drittort.spaces.actions import delete_space


@pytest.fixture
def gone(cast):
    """Mara left a year and two days ago; a row of the ledger and a mail name her by plain ids."""
    propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)
    record(space_id=cast.house.pk, at=cast.now, kind="member.joined", actor_id=cast.mara.pk, subject_id=None, audience="members")
    Mail.objects.create(
        to_address="mara@lagerhaus.example", to_member_id=cast.mara.pk, category="x", language="de", message_id="x", created_at=cast.now
    )
    Member.objects.filter(pk=cast.mara.pk).update(left_on=(cast.now - timedelta(days=367)).date())
    return cast.mara.pk


def test_a_membership_goes_a_year_after_leaving_with_everything(cast, gone):
    assert leaving.forget_old(at=cast.now) == 1
    assert leaving.forget_old(at=cast.now) == 0
    assert held_on(gone) == {}
    assert not LedgerRow.objects.filter(actor_id=gone).exists()
    assert not Account.objects.filter(email="mara@lagerhaus.example").exists()
    # Ada still works there.
    assert Company.objects.filter(name="Steuerbüro Wendt").exists()


def test_not_before_and_never_from_a_sample(cast, gone):
    assert leaving.forget_old(at=cast.now - timedelta(days=2)) == 0
    cast.house.is_sample = True
    cast.house.save()
    assert leaving.forget_old(at=cast.now) == 0


def test_an_address_stays_while_it_belongs_to_another_house(cast, gone):
    Member.objects.filter(pk=cast.sten.pk).update(account=cast.mara.account)
    leaving.forget_old(at=cast.now)
    assert Account.objects.filter(email="mara@lagerhaus.example").exists()


def test_a_proof_of_consent_goes_three_years_after_it_was_taken_back(cast):
    Consent.objects.filter(member=cast.mara, kind="counted").update(revoked_at=cast.now)
    leaving.forget_old(at=cast.now + timedelta(days=1098))
    assert Consent.objects.filter(member=cast.mara).count() == 2
    leaving.forget_old(at=cast.now + timedelta(days=1099))
    assert [c.kind for c in Consent.objects.filter(member=cast.mara)] == ["introduced"]


def test_addresses_go_with_their_house_unless_another_holds_them(cast):
    Member.objects.create(space=cast.elsewhere, account=cast.olga.account, name="Olga Sommer", portrait="o", joined_on=cast.now.date())
    delete_space(space=cast.house)
    assert sorted(Account.objects.values_list("email", flat=True)) == ["olga@lagerhaus.example", "sten@anderswo.example"]
