"""Materials become keys of the vocabulary; what is not in it stays as it was typed."""

from django.db import migrations

from prospects.material_spellings import keys_of


def spell_as_keys(apps, schema_editor):
    model = apps.get_model("matching", "Need")
    for row in model.objects.exclude(materials=[]).only("pk", "materials").iterator():
        if (keys := keys_of(row.materials)) != row.materials:
            model.objects.filter(pk=row.pk).update(materials=keys)


class Migration(migrations.Migration):
    dependencies = [("matching", "0004_musts_and_exclusions")]
    operations = [migrations.RunPython(spell_as_keys, migrations.RunPython.noop)]
