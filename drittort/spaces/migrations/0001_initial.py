import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
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
                ("settings", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="locations", to="spaces.space")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("space", "name"), name="location_once")],
            },
        ),
    ]
