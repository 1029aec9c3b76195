"""Materials become keys of the vocabulary; what is not in it stays as it was typed."""

from django.db import migrations

from prospects.material_spellings import keys_of


def spell_as_keys(apps, schema_editor):
    model = apps.get_model("prospects", "CompanyCapability")
    for row in model.objects.exclude(materials=[]).only("pk", "materials").iterator():
        if (keys := keys_of(row.materials)) != row.materials:
            model.objects.filter(pk=row.pk).update(materials=keys)


class Migration(migrations.Migration):
    dependencies = [("prospects", "0015_capability_language")]
    operations = [migrations.RunPython(spell_as_keys, migrations.RunPython.noop)]
