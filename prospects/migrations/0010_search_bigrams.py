"""The function that name indexes are made with."""

from django.db import migrations

from prospects.name_function import CREATE, DROP


class Migration(migrations.Migration):
    dependencies = [("prospects", "0009_host_offers_and_land")]
    operations = [migrations.RunSQL(CREATE, DROP)]
