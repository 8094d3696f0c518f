import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
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
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("instant", "on the first visit"),
                            ("round", "by a round"),
                            ("need", "by a need"),
                            ("warm", "by somebody who knows both"),
                            ("table", "at a table"),
                            ("manager", "by the people who care"),
                        ],
                        default="manager",
                        max_length=8,
                    ),
                ),
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
            name="CompanyIntroduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
                (
                    "introduction",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="connect.introduction"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "Service"),
                            ("product", "Product"),
                            ("discount", "Discount for the house"),
                            ("lend", "To lend"),
                            ("job", "Job"),
                            ("project", "Project"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("design", "Design and pictures"),
                            ("words", "Words and languages"),
                            ("digital", "Digital and data"),
                            ("advice", "Numbers, law and advice"),
                            ("craft", "Craft and building"),
                            ("tools", "Tools and devices"),
                            ("rooms", "Rooms and events"),
                            ("food", "Food and drink"),
                            ("body", "Body and mind"),
                            ("learning", "Learning and playing"),
                            ("other", "Everything else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("text", models.CharField(blank=True, default="", max_length=1500)),
                ("price", models.CharField(blank=True, default="", max_length=80)),
                ("language", models.CharField(max_length=10)),
                ("shown_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="listings", to="members.company"
                    ),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="listings", to="members.member")),
                (
                    "picture",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.storedfile"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("listing", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="connect.listing")),
            ],
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, default="", max_length=500)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("withheld", models.BooleanField(default=False)),
                ("rested_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                ("asked_after_on", models.DateField(null=True)),
                ("thanks", models.CharField(blank=True, default="", max_length=300)),
                ("thanked_at", models.DateTimeField(null=True)),
                ("borrower", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("listing", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="loans", to="connect.listing")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(choices=[("seek", "I am looking for"), ("offer", "I am offering")], default="seek", max_length=10),
                ),
                ("text", models.CharField(max_length=500)),
                ("language", models.CharField(max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("renewed_at", models.DateTimeField(null=True)),
                ("sought_at", models.DateTimeField(null=True)),
                ("fitting", models.PositiveSmallIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("helped_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True, default="")),
                ("outcome_shared", models.BooleanField(default=False)),
                (
                    "answered_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                (
                    "helped_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("fit", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("knows_at", models.DateTimeField(null=True)),
                ("passed_at", models.DateTimeField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("need", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="connect.need")),
            ],
        ),
        migrations.CreateModel(
            name="NeedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.CharField(blank=True, default="", max_length=1000)),
                ("language", models.CharField(max_length=10)),
                ("staff", models.BooleanField(default=False)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("need", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="connect.need")),
            ],
        ),
        migrations.CreateModel(
            name="OutcomeFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("origin", models.CharField(max_length=20)),
                ("outcome", models.CharField(blank=True, default="", max_length=20)),
                ("count", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
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
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("withheld", models.BooleanField(default=False)),
                ("listing", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="connect.listing")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("referrer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
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
                ("words", models.TextField(blank=True, default="")),
                ("seen_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("missed_at", models.DateTimeField(null=True)),
                ("again", models.BooleanField(null=True)),
                ("outcome", models.TextField(blank=True, default="")),
                ("outcome_shared", models.BooleanField(default=False)),
                ("introducer_may_know", models.BooleanField(default=False)),
                ("thanked_at", models.DateTimeField(null=True)),
                (
                    "introduction",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sides", to="connect.introduction"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
            ],
        ),
        migrations.CreateModel(
            name="WarmIntroduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, default="")),
                ("to_first", models.TextField(blank=True, default="")),
                ("to_second", models.TextField(blank=True, default="")),
                ("proposed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("introducer", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                (
                    "introduction",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="connect.introduction"
                    ),
                ),
                ("need", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="connect.need")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
        ),
        migrations.CreateModel(
            name="CompanyAcquaintance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member")),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="company_acquaintance_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="company_acquaintance_ordered"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("value", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["space", "position"], name="company_tie_best")],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="company_tie_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="company_tie_ordered"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.member")),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.company")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("company", "other"), name="company_wish_open_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("company", models.F("other")), _negated=True), name="company_wish_two"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=160)),
                ("done_on", models.DateField()),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("500", "up to 500 €"),
                            ("2000", "500 to 2,000 €"),
                            ("10000", "2,000 to 10,000 €"),
                            ("50000", "10,000 to 50,000 €"),
                            ("over", "over 50,000 €"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("introduction", "an introduction"),
                            ("need", "a need on the board"),
                            ("listing", "the market"),
                            ("circle", "a circle or a round"),
                            ("other", "something else in the house"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("withheld", models.BooleanField(default=False)),
                ("refused_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.company"),
                ),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member")),
                (
                    "partner",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"),
                ),
                (
                    "partner_company",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="members.company"),
                ),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "indexes": [models.Index(fields=["space", "confirmed_at"], name="deal_confirmed")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("member", models.F("partner")), _negated=True), name="deal_not_self")
                ],
            },
        ),
        migrations.CreateModel(
            name="DealSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("deals", models.PositiveIntegerField()),
                ("sides", models.PositiveIntegerField()),
                ("low", models.PositiveBigIntegerField(null=True)),
                ("high", models.PositiveBigIntegerField(null=True)),
                ("sources", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("space", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "from_on"), name="deal_sum_once")],
            },
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
            model_name="companyintroduction",
            index=models.Index(fields=["first", "second"], name="company_introduction_pair"),
        ),
        migrations.AddConstraint(
            model_name="companyintroduction",
            constraint=models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="company_introduction_ordered"),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("taken_at", None)), fields=["space", "category"], name="listing_open"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["expires_at"], name="listing_expires"),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(condition=models.Q(("expires_at__gt", models.F("shown_at"))), name="listing_expires_after"),
        ),
        migrations.AddConstraint(
            model_name="bookmark",
            constraint=models.UniqueConstraint(fields=("member", "listing"), name="bookmark_once"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["borrower", "-asked_at"], name="loan_borrower"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["until_on"], name="loan_due"),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(condition=models.Q(("until_on__gte", models.F("from_on"))), name="loan_days_ordered"),
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
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("helped_at", None), models.Q(("told_at", None), _negated=True), _connector="OR"),
                name="need_helped_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome_shared", False), models.Q(("outcome", ""), _negated=True), _connector="OR"),
                name="need_shared_words",
            ),
        ),
        migrations.AddIndex(
            model_name="helprequest",
            index=models.Index(fields=["member", "asked_at"], name="help_request_of"),
        ),
        migrations.AddIndex(
            model_name="helprequest",
            index=models.Index(fields=["found_at"], name="help_request_age"),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.UniqueConstraint(fields=("need", "member"), name="help_request_once"),
        ),
        migrations.AddIndex(
            model_name="needanswer",
            index=models.Index(fields=["member", "-at"], name="need_answer_of"),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.UniqueConstraint(fields=("need", "member"), name="need_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="outcomefigure",
            constraint=models.UniqueConstraint(fields=("space", "from_on", "origin", "outcome"), name="outcome_figure_once"),
        ),
        migrations.AddConstraint(
            model_name="quietno",
            constraint=models.UniqueConstraint(fields=("introduction", "member"), name="quiet_no_once"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("member", "listing"), name="referral_once"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("member", models.F("referrer")), _negated=True), name="referral_not_self"
            ),
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
        migrations.AddIndex(
            model_name="warmintroduction",
            index=models.Index(fields=["introducer", "-proposed_at", "-id"], name="warm_newest"),
        ),
        migrations.AddIndex(
            model_name="warmintroduction",
            index=models.Index(condition=models.Q(("introduction", None)), fields=["proposed_at"], name="warm_to_ask"),
        ),
        migrations.AddConstraint(
            model_name="warmintroduction",
            constraint=models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="warm_ordered"),
        ),
        migrations.AddConstraint(
            model_name="warmintroduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("introducer", models.F("first")), _negated=True), models.Q(("introducer", models.F("second")), _negated=True)
                ),
                name="warm_three_people",
            ),
        ),
    ]
