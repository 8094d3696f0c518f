from django.db import migrations, models

import drittort.core.files.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("thing_id", models.BigIntegerField()),
                ("identity", models.CharField(max_length=64, unique=True)),
                ("way", models.CharField(max_length=10)),
                ("return_path", models.CharField(max_length=320, null=True)),
                ("raw", models.BinaryField()),
                ("large", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=20)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at"], name="incoming_age"),
                    models.Index(fields=["person_id", "handled_at"], name="incoming_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=80)),
                ("payload", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=160, null=True, unique=True)),
                ("run_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
                ("lease", models.CharField(default="", max_length=40)),
                ("done_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("dead_at", None), ("done_at", None)), fields=["run_at", "id"], name="job_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("audience", models.CharField(max_length=30)),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["space_id", "kind", "at", "id"], name="ledger_kind"),
                    models.Index(fields=["space_id", "actor_id", "at"], name="ledger_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField(null=True)),
                ("category", models.CharField(max_length=30)),
                ("to_address", models.CharField(max_length=320)),
                ("to_member_id", models.BigIntegerField(null=True)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=250)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("headers", models.JSONField(default=dict)),
                ("attachments", models.JSONField(default=list)),
                ("message_id", models.CharField(max_length=250, unique=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("withheld_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["to_address", "category", "created_at"], name="mail_to"),
                    models.Index(fields=["created_at"], name="mail_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("ref", models.BigIntegerField()),
                ("audience", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=250)),
                ("passages", models.JSONField(default=list)),
                ("words", models.TextField()),
                ("digest", models.CharField(max_length=40)),
                ("model", models.CharField(default="", max_length=120)),
                ("vectors", models.BinaryField(null=True)),
                ("encoded_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["encoded_at"], name="search_document_encoded")],
                "constraints": [models.UniqueConstraint(fields=("space_id", "kind", "ref"), name="search_document_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField()),
                ("word", models.CharField(max_length=40)),
                ("documents", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space_id", "word"), name="search_word_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("space_id", models.BigIntegerField()),
                ("owner_id", models.BigIntegerField(null=True)),
                ("purpose", models.CharField(max_length=40)),
                ("token", models.CharField(default=drittort.core.files.models.new_token, max_length=32, unique=True)),
                ("name", models.CharField(max_length=140)),
                ("mimetype", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("sizes", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["space_id", "owner_id"], name="file_owner")],
            },
        ),
    ]
