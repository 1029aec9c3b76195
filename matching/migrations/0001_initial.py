import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import prospects.models.record
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("prospects", "0002_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Firm",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                    "group_name",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="business group"
                    ),
                ),
                (
                    "ksic_code",
                    models.CharField(
                        blank=True, max_length=5, verbose_name="KSIC code"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "Korean firm",
                "verbose_name_plural": "Korean firms",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="firm_has_name",
                        violation_error_message="Give the name in at least one language.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FirmEvent",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                    "group_name",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="business group"
                    ),
                ),
                (
                    "ksic_code",
                    models.CharField(
                        blank=True, max_length=5, verbose_name="KSIC code"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                        to="matching.firm",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvestmentRule",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valid to"),
                ),
                ("key", models.SlugField(verbose_name="key")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="value"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("krw", "KRW"),
                            ("percent", "%"),
                            ("persons", "persons"),
                            ("usd", "USD"),
                        ],
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "investment rule",
                "verbose_name_plural": "investment rules",
                "ordering": ("key", "-valid_from"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "valid_from"), name="investmentrule_one_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="investmentrule_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvestmentZone",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valid to"),
                ),
                ("key", models.SlugField(unique=True, verbose_name="key")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complex", "foreign investment zone, complex type"),
                            ("individual", "foreign investment zone, individual type"),
                            ("service", "foreign investment zone, service type"),
                            ("materials_parts", "materials-and-parts complex"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "region",
                    models.CharField(blank=True, max_length=40, verbose_name="region"),
                ),
                (
                    "latitude",
                    models.FloatField(blank=True, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, null=True, verbose_name="longitude"),
                ),
                (
                    "minimum_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="least amount",
                    ),
                ),
                (
                    "minimum_currency",
                    models.CharField(blank=True, max_length=3, verbose_name="currency"),
                ),
                (
                    "condition_ko",
                    models.TextField(blank=True, verbose_name="condition (Korean)"),
                ),
                (
                    "condition_ja",
                    models.TextField(blank=True, verbose_name="condition (Japanese)"),
                ),
                (
                    "condition_en",
                    models.TextField(blank=True, verbose_name="condition (English)"),
                ),
            ],
            options={
                "verbose_name": "investment zone",
                "verbose_name_plural": "investment zones",
                "ordering": ("kind", "key"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="investmentzone_has_name",
                        violation_error_message="Give the name in at least one language.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvestmentZoneEvent",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                ("valid_from", models.DateField(verbose_name="valid from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="valid to"),
                ),
                ("key", models.SlugField(db_index=False, verbose_name="key")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complex", "foreign investment zone, complex type"),
                            ("individual", "foreign investment zone, individual type"),
                            ("service", "foreign investment zone, service type"),
                            ("materials_parts", "materials-and-parts complex"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "region",
                    models.CharField(blank=True, max_length=40, verbose_name="region"),
                ),
                (
                    "latitude",
                    models.FloatField(blank=True, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, null=True, verbose_name="longitude"),
                ),
                (
                    "minimum_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="least amount",
                    ),
                ),
                (
                    "minimum_currency",
                    models.CharField(blank=True, max_length=3, verbose_name="currency"),
                ),
                (
                    "condition_ko",
                    models.TextField(blank=True, verbose_name="condition (Korean)"),
                ),
                (
                    "condition_ja",
                    models.TextField(blank=True, verbose_name="condition (Japanese)"),
                ),
                (
                    "condition_en",
                    models.TextField(blank=True, verbose_name="condition (English)"),
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
                        to="matching.investmentzone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Match",
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
                ("score", models.FloatField(verbose_name="score")),
                ("confidence", models.FloatField(verbose_name="confidence")),
                (
                    "priority",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.Value(0.4),
                            "+",
                            django.db.models.expressions.CombinedExpression(
                                models.F("confidence"),
                                "*",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("score"), "-", models.Value(0.4)
                                ),
                            ),
                        ),
                        output_field=models.FloatField(),
                        verbose_name="priority",
                    ),
                ),
                (
                    "capability_part",
                    models.FloatField(
                        blank=True, null=True, verbose_name="capability fit"
                    ),
                ),
                (
                    "customer_part",
                    models.FloatField(
                        blank=True, null=True, verbose_name="customer tie"
                    ),
                ),
                (
                    "intent_part",
                    models.FloatField(
                        blank=True, null=True, verbose_name="expansion intent"
                    ),
                ),
                (
                    "capacity_part",
                    models.FloatField(blank=True, null=True, verbose_name="capacity"),
                ),
                (
                    "location_part",
                    models.FloatField(blank=True, null=True, verbose_name="location"),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("scored_at", models.DateTimeField(verbose_name="scored")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suggested", "suggested"),
                            ("shortlisted", "shortlisted"),
                            ("introduced", "introduced"),
                            ("in_talks", "in talks"),
                            ("converted", "converted"),
                            ("rejected", "rejected"),
                        ],
                        default="suggested",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="status since"
                    ),
                ),
                (
                    "rejected_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="rejected because"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ("-priority", "id"),
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("met", "met"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "materials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="materials",
                    ),
                ),
                (
                    "precision_um",
                    models.FloatField(
                        blank=True, null=True, verbose_name="tolerance needed (± µm)"
                    ),
                ),
                (
                    "size_max_mm",
                    models.FloatField(
                        blank=True, null=True, verbose_name="largest part (mm)"
                    ),
                ),
                (
                    "monthly_volume",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="volume (pieces a month)"
                    ),
                ),
                (
                    "start_on",
                    models.DateField(blank=True, null=True, verbose_name="start"),
                ),
                (
                    "localises_import",
                    models.BooleanField(
                        default=False, verbose_name="localises an import from Japan"
                    ),
                ),
                (
                    "suppliers_wanted",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="suppliers wanted"
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, verbose_name="description"),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="prospects.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "certificates",
                    models.ManyToManyField(
                        blank=True,
                        related_name="needs",
                        to="prospects.certificate",
                        verbose_name="certificates required",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="matching.firm",
                        verbose_name="Korean firm",
                    ),
                ),
            ],
            options={
                "verbose_name": "need",
                "verbose_name_plural": "needs",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="MatchCompanyNeedStatusRejectedBecauseScoreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suggested", "suggested"),
                            ("shortlisted", "shortlisted"),
                            ("introduced", "introduced"),
                            ("in_talks", "in talks"),
                            ("converted", "converted"),
                            ("rejected", "rejected"),
                        ],
                        default="suggested",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "rejected_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="rejected because"
                    ),
                ),
                ("score", models.FloatField(verbose_name="score")),
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
                        related_name="company_need_status_rejected_because_score_events",
                        to="matching.match",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.need",
                        verbose_name="need",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="match",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="matches",
                to="matching.need",
                verbose_name="need",
            ),
        ),
        migrations.CreateModel(
            name="Package",
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
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cooperative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="packages",
                        to="prospects.cooperative",
                        verbose_name="cooperative",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packages",
                        to="matching.need",
                        verbose_name="need",
                    ),
                ),
            ],
            options={
                "verbose_name": "package",
                "verbose_name_plural": "packages",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="PackageEvent",
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
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.need",
                        verbose_name="need",
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
                        to="matching.package",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackageMember",
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
                    "capability",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="package_members",
                        to="prospects.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="package_members",
                        to="prospects.company",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="package_members",
                        to="matching.package",
                    ),
                ),
            ],
            options={
                "verbose_name": "package member",
                "verbose_name_plural": "package members",
                "ordering": ("package", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "company", "capability"),
                        name="packagemember_unique",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="package",
            name="companies",
            field=models.ManyToManyField(
                related_name="packages",
                through="matching.PackageMember",
                to="prospects.company",
            ),
        ),
        migrations.CreateModel(
            name="Site",
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
                ("region", models.CharField(max_length=40, verbose_name="region")),
                (
                    "city",
                    models.CharField(blank=True, max_length=60, verbose_name="city"),
                ),
                (
                    "latitude",
                    models.FloatField(blank=True, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, null=True, verbose_name="longitude"),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sites",
                        to="matching.firm",
                        verbose_name="Korean firm",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sites",
                        to="matching.investmentzone",
                        verbose_name="investment zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "ordering": ("firm", "region", "city"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="site_has_name",
                        violation_error_message="Give the name in at least one language.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedEvent",
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
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("met", "met"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "materials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="materials",
                    ),
                ),
                (
                    "precision_um",
                    models.FloatField(
                        blank=True, null=True, verbose_name="tolerance needed (± µm)"
                    ),
                ),
                (
                    "size_max_mm",
                    models.FloatField(
                        blank=True, null=True, verbose_name="largest part (mm)"
                    ),
                ),
                (
                    "monthly_volume",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="volume (pieces a month)"
                    ),
                ),
                (
                    "start_on",
                    models.DateField(blank=True, null=True, verbose_name="start"),
                ),
                (
                    "localises_import",
                    models.BooleanField(
                        default=False, verbose_name="localises an import from Japan"
                    ),
                ),
                (
                    "suppliers_wanted",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="suppliers wanted"
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, verbose_name="description"),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.firm",
                        verbose_name="Korean firm",
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
                        to="matching.need",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="need",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="needs",
                to="matching.site",
                verbose_name="site",
            ),
        ),
        migrations.CreateModel(
            name="SiteEvent",
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
                ("region", models.CharField(max_length=40, verbose_name="region")),
                (
                    "city",
                    models.CharField(blank=True, max_length=60, verbose_name="city"),
                ),
                (
                    "latitude",
                    models.FloatField(blank=True, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, null=True, verbose_name="longitude"),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.firm",
                        verbose_name="Korean firm",
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
                        to="matching.site",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WeightProfile",
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
                    "revision",
                    models.PositiveIntegerField(unique=True, verbose_name="revision"),
                ),
                (
                    "capability",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="capability fit",
                    ),
                ),
                (
                    "customer",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="customer tie",
                    ),
                ),
                (
                    "intent",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="expansion intent",
                    ),
                ),
                (
                    "capacity",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="capacity",
                    ),
                ),
                (
                    "location",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="location",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(default=False, verbose_name="in use"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="note"),
                ),
            ],
            options={
                "verbose_name": "weight profile",
                "verbose_name_plural": "weight profiles",
                "ordering": ("-revision",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("is_active",),
                        name="weightprofile_one_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capability__gte", 0),
                            ("capacity__gte", 0),
                            ("customer__gte", 0),
                            ("intent__gte", 0),
                            ("location__gte", 0),
                        ),
                        name="weightprofile_no_negative_weight",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "capability__gt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("customer"),
                                                "*",
                                                models.Value(-1),
                                            ),
                                            "-",
                                            models.F("intent"),
                                        ),
                                        "-",
                                        models.F("capacity"),
                                    ),
                                    "-",
                                    models.F("location"),
                                ),
                            )
                        ),
                        name="weightprofile_weights_sum_positive",
                        violation_error_message="At least one weight must be above zero.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="match",
            name="profile",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matches",
                to="matching.weightprofile",
                verbose_name="weight profile",
            ),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_ja", ""), ("name_ko", ""), ("name_en", ""), _negated=True
                ),
                name="package_has_name",
                violation_error_message="Give the name in at least one language.",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["status", "-id"], name="need_status"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_ja", ""), ("name_ko", ""), ("name_en", ""), _negated=True
                ),
                name="need_has_name",
                violation_error_message="Give the name in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("precision_um__isnull", True),
                    ("precision_um__gt", 0),
                    _connector="OR",
                ),
                name="need_precision_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("suppliers_wanted__gte", 1)),
                name="need_suppliers_at_least_one",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                fields=["need", "-priority", "id"], name="match_need_rank"
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                fields=["company", "-priority", "id"], name="match_company_rank"
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["-priority", "id"], name="match_rank"),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                fields=("company", "need"), name="match_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confidence__range", (0, 1)), ("score__range", (0, 1))
                ),
                name="match_score_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "rejected"), _negated=True),
                    models.Q(("rejected_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="match_rejected_with_reason",
                violation_error_message="Say why the match is rejected.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_firmevent" ("as_of", "created_at", "group_name", "id", "is_demo", "ksic_code", "name_en", "name_ja", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "version", "website") VALUES (NEW."as_of", NEW."created_at", NEW."group_name", NEW."id", NEW."is_demo", NEW."ksic_code", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="e5eb395043c41a2f343a33cb66bcd5ab663e9396",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_59f33",
                    table="matching_firm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."group_name" IS DISTINCT FROM (NEW."group_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."ksic_code" IS DISTINCT FROM (NEW."ksic_code") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "matching_firmevent" ("as_of", "created_at", "group_name", "id", "is_demo", "ksic_code", "name_en", "name_ja", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "version", "website") VALUES (NEW."as_of", NEW."created_at", NEW."group_name", NEW."id", NEW."is_demo", NEW."ksic_code", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="f8d7fd86f28847be6dd86a0adaa2b8628d3f5ba5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_778ed",
                    table="matching_firm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firm",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_firmevent" ("as_of", "created_at", "group_name", "id", "is_demo", "ksic_code", "name_en", "name_ja", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "version", "website") VALUES (OLD."as_of", OLD."created_at", OLD."group_name", OLD."id", OLD."is_demo", OLD."ksic_code", OLD."name_en", OLD."name_ja", OLD."name_ko", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."updated_at", OLD."version", OLD."website"); RETURN NULL;',
                    hash="4949a77966700ec79159e2c33c7747c1492006ab",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_83ea2",
                    table="matching_firm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="investmentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_investmentzoneevent" ("as_of", "condition_en", "condition_ja", "condition_ko", "created_at", "id", "is_demo", "key", "kind", "latitude", "longitude", "minimum_amount", "minimum_currency", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "source", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."as_of", NEW."condition_en", NEW."condition_ja", NEW."condition_ko", NEW."created_at", NEW."id", NEW."is_demo", NEW."key", NEW."kind", NEW."latitude", NEW."longitude", NEW."minimum_amount", NEW."minimum_currency", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region", NEW."source", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="c2f604166dcfebede1f6c78d4fc04a84dd3f3de8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d673e",
                    table="matching_investmentzone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="investmentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."condition_en" IS DISTINCT FROM (NEW."condition_en") OR OLD."condition_ja" IS DISTINCT FROM (NEW."condition_ja") OR OLD."condition_ko" IS DISTINCT FROM (NEW."condition_ko") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."minimum_amount" IS DISTINCT FROM (NEW."minimum_amount") OR OLD."minimum_currency" IS DISTINCT FROM (NEW."minimum_currency") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "matching_investmentzoneevent" ("as_of", "condition_en", "condition_ja", "condition_ko", "created_at", "id", "is_demo", "key", "kind", "latitude", "longitude", "minimum_amount", "minimum_currency", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "source", "updated_at", "valid_from", "valid_to", "version") VALUES (NEW."as_of", NEW."condition_en", NEW."condition_ja", NEW."condition_ko", NEW."created_at", NEW."id", NEW."is_demo", NEW."key", NEW."kind", NEW."latitude", NEW."longitude", NEW."minimum_amount", NEW."minimum_currency", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region", NEW."source", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="4f8a6de4f0d0cc15ea9a7250e5077a567fb071bb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_508e4",
                    table="matching_investmentzone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="investmentzone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_investmentzoneevent" ("as_of", "condition_en", "condition_ja", "condition_ko", "created_at", "id", "is_demo", "key", "kind", "latitude", "longitude", "minimum_amount", "minimum_currency", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "source", "updated_at", "valid_from", "valid_to", "version") VALUES (OLD."as_of", OLD."condition_en", OLD."condition_ja", OLD."condition_ko", OLD."created_at", OLD."id", OLD."is_demo", OLD."key", OLD."kind", OLD."latitude", OLD."longitude", OLD."minimum_amount", OLD."minimum_currency", OLD."name_en", OLD."name_ja", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region", OLD."source", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                    hash="9fcee71a45f44c0b30f63310778fc17ee5aa26e1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0261d",
                    table="matching_investmentzone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_packageevent" ("cooperative_id", "created_at", "id", "is_demo", "name_en", "name_ja", "name_ko", "need_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (NEW."cooperative_id", NEW."created_at", NEW."id", NEW."is_demo", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."need_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="5a3a8dfd447526cbe3adaaefc5ea0c0305df12b2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3764d",
                    table="matching_package",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."need_id" IS DISTINCT FROM (NEW."need_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "matching_packageevent" ("cooperative_id", "created_at", "id", "is_demo", "name_en", "name_ja", "name_ko", "need_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (NEW."cooperative_id", NEW."created_at", NEW."id", NEW."is_demo", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."need_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="54146230cce57f80d9bfb1d942aead9a2bbd7eae",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cdb9c",
                    table="matching_package",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_packageevent" ("cooperative_id", "created_at", "id", "is_demo", "name_en", "name_ja", "name_ko", "need_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at", "version") VALUES (OLD."cooperative_id", OLD."created_at", OLD."id", OLD."is_demo", OLD."name_en", OLD."name_ja", OLD."name_ko", OLD."need_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="55943c94dbcad842ac31c71e2caad1516ece2123",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_15edf",
                    table="matching_package",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_siteevent" ("city", "created_at", "firm_id", "id", "is_demo", "latitude", "longitude", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "updated_at", "version", "zone_id") VALUES (NEW."city", NEW."created_at", NEW."firm_id", NEW."id", NEW."is_demo", NEW."latitude", NEW."longitude", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region", NEW."updated_at", NEW."version", NEW."zone_id"); RETURN NULL;',
                    hash="11807b6d757da44a7f358a4051e50f4e6f5d7163",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_495dc",
                    table="matching_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id"))',
                    func='INSERT INTO "matching_siteevent" ("city", "created_at", "firm_id", "id", "is_demo", "latitude", "longitude", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "updated_at", "version", "zone_id") VALUES (NEW."city", NEW."created_at", NEW."firm_id", NEW."id", NEW."is_demo", NEW."latitude", NEW."longitude", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region", NEW."updated_at", NEW."version", NEW."zone_id"); RETURN NULL;',
                    hash="7cde02efcd4a4c8b7303c7b6b2f9f21de12dee6e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9a416",
                    table="matching_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_siteevent" ("city", "created_at", "firm_id", "id", "is_demo", "latitude", "longitude", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "updated_at", "version", "zone_id") VALUES (OLD."city", OLD."created_at", OLD."firm_id", OLD."id", OLD."is_demo", OLD."latitude", OLD."longitude", OLD."name_en", OLD."name_ja", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region", OLD."updated_at", OLD."version", OLD."zone_id"); RETURN NULL;',
                    hash="6498072318068adbcb95da2e73df22c4e6b186a7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_55989",
                    table="matching_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_needevent" ("as_of", "capability_id", "created_at", "description", "firm_id", "id", "is_demo", "localises_import", "materials", "monthly_volume", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision_um", "site_id", "size_max_mm", "source", "start_on", "status", "suppliers_wanted", "updated_at", "version") VALUES (NEW."as_of", NEW."capability_id", NEW."created_at", NEW."description", NEW."firm_id", NEW."id", NEW."is_demo", NEW."localises_import", NEW."materials", NEW."monthly_volume", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision_um", NEW."site_id", NEW."size_max_mm", NEW."source", NEW."start_on", NEW."status", NEW."suppliers_wanted", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="62ffe41d01699addef5d02a38ab768b421921ebc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d846d",
                    table="matching_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."capability_id" IS DISTINCT FROM (NEW."capability_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."firm_id" IS DISTINCT FROM (NEW."firm_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."localises_import" IS DISTINCT FROM (NEW."localises_import") OR OLD."materials" IS DISTINCT FROM (NEW."materials") OR OLD."monthly_volume" IS DISTINCT FROM (NEW."monthly_volume") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."precision_um" IS DISTINCT FROM (NEW."precision_um") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."size_max_mm" IS DISTINCT FROM (NEW."size_max_mm") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."start_on" IS DISTINCT FROM (NEW."start_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."suppliers_wanted" IS DISTINCT FROM (NEW."suppliers_wanted") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "matching_needevent" ("as_of", "capability_id", "created_at", "description", "firm_id", "id", "is_demo", "localises_import", "materials", "monthly_volume", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision_um", "site_id", "size_max_mm", "source", "start_on", "status", "suppliers_wanted", "updated_at", "version") VALUES (NEW."as_of", NEW."capability_id", NEW."created_at", NEW."description", NEW."firm_id", NEW."id", NEW."is_demo", NEW."localises_import", NEW."materials", NEW."monthly_volume", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision_um", NEW."site_id", NEW."size_max_mm", NEW."source", NEW."start_on", NEW."status", NEW."suppliers_wanted", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="33b49bf153a8eb9bce2f999e340f41f7712c5da3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d583",
                    table="matching_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="need",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_needevent" ("as_of", "capability_id", "created_at", "description", "firm_id", "id", "is_demo", "localises_import", "materials", "monthly_volume", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision_um", "site_id", "size_max_mm", "source", "start_on", "status", "suppliers_wanted", "updated_at", "version") VALUES (OLD."as_of", OLD."capability_id", OLD."created_at", OLD."description", OLD."firm_id", OLD."id", OLD."is_demo", OLD."localises_import", OLD."materials", OLD."monthly_volume", OLD."name_en", OLD."name_ja", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision_um", OLD."site_id", OLD."size_max_mm", OLD."source", OLD."start_on", OLD."status", OLD."suppliers_wanted", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="ebd749c9e92b8349cdebed74821c560dba309af1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7c473",
                    table="matching_need",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."rejected_because" IS DISTINCT FROM (NEW."rejected_because") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func='INSERT INTO "matching_matchcompanyneedstatusrejectedbecausescoreevent" ("company_id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejected_because", "score", "status") VALUES (NEW."company_id", NEW."need_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rejected_because", NEW."score", NEW."status"); RETURN NULL;',
                    hash="49af42a2d02aa1e8207623fca51b3792ca8a0ba6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_93729",
                    table="matching_match",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="match",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"status\" = 'suggested'))",
                    func='INSERT INTO "matching_matchcompanyneedstatusrejectedbecausescoreevent" ("company_id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rejected_because", "score", "status") VALUES (OLD."company_id", OLD."need_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rejected_because", OLD."score", OLD."status"); RETURN NULL;',
                    hash="fcbde077fce4418683c13a0e1b62b12e2db4c273",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9ec03",
                    table="matching_match",
                    when="AFTER",
                ),
            ),
        ),
    ]
