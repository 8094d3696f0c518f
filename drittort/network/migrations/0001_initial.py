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
            name="StagedContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.CharField(max_length=32)),
                ("staged_at", models.DateTimeField()),
                ("a", models.CharField(max_length=100)),
                ("b", models.CharField(max_length=100)),
                ("on", models.DateField()),
                ("kind", models.CharField(max_length=20)),
                ("origin", models.CharField(max_length=60)),
                ("forth", models.FloatField()),
                ("back", models.FloatField()),
            ],
            options={
                "indexes": [models.Index(fields=["run"], name="staged_run"), models.Index(fields=["staged_at"], name="staged_age")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("kind", models.CharField(max_length=20)),
                ("origin", models.CharField(max_length=60)),
                ("forth", models.FloatField(default=0)),
                ("back", models.FloatField(default=0)),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["space", "on"], name="contact_day"),
                    models.Index(fields=["second", "on"], name="contact_second"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second", "on", "kind", "origin"), name="contact_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="contact_ordered"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("member", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["space", "on"], name="first_tie_day")],
            },
        ),
        migrations.CreateModel(
            name="MonthFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("measure", models.CharField(max_length=60)),
                ("value", models.FloatField()),
                ("people", models.PositiveIntegerField()),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "month", "measure"), name="month_figure_once")],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20)),
                ("as_of", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("content", models.JSONField()),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["space", "name", "-as_of"], name="snapshot_newest")],
                "constraints": [models.UniqueConstraint(fields=("space", "name", "as_of"), name="snapshot_once")],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("forth", models.FloatField()),
                ("back", models.FloatField()),
                ("days", models.PositiveIntegerField()),
                ("last_on", models.DateField()),
                ("as_of", models.DateField()),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["second"], name="tie_second")],
                "constraints": [models.UniqueConstraint(fields=("first", "second"), name="tie_once")],
            },
        ),
    ]
