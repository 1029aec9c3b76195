"""Priorities of stored matches drawn towards 0.55 instead of 0.4 (docs/adr/0008)."""

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Least

# One pass over the table, in which PostgreSQL computes the column and rebuilds the indexes that
# read it; they keep their names. Nobody reads or writes matches meanwhile.
PRIORITY = """
    SET LOCAL maintenance_work_mem = '256MB';
    ALTER TABLE matching_match ALTER COLUMN priority SET EXPRESSION AS (
        setback * LEAST(score, {prior} + confidence * (score - {prior}))
    )
"""
# A plain column, written by runs. What rejections by the group have taken of it stays taken.
EXCLUSIONS = """
    UPDATE matching_matchexclusion
    SET priority = priority * LEAST(score, {new} + confidence * (score - {new}))
        / LEAST(score, {old} + confidence * (score - {old}))
    WHERE LEAST(score, {old} + confidence * (score - {old})) > 0
"""
BEFORE, NOW = 0.4, 0.55


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0018_fewer_match_indexes'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='match',
                    name='priority',
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=F('setback') * Least(
                            F('score'),
                            Value(NOW) + F('confidence') * (F('score') - Value(NOW)),
                        ),
                        output_field=models.FloatField(),
                        verbose_name='priority',
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    PRIORITY.format(prior=NOW), PRIORITY.format(prior=BEFORE)
                ),
            ],
        ),
        migrations.RunSQL(
            EXCLUSIONS.format(old=BEFORE, new=NOW), EXCLUSIONS.format(old=NOW, new=BEFORE)
        ),
    ]
