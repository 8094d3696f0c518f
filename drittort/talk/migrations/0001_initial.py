import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import drittort.talk.conversations.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_initial"),
        ("spaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=drittort.talk.conversations.models.new_code, max_length=16, unique=True)),
                ("begun_at", models.DateTimeField()),
                ("about", models.CharField(default="", max_length=60)),
                ("pair", models.CharField(max_length=41, null=True, unique=True)),
                (
                    "begun_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                (
                    "conversation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="talk.conversation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField()),
                ("begins_after", models.BigIntegerField(default=0)),
                ("left_at", models.DateTimeField(null=True)),
                ("newest_id", models.BigIntegerField(default=0)),
                ("newest_at", models.DateTimeField(null=True)),
                ("seen_up_to", models.BigIntegerField(default=0)),
                ("notified_up_to", models.BigIntegerField(default=0)),
                ("muted_at", models.DateTimeField(null=True)),
                (
                    "conversation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="talk.conversation"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
            options={
                "default_manager_name": "delivered",
            },
            managers=[
                ("delivered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("message", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="withheld", to="talk.message")),
            ],
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["begun_by", "begun_at"], name="conversation_begun"),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about", ""), _negated=True), fields=("space", "about"), name="conversation_about_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(("about", ""), ("pair", None), _connector="OR"), name="conversation_pair_or_about"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["conversation", "-id"], name="message_newest"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["author", "at"], name="message_author"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("deleted_at__isnull", False)),
                fields=["deleted_at"],
                name="message_deleted",
            ),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(condition=models.Q(("left_at", None)), fields=["member", "-newest_at", "-id"], name="participant_newest"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                condition=models.Q(("left_at", None), ("muted_at", None), ("newest_id__gt", models.F("seen_up_to"))),
                fields=["member"],
                name="participant_unread",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("conversation", "member"), name="participant_once"),
        ),
        migrations.AddConstraint(
            model_name="withheld",
            constraint=models.UniqueConstraint(fields=("message", "member"), name="withheld_once"),
        ),
    ]
