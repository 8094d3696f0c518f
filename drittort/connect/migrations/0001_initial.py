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
            name="TextVector",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("model", models.CharField(max_length=80)),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("text", models.TextField(blank=True, default="")),
                ("reasons", models.JSONField(default=list)),
                ("questions", models.JSONField(default=list)),
                ("slots", models.JSONField(default=list)),
                ("parts", models.JSONField(default=dict)),
                ("seed", models.BigIntegerField(null=True)),
                ("introduced_at", models.DateTimeField(null=True)),
                ("expired_at", models.DateTimeField(null=True)),
                ("met_on", models.DateField(null=True)),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                (
                    "proposed_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500)),
                ("language", models.CharField(max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="QuietNo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "introduction",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="connect.introduction"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("seed", models.BigIntegerField()),
                ("value", models.FloatField()),
                ("bound", models.FloatField()),
                ("change", models.JSONField(default=dict)),
                ("engine", models.CharField(max_length=40)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("value", models.FloatField()),
                ("parts", models.JSONField()),
                ("reasons", models.JSONField()),
                ("change", models.JSONField(default=dict)),
                ("spare", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True, default="")),
                ("dropped_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="connect.round")),
            ],
        ),
        migrations.CreateModel(
            name="Side",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("missed_at", models.DateTimeField(null=True)),
                ("again", models.BooleanField(null=True)),
                ("outcome", models.TextField(blank=True, default="")),
                ("outcome_shared", models.BooleanField(default=False)),
                (
                    "introduction",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sides", to="connect.introduction"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member")),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="exclusion_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="exclusion_ordered"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["space", "-proposed_at", "-id"], name="introduction_newest"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["first", "-proposed_at"], name="introduction_first"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["second", "-proposed_at"], name="introduction_second"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(
                condition=models.Q(("expired_at", None), ("introduced_at", None)),
                fields=["space", "expires_at"],
                name="introduction_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="introduction_ordered"),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("introduced_at", None), ("expired_at", None), _connector="OR"), name="introduction_one_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("expired_at", None), ("introduced_at", None)), fields=("first", "second"), name="introduction_open_once"
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["space", "-opened_at", "-id"], name="need_newest"),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("closed_at", None)), fields=["space", "opened_at"], name="need_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at", None), ("answered_at__gte", models.F("opened_at")), _connector="OR"),
                name="need_answered_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="quietno",
            constraint=models.UniqueConstraint(fields=("introduction", "member"), name="quiet_no_once"),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["space", "-made_at"], name="round_newest"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("dropped_at", None), ("sent_at", None)), fields=["round", "position"], name="draft_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("round", "first", "second"), name="draft_once"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="draft_ordered"),
        ),
        migrations.AddIndex(
            model_name="side",
            index=models.Index(fields=["member", "introduction"], name="side_member"),
        ),
        migrations.AddConstraint(
            model_name="side",
            constraint=models.UniqueConstraint(fields=("introduction", "member"), name="side_once"),
        ),
    ]
