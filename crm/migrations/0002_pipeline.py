import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import prospects.models.record
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0001_users"),
        ("matching", "0001_initial"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("prospects", "0002_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Japanese)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (English)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local_government", "local government"),
                            ("free_economic_zone", "free economic zone"),
                            ("ministry", "ministry"),
                            ("bank", "bank"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="agency",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                        verbose_name="API application",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ("name_ko", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="agency_has_name",
                        violation_error_message="Give the name in at least one language.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Japanese)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (English)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local_government", "local government"),
                            ("free_economic_zone", "free economic zone"),
                            ("ministry", "ministry"),
                            ("bank", "bank"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                        verbose_name="API application",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.agency",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Japanese)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (English)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("seminar", "seminar"),
                            ("delegation", "delegation"),
                            ("exhibition", "exhibition"),
                            ("mailing", "mailing"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                ("starts_on", models.DateField(verbose_name="starts")),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="ends"),
                ),
                ("goal", models.TextField(blank=True, verbose_name="goal")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="campaigns",
                        to="prospects.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ("-starts_on", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="campaign_has_name",
                        violation_error_message="Give the name in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="campaign_period",
                        violation_error_message="The end must not be before the start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("email", "e-mail"),
                            ("meeting", "meeting"),
                            ("visit", "visit"),
                            ("seminar", "seminar"),
                            ("delegation", "delegation"),
                            ("exhibition", "exhibition"),
                            ("todo", "to-do"),
                        ],
                        default="call",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                (
                    "planned_for",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="planned for"
                    ),
                ),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="done"),
                ),
                (
                    "at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "done_at", "planned_for"
                        ),
                        output_field=models.DateTimeField(null=True),
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                (
                    "colleagues",
                    models.ManyToManyField(
                        blank=True,
                        related_name="joined_activities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleagues",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "contacts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="activities",
                        to="prospects.contact",
                        verbose_name="contacts",
                    ),
                ),
                (
                    "cooperative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="prospects.cooperative",
                        verbose_name="cooperative",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="matching.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "next_activity",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="previous_activity",
                        to="crm.activity",
                        verbose_name="next step",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="crm.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Japanese)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (English)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("seminar", "seminar"),
                            ("delegation", "delegation"),
                            ("exhibition", "exhibition"),
                            ("mailing", "mailing"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                ("starts_on", models.DateField(verbose_name="starts")),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="ends"),
                ),
                ("goal", models.TextField(blank=True, verbose_name="goal")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.campaign",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CampaignInvitee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("attended", "attended"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="response",
                    ),
                ),
                (
                    "result",
                    models.CharField(blank=True, max_length=300, verbose_name="result"),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitees",
                        to="crm.campaign",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitee",
                "verbose_name_plural": "invitees",
                "ordering": ("campaign", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "company"), name="campaigninvitee_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignInviteeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "response",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("attended", "attended"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="response",
                    ),
                ),
                (
                    "result",
                    models.CharField(blank=True, max_length=300, verbose_name="result"),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.campaign",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.campaigninvitee",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "coverage",
                "verbose_name_plural": "coverage",
            },
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.coverage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "stage_since",
                    models.DateTimeField(verbose_name="in this stage since"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "active"),
                            ("dormant", "dormant"),
                            ("lost", "lost"),
                            ("abandoned", "abandoned"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "closed_because",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                (
                    "lost_to",
                    models.CharField(
                        blank=True, max_length=2, verbose_name="country lost to"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[("KRW", "KRW"), ("JPY", "JPY"), ("USD", "USD")],
                        default="KRW",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="expected amount",
                    ),
                ),
                (
                    "notified_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="notified amount",
                    ),
                ),
                (
                    "arrived_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="arrived amount",
                    ),
                ),
                (
                    "jobs",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="jobs"
                    ),
                ),
                (
                    "probability",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="probability (%)",
                    ),
                ),
                (
                    "expected_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="expected notification"
                    ),
                ),
                (
                    "site_visit_on",
                    models.DateField(blank=True, null=True, verbose_name="site visit"),
                ),
                (
                    "mou_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="MOU/LOI signed"
                    ),
                ),
                (
                    "notified_on",
                    models.DateField(blank=True, null=True, verbose_name="notified"),
                ),
                (
                    "arrived_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="funds arrived"
                    ),
                ),
                (
                    "registered_on",
                    models.DateField(blank=True, null=True, verbose_name="registered"),
                ),
                (
                    "operating_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="operating since"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cooperative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="prospects.cooperative",
                        verbose_name="cooperative",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="matching.firm",
                        verbose_name="accompanied firm",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="matching.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="matching.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="matching.investmentzone",
                        verbose_name="investment zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "deal",
                "verbose_name_plural": "deals",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ActivityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("email", "e-mail"),
                            ("meeting", "meeting"),
                            ("visit", "visit"),
                            ("seminar", "seminar"),
                            ("delegation", "delegation"),
                            ("exhibition", "exhibition"),
                            ("todo", "to-do"),
                        ],
                        default="call",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                (
                    "planned_for",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="planned for"
                    ),
                ),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="done"),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "cooperative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.cooperative",
                        verbose_name="cooperative",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "next_activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.activity",
                        verbose_name="next step",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.activity",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.deal",
                        verbose_name="deal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="deal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="activities",
                to="crm.deal",
                verbose_name="deal",
            ),
        ),
        migrations.CreateModel(
            name="DealInvestor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
                (
                    "voting_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="voting shares (%)",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deal_investors",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deal_investors",
                        to="crm.deal",
                    ),
                ),
            ],
            options={
                "verbose_name": "investor",
                "verbose_name_plural": "investors",
                "ordering": ("deal", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "company"), name="dealinvestor_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gt", 0), _connector="OR"
                        ),
                        name="dealinvestor_amount_positive",
                        violation_error_message="An amount must be above zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voting_percent__isnull", True),
                            ("voting_percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="dealinvestor_voting_percent",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="investors",
            field=models.ManyToManyField(
                related_name="deals", through="crm.DealInvestor", to="prospects.company"
            ),
        ),
        migrations.CreateModel(
            name="DealInvestorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
                (
                    "voting_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="voting shares (%)",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.deal",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.dealinvestor",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "corporate_number",
                    models.CharField(
                        blank=True, max_length=13, verbose_name="corporate number"
                    ),
                ),
                (
                    "company_name",
                    models.CharField(max_length=200, verbose_name="company name"),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="crm.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referrals",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "referral",
                "verbose_name_plural": "referrals",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "corporate_number",
                    models.CharField(
                        blank=True, max_length=13, verbose_name="corporate number"
                    ),
                ),
                (
                    "company_name",
                    models.CharField(max_length=200, verbose_name="company name"),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.referral",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "until",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="crm.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="crm.deal",
                        verbose_name="deal",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shares",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="shared by",
                    ),
                ),
            ],
            options={
                "verbose_name": "share",
                "verbose_name_plural": "shares",
                "ordering": ("agency", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("company__isnull", False),
                            ("deal__isnull", False),
                            _connector="XOR",
                        ),
                        name="share_of_one_record",
                        violation_error_message="Share one company or one deal.",
                    ),
                    models.UniqueConstraint(
                        fields=("agency", "company", "deal"),
                        name="share_unique",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                (
                    "until",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.deal",
                        verbose_name="deal",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.share",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="shared by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "name_ja",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Japanese)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name (English)"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        primary_key=True, serialize=False, verbose_name="key"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        unique=True, verbose_name="position"
                    ),
                ),
                (
                    "probability",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="usual probability (%)",
                    ),
                ),
                (
                    "stale_after_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="stale after (days)"
                    ),
                ),
                (
                    "requires",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="requires",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "verbose_name_plural": "stages",
                "ordering": ("position",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="stage_has_name",
                        violation_error_message="Give the name in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("probability__lte", 100)),
                        name="stage_probability_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "stage_since",
                    models.DateTimeField(verbose_name="in this stage since"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "active"),
                            ("dormant", "dormant"),
                            ("lost", "lost"),
                            ("abandoned", "abandoned"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "closed_because",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                (
                    "lost_to",
                    models.CharField(
                        blank=True, max_length=2, verbose_name="country lost to"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[("KRW", "KRW"), ("JPY", "JPY"), ("USD", "USD")],
                        default="KRW",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="expected amount",
                    ),
                ),
                (
                    "notified_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="notified amount",
                    ),
                ),
                (
                    "arrived_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="arrived amount",
                    ),
                ),
                (
                    "jobs",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="jobs"
                    ),
                ),
                (
                    "probability",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="probability (%)",
                    ),
                ),
                (
                    "expected_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="expected notification"
                    ),
                ),
                (
                    "site_visit_on",
                    models.DateField(blank=True, null=True, verbose_name="site visit"),
                ),
                (
                    "mou_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="MOU/LOI signed"
                    ),
                ),
                (
                    "notified_on",
                    models.DateField(blank=True, null=True, verbose_name="notified"),
                ),
                (
                    "arrived_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="funds arrived"
                    ),
                ),
                (
                    "registered_on",
                    models.DateField(blank=True, null=True, verbose_name="registered"),
                ),
                (
                    "operating_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="operating since"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cooperative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.cooperative",
                        verbose_name="cooperative",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.firm",
                        verbose_name="accompanied firm",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.deal",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.investmentzone",
                        verbose_name="investment zone",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="crm.stage",
                verbose_name="stage",
            ),
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="note"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stage_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage_changes",
                        to="crm.deal",
                    ),
                ),
                (
                    "from_stage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departures",
                        to="crm.stage",
                    ),
                ),
                (
                    "to_stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="crm.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage change",
                "verbose_name_plural": "stage changes",
                "ordering": ("deal", "at", "id"),
                "indexes": [
                    models.Index(fields=["to_stage", "at"], name="stagechange_to_at")
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("contacts", "contacts made"),
                            ("deals_opened", "deals opened"),
                            ("notified_krw", "notified amount (KRW)"),
                            ("arrived_krw", "arrived amount (KRW)"),
                        ],
                        max_length=15,
                        verbose_name="metric",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, verbose_name="value"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="crm.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ("-year", "-quarter", "metric"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("team__isnull", False),
                            ("user__isnull", False),
                            _connector="XOR",
                        ),
                        name="target_of_team_or_officer",
                        violation_error_message="A target belongs to one team or one officer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__range", (1, 4))),
                        name="target_quarter",
                    ),
                    models.UniqueConstraint(
                        fields=("team", "user", "year", "quarter", "metric"),
                        name="target_unique",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "id",
                    models.UUIDField(
                        db_default=prospects.models.record.UuidV7(),
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="created",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="updated"),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="demo"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "metric",
                    models.CharField(
                        choices=[
                            ("contacts", "contacts made"),
                            ("deals_opened", "deals opened"),
                            ("notified_krw", "notified amount (KRW)"),
                            ("arrived_krw", "arrived amount (KRW)"),
                        ],
                        max_length=15,
                        verbose_name="metric",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, verbose_name="value"
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="crm.target",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                fields=["company", "-at", "-id"], name="activity_company_at"
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["deal", "-at", "-id"], name="activity_deal_at"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                fields=["cooperative", "-at", "-id"], name="activity_cooperative_at"
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["-at", "-id"], name="activity_at"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("status", "planned")),
                fields=["owner", "planned_for"],
                name="activity_owner_planned",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "planned"), _negated=True),
                    ("planned_for__isnull", False),
                    _connector="OR",
                ),
                name="activity_planned_has_time",
                violation_error_message="Say when it is planned.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "done"), _negated=True),
                    ("done_at__isnull", False),
                    _connector="OR",
                ),
                name="activity_done_has_time",
                violation_error_message="Say when it was done.",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["stage", "status", "-id"], name="deal_stage_status"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["owner", "status", "-id"], name="deal_owner_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(("probability__lte", 100)),
                name="deal_probability_percent",
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__isnull", True), ("amount__gt", 0), _connector="OR"
                    ),
                    models.Q(
                        ("notified_amount__isnull", True),
                        ("notified_amount__gt", 0),
                        _connector="OR",
                    ),
                    models.Q(
                        ("arrived_amount__isnull", True),
                        ("arrived_amount__gt", 0),
                        _connector="OR",
                    ),
                ),
                name="deal_amounts_positive",
                violation_error_message="An amount must be above zero.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["lost", "abandoned"]), _negated=True),
                    models.Q(("closed_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="deal_closed_with_reason",
                violation_error_message="Say why the deal was lost or abandoned.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_agencyevent" ("application_id", "created_at", "email", "id", "is_active", "is_demo", "kind", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (NEW."application_id", NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."is_demo", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="c2a7efe2127d8d8e4af4515ae5e3c973f0661a27",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d120",
                    table="crm_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "crm_agencyevent" ("application_id", "created_at", "email", "id", "is_active", "is_demo", "kind", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (NEW."application_id", NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."is_demo", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="95256d932d5d4a1220b34aba0488a222f672597f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5ab1",
                    table="crm_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_agencyevent" ("application_id", "created_at", "email", "id", "is_active", "is_demo", "kind", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (OLD."application_id", OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."is_demo", OLD."kind", OLD."name_en", OLD."name_ja", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="5191308c61a482f9455549119d2932aca5e24342",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_75bae",
                    table="crm_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_campaignevent" ("cluster_id", "created_at", "ends_on", "goal", "id", "is_demo", "kind", "name_en", "name_ja", "name_ko", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "result", "starts_on", "updated_at", "version") VALUES (NEW."cluster_id", NEW."created_at", NEW."ends_on", NEW."goal", NEW."id", NEW."is_demo", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."result", NEW."starts_on", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="fd941aa0e097dbea2363562d2a10ec2cf97f583e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f3cf4",
                    table="crm_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cluster_id" IS DISTINCT FROM (NEW."cluster_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."goal" IS DISTINCT FROM (NEW."goal") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "crm_campaignevent" ("cluster_id", "created_at", "ends_on", "goal", "id", "is_demo", "kind", "name_en", "name_ja", "name_ko", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "result", "starts_on", "updated_at", "version") VALUES (NEW."cluster_id", NEW."created_at", NEW."ends_on", NEW."goal", NEW."id", NEW."is_demo", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."result", NEW."starts_on", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="fd1973e8704f580f135358c3a138a94850e8dc34",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80e1b",
                    table="crm_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaign",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_campaignevent" ("cluster_id", "created_at", "ends_on", "goal", "id", "is_demo", "kind", "name_en", "name_ja", "name_ko", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "result", "starts_on", "updated_at", "version") VALUES (OLD."cluster_id", OLD."created_at", OLD."ends_on", OLD."goal", OLD."id", OLD."is_demo", OLD."kind", OLD."name_en", OLD."name_ja", OLD."name_ko", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."result", OLD."starts_on", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="08c938ab92e0086b370ebfeba09058645bd4eb88",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e20c7",
                    table="crm_campaign",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaigninvitee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_campaigninviteeevent" ("campaign_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response", "result") VALUES (NEW."campaign_id", NEW."company_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."response", NEW."result"); RETURN NULL;',
                    hash="dcd00ddaaafb2dd3d6274bf3231de708c5a186e6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d050b",
                    table="crm_campaigninvitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaigninvitee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "crm_campaigninviteeevent" ("campaign_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response", "result") VALUES (NEW."campaign_id", NEW."company_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."response", NEW."result"); RETURN NULL;',
                    hash="43dcfc92965905145d93636c259901854001c924",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1659",
                    table="crm_campaigninvitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaigninvitee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_campaigninviteeevent" ("campaign_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "response", "result") VALUES (OLD."campaign_id", OLD."company_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."response", OLD."result"); RETURN NULL;',
                    hash="a212af095a7fb2844505f69d8c838dfe86db5474",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3fe8a",
                    table="crm_campaigninvitee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_coverageevent" ("company_id", "created_at", "id", "is_demo", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (NEW."company_id", NEW."created_at", NEW."id", NEW."is_demo", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="d978e69628b5da73839ec30dc48f954fd3386ff1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_18e0c",
                    table="crm_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "crm_coverageevent" ("company_id", "created_at", "id", "is_demo", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (NEW."company_id", NEW."created_at", NEW."id", NEW."is_demo", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="58b0395077ece21f259cc5e50b56e2e32b6f87d5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b47bd",
                    table="crm_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_coverageevent" ("company_id", "created_at", "id", "is_demo", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (OLD."company_id", OLD."created_at", OLD."id", OLD."is_demo", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="58363d35dbd62e3789fb01306627dc50baea8c5d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e879d",
                    table="crm_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_activityevent" ("campaign_id", "company_id", "cooperative_id", "created_at", "deal_id", "done_at", "id", "is_demo", "kind", "need_id", "next_activity_id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_for", "status", "subject", "updated_at", "version") VALUES (NEW."campaign_id", NEW."company_id", NEW."cooperative_id", NEW."created_at", NEW."deal_id", NEW."done_at", NEW."id", NEW."is_demo", NEW."kind", NEW."need_id", NEW."next_activity_id", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_for", NEW."status", NEW."subject", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="11ddb3d8b3e69a78e5924d9581a421477c7b220a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e378c",
                    table="crm_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."deal_id" IS DISTINCT FROM (NEW."deal_id") OR OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."need_id" IS DISTINCT FROM (NEW."need_id") OR OLD."next_activity_id" IS DISTINCT FROM (NEW."next_activity_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."planned_for" IS DISTINCT FROM (NEW."planned_for") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "crm_activityevent" ("campaign_id", "company_id", "cooperative_id", "created_at", "deal_id", "done_at", "id", "is_demo", "kind", "need_id", "next_activity_id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_for", "status", "subject", "updated_at", "version") VALUES (NEW."campaign_id", NEW."company_id", NEW."cooperative_id", NEW."created_at", NEW."deal_id", NEW."done_at", NEW."id", NEW."is_demo", NEW."kind", NEW."need_id", NEW."next_activity_id", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_for", NEW."status", NEW."subject", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="957fb440da741def11e2293214c31606d9b17821",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dcadb",
                    table="crm_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_activityevent" ("campaign_id", "company_id", "cooperative_id", "created_at", "deal_id", "done_at", "id", "is_demo", "kind", "need_id", "next_activity_id", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_for", "status", "subject", "updated_at", "version") VALUES (OLD."campaign_id", OLD."company_id", OLD."cooperative_id", OLD."created_at", OLD."deal_id", OLD."done_at", OLD."id", OLD."is_demo", OLD."kind", OLD."need_id", OLD."next_activity_id", OLD."outcome", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_for", OLD."status", OLD."subject", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="b2aa382afcd7c0ae8eb62d4f5aa2c24c50420980",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_af759",
                    table="crm_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealinvestor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_dealinvestorevent" ("amount", "company_id", "deal_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voting_percent") VALUES (NEW."amount", NEW."company_id", NEW."deal_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."voting_percent"); RETURN NULL;',
                    hash="ca3429dfec6842acc4cec9a66a9757b431142206",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_431d7",
                    table="crm_dealinvestor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealinvestor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "crm_dealinvestorevent" ("amount", "company_id", "deal_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voting_percent") VALUES (NEW."amount", NEW."company_id", NEW."deal_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."voting_percent"); RETURN NULL;',
                    hash="8a677b8f3b19b4dd90245c5d02ed3b45409ae940",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3f444",
                    table="crm_dealinvestor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dealinvestor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_dealinvestorevent" ("amount", "company_id", "deal_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voting_percent") VALUES (OLD."amount", OLD."company_id", OLD."deal_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."voting_percent"); RETURN NULL;',
                    hash="9b15b9e685cfea430c9f2e51dd9bf752848e7ffd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8da23",
                    table="crm_dealinvestor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_referralevent" ("agency_id", "company_id", "company_name", "corporate_number", "created_at", "id", "is_demo", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "updated_at", "version") VALUES (NEW."agency_id", NEW."company_id", NEW."company_name", NEW."corporate_number", NEW."created_at", NEW."id", NEW."is_demo", NEW."message", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."status", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="429c6c033580ffeb7a4f544c0cc784fcda7fdb1e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b8e91",
                    table="crm_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."company_name" IS DISTINCT FROM (NEW."company_name") OR OLD."corporate_number" IS DISTINCT FROM (NEW."corporate_number") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "crm_referralevent" ("agency_id", "company_id", "company_name", "corporate_number", "created_at", "id", "is_demo", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "updated_at", "version") VALUES (NEW."agency_id", NEW."company_id", NEW."company_name", NEW."corporate_number", NEW."created_at", NEW."id", NEW."is_demo", NEW."message", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."status", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="79faae2858504e4736e88a68e17ddebfe10c647b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_115f2",
                    table="crm_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_referralevent" ("agency_id", "company_id", "company_name", "corporate_number", "created_at", "id", "is_demo", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "updated_at", "version") VALUES (OLD."agency_id", OLD."company_id", OLD."company_name", OLD."corporate_number", OLD."created_at", OLD."id", OLD."is_demo", OLD."message", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."status", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="4f7a074565af779173e3fbb327b174476556398c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_db569",
                    table="crm_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="share",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_shareevent" ("agency_id", "company_id", "created_at", "deal_id", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_by_id", "until", "updated_at", "version") VALUES (NEW."agency_id", NEW."company_id", NEW."created_at", NEW."deal_id", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shared_by_id", NEW."until", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="4b09de954f41edc7c720768deeb6312419875480",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b3a80",
                    table="crm_share",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="share",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."deal_id" IS DISTINCT FROM (NEW."deal_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."shared_by_id" IS DISTINCT FROM (NEW."shared_by_id") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "crm_shareevent" ("agency_id", "company_id", "created_at", "deal_id", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_by_id", "until", "updated_at", "version") VALUES (NEW."agency_id", NEW."company_id", NEW."created_at", NEW."deal_id", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shared_by_id", NEW."until", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="bdc66fbc7f3e5dfba35ac985d9090be9e1c72f7f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17fd4",
                    table="crm_share",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="share",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_shareevent" ("agency_id", "company_id", "created_at", "deal_id", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_by_id", "until", "updated_at", "version") VALUES (OLD."agency_id", OLD."company_id", OLD."created_at", OLD."deal_id", OLD."id", OLD."is_demo", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shared_by_id", OLD."until", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="01ec0c4f50512eca08826b4cb85885bd057b10de",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bc533",
                    table="crm_share",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_dealevent" ("amount", "arrived_amount", "arrived_on", "closed_because", "cooperative_id", "created_at", "currency", "expected_on", "firm_id", "id", "is_demo", "jobs", "lost_to", "match_id", "mou_on", "need_id", "note", "notified_amount", "notified_on", "operating_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probability", "registered_on", "site_id", "site_visit_on", "stage_id", "stage_since", "status", "title", "updated_at", "version", "zone_id") VALUES (NEW."amount", NEW."arrived_amount", NEW."arrived_on", NEW."closed_because", NEW."cooperative_id", NEW."created_at", NEW."currency", NEW."expected_on", NEW."firm_id", NEW."id", NEW."is_demo", NEW."jobs", NEW."lost_to", NEW."match_id", NEW."mou_on", NEW."need_id", NEW."note", NEW."notified_amount", NEW."notified_on", NEW."operating_on", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."probability", NEW."registered_on", NEW."site_id", NEW."site_visit_on", NEW."stage_id", NEW."stage_since", NEW."status", NEW."title", NEW."updated_at", NEW."version", NEW."zone_id"); RETURN NULL;',
                    hash="6909b6709c0d3da9b380a45ad2f5ce911101e500",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce975",
                    table="crm_deal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."arrived_amount" IS DISTINCT FROM (NEW."arrived_amount") OR OLD."arrived_on" IS DISTINCT FROM (NEW."arrived_on") OR OLD."closed_because" IS DISTINCT FROM (NEW."closed_because") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."expected_on" IS DISTINCT FROM (NEW."expected_on") OR OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."jobs" IS DISTINCT FROM (NEW."jobs") OR OLD."lost_to" IS DISTINCT FROM (NEW."lost_to") OR OLD."match_id" IS DISTINCT FROM (NEW."match_id") OR OLD."mou_on" IS DISTINCT FROM (NEW."mou_on") OR OLD."need_id" IS DISTINCT FROM (NEW."need_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."notified_amount" IS DISTINCT FROM (NEW."notified_amount") OR OLD."notified_on" IS DISTINCT FROM (NEW."notified_on") OR OLD."operating_on" IS DISTINCT FROM (NEW."operating_on") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."probability" IS DISTINCT FROM (NEW."probability") OR OLD."registered_on" IS DISTINCT FROM (NEW."registered_on") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."site_visit_on" IS DISTINCT FROM (NEW."site_visit_on") OR OLD."stage_id" IS DISTINCT FROM (NEW."stage_id") OR OLD."stage_since" IS DISTINCT FROM (NEW."stage_since") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id"))',
                    func='INSERT INTO "crm_dealevent" ("amount", "arrived_amount", "arrived_on", "closed_because", "cooperative_id", "created_at", "currency", "expected_on", "firm_id", "id", "is_demo", "jobs", "lost_to", "match_id", "mou_on", "need_id", "note", "notified_amount", "notified_on", "operating_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probability", "registered_on", "site_id", "site_visit_on", "stage_id", "stage_since", "status", "title", "updated_at", "version", "zone_id") VALUES (NEW."amount", NEW."arrived_amount", NEW."arrived_on", NEW."closed_because", NEW."cooperative_id", NEW."created_at", NEW."currency", NEW."expected_on", NEW."firm_id", NEW."id", NEW."is_demo", NEW."jobs", NEW."lost_to", NEW."match_id", NEW."mou_on", NEW."need_id", NEW."note", NEW."notified_amount", NEW."notified_on", NEW."operating_on", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."probability", NEW."registered_on", NEW."site_id", NEW."site_visit_on", NEW."stage_id", NEW."stage_since", NEW."status", NEW."title", NEW."updated_at", NEW."version", NEW."zone_id"); RETURN NULL;',
                    hash="568cb3782dfca890e51e6c72f915a7b985b64531",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7a34",
                    table="crm_deal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_dealevent" ("amount", "arrived_amount", "arrived_on", "closed_because", "cooperative_id", "created_at", "currency", "expected_on", "firm_id", "id", "is_demo", "jobs", "lost_to", "match_id", "mou_on", "need_id", "note", "notified_amount", "notified_on", "operating_on", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probability", "registered_on", "site_id", "site_visit_on", "stage_id", "stage_since", "status", "title", "updated_at", "version", "zone_id") VALUES (OLD."amount", OLD."arrived_amount", OLD."arrived_on", OLD."closed_because", OLD."cooperative_id", OLD."created_at", OLD."currency", OLD."expected_on", OLD."firm_id", OLD."id", OLD."is_demo", OLD."jobs", OLD."lost_to", OLD."match_id", OLD."mou_on", OLD."need_id", OLD."note", OLD."notified_amount", OLD."notified_on", OLD."operating_on", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."probability", OLD."registered_on", OLD."site_id", OLD."site_visit_on", OLD."stage_id", OLD."stage_since", OLD."status", OLD."title", OLD."updated_at", OLD."version", OLD."zone_id"); RETURN NULL;',
                    hash="2d59e2a14c80a97f4a0ee6da69c6c6c3376e0c36",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a7aec",
                    table="crm_deal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_targetevent" ("created_at", "id", "is_demo", "metric", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "team_id", "updated_at", "user_id", "value", "version", "year") VALUES (NEW."created_at", NEW."id", NEW."is_demo", NEW."metric", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quarter", NEW."team_id", NEW."updated_at", NEW."user_id", NEW."value", NEW."version", NEW."year"); RETURN NULL;',
                    hash="4d6bc87554c94b62fe7e7c2053419cd1e7fb7d8e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_16ecf",
                    table="crm_target",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."metric" IS DISTINCT FROM (NEW."metric") OR OLD."quarter" IS DISTINCT FROM (NEW."quarter") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    func='INSERT INTO "crm_targetevent" ("created_at", "id", "is_demo", "metric", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "team_id", "updated_at", "user_id", "value", "version", "year") VALUES (NEW."created_at", NEW."id", NEW."is_demo", NEW."metric", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quarter", NEW."team_id", NEW."updated_at", NEW."user_id", NEW."value", NEW."version", NEW."year"); RETURN NULL;',
                    hash="05813c447ac009877592ca8b79e00405fff14882",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_50932",
                    table="crm_target",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="target",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_targetevent" ("created_at", "id", "is_demo", "metric", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "team_id", "updated_at", "user_id", "value", "version", "year") VALUES (OLD."created_at", OLD."id", OLD."is_demo", OLD."metric", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quarter", OLD."team_id", OLD."updated_at", OLD."user_id", OLD."value", OLD."version", OLD."year"); RETURN NULL;',
                    hash="2e07a0b1e55bbb4c39ecedb9b0d334115749f830",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6cdba",
                    table="crm_target",
                    when="AFTER",
                ),
            ),
        ),
    ]
