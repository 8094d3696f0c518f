"""A copy of one person's data at ten years of membership: seconds, size and memory, against five minutes. `bin/bench export`."""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import zipfile
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from benchmarks import machine

LEDGER, CONTACTS, MESSAGES, NOTICES, FILES = 20_000, 30_000, 5_000, 2_000, 500
OTHERS = 400
NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
MOST_SECONDS, MOST_MEGABYTES = 300, 120


def main() -> int:
    """Make ten years, write the copy, print what it took; 1 when it takes longer or more than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="a share of the ten years, for a quick look")
    share = parser.parse_args().part
    with tempfile.TemporaryDirectory() as data:
        os.environ.update({"DRITTORT_DATA": data, "DRITTORT_SECRET_KEY": "bench", "DRITTORT_DEMO": "true"})
        setup()
        member = fill(share)
        print(machine.headline("django"))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        from drittort.members.my_data import actions, copying
        from drittort.members.my_data.models import DataExport

        row = actions.ask_copy(actor=member, at=NOW)
        began = perf_counter()
        copying.finish_copy(copy_id=row.pk, at=NOW)
        seconds = perf_counter() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
        done = DataExport.objects.select_related("file").get(pk=row.pk)
        assert done.file is not None
        from drittort.core.files import storage

        with zipfile.ZipFile(storage.path_of(done.file, "file")) as archive:
            rows = json.loads(archive.read("data.json"))["tables"]
            counts = {label: len(table["rows"]) for label, table in rows.items() if table["rows"]}
            files = sum(name.startswith("files/") for name in archive.namelist())
        print(
            f"{done.rows} rows, {files} files, {done.file.size / 1e6:.1f} MB: {seconds:.1f} s (promised: {MOST_SECONDS}), {grown:.0f} MB more memory"
        )
        print(", ".join(f"{label} {count}" for label, count in sorted(counts.items(), key=lambda item: -item[1])[:6]))
        return int(seconds > MOST_SECONDS or grown > MOST_MEGABYTES)


def setup() -> None:
    """Tables in an empty data folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "drittort.config.settings"
    import drittort.core.sqlite  # noqa: F401  isort: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def fill(share: float) -> Any:
    """One person's ten years among 400 others."""
    import io

    from PIL import Image

    from drittort.core.files.actions import Bytes, keep_picture
    from drittort.core.models import LedgerRow, StoredFile
    from drittort.members.models import Account, Member, Notice
    from drittort.members.showcase.rules import WORK
    from drittort.network.models import Contact
    from drittort.spaces.actions import open_space
    from drittort.talk.conversations.models import Conversation, Message, Participant

    space = open_space(slug="haus", name="Haus", at=NOW)

    def person(k: int) -> Member:
        account = Account.objects.create(email=f"p{k}@example.org", created_at=NOW)
        return Member.objects.create(space=space, account=account, name=f"Person Nummer {k}", portrait=str(k), joined_on=date(2016, 5, 1))

    me, *others = [person(k) for k in range(OTHERS + 1)]
    days = [NOW - timedelta(days=3650 * k / 30_000) for k in range(30_000)]
    text = "Ein Satz, wie man ihn sich im Haus so schreibt, mit einer Frage am Ende: Hast du morgen Zeit für einen Kaffee? "
    LedgerRow.objects.bulk_create(
        (
            LedgerRow(
                space_id=space.pk,
                at=days[k],
                kind="message.said",
                actor_id=me.pk,
                subject_id=k,
                audience="nobody",
                facts={"conversation": k % 50},
            )
            for k in range(int(LEDGER * share))
        ),
        batch_size=2000,
    )
    Contact.objects.bulk_create(
        (
            Contact(
                space=space,
                first=me,
                second=others[k % OTHERS],
                on=days[k].date(),
                kind="message",
                origin=f"bench{k // OTHERS}",
                forth=1,
                back=0.5,
            )
            for k in range(int(CONTACTS * share))
        ),
        batch_size=2000,
    )
    talks = Conversation.objects.bulk_create(Conversation(space=space, begun_at=NOW, begun_by=me, code=f"{k:016x}") for k in range(50))
    Message.objects.bulk_create(
        (Message(conversation=talks[k % 50], author=me, at=days[k], text=text * (1 + k % 8)) for k in range(int(MESSAGES * share))),
        batch_size=1000,
    )
    Participant.objects.bulk_create(Participant(conversation=talk, member=me, joined_at=NOW, newest_id=1) for talk in talks)
    Notice.objects.bulk_create(
        (
            Notice(
                member=me,
                category="need",
                thread=f"need:{k}",
                key=f"k{k}",
                at=days[k],
                code="need.answered",
                facts={"need": k, "who": others[k % OTHERS].pk},
                path="/haus/needs/",
            )
            for k in range(int(NOTICES * share))
        ),
        batch_size=1000,
    )
    buffer = io.BytesIO()
    Image.effect_noise((1400, 1000), 60).convert("RGB").save(buffer, "JPEG", quality=80)
    first = keep_picture(space_id=space.pk, owner_id=me.pk, upload=Bytes("w.jpg", buffer.getvalue()), purpose=WORK, at=NOW)
    from drittort.core.files import storage
    from drittort.core.files.models import new_token

    parts = {part: storage.path_of(first, part).read_bytes() for part in storage.parts_of(first)}
    made = []
    for _k in range(int(FILES * share) - 1):
        token = new_token()
        storage.write(space.pk, token, parts)
        made.append(
            StoredFile(
                space_id=space.pk,
                owner_id=me.pk,
                purpose=WORK,
                token=token,
                name="work.webp",
                mimetype="image/webp",
                size=first.size,
                width=first.width,
                height=first.height,
                sizes=first.sizes,
                created_at=NOW,
            )
        )
    StoredFile.objects.bulk_create(made)
    return me


if __name__ == "__main__":
    raise SystemExit(main())
