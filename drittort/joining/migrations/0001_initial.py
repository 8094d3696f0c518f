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
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=10)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("member", "Through somebody who works there"),
                            ("passing", "Walked past"),
                            ("search", "Found it on the web"),
                            ("event", "At an event"),
                            ("press", "Read about it"),
                            ("other", "Otherwise"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("source_text", models.CharField(blank=True, default="", max_length=200)),
                ("referrer_text", models.CharField(blank=True, default="", max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("applied_at", models.DateTimeField(null=True)),
                ("waiting_at", models.DateTimeField(null=True)),
                ("trial_from", models.DateField(null=True)),
                ("trial_until", models.DateField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("waits_since", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"),
                ),
                (
                    "referrer",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="ApplicationMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_house", models.BooleanField(default=False)),
                ("text", models.TextField(max_length=4000)),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="joining.application"),
                ),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "One line"), ("long", "Several lines"), ("choice", "A choice"), ("yes_no", "Yes or no")],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("choices", models.JSONField(default=list)),
                ("required", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="joining.applicationquestion"
                    ),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "ordering": ["position", "id"],
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
            ],
        ),
        migrations.AddField(
            model_name="application",
            name="invitation",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="joining.invitation"),
        ),
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
        migrations.AddField(
            model_name="invitation",
            name="batch",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="invitations", to="joining.invitationbatch"
            ),
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("connection", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["connection", "at"], name="knock_connection")],
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
        ),
        migrations.CreateModel(
            name="TourSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("capacity", models.PositiveSmallIntegerField(default=3)),
                ("closed_at", models.DateTimeField(null=True)),
                ("location", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.location")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "ordering": ["weekday", "starts", "id"],
            },
        ),
        migrations.CreateModel(
            name="Tour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("booked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("came_at", models.DateTimeField(null=True)),
                ("missed_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tours", to="joining.application"),
                ),
                (
                    "location",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="spaces.location"),
                ),
                (
                    "slot",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="tours", to="joining.tourslot"),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Welcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("de", models.TextField(blank=True, default="", max_length=2000)),
                ("en", models.TextField(blank=True, default="", max_length=2000)),
                ("space", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
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
            name="ApplicationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000)),
                (
                    "application",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="joining.application"),
                ),
                (
                    "question",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="joining.applicationquestion"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "question"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Buddy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("buddy", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["buddy", "-since"], name="buddy_turns")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("member",), name="buddy_one_at_a_time"),
                    models.CheckConstraint(condition=models.Q(("member", models.F("buddy")), _negated=True), name="buddy_not_self"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("trial", "Accepted on trial"),
                            ("waiting", "On the waiting list"),
                            ("declined", "Declined"),
                            ("ended", "Trial ended"),
                            ("closed", "Put aside"),
                            ("reopened", "Taken up again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True, default="", max_length=2000)),
                ("until", models.DateField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("carried_out_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="joining.application"),
                ),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member")),
                (
                    "undone_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("carried_out_at", None), ("undone_at", None)),
                        fields=("application",),
                        name="decision_one_on_its_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("undone_at", None), ("carried_out_at", None), _connector="OR"), name="decision_undone_or_done"
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
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["space", "-touched_at", "-id"], name="application_newest"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("waits_since", None), _negated=True), fields=["space", "waits_since"], name="application_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["space", "email"], name="application_email"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("trial_from", None), ("trial_until", None)), ("trial_until__gte", models.F("trial_from")), _connector="OR"
                ),
                name="application_trial_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("declined_at", None), _connector="OR"), name="application_one_answer"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["space", "-invited_at", "-id"], name="invitation_newest"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["inviter", "-invited_at", "-id"], name="invitation_inviter"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("batch", "line"), name="invitation_line_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("sent_at"))), name="invitation_runs_out_later"
            ),
        ),
        migrations.AddIndex(
            model_name="lapse",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["hinted_at"], name="lapse_hinted"),
        ),
        migrations.AddConstraint(
            model_name="lapse",
            constraint=models.UniqueConstraint(condition=models.Q(("closed_at", None)), fields=("member",), name="lapse_open_once"),
        ),
        migrations.AddConstraint(
            model_name="lapse",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), models.Q(("closed_at", None), _negated=True), _connector="OR"),
                name="lapse_answered_is_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="membershippause",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["until_on"], name="membership_pause_ends"),
        ),
        migrations.AddConstraint(
            model_name="membershippause",
            constraint=models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("member",), name="membership_pause_once"),
        ),
        migrations.AddConstraint(
            model_name="membershippause",
            constraint=models.CheckConstraint(condition=models.Q(("until_on__gte", models.F("from_on"))), name="membership_pause_ordered"),
        ),
        migrations.AddConstraint(
            model_name="tourslot",
            constraint=models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="tour_slot_weekday"),
        ),
        migrations.AddIndex(
            model_name="tour",
            index=models.Index(fields=["slot", "starts_at"], name="tour_slot_moment"),
        ),
    ]
