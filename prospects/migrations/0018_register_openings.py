"""Register entries by how they begin and by when they got their number."""

from django.db import migrations, models


def renew(apps, schema_editor):
    from prospects.register import renew_search_columns

    renew_search_columns()


class Migration(migrations.Migration):
    dependencies = [("prospects", "0017_company_readiness")]
    operations = [
        migrations.RunPython(renew, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["assignment_date"], name="registerentry_assigned"),
        ),
    ]
