"""ティヤ keeps its two syllables in a sound key; names indexed by the function are indexed again."""

from django.db import migrations

from prospects.name_function import CREATE, REINDEX


class Migration(migrations.Migration):
    dependencies = [("prospects", "0012_older_companies")]
    operations = [migrations.RunSQL([CREATE, REINDEX], migrations.RunSQL.noop)]
