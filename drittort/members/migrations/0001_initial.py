import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import drittort.members.safety.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("spaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=100, null=True)),
                ("name", models.CharField(max_length=120)),
                ("line", models.CharField(blank=True, default="", max_length=200)),
                ("roles", models.JSONField(default=list)),
                ("language", models.CharField(default="de", max_length=10)),
                ("languages", models.JSONField(default=list)),
                ("days", models.JSONField(default=list)),
                ("meets_online", models.BooleanField(default=False)),
                ("rhythm", models.PositiveSmallIntegerField(default=28)),
                ("paused_until", models.DateField(null=True)),
                ("portrait", models.CharField(max_length=40)),
                ("public_face", models.BooleanField(default=False)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                ("erase_at", models.DateTimeField(null=True)),
                ("erase_keeps", models.BooleanField(default=False)),
                ("attributes", models.JSONField(default=dict)),
                ("measures", models.JSONField(default=dict)),
                (
                    "sort_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            django.db.models.functions.text.Replace(
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            django.db.models.functions.text.Replace(
                                                                django.db.models.functions.text.Replace(
                                                                    django.db.models.functions.text.Replace(
                                                                        django.db.models.functions.text.Replace(
                                                                            django.db.models.functions.text.Replace(
                                                                                django.db.models.functions.text.Replace(
                                                                                    django.db.models.functions.text.Replace(
                                                                                        django.db.models.functions.text.Replace(
                                                                                            django.db.models.functions.text.Replace(
                                                                                                django.db.models.functions.text.Replace(
                                                                                                    django.db.models.functions.text.Replace(
                                                                                                        django.db.models.functions.text.Replace(
                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Lower(
                                                                                                                                                                                                                                                                                                                                                                                                    "name"
                                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                    "Ä"
                                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                "ä"
                                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                "a"
                                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                                            "Ö"
                                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                                            "o"
                                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                                        "ö"
                                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                                        "o"
                                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                    "Ü"
                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                    "u"
                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                "ü"
                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                "u"
                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                            "ß"
                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                            "ss"
                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                        "Á"
                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                        "a"
                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                    "á"
                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                "À"
                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                "a"
                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                            "à"
                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                            "a"
                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                        "Â"
                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                        "a"
                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                    "â"
                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                "Ã"
                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                "a"
                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                            "ã"
                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                            "a"
                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                        "Å"
                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                        "a"
                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                    "å"
                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                "Æ"
                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                "ae"
                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                            "æ"
                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                            "ae"
                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                        "Ç"
                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                        "c"
                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                    "ç"
                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                    "c"
                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                "Ć"
                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                "c"
                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                            "ć"
                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                            "c"
                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                        "Č"
                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                        "c"
                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                    "č"
                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                    "c"
                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                "É"
                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                "e"
                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                            "é"
                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                            "e"
                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                        "È"
                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                        "e"
                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                    "è"
                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                    "e"
                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                "Ê"
                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                "e"
                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                            "ê"
                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                            "e"
                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                        "Ë"
                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                        "e"
                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                    "ë"
                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                    "e"
                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                "Ę"
                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                "e"
                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                            "ę"
                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                            "e"
                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                        "Ğ"
                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                        "g"
                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                    "ğ"
                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                    "g"
                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                "Í"
                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                "i"
                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                            "í"
                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                            "i"
                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                        "Ì"
                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                        "i"
                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                    "ì"
                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                    "i"
                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                "Î"
                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                "i"
                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                            "î"
                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                            "i"
                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                        "Ï"
                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                        "i"
                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                ),
                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                    "ï"
                                                                                                                                                                                                                ),
                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                    "i"
                                                                                                                                                                                                                ),
                                                                                                                                                                                                            ),
                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                "I"
                                                                                                                                                                                                            ),
                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                "i"
                                                                                                                                                                                                            ),
                                                                                                                                                                                                        ),
                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                            "ı"
                                                                                                                                                                                                        ),
                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                            "i"
                                                                                                                                                                                                        ),
                                                                                                                                                                                                    ),
                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                        "Ł"
                                                                                                                                                                                                    ),
                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                        "l"
                                                                                                                                                                                                    ),
                                                                                                                                                                                                ),
                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                    "ł"
                                                                                                                                                                                                ),
                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                    "l"
                                                                                                                                                                                                ),
                                                                                                                                                                                            ),
                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                "Ñ"
                                                                                                                                                                                            ),
                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                "n"
                                                                                                                                                                                            ),
                                                                                                                                                                                        ),
                                                                                                                                                                                        models.Value(
                                                                                                                                                                                            "ñ"
                                                                                                                                                                                        ),
                                                                                                                                                                                        models.Value(
                                                                                                                                                                                            "n"
                                                                                                                                                                                        ),
                                                                                                                                                                                    ),
                                                                                                                                                                                    models.Value(
                                                                                                                                                                                        "Ń"
                                                                                                                                                                                    ),
                                                                                                                                                                                    models.Value(
                                                                                                                                                                                        "n"
                                                                                                                                                                                    ),
                                                                                                                                                                                ),
                                                                                                                                                                                models.Value(
                                                                                                                                                                                    "ń"
                                                                                                                                                                                ),
                                                                                                                                                                                models.Value(
                                                                                                                                                                                    "n"
                                                                                                                                                                                ),
                                                                                                                                                                            ),
                                                                                                                                                                            models.Value(
                                                                                                                                                                                "Ó"
                                                                                                                                                                            ),
                                                                                                                                                                            models.Value(
                                                                                                                                                                                "o"
                                                                                                                                                                            ),
                                                                                                                                                                        ),
                                                                                                                                                                        models.Value(
                                                                                                                                                                            "ó"
                                                                                                                                                                        ),
                                                                                                                                                                        models.Value(
                                                                                                                                                                            "o"
                                                                                                                                                                        ),
                                                                                                                                                                    ),
                                                                                                                                                                    models.Value(
                                                                                                                                                                        "Ò"
                                                                                                                                                                    ),
                                                                                                                                                                    models.Value(
                                                                                                                                                                        "o"
                                                                                                                                                                    ),
                                                                                                                                                                ),
                                                                                                                                                                models.Value(
                                                                                                                                                                    "ò"
                                                                                                                                                                ),
                                                                                                                                                                models.Value(
                                                                                                                                                                    "o"
                                                                                                                                                                ),
                                                                                                                                                            ),
                                                                                                                                                            models.Value(
                                                                                                                                                                "Ô"
                                                                                                                                                            ),
                                                                                                                                                            models.Value(
                                                                                                                                                                "o"
                                                                                                                                                            ),
                                                                                                                                                        ),
                                                                                                                                                        models.Value(
                                                                                                                                                            "ô"
                                                                                                                                                        ),
                                                                                                                                                        models.Value(
                                                                                                                                                            "o"
                                                                                                                                                        ),
                                                                                                                                                    ),
                                                                                                                                                    models.Value(
                                                                                                                                                        "Ø"
                                                                                                                                                    ),
                                                                                                                                                    models.Value(
                                                                                                                                                        "o"
                                                                                                                                                    ),
                                                                                                                                                ),
                                                                                                                                                models.Value(
                                                                                                                                                    "ø"
                                                                                                                                                ),
                                                                                                                                                models.Value(
                                                                                                                                                    "o"
                                                                                                                                                ),
                                                                                                                                            ),
                                                                                                                                            models.Value(
                                                                                                                                                "Ő"
                                                                                                                                            ),
                                                                                                                                            models.Value(
                                                                                                                                                "o"
                                                                                                                                            ),
                                                                                                                                        ),
                                                                                                                                        models.Value(
                                                                                                                                            "ő"
                                                                                                                                        ),
                                                                                                                                        models.Value(
                                                                                                                                            "o"
                                                                                                                                        ),
                                                                                                                                    ),
                                                                                                                                    models.Value(
                                                                                                                                        "Ř"
                                                                                                                                    ),
                                                                                                                                    models.Value(
                                                                                                                                        "r"
                                                                                                                                    ),
                                                                                                                                ),
                                                                                                                                models.Value(
                                                                                                                                    "ř"
                                                                                                                                ),
                                                                                                                                models.Value(
                                                                                                                                    "r"
                                                                                                                                ),
                                                                                                                            ),
                                                                                                                            models.Value(
                                                                                                                                "Ş"
                                                                                                                            ),
                                                                                                                            models.Value(
                                                                                                                                "s"
                                                                                                                            ),
                                                                                                                        ),
                                                                                                                        models.Value("ş"),
                                                                                                                        models.Value("s"),
                                                                                                                    ),
                                                                                                                    models.Value("Ś"),
                                                                                                                    models.Value("s"),
                                                                                                                ),
                                                                                                                models.Value("ś"),
                                                                                                                models.Value("s"),
                                                                                                            ),
                                                                                                            models.Value("Š"),
                                                                                                            models.Value("s"),
                                                                                                        ),
                                                                                                        models.Value("š"),
                                                                                                        models.Value("s"),
                                                                                                    ),
                                                                                                    models.Value("Ú"),
                                                                                                    models.Value("u"),
                                                                                                ),
                                                                                                models.Value("ú"),
                                                                                                models.Value("u"),
                                                                                            ),
                                                                                            models.Value("Ù"),
                                                                                            models.Value("u"),
                                                                                        ),
                                                                                        models.Value("ù"),
                                                                                        models.Value("u"),
                                                                                    ),
                                                                                    models.Value("Û"),
                                                                                    models.Value("u"),
                                                                                ),
                                                                                models.Value("û"),
                                                                                models.Value("u"),
                                                                            ),
                                                                            models.Value("Ű"),
                                                                            models.Value("u"),
                                                                        ),
                                                                        models.Value("ű"),
                                                                        models.Value("u"),
                                                                    ),
                                                                    models.Value("Ý"),
                                                                    models.Value("y"),
                                                                ),
                                                                models.Value("ý"),
                                                                models.Value("y"),
                                                            ),
                                                            models.Value("Ź"),
                                                            models.Value("z"),
                                                        ),
                                                        models.Value("ź"),
                                                        models.Value("z"),
                                                    ),
                                                    models.Value("Ż"),
                                                    models.Value("z"),
                                                ),
                                                models.Value("ż"),
                                                models.Value("z"),
                                            ),
                                            models.Value("Ž"),
                                            models.Value("z"),
                                        ),
                                        models.Value("ž"),
                                        models.Value("z"),
                                    ),
                                    models.Value("dr. "),
                                    models.Value(""),
                                ),
                                models.Value("prof. "),
                                models.Value(""),
                            ),
                            models.Value("dipl.-ing. "),
                            models.Value(""),
                        ),
                        output_field=models.CharField(max_length=250),
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("unreached_at", models.DateTimeField(null=True)),
                ("unreached_code", models.CharField(blank=True, default="", max_length=12)),
                ("unreached_words", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "constraints": [models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="account_email_once")],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["digest", "at"], name="attempt_digest"), models.Index(fields=["at"], name="attempt_at")],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=drittort.members.safety.models.new_code, max_length=16, unique=True)),
                ("subject", models.CharField(blank=True, default="", max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="CodeApp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=300)),
                ("step", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="code_app", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=100, null=True)),
                ("name", models.CharField(max_length=120)),
                ("line", models.CharField(blank=True, default="", max_length=200)),
                ("industry", models.CharField(blank=True, default="", max_length=10)),
                (
                    "sort_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            django.db.models.functions.text.Replace(
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            django.db.models.functions.text.Replace(
                                                                django.db.models.functions.text.Replace(
                                                                    django.db.models.functions.text.Replace(
                                                                        django.db.models.functions.text.Replace(
                                                                            django.db.models.functions.text.Replace(
                                                                                django.db.models.functions.text.Replace(
                                                                                    django.db.models.functions.text.Replace(
                                                                                        django.db.models.functions.text.Replace(
                                                                                            django.db.models.functions.text.Replace(
                                                                                                django.db.models.functions.text.Replace(
                                                                                                    django.db.models.functions.text.Replace(
                                                                                                        django.db.models.functions.text.Replace(
                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                    django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                        django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                            django.db.models.functions.text.Replace(
                                                                                                                                                                                                                                                                                                                                                                                                django.db.models.functions.text.Lower(
                                                                                                                                                                                                                                                                                                                                                                                                    "name"
                                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                    "Ä"
                                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                "ä"
                                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                                "a"
                                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                                            "Ö"
                                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                                            "o"
                                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                                        "ö"
                                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                                        "o"
                                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                    "Ü"
                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                                    "u"
                                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                "ü"
                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                                "u"
                                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                            "ß"
                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                                            "ss"
                                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                        "Á"
                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                                        "a"
                                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                    "á"
                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                "À"
                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                                "a"
                                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                            "à"
                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                                            "a"
                                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                        "Â"
                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                                        "a"
                                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                    "â"
                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                "Ã"
                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                                "a"
                                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                            "ã"
                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                                            "a"
                                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                        "Å"
                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                                        "a"
                                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                    "å"
                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                                    "a"
                                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                "Æ"
                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                                "ae"
                                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                            "æ"
                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                                            "ae"
                                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                        "Ç"
                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                                        "c"
                                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                    "ç"
                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                                    "c"
                                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                "Ć"
                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                                "c"
                                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                            "ć"
                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                                            "c"
                                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                        "Č"
                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                                        "c"
                                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                    "č"
                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                                    "c"
                                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                "É"
                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                                "e"
                                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                            "é"
                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                                            "e"
                                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                        "È"
                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                                        "e"
                                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                    "è"
                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                                    "e"
                                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                "Ê"
                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                                "e"
                                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                            "ê"
                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                                            "e"
                                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                        "Ë"
                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                                        "e"
                                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                    "ë"
                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                                    "e"
                                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                "Ę"
                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                                "e"
                                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                            "ę"
                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                                            "e"
                                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                        "Ğ"
                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                                        "g"
                                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                    "ğ"
                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                                    "g"
                                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                "Í"
                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                                "i"
                                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                            "í"
                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                                            "i"
                                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                        "Ì"
                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                                        "i"
                                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                    "ì"
                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                                    "i"
                                                                                                                                                                                                                                ),
                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                "Î"
                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                                "i"
                                                                                                                                                                                                                            ),
                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                            "î"
                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                                            "i"
                                                                                                                                                                                                                        ),
                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                        "Ï"
                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                                        "i"
                                                                                                                                                                                                                    ),
                                                                                                                                                                                                                ),
                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                    "ï"
                                                                                                                                                                                                                ),
                                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                                    "i"
                                                                                                                                                                                                                ),
                                                                                                                                                                                                            ),
                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                "I"
                                                                                                                                                                                                            ),
                                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                                "i"
                                                                                                                                                                                                            ),
                                                                                                                                                                                                        ),
                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                            "ı"
                                                                                                                                                                                                        ),
                                                                                                                                                                                                        models.Value(
                                                                                                                                                                                                            "i"
                                                                                                                                                                                                        ),
                                                                                                                                                                                                    ),
                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                        "Ł"
                                                                                                                                                                                                    ),
                                                                                                                                                                                                    models.Value(
                                                                                                                                                                                                        "l"
                                                                                                                                                                                                    ),
                                                                                                                                                                                                ),
                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                    "ł"
                                                                                                                                                                                                ),
                                                                                                                                                                                                models.Value(
                                                                                                                                                                                                    "l"
                                                                                                                                                                                                ),
                                                                                                                                                                                            ),
                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                "Ñ"
                                                                                                                                                                                            ),
                                                                                                                                                                                            models.Value(
                                                                                                                                                                                                "n"
                                                                                                                                                                                            ),
                                                                                                                                                                                        ),
                                                                                                                                                                                        models.Value(
                                                                                                                                                                                            "ñ"
                                                                                                                                                                                        ),
                                                                                                                                                                                        models.Value(
                                                                                                                                                                                            "n"
                                                                                                                                                                                        ),
                                                                                                                                                                                    ),
                                                                                                                                                                                    models.Value(
                                                                                                                                                                                        "Ń"
                                                                                                                                                                                    ),
                                                                                                                                                                                    models.Value(
                                                                                                                                                                                        "n"
                                                                                                                                                                                    ),
                                                                                                                                                                                ),
                                                                                                                                                                                models.Value(
                                                                                                                                                                                    "ń"
                                                                                                                                                                                ),
                                                                                                                                                                                models.Value(
                                                                                                                                                                                    "n"
                                                                                                                                                                                ),
                                                                                                                                                                            ),
                                                                                                                                                                            models.Value(
                                                                                                                                                                                "Ó"
                                                                                                                                                                            ),
                                                                                                                                                                            models.Value(
                                                                                                                                                                                "o"
                                                                                                                                                                            ),
                                                                                                                                                                        ),
                                                                                                                                                                        models.Value(
                                                                                                                                                                            "ó"
                                                                                                                                                                        ),
                                                                                                                                                                        models.Value(
                                                                                                                                                                            "o"
                                                                                                                                                                        ),
                                                                                                                                                                    ),
                                                                                                                                                                    models.Value(
                                                                                                                                                                        "Ò"
                                                                                                                                                                    ),
                                                                                                                                                                    models.Value(
                                                                                                                                                                        "o"
                                                                                                                                                                    ),
                                                                                                                                                                ),
                                                                                                                                                                models.Value(
                                                                                                                                                                    "ò"
                                                                                                                                                                ),
                                                                                                                                                                models.Value(
                                                                                                                                                                    "o"
                                                                                                                                                                ),
                                                                                                                                                            ),
                                                                                                                                                            models.Value(
                                                                                                                                                                "Ô"
                                                                                                                                                            ),
                                                                                                                                                            models.Value(
                                                                                                                                                                "o"
                                                                                                                                                            ),
                                                                                                                                                        ),
                                                                                                                                                        models.Value(
                                                                                                                                                            "ô"
                                                                                                                                                        ),
                                                                                                                                                        models.Value(
                                                                                                                                                            "o"
                                                                                                                                                        ),
                                                                                                                                                    ),
                                                                                                                                                    models.Value(
                                                                                                                                                        "Ø"
                                                                                                                                                    ),
                                                                                                                                                    models.Value(
                                                                                                                                                        "o"
                                                                                                                                                    ),
                                                                                                                                                ),
                                                                                                                                                models.Value(
                                                                                                                                                    "ø"
                                                                                                                                                ),
                                                                                                                                                models.Value(
                                                                                                                                                    "o"
                                                                                                                                                ),
                                                                                                                                            ),
                                                                                                                                            models.Value(
                                                                                                                                                "Ő"
                                                                                                                                            ),
                                                                                                                                            models.Value(
                                                                                                                                                "o"
                                                                                                                                            ),
                                                                                                                                        ),
                                                                                                                                        models.Value(
                                                                                                                                            "ő"
                                                                                                                                        ),
                                                                                                                                        models.Value(
                                                                                                                                            "o"
                                                                                                                                        ),
                                                                                                                                    ),
                                                                                                                                    models.Value(
                                                                                                                                        "Ř"
                                                                                                                                    ),
                                                                                                                                    models.Value(
                                                                                                                                        "r"
                                                                                                                                    ),
                                                                                                                                ),
                                                                                                                                models.Value(
                                                                                                                                    "ř"
                                                                                                                                ),
                                                                                                                                models.Value(
                                                                                                                                    "r"
                                                                                                                                ),
                                                                                                                            ),
                                                                                                                            models.Value(
                                                                                                                                "Ş"
                                                                                                                            ),
                                                                                                                            models.Value(
                                                                                                                                "s"
                                                                                                                            ),
                                                                                                                        ),
                                                                                                                        models.Value("ş"),
                                                                                                                        models.Value("s"),
                                                                                                                    ),
                                                                                                                    models.Value("Ś"),
                                                                                                                    models.Value("s"),
                                                                                                                ),
                                                                                                                models.Value("ś"),
                                                                                                                models.Value("s"),
                                                                                                            ),
                                                                                                            models.Value("Š"),
                                                                                                            models.Value("s"),
                                                                                                        ),
                                                                                                        models.Value("š"),
                                                                                                        models.Value("s"),
                                                                                                    ),
                                                                                                    models.Value("Ú"),
                                                                                                    models.Value("u"),
                                                                                                ),
                                                                                                models.Value("ú"),
                                                                                                models.Value("u"),
                                                                                            ),
                                                                                            models.Value("Ù"),
                                                                                            models.Value("u"),
                                                                                        ),
                                                                                        models.Value("ù"),
                                                                                        models.Value("u"),
                                                                                    ),
                                                                                    models.Value("Û"),
                                                                                    models.Value("u"),
                                                                                ),
                                                                                models.Value("û"),
                                                                                models.Value("u"),
                                                                            ),
                                                                            models.Value("Ű"),
                                                                            models.Value("u"),
                                                                        ),
                                                                        models.Value("ű"),
                                                                        models.Value("u"),
                                                                    ),
                                                                    models.Value("Ý"),
                                                                    models.Value("y"),
                                                                ),
                                                                models.Value("ý"),
                                                                models.Value("y"),
                                                            ),
                                                            models.Value("Ź"),
                                                            models.Value("z"),
                                                        ),
                                                        models.Value("ź"),
                                                        models.Value("z"),
                                                    ),
                                                    models.Value("Ż"),
                                                    models.Value("z"),
                                                ),
                                                models.Value("ż"),
                                                models.Value("z"),
                                            ),
                                            models.Value("Ž"),
                                            models.Value("z"),
                                        ),
                                        models.Value("ž"),
                                        models.Value("z"),
                                    ),
                                    models.Value("dr. "),
                                    models.Value(""),
                                ),
                                models.Value("prof. "),
                                models.Value(""),
                            ),
                            models.Value("dipl.-ing. "),
                            models.Value(""),
                        ),
                        output_field=models.CharField(max_length=250),
                    ),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="companies", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="CompanyLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=300)),
                ("language", models.CharField(max_length=10)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="members.company")),
            ],
            options={
                "ordering": ["side", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="HouseValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_de", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("sentence_de", models.CharField(blank=True, default="", max_length=200)),
                ("sentence_en", models.CharField(blank=True, default="", max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(null=True)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="values", to="spaces.space")),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="KeyEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=30)),
                ("detail", models.CharField(blank=True, default="", max_length=120)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="key_events", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hint", "A hint"),
                            ("messages", "Pause: messages"),
                            ("posts", "Pause: asking and posting"),
                            ("introductions", "Pause: introductions"),
                            ("membership", "Pause of the membership"),
                            ("end", "End of the membership"),
                        ],
                        max_length=20,
                    ),
                ),
                ("facts", models.TextField()),
                ("ground", models.TextField()),
                ("imposed_at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_because", models.TextField(blank=True, default="")),
                ("ran_out_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="measures", to="members.case"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="NoticePreset",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_preset",
                        serialize=False,
                        to="members.member",
                    ),
                ),
                ("name", models.CharField(choices=[("quiet", "quiet"), ("normal", "normal"), ("all", "all")], max_length=10)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="member",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="memberships", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="location",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="spaces.location"),
        ),
        migrations.AddField(
            model_name="member",
            name="space",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="members", to="spaces.space"),
        ),
        migrations.CreateModel(
            name="MeasureReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("measure", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="members.measure")),
                (
                    "author",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="measure",
            name="imposed_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
        ),
        migrations.AddField(
            model_name="measure",
            name="lifted_by",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
        ),
        migrations.AddField(
            model_name="measure",
            name="member",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"),
        ),
        migrations.CreateModel(
            name="HouseCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("tables", models.PositiveSmallIntegerField(default=0)),
                ("tables_done", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.storedfile"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="HereToday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("said_at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("is_admin", models.BooleanField(default=False)),
                (
                    "company",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="employments", to="members.company"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="employments", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("tables", models.PositiveSmallIntegerField(default=0)),
                ("tables_done", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.storedfile"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("introduced", "Be introduced"),
                            ("counted", "Be counted"),
                            ("map", "Show me on the map"),
                            ("alumni", "Stay on the list of former members"),
                            ("buddy", "Be a buddy"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.CharField(
                        choices=[
                            ("self", "by yourself, on a page of the house"),
                            ("import", "brought along from the files of an earlier system"),
                        ],
                        default="self",
                        max_length=10,
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="ChosenValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("meaning", models.CharField(blank=True, default="", max_length=300)),
                ("language", models.CharField(max_length=10)),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="chosen_values", to="members.company"
                    ),
                ),
                ("value", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="chosen", to="members.housevalue")),
                (
                    "member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="chosen_values", to="members.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("taken", "Taken on"),
                            ("free", "Given back"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                            ("measure", "Measure"),
                            ("lifted", "Measure lifted"),
                            ("replied", "Answer of the person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="members.case")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member")),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="about",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"),
        ),
        migrations.AddField(
            model_name="case",
            name="assigned_to",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("blocked", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("blocker", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="MembershipPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="periods", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="MutedThread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thread", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="muted_threads", to="members.member"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=40)),
                ("thread", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("path", models.CharField(max_length=300)),
                ("template", models.CharField(blank=True, default="", max_length=120)),
                ("happens_at", models.DateTimeField(null=True)),
                ("in_inbox", models.BooleanField(default=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("pushed_at", models.DateTimeField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=40)),
                ("channel", models.CharField(choices=[("web", "web"), ("mail", "mail"), ("push", "push")], max_length=10)),
                ("wanted", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notice_choices", to="members.member"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("credential_id", models.CharField(max_length=1400, unique=True)),
                ("handle", models.CharField(max_length=90)),
                ("public", models.BinaryField()),
                ("uses", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="passkeys", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProfileField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(choices=[("person", "Person"), ("company", "Company")], max_length=10)),
                ("label_de", models.CharField(max_length=80)),
                ("label_en", models.CharField(max_length=80)),
                ("help_de", models.CharField(blank=True, default="", max_length=200)),
                ("help_en", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "A line"),
                            ("long", "A few sentences"),
                            ("choice", "One of a list"),
                            ("tags", "Words"),
                            ("link", "A link"),
                            ("date", "A day"),
                            ("file", "A document"),
                        ],
                        max_length=10,
                    ),
                ),
                ("options", models.JSONField(default=list)),
                ("skills", models.BooleanField(default=False)),
                ("searchable", models.BooleanField(default=True)),
                ("facet", models.BooleanField(default=False)),
                ("first_visit", models.BooleanField(default=False)),
                ("common", models.JSONField(default=list)),
                ("required", models.BooleanField(default=False)),
                ("matching", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("me", "only me"), ("members", "the house"), ("public", "everybody")], default="members", max_length=10
                    ),
                ),
                (
                    "widest",
                    models.CharField(
                        choices=[("me", "only me"), ("members", "the house"), ("public", "everybody")], default="public", max_length=10
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="profile_fields", to="spaces.space")),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProfileValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.JSONField()),
                (
                    "visibility",
                    models.CharField(choices=[("me", "only me"), ("members", "the house"), ("public", "everybody")], max_length=10),
                ),
                ("language", models.CharField(max_length=10)),
                ("changed_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="profile_values", to="members.company"
                    ),
                ),
                ("field", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="values", to="members.profilefield")),
                (
                    "member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="profile_values", to="members.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", models.CharField(max_length=600)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=40)),
                ("browser", models.CharField(blank=True, default="", max_length=80)),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="push_subscriptions", to="members.member"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recovery_codes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=drittort.members.safety.models.new_code, max_length=16, unique=True)),
                ("subject", models.CharField(max_length=60)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("harassment", "Harassment"),
                            ("spam", "Advertising nobody asked for"),
                            ("unsafe", "Somebody is not safe"),
                            ("wrong", "Wrong information"),
                            ("minors", "Sexual abuse of children or young people"),
                            ("hate", "Hate, threats, calls to violence"),
                            ("private", "It shows something private of me or of others"),
                            ("rights", "It takes what is mine: text, picture, name"),
                            ("fraud", "Fraud or forbidden goods"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("shown_text", models.TextField(blank=True, default="")),
                ("shown_at", models.DateTimeField(null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="members.case")),
                (
                    "reporter",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutsideReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("language", models.CharField(max_length=10)),
                ("place", models.CharField(max_length=1000)),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("report", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="outside", to="members.report")),
            ],
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_trust", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                (
                    "granted_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="members.member")),
                ("role", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="spaces.role")),
            ],
        ),
        migrations.CreateModel(
            name="ShowcaseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80)),
                ("text", models.CharField(blank=True, default="", max_length=600)),
                ("language", models.CharField(max_length=10)),
                ("link", models.URLField(blank=True, default="", max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="showcase", to="members.company"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="showcase", to="members.member"),
                ),
                (
                    "picture",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.storedfile"),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("browser", models.CharField(blank=True, default="", max_length=30)),
                ("system", models.CharField(blank=True, default="", max_length=30)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sign_ins", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ["-seen_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="StandingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("offer", "Offers"), ("seek", "Seeks")], max_length=10)),
                ("text", models.CharField(max_length=300)),
                ("language", models.CharField(max_length=10)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="members.member")),
            ],
            options={
                "ordering": ["side", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="TrustVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("role", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.role")),
                ("voter", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["space", "sort_name", "id"], name="company_sorted"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["space", "industry"], name="company_industry"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.UniqueConstraint(fields=("space", "external_id"), name="company_external_once"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.UniqueConstraint(fields=("space", "name"), name="company_name_once"),
        ),
        migrations.AddIndex(
            model_name="keyevent",
            index=models.Index(fields=["account", "-at", "-id"], name="key_event_account"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(condition=models.Q(("erase_at", None), _negated=True), fields=["erase_at"], name="member_erased"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(condition=models.Q(("left_on", None)), fields=["space", "sort_name", "id"], name="member_sorted"),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(condition=models.Q(("left_on", None)), fields=["space", "joined_on"], name="member_joined"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("space", "external_id"), name="member_external_once"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("space", "account"), name="member_account_once"),
        ),
        migrations.AddIndex(
            model_name="measurereply",
            index=models.Index(fields=["measure", "at"], name="measure_reply_order"),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                condition=models.Q(("lifted_at", None), ("until__isnull", False)), fields=["member", "until"], name="measure_standing"
            ),
        ),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                condition=models.Q(("lifted_at", None), ("ran_out_at", None), ("until__isnull", False)),
                fields=["until"],
                name="measure_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "hint"), ("until", None)),
                    models.Q(models.Q(("kind", "hint"), _negated=True), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="measure_has_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None), ("ran_out_at", None), models.Q(("kind", "hint"), _negated=True)),
                fields=("member", "kind"),
                name="measure_once",
            ),
        ),
        migrations.AddIndex(
            model_name="housecopy",
            index=models.Index(fields=["space", "-asked_at"], name="house_copy_newest"),
        ),
        migrations.AddConstraint(
            model_name="housecopy",
            constraint=models.UniqueConstraint(condition=models.Q(("done_at", None)), fields=("space",), name="house_copy_one_at_a_time"),
        ),
        migrations.AddIndex(
            model_name="heretoday",
            index=models.Index(fields=["on", "member"], name="here_today_on"),
        ),
        migrations.AddConstraint(
            model_name="heretoday",
            constraint=models.UniqueConstraint(fields=("member",), name="here_today_once"),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.UniqueConstraint(fields=("member", "company", "from_on"), name="employment_once"),
        ),
        migrations.AddIndex(
            model_name="dataexport",
            index=models.Index(fields=["member", "-asked_at"], name="data_export_newest"),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["kind", "member"], name="consent_kind"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(condition=models.Q(("revoked_at", None)), fields=("member", "kind"), name="consent_once"),
        ),
        migrations.AddConstraint(
            model_name="chosenvalue",
            constraint=models.UniqueConstraint(fields=("value", "member"), name="chosen_value_member_once"),
        ),
        migrations.AddConstraint(
            model_name="chosenvalue",
            constraint=models.UniqueConstraint(fields=("value", "company"), name="chosen_value_company_once"),
        ),
        migrations.AddConstraint(
            model_name="chosenvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", False), ("member", None)),
                    models.Q(("company", None), ("member__isnull", False)),
                    _connector="OR",
                ),
                name="chosen_value_one_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="caseentry",
            index=models.Index(fields=["case", "at"], name="case_entry_order"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["space", "opened_at"], name="case_open"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("closed_at__isnull", False)), fields=["space", "-closed_at", "-id"], name="case_closed"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about__isnull", False), ("closed_at", None)), fields=("about",), name="case_of_person_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about", None), ("closed_at", None)), fields=("space", "subject"), name="case_of_thing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", None), models.Q(("subject", ""), _negated=True)),
                    models.Q(("about__isnull", False), ("subject", "")),
                    _connector="OR",
                ),
                name="case_about_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("closed_at__gte", models.F("opened_at")), _connector="OR"),
                name="case_closed_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(fields=("blocker", "blocked"), name="block_once"),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(condition=models.Q(("blocker", models.F("blocked")), _negated=True), name="block_not_self"),
        ),
        migrations.AddConstraint(
            model_name="membershipperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None)), fields=("member",), name="membership_period_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                name="membership_period_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="mutedthread",
            constraint=models.UniqueConstraint(fields=("member", "thread"), name="muted_thread_once"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["member", "thread", "at", "id"], name="notice_thread"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["member", "-at", "-id"], name="notice_inbox"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("in_inbox", True), ("seen_at", None)), fields=["member", "thread"], name="notice_unseen"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("due_at", None), _negated=True), fields=["member", "due_at"], name="notice_due"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["at"], name="notice_age"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("member", "key"), name="notice_once"),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.UniqueConstraint(fields=("member", "category", "channel"), name="notice_choice_once"),
        ),
        migrations.AddIndex(
            model_name="profilefield",
            index=models.Index(fields=["space", "about", "position"], name="profile_field_order"),
        ),
        migrations.AddConstraint(
            model_name="profilevalue",
            constraint=models.UniqueConstraint(fields=("field", "member"), name="profile_value_member_once"),
        ),
        migrations.AddConstraint(
            model_name="profilevalue",
            constraint=models.UniqueConstraint(fields=("field", "company"), name="profile_value_company_once"),
        ),
        migrations.AddConstraint(
            model_name="profilevalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", False), ("member", None)),
                    models.Q(("company", None), ("member__isnull", False)),
                    _connector="OR",
                ),
                name="profile_value_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="pushsubscription",
            constraint=models.UniqueConstraint(fields=("member", "endpoint"), name="push_subscription_once"),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(fields=("account", "digest"), name="recovery_code_once"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reporter", "-at"], name="report_newest"),
        ),
        migrations.AddIndex(
            model_name="rolegrant",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["role", "member"], name="role_grant_standing"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("member", "role"), name="role_grant_once"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("at")), _connector="OR"), name="role_grant_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="showcaseitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", False), ("member", None)),
                    models.Q(("company", None), ("member__isnull", False)),
                    _connector="OR",
                ),
                name="showcase_one_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="staffsession",
            index=models.Index(fields=["member", "-opened_at"], name="staff_session_newest"),
        ),
        migrations.AddConstraint(
            model_name="trustvote",
            constraint=models.UniqueConstraint(fields=("voter", "member", "role"), name="trust_vote_once"),
        ),
        migrations.AddConstraint(
            model_name="trustvote",
            constraint=models.CheckConstraint(condition=models.Q(("voter", models.F("member")), _negated=True), name="trust_vote_not_self"),
        ),
    ]
