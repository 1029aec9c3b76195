"""Register entries are also indexed by how they begin: what they are searched by is renewed."""

from django.db import migrations


def renew(apps, schema_editor):
    from prospects.register import renew_search_columns

    renew_search_columns()


class Migration(migrations.Migration):
    dependencies = [("prospects", "0013_sound_of_tiya")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
