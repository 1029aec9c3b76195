"""Names of nothing but legal forms and brackets are indexed by the form that finds them."""

from django.db import migrations

from prospects.name_function import CREATE, REINDEX


class Migration(migrations.Migration):
    dependencies = [("prospects", "0019_company_postcode")]
    operations = [migrations.RunSQL([CREATE, REINDEX], migrations.RunSQL.noop)]
