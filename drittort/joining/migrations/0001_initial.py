import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_initial"),
        ("spaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvitationBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("rows", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                ("total", models.PositiveIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="acceptances", to="members.member")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acceptances", to="spaces.agreementversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "version"), name="acceptance_once")],
            },
        ),
        migrations.CreateModel(
            name="AgreementProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500)),
                ("reason", models.CharField(max_length=500)),
                ("language", models.CharField(max_length=10)),
                ("proposed_at", models.DateTimeField()),
                ("adopted_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=500)),
                (
                    "answered_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="agreement_proposals", to="members.member"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["space", "-proposed_at", "-id"], name="agreement_proposals")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted_at", None), ("declined_at", None)),
                            models.Q(("adopted_at", None), ("withdrawn_at", None)),
                            models.Q(("declined_at", None), ("withdrawn_at", None)),
                            _connector="OR",
                        ),
                        name="agreement_proposal_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declined_at", None), models.Q(("answer", ""), _negated=True), _connector="OR"),
                        name="agreement_proposal_declined_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_house", models.BooleanField(default=False)),
                ("announced_at", models.DateTimeField()),
                ("last_on", models.DateField()),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                ("reply", models.CharField(blank=True, default="", max_length=1000)),
                ("replied_at", models.DateTimeField(null=True)),
                ("farewell", models.CharField(blank=True, default="", max_length=500)),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moving", "I am moving away"),
                            ("work", "My work has changed"),
                            ("place", "I found another place"),
                            ("money", "It costs too much for me"),
                            ("quiet", "It was too loud or too full"),
                            ("people", "I did not find my people here"),
                            ("other", "Something else"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("missed", models.CharField(blank=True, default="", max_length=500)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("asked_back_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "announced_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="departures", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["space", "last_on", "id"], name="departure_of_house"),
                    models.Index(
                        condition=models.Q(("done_at", None), ("returned_at", None), ("withdrawn_at", None)),
                        fields=["last_on"],
                        name="departure_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None), ("withdrawn_at", None)),
                        fields=("member",),
                        name="departure_standing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withdrawn_at", None), ("done_at", None), _connector="OR"), name="departure_withdrawn_or_done"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned_at", None), models.Q(("done_at", None), _negated=True), _connector="OR"),
                        name="departure_returned_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by_house", False), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="departure_by_house_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("system", models.CharField(blank=True, default="", max_length=20)),
                ("mapping", models.JSONField(default=dict)),
                ("day_first", models.BooleanField(default=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["space", "-made_at"], name="import_file_newest")],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.CharField(max_length=40)),
                ("mapping", models.JSONField(default=dict)),
                ("day_first", models.BooleanField(default=True)),
                ("kept_at", models.DateTimeField()),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "head"), name="import_mapping_once")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("sentence", models.TextField(blank=True, default="", max_length=1000)),
                ("language", models.CharField(max_length=10)),
                ("company", models.CharField(blank=True, default="", max_length=120)),
                ("line", models.PositiveIntegerField(null=True)),
                ("invited_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("asked_again_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "inviter",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                (
                    "location",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="spaces.location"),
                ),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
                (
                    "batch",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="invitations", to="joining.invitationbatch"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["space", "-invited_at", "-id"], name="invitation_newest"),
                    models.Index(fields=["inviter", "-invited_at", "-id"], name="invitation_inviter"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "line"), name="invitation_line_once"),
                    models.CheckConstraint(condition=models.Q(("expires_at__gt", models.F("sent_at"))), name="invitation_runs_out_later"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lapse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("hinted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=10)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lapses", to="members.member")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("closed_at", None)), fields=["hinted_at"], name="lapse_hinted")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("closed_at", None)), fields=("member",), name="lapse_open_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answer", ""), models.Q(("closed_at", None), _negated=True), _connector="OR"),
                        name="lapse_answered_is_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="members.member")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("ended_at", None)), fields=["until_on"], name="membership_pause_ends")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("member",), name="membership_pause_once"),
                    models.CheckConstraint(condition=models.Q(("until_on__gte", models.F("from_on"))), name="membership_pause_ordered"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="periods", to="members.member")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("until_on", None)), fields=("member",), name="membership_period_open_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                        name="membership_period_ordered",
                    ),
                ],
            },
        ),
    ]
