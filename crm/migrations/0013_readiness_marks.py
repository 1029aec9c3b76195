"""Mark a company whose inspections change: the tables that `crm.readiness` adds to the facts."""

from django.db import migrations

from prospects.readiness.marks import DEALS, INSPECTIONS, every, marking

TABLES = {table: every(companies) for table, companies in INSPECTIONS.items()} | {
    "crm_deal": DEALS,
}


class Migration(migrations.Migration):

    dependencies = [
        ("crm", "0012_kept_facts_of_cooperatives"),
        ("prospects", "0017_company_readiness"),
    ]

    operations = [
        migrations.RunSQL(*marking(table, events)) for table, events in TABLES.items()
    ]
