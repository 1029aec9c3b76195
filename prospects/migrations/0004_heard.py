"""What a register entry sounds like, instead of its reading."""

from django.db import migrations


def renew(apps, schema_editor):
    from prospects.register import renew_search_columns

    renew_search_columns()


class Migration(migrations.Migration):
    dependencies = [("prospects", "0003_register_changes")]
    operations = [
        migrations.RenameField("registerentry", "normal_reading", "heard"),
        migrations.RunPython(renew, migrations.RunPython.noop),
    ]
