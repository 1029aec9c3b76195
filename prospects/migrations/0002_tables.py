import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import prospects.models.company
import prospects.models.record
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("prospects", "0001_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
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
                    "key",
                    models.SlugField(
                        primary_key=True, serialize=False, verbose_name="key"
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ("key",),
            },
        ),
        migrations.CreateModel(
            name="Capability",
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
                ("key", models.SlugField(unique=True, verbose_name="key")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="position"
                    ),
                ),
                (
                    "synonyms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="synonyms",
                    ),
                ),
                (
                    "jsic_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="JSIC codes",
                    ),
                ),
                (
                    "ksic_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="KSIC codes",
                    ),
                ),
                (
                    "root_class",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="root industry class"
                    ),
                ),
                (
                    "root_technology",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="root technology"
                    ),
                ),
                (
                    "monozukuri_field",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="monozukuri field"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="prospects.capability",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "capability",
                "verbose_name_plural": "capabilities",
                "ordering": ("position", "key"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="capability_has_name",
                        violation_error_message="Give the name in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="capability_not_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapabilityEvent",
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
                ("key", models.SlugField(db_index=False, verbose_name="key")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="position"
                    ),
                ),
                (
                    "synonyms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="synonyms",
                    ),
                ),
                (
                    "jsic_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="JSIC codes",
                    ),
                ),
                (
                    "ksic_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="KSIC codes",
                    ),
                ),
                (
                    "root_class",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="root industry class"
                    ),
                ),
                (
                    "root_technology",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="root technology"
                    ),
                ),
                (
                    "monozukuri_field",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="monozukuri field"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.capability",
                        verbose_name="parent",
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
                        to="prospects.capability",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Cluster",
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
                ("key", models.SlugField(unique=True, verbose_name="key")),
                (
                    "prefecture_ja",
                    models.CharField(max_length=20, verbose_name="prefecture"),
                ),
                (
                    "municipality_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        size=None,
                        verbose_name="municipality codes",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                (
                    "speciality_ja",
                    models.TextField(blank=True, verbose_name="speciality (Japanese)"),
                ),
                (
                    "speciality_ko",
                    models.TextField(blank=True, verbose_name="speciality (Korean)"),
                ),
                (
                    "speciality_en",
                    models.TextField(blank=True, verbose_name="speciality (English)"),
                ),
            ],
            options={
                "verbose_name": "cluster",
                "verbose_name_plural": "clusters",
                "ordering": ("key",),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["municipality_codes"], name="cluster_municipality_gin"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="cluster_has_name",
                        violation_error_message="Give the name in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__range", (-90, 90)),
                            ("longitude__range", (-180, 180)),
                        ),
                        name="cluster_coordinates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClusterCensus",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="census year"
                    ),
                ),
                (
                    "min_employees",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="size threshold (employees)"
                    ),
                ),
                (
                    "factories",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="factories"
                    ),
                ),
                (
                    "change_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="change (%)",
                    ),
                ),
                (
                    "change_years",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="over years"
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="census",
                        to="prospects.cluster",
                    ),
                ),
            ],
            options={
                "verbose_name": "census figure",
                "verbose_name_plural": "census figures",
                "ordering": ("cluster", "min_employees", "year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cluster", "min_employees", "year", "source"),
                        name="clustercensus_one_per_year",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("factories__isnull", False),
                            models.Q(
                                ("change_percent__isnull", False),
                                ("change_years__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clustercensus_count_or_change",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClusterEvent",
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
                ("key", models.SlugField(db_index=False, verbose_name="key")),
                (
                    "prefecture_ja",
                    models.CharField(max_length=20, verbose_name="prefecture"),
                ),
                (
                    "municipality_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        size=None,
                        verbose_name="municipality codes",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="latitude")),
                ("longitude", models.FloatField(verbose_name="longitude")),
                (
                    "speciality_ja",
                    models.TextField(blank=True, verbose_name="speciality (Japanese)"),
                ),
                (
                    "speciality_ko",
                    models.TextField(blank=True, verbose_name="speciality (Korean)"),
                ),
                (
                    "speciality_en",
                    models.TextField(blank=True, verbose_name="speciality (English)"),
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
                        to="prospects.cluster",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Company",
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
                    "corporate_number",
                    models.CharField(
                        blank=True,
                        max_length=13,
                        null=True,
                        unique=True,
                        verbose_name="corporate number",
                    ),
                ),
                (
                    "registration",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("closed", "closed"),
                            ("merged", "merged away"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="registration",
                    ),
                ),
                (
                    "name_kana",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reading (kana)"
                    ),
                ),
                (
                    "municipality_code",
                    models.CharField(
                        blank=True, max_length=5, verbose_name="municipality code"
                    ),
                ),
                (
                    "prefecture",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="prefecture"
                    ),
                ),
                (
                    "city",
                    models.CharField(blank=True, max_length=60, verbose_name="city"),
                ),
                (
                    "street",
                    models.CharField(blank=True, max_length=300, verbose_name="street"),
                ),
                (
                    "postcode",
                    models.CharField(blank=True, max_length=7, verbose_name="postcode"),
                ),
                (
                    "jsic_code",
                    models.CharField(
                        blank=True, max_length=4, verbose_name="JSIC code"
                    ),
                ),
                (
                    "founded_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="founded"
                    ),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="employees"
                    ),
                ),
                (
                    "capital_jpy",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="capital (JPY)"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="phone"),
                ),
                (
                    "products",
                    models.TextField(blank=True, verbose_name="products and strengths"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="companies",
                        to="prospects.cluster",
                        verbose_name="cluster",
                    ),
                ),
            ],
            options={
                "verbose_name": "company",
                "verbose_name_plural": "companies",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="CompanyCapability",
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
                        blank=True, null=True, verbose_name="tolerance (± µm)"
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
                        blank=True, null=True, verbose_name="capacity (pieces a month)"
                    ),
                ),
                (
                    "equipment",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="equipment"
                    ),
                ),
                (
                    "capability",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="company_capabilities",
                        to="prospects.capability",
                        verbose_name="capability",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="company_capabilities",
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "capability of a company",
                "verbose_name_plural": "capabilities of companies",
                "ordering": ("company", "capability"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "capability"),
                        name="companycapability_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("precision_um__isnull", True),
                            ("precision_um__gt", 0),
                            _connector="OR",
                        ),
                        name="companycapability_precision_positive",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="company",
            name="capabilities",
            field=models.ManyToManyField(
                related_name="companies",
                through="prospects.CompanyCapability",
                to="prospects.capability",
            ),
        ),
        migrations.CreateModel(
            name="CompanyCapabilityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "source",
                    models.CharField(blank=True, max_length=300, verbose_name="source"),
                ),
                (
                    "as_of",
                    models.DateField(blank=True, null=True, verbose_name="as of"),
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
                        blank=True, null=True, verbose_name="tolerance (± µm)"
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
                        blank=True, null=True, verbose_name="capacity (pieces a month)"
                    ),
                ),
                (
                    "equipment",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="equipment"
                    ),
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
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
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
                        to="prospects.companycapability",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompanyCertificate",
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
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="company_certificates",
                        to="prospects.certificate",
                        verbose_name="certificate",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="company_certificates",
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate held",
                "verbose_name_plural": "certificates held",
                "ordering": ("company", "certificate"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "certificate"),
                        name="companycertificate_unique",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="company",
            name="certificates",
            field=models.ManyToManyField(
                related_name="companies",
                through="prospects.CompanyCertificate",
                to="prospects.certificate",
            ),
        ),
        migrations.CreateModel(
            name="CompanyCustomer",
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
                ("name", models.CharField(max_length=200, verbose_name="customer")),
                (
                    "share_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of sales (%)",
                    ),
                ),
                (
                    "trend",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("growing", "growing"),
                            ("steady", "steady"),
                            ("shrinking", "shrinking"),
                            ("lost", "lost"),
                        ],
                        max_length=10,
                        verbose_name="trend",
                    ),
                ),
                (
                    "moved_to",
                    models.CharField(
                        blank=True, max_length=2, verbose_name="moved to (country)"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="customers",
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "ordering": ("company", "-share_percent"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "name"), name="companycustomer_one_per_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_percent__isnull", True),
                            ("share_percent__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="companycustomer_share_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyEvent",
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
                    "corporate_number",
                    models.CharField(
                        blank=True,
                        max_length=13,
                        null=True,
                        verbose_name="corporate number",
                    ),
                ),
                (
                    "registration",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("closed", "closed"),
                            ("merged", "merged away"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="registration",
                    ),
                ),
                (
                    "name_kana",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reading (kana)"
                    ),
                ),
                (
                    "municipality_code",
                    models.CharField(
                        blank=True, max_length=5, verbose_name="municipality code"
                    ),
                ),
                (
                    "prefecture",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="prefecture"
                    ),
                ),
                (
                    "city",
                    models.CharField(blank=True, max_length=60, verbose_name="city"),
                ),
                (
                    "street",
                    models.CharField(blank=True, max_length=300, verbose_name="street"),
                ),
                (
                    "postcode",
                    models.CharField(blank=True, max_length=7, verbose_name="postcode"),
                ),
                (
                    "jsic_code",
                    models.CharField(
                        blank=True, max_length=4, verbose_name="JSIC code"
                    ),
                ),
                (
                    "founded_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="founded"
                    ),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="employees"
                    ),
                ),
                (
                    "capital_jpy",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="capital (JPY)"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="phone"),
                ),
                (
                    "products",
                    models.TextField(blank=True, verbose_name="products and strengths"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompanyFinancials",
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
                    "fiscal_year",
                    models.PositiveSmallIntegerField(verbose_name="fiscal year"),
                ),
                (
                    "sales_jpy",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="sales (JPY)"
                    ),
                ),
                (
                    "operating_profit_jpy",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="operating profit (JPY)"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="financials",
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "financial year",
                "verbose_name_plural": "financial years",
                "ordering": ("company", "-fiscal_year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "fiscal_year"),
                        name="companyfinancials_one_per_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "name_kana",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="reading (kana)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=100, verbose_name="title"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="phone"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ja", "Japanese"),
                            ("ko", "Korean"),
                            ("en", "English"),
                        ],
                        default="ja",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "is_primary",
                    models.BooleanField(default=False, verbose_name="first contact"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="prospects.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ("-is_primary", "name"),
            },
        ),
        migrations.CreateModel(
            name="Cooperative",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("cooperative", "business cooperative"),
                            ("association", "industry association"),
                        ],
                        default="cooperative",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "corporate_number",
                    models.CharField(
                        blank=True,
                        max_length=13,
                        null=True,
                        unique=True,
                        verbose_name="corporate number",
                    ),
                ),
                (
                    "founded_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="founded"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperatives",
                        to="prospects.cluster",
                        verbose_name="cluster",
                    ),
                ),
            ],
            options={
                "verbose_name": "cooperative",
                "verbose_name_plural": "cooperatives",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ContactEvent",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "name_kana",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="reading (kana)"
                    ),
                ),
                (
                    "name_ko",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="name (Korean)"
                    ),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=100, verbose_name="title"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="phone"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ja", "Japanese"),
                            ("ko", "Korean"),
                            ("en", "English"),
                        ],
                        default="ja",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "is_primary",
                    models.BooleanField(default=False, verbose_name="first contact"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                        to="prospects.contact",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="cooperative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contacts",
                to="prospects.cooperative",
                verbose_name="cooperative",
            ),
        ),
        migrations.CreateModel(
            name="CooperativeEvent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("cooperative", "business cooperative"),
                            ("association", "industry association"),
                        ],
                        default="cooperative",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "corporate_number",
                    models.CharField(
                        blank=True,
                        max_length=13,
                        null=True,
                        verbose_name="corporate number",
                    ),
                ),
                (
                    "founded_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="founded"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                        to="prospects.cooperative",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeMembership",
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
                    "role",
                    models.CharField(blank=True, max_length=60, verbose_name="role"),
                ),
                (
                    "since",
                    models.DateField(
                        blank=True, null=True, verbose_name="member since"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="prospects.company",
                    ),
                ),
                (
                    "cooperative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="prospects.cooperative",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ("cooperative", "company"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cooperative", "company"),
                        name="cooperativemembership_unique",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="cooperative",
            name="members",
            field=models.ManyToManyField(
                related_name="cooperatives",
                through="prospects.CooperativeMembership",
                to="prospects.company",
            ),
        ),
        migrations.CreateModel(
            name="CooperativeMembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(blank=True, max_length=60, verbose_name="role"),
                ),
                (
                    "since",
                    models.DateField(
                        blank=True, null=True, verbose_name="member since"
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
                    ),
                ),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.cooperative",
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
                        to="prospects.cooperativemembership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExpansionIntent",
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
                    "target_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="target countries",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alone", "alone"),
                            ("group", "in a group"),
                            ("accompanying", "accompanying a large firm"),
                        ],
                        max_length=15,
                        verbose_name="mode",
                    ),
                ),
                (
                    "horizon_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="horizon (months)"
                    ),
                ),
                (
                    "budget_jpy",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="budget (JPY)"
                    ),
                ),
                (
                    "keeps_home_base",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="keeps the home base"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intent",
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "expansion intent",
                "verbose_name_plural": "expansion intents",
            },
        ),
        migrations.CreateModel(
            name="ExpansionIntentEvent",
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
                    "target_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="target countries",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alone", "alone"),
                            ("group", "in a group"),
                            ("accompanying", "accompanying a large firm"),
                        ],
                        max_length=15,
                        verbose_name="mode",
                    ),
                ),
                (
                    "horizon_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="horizon (months)"
                    ),
                ),
                (
                    "budget_jpy",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="budget (JPY)"
                    ),
                ),
                (
                    "keeps_home_base",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="keeps the home base"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.company",
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
                        to="prospects.expansionintent",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupPlan",
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
                    "target_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="target countries",
                    ),
                ),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("shared_park", "one industrial park entered together"),
                                ("subdivided_land", "land bought and subdivided"),
                                ("rental_factory", "rental factories"),
                                (
                                    "members_cooperate",
                                    "members cooperate, each on its own site",
                                ),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="form",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("considering", "considering"),
                            ("inspecting", "inspecting"),
                            ("decided", "decided"),
                            ("moving", "moving"),
                            ("settled", "settled"),
                            ("dropped", "dropped"),
                        ],
                        max_length=15,
                        verbose_name="stage",
                    ),
                ),
                (
                    "keeps_home_base",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="keeps the home base"
                    ),
                ),
                (
                    "decision_due",
                    models.DateField(
                        blank=True, null=True, verbose_name="decision due"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cooperative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="prospects.cooperative",
                    ),
                ),
            ],
            options={
                "verbose_name": "group plan",
                "verbose_name_plural": "group plans",
                "ordering": ("cooperative", "-id"),
            },
        ),
        migrations.CreateModel(
            name="GroupPlanEvent",
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
                    "target_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="target countries",
                    ),
                ),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("shared_park", "one industrial park entered together"),
                                ("subdivided_land", "land bought and subdivided"),
                                ("rental_factory", "rental factories"),
                                (
                                    "members_cooperate",
                                    "members cooperate, each on its own site",
                                ),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="form",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("considering", "considering"),
                            ("inspecting", "inspecting"),
                            ("decided", "decided"),
                            ("moving", "moving"),
                            ("settled", "settled"),
                            ("dropped", "dropped"),
                        ],
                        max_length=15,
                        verbose_name="stage",
                    ),
                ),
                (
                    "keeps_home_base",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="keeps the home base"
                    ),
                ),
                (
                    "decision_due",
                    models.DateField(
                        blank=True, null=True, verbose_name="decision due"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "cooperative",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prospects.cooperative",
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
                        to="prospects.groupplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HostCountry",
            fields=[
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
                    "code",
                    models.CharField(
                        max_length=2,
                        primary_key=True,
                        serialize=False,
                        verbose_name="code",
                    ),
                ),
                (
                    "is_rival",
                    models.BooleanField(default=True, verbose_name="rival of Korea"),
                ),
                ("note_ko", models.TextField(blank=True, verbose_name="note (Korean)")),
                (
                    "note_ja",
                    models.TextField(blank=True, verbose_name="note (Japanese)"),
                ),
                (
                    "note_en",
                    models.TextField(blank=True, verbose_name="note (English)"),
                ),
            ],
            options={
                "verbose_name": "host country",
                "verbose_name_plural": "host countries",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2}$")),
                        name="hostcountry_code_iso",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OverseasBase",
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
                ("country", models.CharField(max_length=2, verbose_name="country")),
                (
                    "city",
                    models.CharField(blank=True, max_length=60, verbose_name="city"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("factory", "factory"),
                            ("sales", "sales office"),
                            ("joint_venture", "joint venture"),
                            ("purchasing", "purchasing office"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "since_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="since"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overseas_bases",
                        to="prospects.company",
                    ),
                ),
            ],
            options={
                "verbose_name": "overseas base",
                "verbose_name_plural": "overseas bases",
                "ordering": ("company", "country", "since_year"),
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "sequence_number",
                    models.PositiveIntegerField(verbose_name="sequence number"),
                ),
                (
                    "corporate_number",
                    models.CharField(
                        max_length=13,
                        primary_key=True,
                        serialize=False,
                        verbose_name="corporate number",
                    ),
                ),
                (
                    "process",
                    models.CharField(
                        choices=[
                            ("01", "newly registered"),
                            ("11", "name changed"),
                            ("12", "address in Japan changed"),
                            ("13", "address abroad changed"),
                            ("21", "registration closed"),
                            ("22", "registration restored"),
                            ("71", "absorbed another company"),
                            ("72", "merger void"),
                            ("81", "trade name struck"),
                            ("99", "deleted"),
                        ],
                        max_length=2,
                        verbose_name="process",
                    ),
                ),
                ("is_correction", models.BooleanField(verbose_name="correction")),
                ("update_date", models.DateField(verbose_name="updated on")),
                ("change_date", models.DateField(null=True, verbose_name="changed on")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "name_image_id",
                    models.CharField(max_length=8, verbose_name="image of the name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("101", "state body"),
                            ("201", "local government"),
                            ("301", "stock company (株式会社)"),
                            ("302", "limited company (有限会社)"),
                            ("303", "general partnership (合名会社)"),
                            ("304", "limited partnership (合資会社)"),
                            ("305", "limited liability company (合同会社)"),
                            ("399", "other registered body, such as a cooperative"),
                            ("401", "foreign company"),
                            ("499", "other body"),
                        ],
                        max_length=3,
                        verbose_name="kind",
                    ),
                ),
                (
                    "prefecture",
                    models.CharField(max_length=10, verbose_name="prefecture"),
                ),
                ("city", models.CharField(max_length=20, verbose_name="city")),
                ("street", models.CharField(max_length=300, verbose_name="street")),
                (
                    "address_image_id",
                    models.CharField(max_length=8, verbose_name="image of the address"),
                ),
                (
                    "prefecture_code",
                    models.CharField(max_length=2, verbose_name="prefecture code"),
                ),
                ("city_code", models.CharField(max_length=3, verbose_name="city code")),
                ("postcode", models.CharField(max_length=7, verbose_name="postcode")),
                (
                    "address_abroad",
                    models.CharField(max_length=300, verbose_name="address abroad"),
                ),
                (
                    "address_abroad_image_id",
                    models.CharField(
                        max_length=8, verbose_name="image of the address abroad"
                    ),
                ),
                ("close_date", models.DateField(null=True, verbose_name="closed on")),
                (
                    "close_cause",
                    models.CharField(
                        choices=[
                            ("01", "liquidation"),
                            ("11", "merger"),
                            ("21", "closed by the registrar"),
                            ("31", "other"),
                        ],
                        max_length=2,
                        verbose_name="cause of closing",
                    ),
                ),
                (
                    "successor_number",
                    models.CharField(max_length=13, verbose_name="successor"),
                ),
                (
                    "change_cause",
                    models.CharField(
                        max_length=500, verbose_name="details of the change"
                    ),
                ),
                (
                    "assignment_date",
                    models.DateField(null=True, verbose_name="number assigned on"),
                ),
                ("is_latest", models.BooleanField(verbose_name="latest state")),
                (
                    "name_en",
                    models.CharField(max_length=300, verbose_name="name (English)"),
                ),
                (
                    "prefecture_en",
                    models.CharField(max_length=9, verbose_name="prefecture (English)"),
                ),
                (
                    "address_en",
                    models.CharField(max_length=600, verbose_name="address (English)"),
                ),
                (
                    "address_abroad_en",
                    models.CharField(
                        max_length=600, verbose_name="address abroad (English)"
                    ),
                ),
                (
                    "kana",
                    models.CharField(max_length=500, verbose_name="reading (kana)"),
                ),
                (
                    "is_hidden",
                    models.BooleanField(verbose_name="left out of the official search"),
                ),
                ("normal_name", models.TextField()),
                ("normal_reading", models.TextField()),
                (
                    "bigrams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                (
                    "municipality_code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Concat(
                            "prefecture_code", "city_code"
                        ),
                        output_field=models.CharField(
                            max_length=5, verbose_name="municipality code"
                        ),
                    ),
                ),
                (
                    "is_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            models.Q(
                                ("close_date", None),
                                models.Q(("process__in", ["81", "99"]), _negated=True),
                            ),
                            output_field=models.BooleanField(),
                        ),
                        output_field=models.BooleanField(verbose_name="active"),
                    ),
                ),
            ],
            options={
                "verbose_name": "register entry",
                "verbose_name_plural": "register entries",
                "ordering": ("corporate_number",),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["bigrams"],
                        name="registerentry_bigrams",
                    ),
                    models.Index(
                        fields=["municipality_code", "corporate_number"],
                        name="registerentry_municipality",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=prospects.models.company.ValidCorporateNumber(
                            models.F("corporate_number")
                        ),
                        name="registerentry_corporate_number",
                        violation_error_message="The corporate number must have 13 digits with a correct check digit.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterLoad",
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
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("encoding", models.CharField(max_length=10, verbose_name="encoding")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(verbose_name="finished")),
                ("rows_read", models.PositiveIntegerField(verbose_name="rows read")),
                ("rows_new", models.PositiveIntegerField(verbose_name="rows new")),
                (
                    "rows_changed",
                    models.PositiveIntegerField(verbose_name="rows changed"),
                ),
                (
                    "rows_unchanged",
                    models.PositiveIntegerField(verbose_name="rows unchanged"),
                ),
                (
                    "rows_stale",
                    models.PositiveIntegerField(verbose_name="older than known"),
                ),
                (
                    "rows_rejected",
                    models.PositiveIntegerField(verbose_name="rows rejected"),
                ),
            ],
            options={
                "verbose_name": "register load",
                "verbose_name_plural": "register loads",
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows_read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("rows_new"),
                                                "+",
                                                models.F("rows_changed"),
                                            ),
                                            "+",
                                            models.F("rows_unchanged"),
                                        ),
                                        "+",
                                        models.F("rows_stale"),
                                    ),
                                    "+",
                                    models.F("rows_rejected"),
                                ),
                            )
                        ),
                        name="registerload_rows_add_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedMove",
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
                ("key", models.SlugField(unique=True, verbose_name="key")),
                (
                    "kind",
                    models.CharField(
                        choices=[("group", "group"), ("solo", "alone")],
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "subject_ko",
                    models.CharField(max_length=200, verbose_name="who (Korean)"),
                ),
                (
                    "subject_ja",
                    models.CharField(max_length=200, verbose_name="who (Japanese)"),
                ),
                (
                    "subject_en",
                    models.CharField(max_length=200, verbose_name="who (English)"),
                ),
                ("statement_ko", models.TextField(verbose_name="statement (Korean)")),
                ("statement_ja", models.TextField(verbose_name="statement (Japanese)")),
                ("statement_en", models.TextField(verbose_name="statement (English)")),
                (
                    "target_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="target countries",
                    ),
                ),
                (
                    "forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("shared_park", "one industrial park entered together"),
                                ("subdivided_land", "land bought and subdivided"),
                                ("rental_factory", "rental factories"),
                                (
                                    "members_cooperate",
                                    "members cooperate, each on its own site",
                                ),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="form",
                    ),
                ),
                (
                    "participants",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="participants"
                    ),
                ),
                (
                    "amount_jpy",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="amount (JPY)"
                    ),
                ),
                (
                    "keeps_home_base",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="keeps the home base"
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_moves",
                        to="prospects.cluster",
                        verbose_name="cluster",
                    ),
                ),
            ],
            options={
                "verbose_name": "reported move",
                "verbose_name_plural": "reported moves",
                "ordering": ("kind", "key"),
            },
        ),
        migrations.CreateModel(
            name="SupportProgramme",
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
                ("key", models.SlugField(unique=True, verbose_name="key")),
                (
                    "provider_ja",
                    models.CharField(
                        max_length=200, verbose_name="provider (Japanese)"
                    ),
                ),
                (
                    "provider_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="provider (Korean)"
                    ),
                ),
                (
                    "provider_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="provider (English)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("loan", "loan"),
                            ("desk", "advice desk"),
                            ("exhibition", "exhibitions and buyer meetings"),
                            ("consulting", "consulting and translation"),
                            ("tour", "study tour"),
                            ("bridging", "bridging"),
                            ("council", "council"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "offer_ja",
                    models.TextField(blank=True, verbose_name="offer (Japanese)"),
                ),
                (
                    "offer_ko",
                    models.TextField(blank=True, verbose_name="offer (Korean)"),
                ),
                (
                    "offer_en",
                    models.TextField(blank=True, verbose_name="offer (English)"),
                ),
                (
                    "needs_home_base",
                    models.BooleanField(
                        blank=True,
                        null=True,
                        verbose_name="only if the home base stays",
                    ),
                ),
                (
                    "clusters",
                    models.ManyToManyField(
                        blank=True,
                        related_name="programmes",
                        to="prospects.cluster",
                        verbose_name="clusters",
                    ),
                ),
            ],
            options={
                "verbose_name": "support programme",
                "verbose_name_plural": "support programmes",
                "ordering": ("key",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name_ja", ""),
                            ("name_ko", ""),
                            ("name_en", ""),
                            _negated=True,
                        ),
                        name="supportprogramme_has_name",
                        violation_error_message="Give the name in at least one language.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeUse",
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
                    "since",
                    models.DateField(blank=True, null=True, verbose_name="since"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_uses",
                        to="prospects.company",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="prospects.supportprogramme",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a programme",
                "verbose_name_plural": "uses of programmes",
                "ordering": ("programme", "company"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "company"), name="programmeuse_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportProgrammeEvent",
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
                ("key", models.SlugField(db_index=False, verbose_name="key")),
                (
                    "provider_ja",
                    models.CharField(
                        max_length=200, verbose_name="provider (Japanese)"
                    ),
                ),
                (
                    "provider_ko",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="provider (Korean)"
                    ),
                ),
                (
                    "provider_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="provider (English)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("loan", "loan"),
                            ("desk", "advice desk"),
                            ("exhibition", "exhibitions and buyer meetings"),
                            ("consulting", "consulting and translation"),
                            ("tour", "study tour"),
                            ("bridging", "bridging"),
                            ("council", "council"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "offer_ja",
                    models.TextField(blank=True, verbose_name="offer (Japanese)"),
                ),
                (
                    "offer_ko",
                    models.TextField(blank=True, verbose_name="offer (Korean)"),
                ),
                (
                    "offer_en",
                    models.TextField(blank=True, verbose_name="offer (English)"),
                ),
                (
                    "needs_home_base",
                    models.BooleanField(
                        blank=True,
                        null=True,
                        verbose_name="only if the home base stays",
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
                        to="prospects.supportprogramme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["cluster", "-id"], name="company_cluster"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(
                fields=["municipality_code"], name="company_municipality"
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["jsic_code"], name="company_jsic"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["is_demo"], name="company_demo"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["name_ja", "id"], name="company_name_ja"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["employees", "id"], name="company_employees"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_ja", ""), ("name_ko", ""), ("name_en", ""), _negated=True
                ),
                name="company_has_name",
                violation_error_message="Give the name in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=prospects.models.company.ValidCorporateNumber(
                    models.F("corporate_number")
                ),
                name="company_corporate_number",
                violation_error_message="The corporate number must have 13 digits with a correct check digit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("municipality_code", ""),
                    ("municipality_code__regex", "^[0-9]{5}$"),
                    _connector="OR",
                ),
                name="company_municipality_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postcode", ""), ("postcode__regex", "^[0-9]{7}$"), _connector="OR"
                ),
                name="company_postcode_digits",
                violation_error_message="The postcode must have seven digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("company__isnull", False),
                    ("cooperative__isnull", False),
                    _connector="XOR",
                ),
                name="contact_of_one_body",
                violation_error_message="A contact belongs to one company or one cooperative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_ja", ""), ("name_ko", ""), ("name_en", ""), _negated=True
                ),
                name="cooperative_has_name",
                violation_error_message="Give the name in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperative",
            constraint=models.CheckConstraint(
                condition=prospects.models.company.ValidCorporateNumber(
                    models.F("corporate_number")
                ),
                name="cooperative_corporate_number",
                violation_error_message="The corporate number must have 13 digits with a correct check digit.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cluster",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_clusterevent" ("as_of", "created_at", "id", "is_demo", "key", "latitude", "longitude", "municipality_codes", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefecture_ja", "source", "speciality_en", "speciality_ja", "speciality_ko", "updated_at", "version") VALUES (NEW."as_of", NEW."created_at", NEW."id", NEW."is_demo", NEW."key", NEW."latitude", NEW."longitude", NEW."municipality_codes", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prefecture_ja", NEW."source", NEW."speciality_en", NEW."speciality_ja", NEW."speciality_ko", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="4b20326d41b7c998d2da00a5e92b78fcd99892b1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_91ae1",
                    table="prospects_cluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cluster",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."municipality_codes" IS DISTINCT FROM (NEW."municipality_codes") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."prefecture_ja" IS DISTINCT FROM (NEW."prefecture_ja") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."speciality_en" IS DISTINCT FROM (NEW."speciality_en") OR OLD."speciality_ja" IS DISTINCT FROM (NEW."speciality_ja") OR OLD."speciality_ko" IS DISTINCT FROM (NEW."speciality_ko") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "prospects_clusterevent" ("as_of", "created_at", "id", "is_demo", "key", "latitude", "longitude", "municipality_codes", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefecture_ja", "source", "speciality_en", "speciality_ja", "speciality_ko", "updated_at", "version") VALUES (NEW."as_of", NEW."created_at", NEW."id", NEW."is_demo", NEW."key", NEW."latitude", NEW."longitude", NEW."municipality_codes", NEW."name_en", NEW."name_ja", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prefecture_ja", NEW."source", NEW."speciality_en", NEW."speciality_ja", NEW."speciality_ko", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="51dd037e41c60b9ad32b065320068d17d478b2ea",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bf307",
                    table="prospects_cluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cluster",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_clusterevent" ("as_of", "created_at", "id", "is_demo", "key", "latitude", "longitude", "municipality_codes", "name_en", "name_ja", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefecture_ja", "source", "speciality_en", "speciality_ja", "speciality_ko", "updated_at", "version") VALUES (OLD."as_of", OLD."created_at", OLD."id", OLD."is_demo", OLD."key", OLD."latitude", OLD."longitude", OLD."municipality_codes", OLD."name_en", OLD."name_ja", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prefecture_ja", OLD."source", OLD."speciality_en", OLD."speciality_ja", OLD."speciality_ko", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="a4af003016bdab664dcca68f3d0f6df4e7e70acd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b412c",
                    table="prospects_cluster",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capability",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_capabilityevent" ("as_of", "created_at", "id", "is_demo", "jsic_codes", "key", "ksic_codes", "monozukuri_field", "name_en", "name_ja", "name_ko", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "root_class", "root_technology", "source", "synonyms", "updated_at", "version") VALUES (NEW."as_of", NEW."created_at", NEW."id", NEW."is_demo", NEW."jsic_codes", NEW."key", NEW."ksic_codes", NEW."monozukuri_field", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."root_class", NEW."root_technology", NEW."source", NEW."synonyms", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="c5a85dbffa7e2908849e7e85fca58d9a568d1f67",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_46b43",
                    table="prospects_capability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capability",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."jsic_codes" IS DISTINCT FROM (NEW."jsic_codes") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."ksic_codes" IS DISTINCT FROM (NEW."ksic_codes") OR OLD."monozukuri_field" IS DISTINCT FROM (NEW."monozukuri_field") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."root_class" IS DISTINCT FROM (NEW."root_class") OR OLD."root_technology" IS DISTINCT FROM (NEW."root_technology") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."synonyms" IS DISTINCT FROM (NEW."synonyms") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "prospects_capabilityevent" ("as_of", "created_at", "id", "is_demo", "jsic_codes", "key", "ksic_codes", "monozukuri_field", "name_en", "name_ja", "name_ko", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "root_class", "root_technology", "source", "synonyms", "updated_at", "version") VALUES (NEW."as_of", NEW."created_at", NEW."id", NEW."is_demo", NEW."jsic_codes", NEW."key", NEW."ksic_codes", NEW."monozukuri_field", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."root_class", NEW."root_technology", NEW."source", NEW."synonyms", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="adb3bac2ff70a98fac4f856cf3fce9af41371a9c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_51942",
                    table="prospects_capability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capability",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_capabilityevent" ("as_of", "created_at", "id", "is_demo", "jsic_codes", "key", "ksic_codes", "monozukuri_field", "name_en", "name_ja", "name_ko", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "root_class", "root_technology", "source", "synonyms", "updated_at", "version") VALUES (OLD."as_of", OLD."created_at", OLD."id", OLD."is_demo", OLD."jsic_codes", OLD."key", OLD."ksic_codes", OLD."monozukuri_field", OLD."name_en", OLD."name_ja", OLD."name_ko", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."root_class", OLD."root_technology", OLD."source", OLD."synonyms", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="f7789cd791d21924ff28aba3f6dee027236a24de",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e7c66",
                    table="prospects_capability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="companycapability",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_companycapabilityevent" ("as_of", "capability_id", "company_id", "equipment", "id", "materials", "monthly_volume", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision_um", "size_max_mm", "source") VALUES (NEW."as_of", NEW."capability_id", NEW."company_id", NEW."equipment", NEW."id", NEW."materials", NEW."monthly_volume", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision_um", NEW."size_max_mm", NEW."source"); RETURN NULL;',
                    hash="afa9fae85cb3a5f88ab4dcf554cc8be4a752db56",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_df8f8",
                    table="prospects_companycapability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="companycapability",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prospects_companycapabilityevent" ("as_of", "capability_id", "company_id", "equipment", "id", "materials", "monthly_volume", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision_um", "size_max_mm", "source") VALUES (NEW."as_of", NEW."capability_id", NEW."company_id", NEW."equipment", NEW."id", NEW."materials", NEW."monthly_volume", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision_um", NEW."size_max_mm", NEW."source"); RETURN NULL;',
                    hash="666d6dbe8ffa1c2b82a2ecd9578b5f59d5812591",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_76f37",
                    table="prospects_companycapability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="companycapability",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_companycapabilityevent" ("as_of", "capability_id", "company_id", "equipment", "id", "materials", "monthly_volume", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision_um", "size_max_mm", "source") VALUES (OLD."as_of", OLD."capability_id", OLD."company_id", OLD."equipment", OLD."id", OLD."materials", OLD."monthly_volume", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision_um", OLD."size_max_mm", OLD."source"); RETURN NULL;',
                    hash="964782670b9e474511df67355f3e244476c61868",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_24e1a",
                    table="prospects_companycapability",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="company",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_companyevent" ("as_of", "capital_jpy", "city", "cluster_id", "corporate_number", "created_at", "employees", "founded_year", "id", "is_demo", "jsic_code", "municipality_code", "name_en", "name_ja", "name_kana", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "prefecture", "products", "registration", "source", "street", "updated_at", "version", "website") VALUES (NEW."as_of", NEW."capital_jpy", NEW."city", NEW."cluster_id", NEW."corporate_number", NEW."created_at", NEW."employees", NEW."founded_year", NEW."id", NEW."is_demo", NEW."jsic_code", NEW."municipality_code", NEW."name_en", NEW."name_ja", NEW."name_kana", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postcode", NEW."prefecture", NEW."products", NEW."registration", NEW."source", NEW."street", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="0dc28711e214f932a7726dbcc049b1547f07ddba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3dc47",
                    table="prospects_company",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="company",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."capital_jpy" IS DISTINCT FROM (NEW."capital_jpy") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."cluster_id" IS DISTINCT FROM (NEW."cluster_id") OR OLD."corporate_number" IS DISTINCT FROM (NEW."corporate_number") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."employees" IS DISTINCT FROM (NEW."employees") OR OLD."founded_year" IS DISTINCT FROM (NEW."founded_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."jsic_code" IS DISTINCT FROM (NEW."jsic_code") OR OLD."municipality_code" IS DISTINCT FROM (NEW."municipality_code") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_kana" IS DISTINCT FROM (NEW."name_kana") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."prefecture" IS DISTINCT FROM (NEW."prefecture") OR OLD."products" IS DISTINCT FROM (NEW."products") OR OLD."registration" IS DISTINCT FROM (NEW."registration") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."street" IS DISTINCT FROM (NEW."street") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "prospects_companyevent" ("as_of", "capital_jpy", "city", "cluster_id", "corporate_number", "created_at", "employees", "founded_year", "id", "is_demo", "jsic_code", "municipality_code", "name_en", "name_ja", "name_kana", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "prefecture", "products", "registration", "source", "street", "updated_at", "version", "website") VALUES (NEW."as_of", NEW."capital_jpy", NEW."city", NEW."cluster_id", NEW."corporate_number", NEW."created_at", NEW."employees", NEW."founded_year", NEW."id", NEW."is_demo", NEW."jsic_code", NEW."municipality_code", NEW."name_en", NEW."name_ja", NEW."name_kana", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postcode", NEW."prefecture", NEW."products", NEW."registration", NEW."source", NEW."street", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="c454746784d4762807d748183752ff37118ce64e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_63c0d",
                    table="prospects_company",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="company",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_companyevent" ("as_of", "capital_jpy", "city", "cluster_id", "corporate_number", "created_at", "employees", "founded_year", "id", "is_demo", "jsic_code", "municipality_code", "name_en", "name_ja", "name_kana", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "prefecture", "products", "registration", "source", "street", "updated_at", "version", "website") VALUES (OLD."as_of", OLD."capital_jpy", OLD."city", OLD."cluster_id", OLD."corporate_number", OLD."created_at", OLD."employees", OLD."founded_year", OLD."id", OLD."is_demo", OLD."jsic_code", OLD."municipality_code", OLD."name_en", OLD."name_ja", OLD."name_kana", OLD."name_ko", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postcode", OLD."prefecture", OLD."products", OLD."registration", OLD."source", OLD."street", OLD."updated_at", OLD."version", OLD."website"); RETURN NULL;',
                    hash="fda4336b55b3c11be47370d15bff2e740b2c1554",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e0f80",
                    table="prospects_company",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_contactevent" ("company_id", "cooperative_id", "created_at", "email", "id", "is_demo", "is_primary", "language", "name", "name_kana", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "updated_at", "version") VALUES (NEW."company_id", NEW."cooperative_id", NEW."created_at", NEW."email", NEW."id", NEW."is_demo", NEW."is_primary", NEW."language", NEW."name", NEW."name_kana", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="cc1cc03099938283cbd28c61d554dd9941900604",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c84b6",
                    table="prospects_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."is_primary" IS DISTINCT FROM (NEW."is_primary") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_kana" IS DISTINCT FROM (NEW."name_kana") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "prospects_contactevent" ("company_id", "cooperative_id", "created_at", "email", "id", "is_demo", "is_primary", "language", "name", "name_kana", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "updated_at", "version") VALUES (NEW."company_id", NEW."cooperative_id", NEW."created_at", NEW."email", NEW."id", NEW."is_demo", NEW."is_primary", NEW."language", NEW."name", NEW."name_kana", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="fd6705c56c34fbd85812417d09f61f819ef15736",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3a76a",
                    table="prospects_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_contactevent" ("company_id", "cooperative_id", "created_at", "email", "id", "is_demo", "is_primary", "language", "name", "name_kana", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "title", "updated_at", "version") VALUES (OLD."company_id", OLD."cooperative_id", OLD."created_at", OLD."email", OLD."id", OLD."is_demo", OLD."is_primary", OLD."language", OLD."name", OLD."name_kana", OLD."name_ko", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="916765ecfc69aeeb1e50a84bbd80d0a8751a398f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d93f0",
                    table="prospects_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cooperativemembership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_cooperativemembershipevent" ("company_id", "cooperative_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since") VALUES (NEW."company_id", NEW."cooperative_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."since"); RETURN NULL;',
                    hash="ff37f87fd6bba05902facb6123fe9f6325f34579",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_49307",
                    table="prospects_cooperativemembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cooperativemembership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prospects_cooperativemembershipevent" ("company_id", "cooperative_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since") VALUES (NEW."company_id", NEW."cooperative_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."since"); RETURN NULL;',
                    hash="851965f292180e1df4f3277c1847af3930f78c71",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9044",
                    table="prospects_cooperativemembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cooperativemembership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_cooperativemembershipevent" ("company_id", "cooperative_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since") VALUES (OLD."company_id", OLD."cooperative_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."since"); RETURN NULL;',
                    hash="d69474b8a67419e2b8c79965b61acd39a24b22d4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_649b2",
                    table="prospects_cooperativemembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cooperative",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_cooperativeevent" ("as_of", "cluster_id", "corporate_number", "created_at", "founded_year", "id", "is_demo", "kind", "name_en", "name_ja", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "version", "website") VALUES (NEW."as_of", NEW."cluster_id", NEW."corporate_number", NEW."created_at", NEW."founded_year", NEW."id", NEW."is_demo", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="7e1a722a2156d9028cf45a35c0024cf2fad7410e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_035ad",
                    table="prospects_cooperative",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cooperative",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."cluster_id" IS DISTINCT FROM (NEW."cluster_id") OR OLD."corporate_number" IS DISTINCT FROM (NEW."corporate_number") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."founded_year" IS DISTINCT FROM (NEW."founded_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "prospects_cooperativeevent" ("as_of", "cluster_id", "corporate_number", "created_at", "founded_year", "id", "is_demo", "kind", "name_en", "name_ja", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "version", "website") VALUES (NEW."as_of", NEW."cluster_id", NEW."corporate_number", NEW."created_at", NEW."founded_year", NEW."id", NEW."is_demo", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at", NEW."version", NEW."website"); RETURN NULL;',
                    hash="372ae73c64903cfe2cb4342545b130b66067d387",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c32d",
                    table="prospects_cooperative",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cooperative",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_cooperativeevent" ("as_of", "cluster_id", "corporate_number", "created_at", "founded_year", "id", "is_demo", "kind", "name_en", "name_ja", "name_ko", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "version", "website") VALUES (OLD."as_of", OLD."cluster_id", OLD."corporate_number", OLD."created_at", OLD."founded_year", OLD."id", OLD."is_demo", OLD."kind", OLD."name_en", OLD."name_ja", OLD."name_ko", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."updated_at", OLD."version", OLD."website"); RETURN NULL;',
                    hash="a6de26a645cb93283436ef32d2fd9a70a0a467bd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_28629",
                    table="prospects_cooperative",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expansionintent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_expansionintentevent" ("as_of", "budget_jpy", "company_id", "created_at", "horizon_months", "id", "is_demo", "keeps_home_base", "mode", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "target_countries", "updated_at", "version") VALUES (NEW."as_of", NEW."budget_jpy", NEW."company_id", NEW."created_at", NEW."horizon_months", NEW."id", NEW."is_demo", NEW."keeps_home_base", NEW."mode", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."target_countries", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="cb9d85e474798d18ea254d7b594d98dde833e4d0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_05416",
                    table="prospects_expansionintent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expansionintent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."budget_jpy" IS DISTINCT FROM (NEW."budget_jpy") OR OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."horizon_months" IS DISTINCT FROM (NEW."horizon_months") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."keeps_home_base" IS DISTINCT FROM (NEW."keeps_home_base") OR OLD."mode" IS DISTINCT FROM (NEW."mode") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target_countries" IS DISTINCT FROM (NEW."target_countries") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "prospects_expansionintentevent" ("as_of", "budget_jpy", "company_id", "created_at", "horizon_months", "id", "is_demo", "keeps_home_base", "mode", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "target_countries", "updated_at", "version") VALUES (NEW."as_of", NEW."budget_jpy", NEW."company_id", NEW."created_at", NEW."horizon_months", NEW."id", NEW."is_demo", NEW."keeps_home_base", NEW."mode", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."target_countries", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="e254f460a56599d842eaf25a331cf2c16f426d1a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_67ec4",
                    table="prospects_expansionintent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expansionintent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_expansionintentevent" ("as_of", "budget_jpy", "company_id", "created_at", "horizon_months", "id", "is_demo", "keeps_home_base", "mode", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "target_countries", "updated_at", "version") VALUES (OLD."as_of", OLD."budget_jpy", OLD."company_id", OLD."created_at", OLD."horizon_months", OLD."id", OLD."is_demo", OLD."keeps_home_base", OLD."mode", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."target_countries", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="0dc45b5e6fc06628500ab64114447b041afe19d9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8ff5e",
                    table="prospects_expansionintent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupplan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_groupplanevent" ("as_of", "cooperative_id", "created_at", "decision_due", "forms", "id", "is_demo", "keeps_home_base", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "stage", "target_countries", "updated_at", "version") VALUES (NEW."as_of", NEW."cooperative_id", NEW."created_at", NEW."decision_due", NEW."forms", NEW."id", NEW."is_demo", NEW."keeps_home_base", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."stage", NEW."target_countries", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="ff21bf381e1bbfa3d8e36cb276fba56419a38f1e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c7bb4",
                    table="prospects_groupplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupplan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."cooperative_id" IS DISTINCT FROM (NEW."cooperative_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decision_due" IS DISTINCT FROM (NEW."decision_due") OR OLD."forms" IS DISTINCT FROM (NEW."forms") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."keeps_home_base" IS DISTINCT FROM (NEW."keeps_home_base") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."target_countries" IS DISTINCT FROM (NEW."target_countries") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "prospects_groupplanevent" ("as_of", "cooperative_id", "created_at", "decision_due", "forms", "id", "is_demo", "keeps_home_base", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "stage", "target_countries", "updated_at", "version") VALUES (NEW."as_of", NEW."cooperative_id", NEW."created_at", NEW."decision_due", NEW."forms", NEW."id", NEW."is_demo", NEW."keeps_home_base", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."stage", NEW."target_countries", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="2adc3bc33bd83861a1406d48f50a529e2eae817b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_06c09",
                    table="prospects_groupplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupplan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_groupplanevent" ("as_of", "cooperative_id", "created_at", "decision_due", "forms", "id", "is_demo", "keeps_home_base", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "stage", "target_countries", "updated_at", "version") VALUES (OLD."as_of", OLD."cooperative_id", OLD."created_at", OLD."decision_due", OLD."forms", OLD."id", OLD."is_demo", OLD."keeps_home_base", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."stage", OLD."target_countries", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="8d405818593916faca6ecd63f19999c60a667dec",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c5acd",
                    table="prospects_groupplan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportprogramme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_supportprogrammeevent" ("as_of", "created_at", "id", "is_demo", "key", "kind", "name_en", "name_ja", "name_ko", "needs_home_base", "offer_en", "offer_ja", "offer_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_en", "provider_ja", "provider_ko", "source", "updated_at", "version") VALUES (NEW."as_of", NEW."created_at", NEW."id", NEW."is_demo", NEW."key", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."needs_home_base", NEW."offer_en", NEW."offer_ja", NEW."offer_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_en", NEW."provider_ja", NEW."provider_ko", NEW."source", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="a85ae13869c4443a537f304d66ded931e6fd9a46",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1c3bb",
                    table="prospects_supportprogramme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportprogramme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_ja" IS DISTINCT FROM (NEW."name_ja") OR OLD."name_ko" IS DISTINCT FROM (NEW."name_ko") OR OLD."needs_home_base" IS DISTINCT FROM (NEW."needs_home_base") OR OLD."offer_en" IS DISTINCT FROM (NEW."offer_en") OR OLD."offer_ja" IS DISTINCT FROM (NEW."offer_ja") OR OLD."offer_ko" IS DISTINCT FROM (NEW."offer_ko") OR OLD."provider_en" IS DISTINCT FROM (NEW."provider_en") OR OLD."provider_ja" IS DISTINCT FROM (NEW."provider_ja") OR OLD."provider_ko" IS DISTINCT FROM (NEW."provider_ko") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "prospects_supportprogrammeevent" ("as_of", "created_at", "id", "is_demo", "key", "kind", "name_en", "name_ja", "name_ko", "needs_home_base", "offer_en", "offer_ja", "offer_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_en", "provider_ja", "provider_ko", "source", "updated_at", "version") VALUES (NEW."as_of", NEW."created_at", NEW."id", NEW."is_demo", NEW."key", NEW."kind", NEW."name_en", NEW."name_ja", NEW."name_ko", NEW."needs_home_base", NEW."offer_en", NEW."offer_ja", NEW."offer_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_en", NEW."provider_ja", NEW."provider_ko", NEW."source", NEW."updated_at", NEW."version"); RETURN NULL;',
                    hash="5b2ae497d87e15b5341490fa9afaf0a8a9c9ae15",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0ad8e",
                    table="prospects_supportprogramme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supportprogramme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prospects_supportprogrammeevent" ("as_of", "created_at", "id", "is_demo", "key", "kind", "name_en", "name_ja", "name_ko", "needs_home_base", "offer_en", "offer_ja", "offer_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_en", "provider_ja", "provider_ko", "source", "updated_at", "version") VALUES (OLD."as_of", OLD."created_at", OLD."id", OLD."is_demo", OLD."key", OLD."kind", OLD."name_en", OLD."name_ja", OLD."name_ko", OLD."needs_home_base", OLD."offer_en", OLD."offer_ja", OLD."offer_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider_en", OLD."provider_ja", OLD."provider_ko", OLD."source", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="d04d30dd0c23375ec82feda214832180ade47b18",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_86cfe",
                    table="prospects_supportprogramme",
                    when="AFTER",
                ),
            ),
        ),
    ]
