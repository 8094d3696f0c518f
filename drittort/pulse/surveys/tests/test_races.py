"""The same link twice at one moment, a wave counted by three at once, and what a backup holds: on a database that really commits."""

from __future__ import annotations

import tarfile
from contextlib import suppress
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection

from drittort.core.errors import HouseError
from drittort.core.models import LedgerRow
from drittort.pulse.surveys import actions, box, counting, keys
from drittort.pulse.surveys import jobs as surveys
from drittort.pulse.surveys.models import SurveyBallot, SurveyText, SurveyToken, SurveyWave
from drittort.pulse.surveys.tests.world import DAY, ballot, wave_of
from drittort.pulse.surveys.tokens import mark_of
from tests.cast import build
from tests.races import at_once


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


def test_a_link_counts_once_however_fast_it_comes_and_a_wave_is_counted_once(world):
    wave = wave_of(world.house, world.now)
    wave.lock = box.lock_of(keys.make(keys.BOX, actions.name_of(wave)))
    wave.save()
    SurveyToken.objects.bulk_create(SurveyToken(mark=mark_of(f"link {k}"), wave=wave) for k in range(9))
    rng = Random(1)

    def answers(k):
        content = ballot(rng)

        def act():
            with suppress(HouseError):
                actions.answer(token=f"link {k}", content=content, at=world.now)

        return act

    at_once(*(answers(k) for k in range(3) for _twice in range(3)))
    assert (SurveyBallot.objects.count(), SurveyToken.objects.count()) == (3, 6)
    for k in range(3, 9):
        answers(k)()
    at_once(*(lambda: counting.count_wave(wave.pk, world.now + 15 * DAY) for _thrice in range(3)))
    wave = SurveyWave.objects.get()
    assert (wave.answered, wave.counted) == (9, 9)
    assert LedgerRow.objects.filter(kind=actions.CLOSED).count() == 1
    # On a database that commits the tables are written anew as well.
    surveys.count({}, world.now + 16 * DAY)
    assert not SurveyBallot.objects.exists()


def test_a_backup_and_the_file_of_the_database_hold_no_key_no_link_and_no_answer(world, tmp_path, settings):
    wave = wave_of(world.house, world.now)
    secret = keys.make(keys.BOX, actions.name_of(wave))
    wave.lock = box.lock_of(secret)
    wave.save()
    SurveyToken.objects.bulk_create(SurveyToken(mark=mark_of(f"link {k}"), wave=wave) for k in range(9))
    rng, said = Random(2), []
    for k in range(9):
        content = ballot(rng)
        said.append(content["own"][2])
        actions.answer(token=f"link {k}", content=content, at=world.now)
    kept_ballots = [bytes(sealed)[:32] for sealed in SurveyBallot.objects.values_list("sealed", flat=True)]
    if connection.vendor == "sqlite":
        call_command("backup", str(tmp_path / "all.tar.gz"), stdout=StringIO())
        with tarfile.open(tmp_path / "all.tar.gz") as archive:
            files = {each.name: archive.extractfile(each).read() for each in archive if each.isfile()}  # type: ignore[union-attr]
        assert not [name for name in files if keys.FOLDER in name]
        whole = b"".join(files.values())
        assert not [text for text in (*said, *(f"link {k}" for k in range(9))) if text.encode() in whole]
        assert secret not in whole
    surveys.count({}, world.now + 15 * DAY)
    assert SurveyText.objects.count() == 9
    if connection.vendor == "sqlite":
        # Written anew, the file holds no ballot any more: none of their points, not even where rows were deleted.
        held = b"".join(path.read_bytes() for path in settings.DATA.glob("test.sqlite3*"))
        assert wave.lock.encode() in held
        assert not [sealed for sealed in kept_ballots if sealed in held]
