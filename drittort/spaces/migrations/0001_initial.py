import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OpeningLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Space",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        max_length=50,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$", "Small letters, digits and hyphens only."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("language", models.CharField(default="de", max_length=10)),
                ("timezone", models.CharField(default="Europe/Berlin", max_length=40)),
                ("is_demo", models.BooleanField(default=False)),
                ("is_sample", models.BooleanField(default=False)),
                ("hue", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("settings", models.JSONField(blank=True, default=dict)),
                ("opening", models.JSONField(blank=True, default=None, null=True)),
                ("role_changes", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("change", models.CharField(blank=True, default="", max_length=500)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.BigIntegerField(null=True)),
                ("looked_at", models.DateTimeField()),
                (
                    "space",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="agreement_versions", to="spaces.space"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=300)),
                ("why", models.CharField(max_length=500)),
                (
                    "version",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="spaces.agreementversion"),
                ),
            ],
            options={
                "ordering": ["position", "language"],
                "constraints": [models.UniqueConstraint(fields=("version", "position", "language"), name="agreement_once")],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", "Small letters, digits and hyphens only."
                            )
                        ],
                    ),
                ),
                ("name_de", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("by_trust", models.BooleanField(default=False)),
                ("added", models.JSONField(default=list)),
                ("taken", models.JSONField(default=list)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="spaces.space")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("space", "key"), name="role_once")],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("way_in", models.CharField(blank=True, default="", max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("removed_at", models.DateTimeField(null=True)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="locations", to="spaces.space")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("removed_at", None)), fields=("space", "name"), name="location_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(fields=("space", "number"), name="agreement_version_once"),
        ),
    ]
