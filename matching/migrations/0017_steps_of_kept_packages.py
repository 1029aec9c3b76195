"""Steps of packages that were kept before steps were rows.

Their order and volumes stood in the note, a line a step in the language of whoever kept it. A note of
which every line is such a step becomes steps and is emptied; any other stays, and the steps are what
the members do, after what the need itself asks for.
"""

import re

from django.db import migrations

LINE = re.compile(r"(?P<place>\d+)\. (?P<name>.+?)(?:[,、] ?\D*(?P<volume>[\d,]+)\D*)?")


def write_steps(apps, schema_editor):
    Package = apps.get_model("matching", "Package")
    PackageStep = apps.get_model("matching", "PackageStep")
    Need = apps.get_model("matching", "Need")
    processes = _by_name(apps.get_model("prospects", "Capability"))
    for package in Package.objects.select_related("need").order_by("pk"):
        members = package.package_members.filter(capability__isnull=False).order_by("pk")
        done = [*dict.fromkeys(members.values_list("capability_id", flat=True))]
        needs = {}
        for need in Need.objects.filter(firm=package.need.firm_id).order_by("pk"):
            needs.setdefault(need.capability_id, need)
        needs[package.need.capability_id] = package.need
        stated = _stated(package.note, processes, {*done, *needs})
        if stated:
            package.note = ""
            package.save(update_fields=["note"])
        else:
            own = [package.need.capability_id, *done]
            stated = [
                (key, needs[key].monthly_volume if key in needs else None)
                for key in dict.fromkeys(own)
            ]
        PackageStep.objects.bulk_create(
            PackageStep(
                package=package,
                place=place,
                capability_id=key,
                need=needs.get(key),
                volume=volume,
            )
            for place, (key, volume) in enumerate(stated, 1)
        )


def _by_name(nodes):
    found = {}
    for row in nodes.objects.order_by("position", "pk"):
        for name in (row.name_ko, row.name_ja, row.name_en):
            if name:
                found.setdefault(name, []).append(row.pk)
    return found


def _stated(note, processes, likely):
    """The steps that a note states, as (process, volume); none if a line of it is something else."""
    steps = []
    for line in note.splitlines():
        told = LINE.fullmatch(line.strip())
        keys = processes.get(told["name"], []) if told else []
        if not keys:
            return []
        key = next((each for each in keys if each in likely), keys[0])
        volume = int(told["volume"].replace(",", "")) if told["volume"] else None
        steps.append((key, volume))
    return steps


class Migration(migrations.Migration):
    dependencies = [("matching", "0016_package_steps")]

    operations = [migrations.RunPython(write_steps, migrations.RunPython.noop)]
